"""{{title}}: code review tasks with a deterministic grader, played over OpenEnv."""

from .client import {{class}}Env
from .models import {{class}}Action, {{class}}Observation, {{class}}State

__all__ = ["{{class}}Action", "{{class}}Env", "{{class}}Observation", "{{class}}State"]

"""The typed client of this environment."""

from typing import Any

from openenv.core import EnvClient
from openenv.core.client_types import StepResult

from .models import {{class}}Action, {{class}}Observation, {{class}}State

__all__ = ["{{class}}Action", "{{class}}Env", "{{class}}Observation", "{{class}}State"]


class {{class}}Env(EnvClient[{{class}}Action, {{class}}Observation, {{class}}State]):
    """Plays episodes over a WebSocket; `.sync()` gives the same for programs that do not await.

    `reset` takes `task_id` (with `row`), or `split` with `index`, or `seed`; without any, a row is drawn.
    """

    def _step_payload(self, action: {{class}}Action) -> dict[str, Any]:
        return action.model_dump(mode="json", by_alias=True, exclude_unset=True)

    def _parse_result(self, payload: dict[str, Any]) -> StepResult[{{class}}Observation]:
        reward, done = payload.get("reward"), payload.get("done", False)
        observation = {{class}}Observation(**payload["observation"], reward=reward, done=done)
        return StepResult(observation=observation, reward=reward, done=done)

    def _parse_state(self, payload: dict[str, Any]) -> {{class}}State:
        return {{class}}State(**payload)

"""The smallest environment on OpenEnv's own server classes: it echoes. `python bench/openenv-echo.py PORT`."""

import sys

import uvicorn
from openenv.core.env_server import Environment, create_app
from openenv.core.env_server.types import Action, Observation, State


class EchoAction(Action):
    message: str
    size: int = 0


class EchoObservation(Observation):
    echoed: str = ""


class Echo(Environment):
    SUPPORTS_CONCURRENT_SESSIONS = True

    def __init__(self):
        super().__init__()
        self.steps = 0

    def reset(self, seed=None, episode_id=None, **kwargs):
        self.steps = 0
        return EchoObservation()

    def step(self, action, timeout_s=None, **kwargs):
        self.steps += 1
        return EchoObservation(echoed=action.message.ljust(action.size), reward=0.5)

    @property
    def state(self):
        return State(step_count=self.steps)


app = create_app(Echo, EchoAction, EchoObservation, env_name="echo", max_concurrent_envs=4000)
uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="warning")

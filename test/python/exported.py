"""Plays an exported environment by its own typed client, as AutoEnv finds it."""

import asyncio
import json
import sys

from openenv import AutoEnv
from review_env import ReviewAction

task = json.loads(sys.argv[1])
ReviewEnv = AutoEnv.get_env_class("review")
plan = task["plan"]
reset = {"seed": plan["reset"]["seed"], **plan["reset"]["options"]}
actions = [ReviewAction(**action) for action in plan["actions"]]


def told(state):
    return [type(state).__name__, state.step_count, state.done, state.score]


def played(results):
    observation = results[-1].observation
    kind = [type(observation).__name__, observation.done, observation.reward == results[-1].reward]
    return {"rewards": [one.reward for one in results], "score": observation.score, "observation": kind}


async def episode():
    async with ReviewEnv(base_url=task["url"]) as env:
        await env.reset(**reset)
        results = [await env.step(action) for action in actions]
        return {**played(results), "state": told(await env.state())}


client = AutoEnv.from_env("review", base_url=task["url"])
with client.sync() as env:
    first = env.reset(**reset)
    results = [env.step(action) for action in actions]
    sync = {**played(results), "state": told(env.state())}
print(
    json.dumps(
        {
            "client": f"{type(client).__module__}.{type(client).__name__}",
            "snippets": [snippet.path for snippet in first.observation.snippets],
            "sync": sync,
            "async": asyncio.run(episode()),
        }
    )
)

"""Plays whole episodes with the stock asynchronous client."""

import asyncio
import json
import sys

from openenv import GenericEnvClient


async def play(env, task, actions):
    result = await env.reset(task_id=task["task_id"], row=task["row"], episode_id="from python")
    assert result.reward is None and result.done is False
    rewards = []
    for action in actions:
        assert not result.done
        result = await env.step(action)
        rewards.append(result.reward)
    assert result.done
    assert sum(rewards) == result.observation["score"], (rewards, result.observation["score"])
    state = await env.state()
    assert state["score"] == sum(rewards)
    return {"rewards": rewards, "state": state}


async def main(task):
    async with GenericEnvClient(base_url=task["url"]) as env:
        assert (await env.state())["episode_id"] is None
        episodes = [await play(env, task, actions) for actions in task["episodes"]]
        after = await env.step({"operation": "finalize"})
    return {
        "episodes": episodes,
        "after": [after.reward, after.done, after.observation["problem"]],
    }


print(json.dumps(asyncio.run(main(json.loads(sys.argv[1])))))

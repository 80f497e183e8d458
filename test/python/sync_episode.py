"""Plays whole episodes with the stock synchronous client."""

import json
import sys

from openenv import GenericEnvClient


def play(env, task, actions):
    result = env.reset(task_id=task["task_id"], row=task["row"], episode_id="from python")
    assert result.reward is None and result.done is False
    rewards = []
    for action in actions:
        assert not result.done
        result = env.step(action)
        rewards.append(result.reward)
    assert result.done
    assert sum(rewards) == result.observation["score"], (rewards, result.observation["score"])
    state = env.state()
    assert state["score"] == sum(rewards)
    return {"rewards": rewards, "state": state}


task = json.loads(sys.argv[1])
with GenericEnvClient(base_url=task["url"]).sync() as env:
    assert env.state()["episode_id"] is None
    episodes = [play(env, task, actions) for actions in task["episodes"]]
    after = env.step({"operation": "finalize"})
print(
    json.dumps(
        {
            "episodes": episodes,
            "after": [after.reward, after.done, after.observation["problem"]],
        }
    )
)

"""Starts episodes in every way, and shows what a stock client makes of each refusal."""

import json
import sys

from openenv import GenericEnvClient


def place(result):
    return [result.observation["task_id"], result.observation["row"]]


def refusal(call, *args, **kwargs):
    try:
        call(*args, **kwargs)
    except RuntimeError as error:
        return str(error)
    raise AssertionError("nothing was refused")


task = json.loads(sys.argv[1])
with GenericEnvClient(base_url=task["url"]).sync() as env:
    refusals = [refusal(env.step, {"operation": "finalize"})]
    seeded = [place(env.reset(seed=7)) for _ in range(2)]
    seeds = [env.state()["seed"]]
    env.reset()
    drawn = env.state()["seed"]
    again = [place(env.reset(seed=drawn)), [env.state()["task_id"], env.state()["row"]]]
    indexed = place(env.reset(split="eval", index=1))
    env.reset(episode_id="named", prompt="a column of a data set")
    named = env.state()["episode_id"]
    refusals.append(refusal(env.reset, task_id="order-serch"))
    refusals.append(refusal(env.reset, tsk_id="order-search"))
    refusals.append(refusal(env.step, {"operation": "finalise"}))
    refusals.append(refusal(env.step, {"operation": "submit_findings", "findings": [{"confidence": float("nan")}]}))
    finished = env.step({"operation": "finalize"})
print(
    json.dumps(
        {
            "seeded": seeded,
            "seeds": seeds,
            "again": again,
            "indexed": indexed,
            "named": named,
            "refusals": refusals,
            "finished": [finished.done, finished.observation["ignored"]],
        }
    )
)

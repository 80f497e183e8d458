"""Two stock clients at once: each sees what it would see alone."""

import asyncio
import json
import sys

from openenv import GenericEnvClient


async def play(url, task_id, gate):
    seen = []
    async with GenericEnvClient(base_url=url) as env:
        result = await env.reset(task_id=task_id, row=0, episode_id=task_id)
        for operation in ["request_hint", "request_hint", "finalize"]:
            seen.append(result.observation)
            await gate()
            result = await env.step({"operation": operation})
        seen.append(result.observation)
        return seen, await env.state()


async def main(task):
    async def no_gate():
        pass

    meeting = asyncio.Condition()
    waiting = 0

    async def meet():
        nonlocal waiting
        async with meeting:
            waiting += 1
            if waiting % 2 == 0:
                meeting.notify_all()
            else:
                await meeting.wait()

    alone = [await play(task["url"], task_id, no_gate) for task_id in task["task_ids"]]
    together = await asyncio.gather(*(play(task["url"], task_id, meet) for task_id in task["task_ids"]))
    assert alone == together
    return [state["task_id"] for _, state in together]


print(json.dumps(asyncio.run(main(json.loads(sys.argv[1])))))

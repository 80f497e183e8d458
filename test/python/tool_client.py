"""Plays an episode with the stock client of tools, whose sessions are made over HTTP and attached to by a socket."""

import asyncio
import json
import sys

from openenv.core.mcp_client import MCPToolClient
from openenv.core.env_server.mcp_types import CallToolAction, ListToolsAction


async def refusal(call):
    try:
        await call
    except RuntimeError as error:
        return str(error)
    raise AssertionError("nothing was refused")


async def main(task):
    async with MCPToolClient(base_url=task["url"]) as env:
        await env.reset(task_id=task["task_id"], row=0, episode_id="tools")
        names = [tool.name for tool in await env.list_tools()]
        listed = [tool.name for tool in (await env.step(ListToolsAction())).observation.tools]
        seen = await env.call_tool("view_task")
        hinted = await env.call_tool("request_hint")
        stepped = await env.step(CallToolAction(tool_name="request_hint", arguments={}))
        refused = await refusal(env.call_tool("nope"))
        unread = await env.call_tool("submit_findings", findings=[])
        ended = await env.call_tool("finalize")
        state = await env.state()
    return {
        "names": names,
        "listed": listed,
        "task_id": seen["observation"]["task_id"],
        "hints_left": [hinted["observation"]["hints_left"], stepped.observation.result["data"]["observation"]["hints_left"]],
        "reward": stepped.reward,
        "refused": refused,
        "unread": unread,
        "done": ended["done"],
        "state": [state.episode_id, state.step_count],
    }


print(json.dumps(asyncio.run(main(json.loads(sys.argv[1])))))

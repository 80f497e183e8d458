"""A server with room for one: what the next stock clients are told, and that one gets in once the first has left."""

import json
import sys

from openenv import GenericEnvClient


def refusal(call):
    try:
        call()
    except RuntimeError as error:
        return str(error)
    raise AssertionError("there was room")


task = json.loads(sys.argv[1])


def client():
    return GenericEnvClient(base_url=task["url"]).sync()


first = client()
first.reset()
refused = [client(), client()]
refusals = [refusal(refused[0].reset), refusal(refused[1].state)]
for one in [*refused, first]:
    one.close()
with client() as late:
    title = late.reset(seed=1).observation["title"]
print(json.dumps({"refusals": refusals, "title": title}))

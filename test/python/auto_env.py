"""Finds the environment by its address alone, as AutoEnv does."""

import json
import sys

from openenv import AutoEnv

task = json.loads(sys.argv[1])
client = AutoEnv.from_env("any/space", base_url=task["url"], skip_install=True)
with client.sync() as env:
    result = env.reset(seed=1)
    done = env.step({"operation": "finalize"}).done
print(json.dumps([type(client).__name__, result.observation["step"], done]))

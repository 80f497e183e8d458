"""Starts an image as OpenEnv's clients do, plays an episode in it, and has it removed."""

import json
import sys

from openenv import GenericEnvClient

bootstrap = GenericEnvClient.from_docker_image(sys.argv[1], env_vars={"MAX_CONCURRENT_ENVS": "4"})
with bootstrap.sync() as env:
    first = env.reset(seed=1)
    last = env.step({"operation": "finalize"})
print(json.dumps({"snippets": len(first.observation["snippets"]), "done": last.done, "reward": last.reward}))

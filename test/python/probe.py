"""What OpenEnv's validator finds out from a running server: its own probe, its own graders."""

import json
import sys
from pathlib import Path

from openenv.validation.graders import Subject
from openenv.validation.graders.runtime import (
    ObservationSchemaGrader,
    RewardWellFormedGrader,
    StateContractGrader,
)
from openenv.validation.parsers.openenv_yaml import OpenEnvYamlParser
from openenv.validation.runtime.collector import collect_runtime_evidence
from openenv.validation.runtime.contracts import load_runtime_plan

task = json.loads(sys.argv[1])
root = Path(task["folder"])
manifest = OpenEnvYamlParser().parse(root)
plan = load_runtime_plan(root, manifest.execution)
evidence = collect_runtime_evidence(task["url"], plan, episode_timeout_s=120)
subject = Subject(
    root=root,
    manifest=manifest,
    image_ref=None,
    running=None,
    outputs_dir=root,
    runtime_evidence=evidence,
)
graders = [RewardWellFormedGrader(), ObservationSchemaGrader(), StateContractGrader()]
results = [grader.run(subject) for grader in graders]
print(
    json.dumps(
        {
            "steps": sum(row.operation == "step" for row in evidence.exchanges),
            "results": {one.check_id: [one.status.value, *one.evidence] for one in results},
        }
    )
)

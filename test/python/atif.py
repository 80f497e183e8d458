"""What Harbor's own validator of trajectories says of each line of a file; prints a list of complaints for each."""

import json
import sys

from harbor.utils.trajectory_validator import TrajectoryValidator


def complaints(line):
    validator = TrajectoryValidator()
    validator.validate(json.loads(line))
    return validator.get_errors()


with open(sys.argv[1], encoding="utf-8") as lines:
    print(json.dumps([complaints(line) for line in lines]))

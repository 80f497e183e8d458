"""Lines of the command `openenv`, with a Hub that only takes note of what it is handed."""

import json
import sys
from pathlib import Path

import openenv.cli.commands.push as pushing
from openenv.cli.__main__ import app
from typer.testing import CliRunner

seen = {}


class Hub:
    def create_repo(self, **given):
        seen["space"] = given

    def upload_folder(self, folder_path, repo_id, **given):
        root = Path(folder_path)
        seen["repo"] = repo_id
        seen["files"] = sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())
        seen["texts"] = {name: (root / name).read_text() for name in ["Dockerfile", "README.md"]}

    def add_space_variable(self, **given):
        seen.setdefault("variables", []).append(given)


pushing.HfApi = Hub
pushing.whoami = lambda: {"name": "somebody"}
results = [CliRunner().invoke(app, line) for line in json.loads(sys.argv[1])]
lines = [{"code": result.exit_code, "output": result.output} for result in results]
print(json.dumps({"lines": lines, "hub": seen}))

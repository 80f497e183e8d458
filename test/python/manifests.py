"""Whether Kubernetes' own schemas and that of Compose's specification take files, and each with one word misspelt."""

import json
import subprocess
import sys
from pathlib import Path

import kubernetes_validate
import yaml

COMPOSE = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", "--default-filetype", "yaml", "-"]


def complaint(path, text):
    if path.name == "compose.yaml":
        checked = subprocess.run(COMPOSE, input=text, capture_output=True, text=True)
        return None if checked.returncode == 0 else checked.stdout + checked.stderr
    try:
        kubernetes_validate.validate(yaml.safe_load(text), "1.34", strict=True)
    except kubernetes_validate.ValidationError as error:
        return str(error).splitlines()[0]
    return None


def judged(path, word):
    text = path.read_text()
    return [complaint(path, text), complaint(path, text.replace(word, word + "x"))]


root = Path(sys.argv[1])
words = json.loads(sys.argv[2])
print(json.dumps({name: judged(root / name, word) for name, word in words.items()}))

"""Whether Kubernetes' own schemas and Compose's specification take files, and each with one word misspelt."""

import json
import sys
from pathlib import Path

import kubernetes_validate
import yaml
from compose_spec import PyCompose


def complaint(path, text):
    try:
        if path.name == "compose.yaml":
            PyCompose.from_yaml(text)
        else:
            kubernetes_validate.validate(yaml.safe_load(text), "1.34", strict=True)
    except (ValueError, kubernetes_validate.ValidationError) as error:
        return str(error).splitlines()[0]
    return None


def judged(path, word):
    text = path.read_text()
    return [complaint(path, text), complaint(path, text.replace(word, word + "x"))]


root = Path(sys.argv[1])
words = json.loads(sys.argv[2])
print(json.dumps({name: judged(root / name, word) for name, word in words.items()}))

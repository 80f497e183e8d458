"""Plays by the tools of the examples, as a trainer calls them: by name, with what their signatures tell a model."""

import inspect
import json
import os
import sys

task = json.loads(sys.argv[1])
os.environ["ENV_BASE_URL"] = task["url"]
sys.path.insert(0, f"{task['folder']}/examples")
from review_tools import ROWS, ReviewTools  # noqa: E402


def told(name, **arguments):
    try:
        return getattr(review, name)(**arguments)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


review = ReviewTools()
text = review.reset(split="train", index=0, prompt="ignored")
finding = {
    "file": "no/such.ts",
    "first_line": 1,
    "last_line": 2,
    "kind": "off-by-one",
    "severity": "low",
    "title": "One too many",
    "message": "The last turn of the loop reads past the end of the list.",
}
turns = [
    told("report_finding", **finding),
    told("request_hint"),
    told("finish_review"),
    told("request_hint"),
]
score = review.get_reward()
kept = review._env.state().score
review.reset(split="train", index=1)
print(
    json.dumps(
        {
            "rows": ROWS,
            "title": text.strip().splitlines()[0],
            "numbered": " 1 | " in text,
            "tools": sorted(
                name
                for name, _ in inspect.getmembers(ReviewTools, inspect.isfunction)
                if not name.startswith("_") and name not in ("reset", "get_reward")
            ),
            "turns": turns,
            "sums_up": score == kept,
            "left_open": review.get_reward(),
        }
    )
)

"""Loads exports as trainers do; prints what it saw as JSON. Arguments: folder of the exports, a cache folder."""

import json
import os
import sys

folder, cache = sys.argv[1:]
os.environ["HF_HOME"] = cache
os.environ["HF_HUB_OFFLINE"] = "1"

import pyarrow.parquet as parquet
from datasets import load_dataset
from huggingface_hub import DatasetCard


def load(kind, path):
    return load_dataset(kind, data_files=f"{folder}/{path}", split="train", cache_dir=cache)


def conversations(dataset, *columns):
    """Whether every value is a list of messages of role and content, as TRL lays out conversational data."""
    return {
        column: len(dataset) > 0
        and all(
            isinstance(row[column], list)
            and len(row[column]) > 0
            and all(set(m) == {"role", "content"} and all(isinstance(t, str) for t in m.values()) for m in row[column])
            for row in dataset
        )
        for column in columns
    }


table = parquet.read_table(f"{folder}/data/train-00000-of-00001.parquet")
whole = load_dataset("parquet", data_dir=f"{folder}/data", split="train", cache_dir=cache)
# As from the Hub: the card says where the data is, whatever else lies in the folder.
as_hub = load_dataset(folder, split="train", cache_dir=cache)
card = DatasetCard.load(f"{folder}/README.md")
sft, dpo = load("json", "sft.jsonl"), load("json", "dpo.jsonl")

print(
    json.dumps(
        {
            "parquet": {
                "columns": table.column_names,
                "messages": str(table.schema.field("messages").type),
                "rewards": str(table.schema.field("rewards").type),
                "rows": table.num_rows,
                "scores": table.column("score").to_pylist(),
                "sums": [sum(rewards) for rewards in table.column("rewards").to_pylist()],
                "first": table.column("messages")[0].as_py(),
            },
            "dataset": {"rows": len(whole), "first": whole[0]["messages"], "score": whole[0]["score"]},
            "hub": {"rows": len(as_hub), "columns": as_hub.column_names, "card": card.data.to_dict()},
            "conversations": {
                "parquet": conversations(whole, "messages"),
                "sft": conversations(sft, "messages"),
                "dpo": conversations(dpo, "prompt", "chosen", "rejected"),
            },
            "sft": {
                "rows": len(sft),
                "columns": sft.column_names,
                "roles": sorted({m["role"] for row in sft for m in row["messages"]}),
            },
            "dpo": {
                "rows": len(dpo),
                "columns": dpo.column_names,
                "gap": min(row["score_chosen"] - row["score_rejected"] for row in dpo),
                "last": sorted({row["prompt"][-1]["role"] for row in dpo}),
                "answers": sorted({m["role"] for row in dpo for m in row["chosen"] + row["rejected"]}),
            },
        }
    )
)

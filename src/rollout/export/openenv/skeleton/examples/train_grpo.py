"""Trains a model on this environment by GRPO: TRL's `GRPOTrainer(environment_factory=…)`.

pip install . "trl>=1.16"                 # in the exported folder
node runtime/server.js                    # or the image; ENV_BASE_URL says where it is served
python examples/train_grpo.py --model Qwen/Qwen3-0.6B --output trained

A batch needs as many sessions at once as it has generations: MAX_CONCURRENT_ENVS of the server must allow them.
"""

import argparse

from datasets import Dataset
from review_tools import INSTRUCTIONS, ROWS, ReviewTools
from trl import GRPOConfig, GRPOTrainer

parser = argparse.ArgumentParser(description="Train a model on this environment by GRPO.")
parser.add_argument("--model", required=True, help="a name on the Hub, or a folder")
parser.add_argument("--output", default="trained", help="the folder of the trained model")
parser.add_argument("--steps", type=int, default=500, help="optimiser steps")
parser.add_argument("--generations", type=int, default=8, help="episodes of each row that are compared")
parser.add_argument("--completion", type=int, default=4096, help="tokens of an episode, answers of tools included")
parser.add_argument("--rate", type=float, default=1e-6, help="learning rate")
parser.add_argument("--cpu", action="store_true", help="use no accelerator")
given = parser.parse_args()

prompt = [{"role": "user", "content": INSTRUCTIONS}]
rows = [{"prompt": prompt, "split": "train", "index": index} for index in range(ROWS["train"])]
settings = GRPOConfig(
    output_dir=given.output,
    max_steps=given.steps,
    num_generations=given.generations,
    per_device_train_batch_size=given.generations,
    max_completion_length=given.completion,
    learning_rate=given.rate,
    logging_steps=1,
    save_strategy="no",
    report_to="none",
    use_cpu=given.cpu,
    bf16=not given.cpu,
)
trainer = GRPOTrainer(
    model=given.model,
    args=settings,
    train_dataset=Dataset.from_list(rows),
    environment_factory=ReviewTools,
)
trainer.train()
trainer.save_model(given.output)

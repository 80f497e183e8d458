"""Lets a model review the rows to evaluate with, and prints what it earned. Models are loaded here, by `transformers`.

python examples/inference.py --model trained --rows 20

A model behind an endpoint plays by `reviewgym eval --model`, which keeps every episode, too.
"""

import argparse
import inspect
import json
import re

import torch
from review_tools import INSTRUCTIONS, ROWS, ReviewTools
from transformers import AutoModelForCausalLM, AutoTokenizer

parser = argparse.ArgumentParser(description="Let a model review rows of this environment.")
parser.add_argument("--model", required=True, help="a name on the Hub, or a folder; it calls tools as Qwen's do")
parser.add_argument("--split", default="eval", choices=["train", "eval"])
parser.add_argument("--rows", type=int, default=10, help="how many rows it reviews")
parser.add_argument("--turns", type=int, default=12, help="answers in an episode")
parser.add_argument("--tokens", type=int, default=1024, help="tokens in an answer")
given = parser.parse_args()

tokenizer = AutoTokenizer.from_pretrained(given.model)
model = AutoModelForCausalLM.from_pretrained(given.model, device_map="auto" if torch.cuda.is_available() else None)
review = ReviewTools()
tools = {
    name: method
    for name, method in inspect.getmembers(review, inspect.ismethod)
    if not name.startswith("_") and name not in ("reset", "get_reward")
}


def answer(messages):
    """What the model says next."""
    texts = tokenizer.apply_chat_template(
        messages, tools=list(tools.values()), add_generation_prompt=True, return_tensors="pt", return_dict=True
    ).to(model.device)
    made = model.generate(**texts, max_new_tokens=given.tokens, do_sample=False, pad_token_id=tokenizer.eos_token_id)
    return tokenizer.decode(made[0, texts["input_ids"].shape[1] :], skip_special_tokens=True)


def call(text):
    """The answer of a tool to a call that a model wrote; whatever is wrong with it, the model is told."""
    try:
        wanted = json.loads(text)
        return tools[wanted["name"]](**wanted["arguments"])
    except Exception as error:
        return f"error: {error}"


scores = []
for index in range(min(given.rows, ROWS[given.split])):
    messages = [{"role": "user", "content": INSTRUCTIONS + review.reset(split=given.split, index=index)}]
    calls = 0
    for _ in range(given.turns):
        said = answer(messages)
        wanted = re.findall(r"<tool_call>\s*(.*?)\s*</tool_call>", said, re.DOTALL)
        messages.append({"role": "assistant", "content": said})
        messages += [{"role": "tool", "content": call(text)} for text in wanted]
        calls += len(wanted)
        if not wanted or review.is_over:
            break
    scores.append(review.get_reward())
    print(json.dumps({"split": given.split, "index": index, "calls": calls, "score": scores[-1]}), flush=True)
print(json.dumps({"episodes": len(scores), "mean": sum(scores) / max(1, len(scores))}))

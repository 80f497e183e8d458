"""A model small enough for a processor: made at random, then taught to call the tools of a review, well or badly.

Arguments: its folder, the folder of the exported environment. ENV_BASE_URL is where the environment is served.
"""

import random
import sys
from pathlib import Path

import torch
import trl
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import PreTrainedTokenizerFast, Qwen2Config, Qwen2ForCausalLM, set_seed

folder, exported = map(Path, sys.argv[1:])
sys.path.insert(0, str(exported / "examples"))
from review_tools import INSTRUCTIONS, ReviewTools  # noqa: E402

STEPS = 150
LESSONS = 120
BATCH = 16
# Tokens before an answer that the model sees: the layout of a chat, not the code.
WINDOW = 64
SPECIAL = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]

set_seed(7)
random.seed(7)
review = ReviewTools()
tools = [review.report_finding, review.request_hint, review.finish_review]
tasks = [INSTRUCTIONS + review.reset(split="train", index=index) for index in range(4)]
template = (Path(trl.__file__).parent / "chat_templates" / "qwen2_5.jinja").read_text(encoding="utf-8")


def made_tokenizer():
    bytes_of = Tokenizer(models.BPE())
    bytes_of.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    bytes_of.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=2000, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False
    )
    bytes_of.train_from_iterator([*tasks, template], trainer)
    bytes_of.add_special_tokens(SPECIAL)
    bytes_of.add_tokens([AddedToken("<tool_call>"), AddedToken("</tool_call>")])
    made = PreTrainedTokenizerFast(
        tokenizer_object=bytes_of, eos_token="<|im_end|>", pad_token="<|endoftext|>", padding_side="left"
    )
    made.chat_template = template
    return made


def lesson():
    """A conversation up to an answer, and one of the answers that may follow."""
    messages = [{"role": "user", "content": random.choice(tasks)}]
    if random.random() < 0.5:
        messages += [
            {"role": "assistant", "content": "", "tool_calls": [called("request_hint", {})]},
            {"role": "tool", "name": "request_hint", "content": "0 findings reported.\nHint: Follow the input."},
        ]
    finding = {
        "file": random.choice(["src/orders.ts", "src/reset.ts"]),
        "first_line": random.randint(1, 40),
        "last_line": 40,
        "kind": random.choice(["sql-injection", "off-by-one"]),
        "severity": random.choice(["critical", "low"]),
        "title": "Input in a query",
        "message": "The input is put into the text of the query, so a crafted one changes it.",
    }
    finding["last_line"] = finding["first_line"] + random.randint(0, 4)
    name, arguments = random.choice(
        [("request_hint", {}), ("request_hint", {}), ("finish_review", {}), ("report_finding", finding)]
    )
    return messages, {"role": "assistant", "content": "", "tool_calls": [called(name, arguments)]}


def called(name, arguments):
    return {"type": "function", "function": {"name": name, "arguments": arguments}}


def encoded(messages, answer):
    """The end of a conversation with an answer; only the answer is learnt."""
    before = tokenizer.apply_chat_template(messages, tools=tools, add_generation_prompt=True, tokenize=False)
    whole = tokenizer.apply_chat_template([*messages, answer], tools=tools, tokenize=False)
    end = tokenizer(before[-8 * WINDOW :]).input_ids[-WINDOW:]
    said = tokenizer(whole[len(before) :].rstrip("\n")).input_ids
    return end + said, [-100] * len(end) + said


def batch():
    rows = random.sample(lessons, BATCH)
    longest = max(len(ids) for ids, _ in rows)
    ids = [row + [tokenizer.pad_token_id] * (longest - len(row)) for row, _ in rows]
    labels = [row + [-100] * (longest - len(row)) for _, row in rows]
    return torch.tensor(ids), torch.tensor(labels)


tokenizer = made_tokenizer()
lessons = [encoded(*lesson()) for _ in range(LESSONS)]
model = Qwen2ForCausalLM(
    Qwen2Config(
        vocab_size=len(tokenizer),
        hidden_size=96,
        intermediate_size=192,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        max_position_embeddings=32768,
        use_sliding_window=True,
        sliding_window=WINDOW,
        max_window_layers=0,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
        bos_token_id=None,
    )
)
optimizer = torch.optim.AdamW(model.parameters(), lr=3e-3)
for step in range(STEPS):
    ids, labels = batch()
    loss = model(input_ids=ids, labels=labels).loss
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    if step in (0, STEPS - 1):
        print(f"taught {step + 1} of {STEPS} steps, loss {loss.item():.2f}", flush=True)
model.save_pretrained(folder)
tokenizer.save_pretrained(folder)
print(f"{sum(weights.numel() for weights in model.parameters())} weights, {len(tokenizer)} tokens")

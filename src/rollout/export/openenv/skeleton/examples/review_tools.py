"""A review as tools, for models that call tools: one episode after the other."""

import os

from {{name}} import {{class}}Action, {{class}}Env

ROWS = {"train": {{train}}, "eval": {{eval}}}
"""How many rows each split has; `index` counts them."""

INSTRUCTIONS = (
    "You review code. Some of it has defects, some has none. Report every real defect and nothing else, "
    "each at the few lines where it is, then finish the review."
)


class ReviewTools:
    """Every public method but `reset` and `get_reward` is a tool; what one of them raises, the model is told."""

    def __init__(self) -> None:
        self._env = {{class}}Env(base_url=os.environ.get("ENV_BASE_URL", "http://127.0.0.1:8000")).sync()
        self._rewards: list[float] = []
        self._is_over = True

    @property
    def is_over(self) -> bool:
        """Whether the episode has ended."""
        return self._is_over

    def reset(self, split: str = "train", index: int = 0, **_: object) -> str:
        """Starts an episode; the text of its task."""
        seen = self._env.reset(split=split, index=index).observation
        self._rewards, self._is_over = [], False
        files = [f"## {file.path} ({file.role})\n\n{file.numbered}" for file in seen.snippets]
        kinds = "Kinds of defects: " + ", ".join(seen.kinds)
        return "\n\n".join(["", f"# {seen.title}", seen.context, *files, kinds])

    def get_reward(self) -> float:
        """The score of the episode, which its rewards add up to; a review that was left open is finished first."""
        if not self._is_over:
            self._act(operation="finalize")
        return sum(self._rewards)

    def report_finding(
        self, file: str, first_line: int, last_line: int, kind: str, severity: str, title: str, message: str
    ) -> str:
        """Report one defect. A wrong one costs.

        Args:
            file: Path of the file.
            first_line: The line where the defect begins.
            last_line: The line where it ends, at most four further on.
            kind: One of the kinds that the task lists.
            severity: critical, high, medium or low.
            title: The defect in a few words.
            message: Its cause and what comes of it, in whole sentences.

        Returns:
            How the review stands.
        """
        finding = {
            "file": file,
            "range": [first_line, last_line],
            "kind": kind,
            "severity": severity,
            "title": title,
            "message": message,
        }
        return self._act(operation="submit_findings", findings=[finding])

    def request_hint(self) -> str:
        """Ask for the next hint, which costs a little.

        Returns:
            The hints so far.
        """
        return self._act(operation="request_hint")

    def finish_review(self) -> str:
        """End the review, once everything is reported.

        Returns:
            How the review ended.
        """
        return self._act(operation="finalize")

    def _act(self, **action: object) -> str:
        if self._is_over:
            raise RuntimeError("The review is finished.")
        result = self._env.step({{class}}Action(**action))
        self._rewards.append(result.reward or 0.0)
        self._is_over = result.done
        seen = result.observation
        if seen.problem is not None:
            raise ValueError(seen.problem)
        if seen.done:
            return "The review is finished."
        hints = [f"Hint: {hint}" for hint in seen.hints]
        return "\n".join([f"{len(seen.findings)} findings reported.", *hints])

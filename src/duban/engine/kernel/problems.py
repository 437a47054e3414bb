"""Problems: what is wrong with an input, as a value rather than an exception."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """
    One thing a person can mend: a code, where it is, and the code's arguments.

    The sentence for each code stands in ``duban.core.sentences``, in Chinese and English.
    """

    code: str
    where: str = ""
    args: tuple[str, ...] = ()


class Unfit(ValueError):
    """An input that cannot be worked with; carries every problem found, ready for a refusal."""

    def __init__(self, *problems: Problem) -> None:
        """Take at least one problem; the first one's code is the message for developers."""
        super().__init__("; ".join(f"{p.code} {p.where} {p.args}" for p in problems))
        self.problems = problems

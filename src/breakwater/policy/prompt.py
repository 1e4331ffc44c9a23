"""What is a language model asked about a text? (`reader/prompt.toml`)

A post is data and may say anything, also what to answer. It stands between two marks that are
made from its own SHA-256: nobody can write a post that carries its own mark.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from breakwater.errors import PolicyError
from breakwater.policy import schema
from breakwater.policy.files import read_file
from breakwater.policy.learned import READER

PROMPT = "prompt.toml"
TEXT, FENCE = "{text}", "{fence}"
_MARK = 16  # hexadecimal digits


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """The two messages to a language model, before a text is put in."""

    system: str
    user: str

    def messages(self, text: str) -> list[dict[str, str]]:
        """Return what is asked about a text, as the messages of a chat."""
        mark = f"=== {hashlib.sha256(text.encode('utf-8', 'replace')).hexdigest()[:_MARK]} ==="
        before, after = self.user.split(TEXT)  # never replaced: the text may hold "{fence}"
        return [
            {"role": "system", "content": self.system.replace(FENCE, mark)},
            {"role": "user", "content": before.replace(FENCE, mark) + text + after.replace(FENCE, mark)},
        ]


def load_prompt(folder: Path) -> Prompt:
    """Return what a policy asks language models.

    :raises PolicyError: it has no prompt, or one that does not fence the text
    """
    path = folder / READER / PROMPT
    if not path.is_file():
        raise PolicyError("there is no prompt; copy it from the shipped policy", file=str(path))
    told = read_file(path, schema.PromptFile)
    before, found, after = told.user.partition(TEXT)
    if not found or TEXT in after or FENCE not in before or FENCE not in after or FENCE not in told.system:
        raise PolicyError(
            f"user must hold {TEXT} once between two {FENCE}, and system must speak of {FENCE}",
            file=str(path), field="user",
        )  # fmt: skip
    return Prompt(system=told.system.strip(), user=told.user.strip())

"""How is a text cut into the numbers that the embedding reads? As its makers cut it: by SentencePiece."""

from __future__ import annotations

import re

from tokenizers import Tokenizer, models

from breakwater.adapters.readers.packed import Pieces

PREFIX = "query: "  # what the embedding was taught to see before a text that is compared
LONGEST = 400  # numbers; a text of 700 characters has more only where it is no text
_SPACE = "\u2581"
_SPACES = re.compile(" {2,}")


class Words:
    """Text in, numbers out."""

    def __init__(self, pieces: Pieces) -> None:
        self._pieces = pieces
        self._model = Tokenizer(models.Unigram(pieces.scored, unk_id=pieces.unknown))

    def __call__(self, text: str, longest: int = LONGEST) -> list[int]:
        told = _SPACES.sub(" ", f"{PREFIX}{text}".translate(self._pieces.written))
        held = self._model.encode(f" {told}".replace(" ", _SPACE)).ids[:longest]
        return [self._pieces.begin, *held, self._pieces.end]

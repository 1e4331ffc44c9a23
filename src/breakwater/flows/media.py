"""What do a post's words and the words in its media say together?

They are read as one text: the post's own words first, then each passage on a line of its own,
so that a table of prices in an image counts beside a caption. Each reason then says where it
was read.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from breakwater.detect.reading import Reading, read_text
from breakwater.ports.media import MediaReader
from breakwater.ports.reader import SecondReader
from breakwater.records import MediaRead, MediaText, Proposal, Reason
from breakwater.records.policy import Policy

_RANK = {Proposal.NONE: 0, Proposal.LOOK: 1, Proposal.REFER: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadTogether:
    """The joined text, which the reading's places count in, and the reading."""

    text: str
    reading: Reading


def read_media(files: Iterable[str], reader: MediaReader) -> Iterator[MediaRead]:
    """Yield what each of a post's media says, in their order."""
    for number, file in enumerate(files, start=1):
        yield reader.read(file, number=number)


def read_together(
    text: str, passages: Iterable[MediaText], policy: Policy, readers: Sequence[SecondReader] = ()
) -> ReadTogether:
    """Return the reading of a post's text with the passages of its media.

    Speech is read with the rest, but machines mishear: where it would raise the proposal, it
    raises it to `look` at most. What speaks against counts however it was said.
    """
    told = list(passages)
    seen = [passage for passage in told if not passage.spoken]
    heard = [passage for passage in told if passage.spoken]
    without = _read(text, seen, policy, readers)
    if not heard:
        return without
    together = _read(text, seen + heard, policy, readers)
    most = max(without.reading.proposal, Proposal.LOOK, key=_RANK.__getitem__)
    if _RANK[together.reading.proposal] <= _RANK[most]:
        return together
    return replace(together, reading=replace(together.reading, proposal=most))


def _read(
    text: str, passages: list[MediaText], policy: Policy, readers: Sequence[SecondReader]
) -> ReadTogether:
    joined = "\n".join(filter(None, [text, *(passage.text for passage in passages)]))
    reading = read_text(joined, policy, readers)
    places = _Places(text, passages)
    reasons = tuple(places.marked(reason) for reason in reading.reasons)
    return ReadTogether(text=joined, reading=replace(reading, reasons=reasons))


class _Places:
    """Where each part of the joined text begins, and where in the media it comes from."""

    def __init__(self, text: str, passages: list[MediaText]) -> None:
        parts = [(text, ""), *((passage.text, str(passage.mark)) for passage in passages)]
        self._starts: list[int] = []
        self._marks: list[str] = []
        at = 0
        for words, mark in parts:
            if words:
                self._starts.append(at)
                self._marks.append(mark)
                at += len(words) + 1

    def marked(self, reason: Reason) -> Reason:
        """Return the reason with the mark of every part that it stands in; unchanged if it quotes nothing."""
        if reason.start == reason.end:
            return reason
        first = max(bisect_right(self._starts, reason.start) - 1, 0)
        last = bisect_right(self._starts, reason.end - 1)
        marks = dict.fromkeys(filter(None, self._marks[first:last]))
        return replace(reason, where="; ".join(marks)) if marks else reason

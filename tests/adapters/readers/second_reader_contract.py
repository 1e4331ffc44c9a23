"""The laws of second readers: a vote a text, always the same, whatever the text."""

from __future__ import annotations

import pytest

from breakwater.detect.reading import read_text
from breakwater.detect.student import SUREST
from breakwater.ports.reader import SecondReader
from builders import ADVERT, a_learned, a_policy

TEXTS = [ADVERT, "fish on the market", "zorn ride", "", "who knows a way to Yland?"]
HOSTILE = {
    "empty": "",
    "spaces": " \n\t ",
    "100 kB": "zorn tonight, " * 7_500,
    "100 kB without a space": "zorn" * 25_000,
    "NUL": "zorn\0ride",
    "lone surrogates": "zorn \ud83d ride \udcff",
    "only marks": "\u0301" * 500,
    "every plane": "".join(map(chr, range(0x20, 0x30_000, 997))),
}


class SecondReaderContract:
    """What every second reader does. It knows "zorn" for promotion, or at least can say something."""

    @pytest.fixture
    def reader(self) -> SecondReader:
        raise NotImplementedError

    def test_every_text_has_its_vote_in_order(self, reader: SecondReader):
        votes = reader.votes(TEXTS)

        assert len(votes) == len(TEXTS)
        assert votes[::-1] == reader.votes(TEXTS[::-1])

    def test_the_same_text_has_the_same_vote_whatever_is_beside_it(self, reader: SecondReader):
        together = reader.votes([*TEXTS, "zorn " * 300])

        assert together[: len(TEXTS)] == [vote for text in TEXTS for vote in reader.votes([text])]

    def test_no_text_is_no_vote(self, reader: SecondReader):
        assert reader.votes([]) == []

    @pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
    def test_no_text_breaks_it(self, reader: SecondReader, text: str):
        before = reader.votes([ADVERT])

        (vote,) = reader.votes([text])

        assert vote is None or abs(vote.log_odds) <= SUREST
        assert reader.votes([ADVERT]) == before

    def test_its_name_is_what_its_votes_carry(self, reader: SecondReader):
        named = {(vote.reader, bool(vote.version)) for vote in reader.votes(TEXTS) if vote}

        assert named == {(reader.name, True)}

    def test_its_vote_is_one_reason_among_others(self, reader: SecondReader):
        policy = a_policy(learned=a_learned())

        reading = read_text(ADVERT, policy, [reader])

        (reason,) = (one for one in reading.reasons if one.source.startswith(f"{reader.name} "))
        assert reason.says
        assert ("student", reader.name) == tuple(
            one.source.split()[0] for one in reading.reasons if one.kind == "reader"
        )

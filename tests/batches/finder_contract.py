"""The laws of finders: every one says the same about the same buffer."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from breakwater.batches.finders import Finder
from breakwater.text.contacts import SIGNS

MakeFinder = Callable[[Sequence[str], Sequence[str]], Finder]

LITERALS = [" zorn ", " zorn", " zorn ride ", " ride ", " بدون فلوم ", " :speedboat: ", " a", " گیم "]
WORDS = st.sampled_from(
    [
        *(literal.strip() for literal in LITERALS),
        "zorns",
        "@",
        "1234 5678",
        "0",
        "wa me",
        "a@b",
        "ж",
        "x",
        "imo",
        "گیمر",
    ]
)
LINES = st.lists(st.lists(WORDS, max_size=6).map(lambda words: f" {' '.join(words)} "), max_size=5)

# A contract is inherited on purpose, by a class for each finder.
inherited = settings(
    suppress_health_check=[HealthCheck.differing_executors, HealthCheck.function_scoped_fixture]
)


def buffer(text: str) -> npt.NDArray[np.uint8]:
    return np.frombuffer(text.encode(), np.uint8)


@cache
def ready(make: MakeFinder, literals: tuple[str, ...], expressions: tuple[str, ...]) -> Finder:
    return make(literals, expressions)


class FinderContract:
    """What every finder does."""

    @pytest.fixture
    def make(self) -> MakeFinder:
        raise NotImplementedError

    def found(
        self, make: MakeFinder, text: str, literals: Sequence[str], expressions: Sequence[str] = ()
    ) -> list[tuple[int, int]]:
        ids, ends = ready(make, tuple(literals), tuple(expressions)).find(buffer(text))
        return list(zip(ids.tolist(), ends.tolist(), strict=True))

    def test_nothing_is_found_in_nothing(self, make: MakeFinder):
        assert self.found(make, "", ["a"], ["b+"]) == []

    def test_a_finder_of_nothing_finds_nothing(self, make: MakeFinder):
        assert self.found(make, " zorn \n", []) == []

    def test_an_end_is_one_behind_the_last_byte(self, make: MakeFinder):
        assert self.found(make, "xzornx", ["zorn"]) == [(0, 5)]

    def test_ends_count_bytes_not_characters(self, make: MakeFinder):
        assert self.found(make, "گیم", ["م"]) == [(0, 6)]

    def test_a_pattern_within_a_pattern_is_found_too(self, make: MakeFinder):
        assert self.found(make, " zorn ride ", [" zorn ride ", " ride ", "zorn"]) == [
            (2, 5),
            (0, 11),
            (1, 11),
        ]

    def test_overlapping_places_of_one_pattern_are_all_found(self, make: MakeFinder):
        assert self.found(make, "aaaa", ["aa"]) == [(0, 2), (0, 3), (0, 4)]

    def test_what_means_something_to_expressions_is_plain_in_a_literal(self, make: MakeFinder):
        assert self.found(make, "a.c abc", ["a.c", "[b]", "b"]) == [(0, 3), (2, 6)]

    def test_expressions_are_numbered_after_literals(self, make: MakeFinder):
        ids = {id for id, _ in self.found(make, "b1\n", ["b"], ["[0-9]"])}

        assert ids == {0, 1}

    def test_places_come_in_order_and_once(self, make: MakeFinder):
        found = self.found(make, "ab 12345678 ab\n" * 3, ["ab", "b"], ["[0-9]+", "ab"])

        assert found == sorted(set(found), key=lambda pair: (pair[1], pair[0]))

    @inherited
    @given(lines=LINES)
    def test_every_place_of_every_literal_is_found(self, make: MakeFinder, lines: list[str]):
        text = "".join(f"{line}\n" for line in lines)
        data = text.encode()

        expected = {
            (number, match.start() + len(literal.encode()))
            for number, literal in enumerate(LITERALS)
            for match in re.finditer(b"(?=" + re.escape(literal.encode()) + b")", data)
        }

        assert set(self.found(make, text, LITERALS, SIGNS)) >= expected
        assert set(self.found(make, text, LITERALS)) == expected

    @inherited
    @given(lines=LINES)
    def test_each_line_that_holds_an_expression_is_told(self, make: MakeFinder, lines: list[str]):
        text = "".join(f"{line}\n" for line in lines)
        starts = np.cumsum([0, *(len(line.encode()) + 1 for line in lines)])
        signs = [re.compile(sign) for sign in SIGNS]

        told = {
            (id, int(np.searchsorted(starts, end - 1, side="right")) - 1)
            for id, end in self.found(make, text, [], SIGNS)
        }

        assert told == {
            (number, row)
            for row, line in enumerate(lines)
            for number, sign in enumerate(signs)
            if sign.search(line)
        }

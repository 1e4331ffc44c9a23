"""Do both finders keep the contract, and say the same?"""

from __future__ import annotations

import finder_contract
import pytest
from finder_contract import LITERALS, FinderContract, MakeFinder, buffer
from hypothesis import given

from breakwater.batches.finders import FallbackFinder, HyperscanFinder, hyperscan

needs_hyperscan = pytest.mark.skipif(hyperscan is None, reason="Hyperscan does not install here")


@needs_hyperscan
class TestHyperscanFinder(FinderContract):
    @pytest.fixture
    def make(self) -> MakeFinder:
        return HyperscanFinder


class TestFallbackFinder(FinderContract):
    @pytest.fixture
    def make(self) -> MakeFinder:
        return FallbackFinder


FINDERS = [
    finder(LITERALS)
    for finder in (HyperscanFinder, FallbackFinder)
    if finder is not HyperscanFinder or hyperscan
]


@needs_hyperscan
@given(lines=finder_contract.LINES)
def test_both_say_the_same_about_literals(lines: list[str]):
    one, other = (finder.find(buffer("\n".join(lines))) for finder in FINDERS)

    assert [held.tolist() for held in one] == [held.tolist() for held in other]

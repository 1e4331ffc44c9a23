"""Does a mark say where something was read, as a player or a viewer would show it?"""

from __future__ import annotations

import pytest

from breakwater.records import Mark, Medium


@pytest.mark.parametrize(
    ("mark", "says"),
    [
        (Mark(medium=Medium.IMAGE, number=2, box=(34, 120, 400, 60)), "image 2, box 34,120,400,60"),
        (Mark(medium=Medium.VIDEO, number=1, start=12.6, box=(1, 2, 3, 4)), "video 1, 00:12, box 1,2,3,4"),
        (Mark(medium=Medium.SOUND, number=1, start=3, end=9.9), "sound 1, 00:03-00:09"),
        (Mark(medium=Medium.VIDEO, number=3, start=3599, end=3661), "video 3, 59:59-1:01:01"),
    ],
)
def test_a_mark_is_written_as_it_is_looked_up(mark: Mark, says: str):
    assert str(mark) == says


def test_a_mark_points_at_something():
    with pytest.raises(ValueError, match="needs a box"):
        Mark(medium=Medium.IMAGE, number=1)

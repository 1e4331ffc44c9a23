"""Is every way of writing a time understood, and none of them guessed at?"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from breakwater.adapters.sources.moments import moment

WHEN = datetime(2026, 11, 19, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        1795082400,
        1795082400.0,
        "1795082400",
        1795082400000,
        1795082400000000,
        "2026-11-19T10:00:00Z",
        "2026-11-19T10:00:00.000Z",
        "2026-11-19T10:00:00+0000",
        "2026-11-19T11:30:00+01:30",
        "2026-11-19 10:00:00",
        "Thu Nov 19 10:00:00 +0000 2026",
        "Thu Nov 19 13:30:00 +0330 2026",
    ],
)
def test_every_way_of_writing_a_time_means_the_same(written: object):
    assert moment(written) == WHEN


@pytest.mark.parametrize(
    "written",
    [None, "", "soon", 0, -5, True, [], {}, 1e300, float("nan"), "9" * 400, "0001-01-01T00:00:00+09:00"],
)
def test_what_is_not_a_time_is_not_known(written: object):
    assert moment(written) is None


@given(st.one_of(st.text(), st.integers(), st.floats(), st.datetimes()))
def test_a_time_is_in_utc_or_not_known(written: object):
    found = moment(written)

    assert found is None or found.tzinfo is UTC

"""Do records come back from columns as they went, and does JSON say what they say?"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone

import msgspec
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from breakwater.batches.scan import scan_batch
from breakwater.detect.reading import Reading
from breakwater.records import ContactKind, Finding, Hurdle, Platform, Post, Proposal
from breakwater.wire.findings import findings, findings_batch
from breakwater.wire.json import findings_json
from breakwater.wire.posts import in_batches, posts, posts_batch
from breakwater.wire.schema import POSTS
from builders import ADVERT, HURDLES, a_contact, a_finding, a_policy, a_post, a_reason, texts_batch

NAMES = [hurdle.name for hurdle in HURDLES]
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)  # Arrow holds no half emoji

REASONS = st.builds(
    a_reason, WORDS, says=WORDS, quote=WORDS, weight=st.integers(-100, 100).map(lambda number: number / 100)
)
CONTACTS = st.builds(a_contact, WORDS, kind=st.sampled_from(list(ContactKind)), start=st.integers(0, 9))


@st.composite
def some_findings(draw: st.DrawFn) -> Finding:
    reasons = tuple(draw(st.lists(REASONS, max_size=3)))
    numbers = st.lists(st.integers(0, max(0, len(reasons) - 1)), max_size=len(reasons), unique=True).map(
        tuple
    )
    return a_finding(
        draw(st.sampled_from(list(Proposal))) if reasons else Proposal.NONE,
        id=draw(WORDS),
        account=draw(WORDS),
        platform=draw(WORDS),
        lang=draw(st.sampled_from(["en", "und", "ur-Latn"])),
        score=draw(st.integers(0, 10_000)) / 10_000 if reasons else 0.0,
        protected=tuple(draw(st.lists(WORDS, max_size=2))) if reasons else (),
        tactics=tuple(draw(st.lists(WORDS, max_size=2))) if reasons else (),
        hurdles=tuple(Hurdle(name=name, reasons=draw(numbers)) for name in NAMES),
        reasons=reasons,
        contacts=tuple(draw(st.lists(CONTACTS, max_size=2))),
    )


def batch_of(held: list[Finding]) -> pa.RecordBatch:
    """Return findings as a batch; those that hold nothing are told by leaving them out."""
    names = ("id", "platform", "account")
    heads = pa.record_batch({name: pa.array([getattr(f, name) for f in held], pa.string()) for name in names})
    languages = pa.array([finding.lang for finding in held], pa.string()).dictionary_encode()
    readings = {
        row: Reading(
            score=f.score,
            proposal=f.proposal,
            protected=f.protected,
            tactics=f.tactics,
            hurdles=f.hurdles,
            reasons=f.reasons,
            contacts=f.contacts,
        )
        for row, f in enumerate(held)
        if f.reasons or f.contacts
    }
    return findings_batch(
        heads, languages.cast(pa.dictionary(pa.int16(), pa.string())), readings, hurdles=NAMES
    )


@given(st.lists(some_findings(), max_size=6))
def test_findings_come_back_as_they_went(held: list[Finding]):
    assert list(findings(batch_of(held))) == held


@given(held=st.lists(some_findings(), max_size=6), cut=st.integers(0, 6))
def test_a_slice_of_findings_is_those_findings(held: list[Finding], cut: int):
    assert list(findings(batch_of(held).slice(cut))) == held[cut:]


def as_json(finding: Finding) -> dict[str, object]:
    told = msgspec.to_builtins(finding)
    return told | {"hurdles": {hurdle.name: list(hurdle.reasons) for hurdle in finding.hurdles}}


@given(st.lists(some_findings(), max_size=6))
def test_json_is_written_byte_for_byte_as_the_records_would_be(held: list[Finding]):
    written = findings_json(batch_of(held))

    assert written == b"".join(msgspec.json.encode(as_json(finding)) + b"\n" for finding in held)


def test_a_finding_of_a_scan_is_a_line_of_its_own_whatever_the_text():
    batch = scan_batch(texts_batch([ADVERT, "", f'{ADVERT}\n\u2028\0\x1f \\" 🇬🇧']), a_policy())

    lines = findings_json(batch).split(b"\n")

    assert [json.loads(line)["proposal"] for line in lines[:-1]] == ["refer", "none", "refer"]
    assert lines[-1] == b""


def test_no_findings_are_no_lines():
    assert findings_json(batch_of([])) == b""


# --- posts

TIMES = st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1)).flatmap(  # noqa: DTZ001
    lambda at: st.integers(-12, 14).map(lambda hours: at.replace(tzinfo=timezone(timedelta(hours=hours))))
)
MAYBE = st.none() | WORDS
SOME_POSTS = st.lists(
    st.builds(
        Post,
        id=WORDS,
        platform=st.sampled_from(list(Platform)),
        account=WORDS,
        text=WORDS,
        handle=MAYBE,
        created_at=st.none() | TIMES,
        url=MAYBE,
        lang=MAYBE,
        media=st.lists(WORDS, max_size=3).map(tuple),
        bio=MAYBE,
        display_name=MAYBE,
        followers=st.none() | st.integers(0, 10**18),
    ),
    max_size=5,
)


@given(SOME_POSTS)
def test_posts_come_back_as_they_went(held: list[Post]):
    batch = posts_batch(held)

    assert batch.schema == POSTS
    assert list(posts(batch)) == held


@given(held=SOME_POSTS, size=st.integers(1, 4))
def test_posts_in_batches_are_the_same_posts(held: list[Post], size: int):
    batches = list(in_batches(held, size=size))

    assert [post for batch in batches for post in posts(batch)] == held
    assert all(len(batch) == size for batch in batches[:-1])


def test_posts_are_batched_as_they_come():
    endless = (a_post(id=str(number)) for number in iter(int, 1))

    assert len(next(in_batches(endless, size=3))) == 3


def test_a_time_without_its_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        a_post(created_at=datetime(2026, 11, 21))  # noqa: DTZ001


def test_a_time_comes_back_in_utc():
    (post,) = posts(
        posts_batch([a_post(created_at=datetime(2026, 11, 21, 12, tzinfo=timezone(timedelta(hours=3))))])
    )

    assert post.created_at == datetime(2026, 11, 21, 9, tzinfo=UTC)

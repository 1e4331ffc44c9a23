"""Are a post's text and the words in its media read as one, and is hearsay kept in its place?"""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from breakwater.adapters.media import KnownMedia
from breakwater.detect.reading import read_text
from breakwater.flows.media import read_media, read_together
from breakwater.records import Mark, MediaText, Medium, Proposal
from builders import ADVERT, a_policy

OFFER, VOICE, UNLAWFUL = "zorn ride, seats left", "we bring you", "no flum needed"
RANK = {Proposal.NONE: 0, Proposal.LOOK: 1, Proposal.REFER: 2}
POLICY = a_policy()


def a_line(text: str = OFFER, *, number: int = 1, top: int = 10) -> MediaText:
    """A line seen in an image."""
    mark = Mark(medium=Medium.IMAGE, number=number, box=(10, top, 300, 40))
    return MediaText(text=text, mark=mark, confidence=0.9, reader="the tests 1")


def said(text: str = OFFER, *, start: float = 3) -> MediaText:
    """A stretch of speech."""
    mark = Mark(medium=Medium.SOUND, number=1, start=start, end=start + 6)
    return MediaText(text=text, mark=mark, confidence=0.9, reader="the tests 1")


PHRASES = st.sampled_from(
    [OFFER, VOICE, UNLAWFUL, ADVERT, "fish", "the court heard", "who knows a way", "Xtown", ""]
)
PASSAGES = st.lists(st.one_of(st.builds(a_line, PHRASES), st.builds(said, PHRASES)), max_size=4)


def test_what_an_image_says_counts_beside_the_text():
    alone = read_text(f"{VOICE}, {UNLAWFUL}", POLICY)

    together = read_together(f"{VOICE}, {UNLAWFUL}", [a_line(OFFER)], POLICY)

    assert alone.proposal is not Proposal.REFER
    assert together.reading.proposal is Proposal.REFER


def test_a_reason_says_where_it_was_read():
    read = read_together(VOICE, [a_line(OFFER, number=2, top=20), a_line(UNLAWFUL, number=3, top=70)], POLICY)

    assert {reason.quote: reason.where for reason in read.reading.reasons} == {
        "we bring you": "",
        "zorn ride": "image 2, box 10,20,300,40",
        "seats left": "image 2, box 10,20,300,40",
        "no flum needed": "image 3, box 10,70,300,40",
    }


def test_words_that_go_on_in_the_next_line_are_read_from_both():
    read = read_together("", [a_line("no flum", top=10), a_line("needed", top=60)], POLICY)

    (reason,) = read.reading.reasons
    assert reason.where == "image 1, box 10,10,300,40; image 1, box 10,60,300,40"


def test_a_price_table_in_an_image_counts():
    rows = [a_line("Zedland - Yland  1500 euro"), a_line("Yland - Xtown  900 euro", top=60)]

    read = read_together(f"{OFFER}, {VOICE}", rows, POLICY)

    assert {"amount", "place"} <= {reason.kind for reason in read.reading.reasons if reason.where}


def test_speech_alone_is_never_proposed_for_referral():
    assert read_together(ADVERT, [], POLICY).reading.proposal is Proposal.REFER

    assert read_together("", [said(ADVERT)], POLICY).reading.proposal is Proposal.LOOK


def test_speech_does_not_turn_a_look_into_a_referral():
    seen = f"{VOICE}, {OFFER}"

    read = read_together(seen, [said(UNLAWFUL)], POLICY)

    assert read_together(seen, [a_line(UNLAWFUL)], POLICY).reading.proposal is Proposal.REFER
    assert read.reading.proposal is Proposal.LOOK
    assert "sound 1, 00:03-00:09" in {reason.where for reason in read.reading.reasons}


def test_what_speaks_against_counts_when_it_is_heard():
    assert read_together(ADVERT, [said("the court heard")], POLICY).reading.protected == ("news",)


@given(st.one_of(PHRASES, st.text(max_size=60)))
def test_a_post_without_media_is_read_as_its_text(text: str):
    assert read_together(text, [], POLICY).reading == read_text(text, POLICY)


@given(PHRASES, PASSAGES)
def test_speech_raises_a_proposal_to_look_at_most(text: str, passages: list[MediaText]):
    seen = [passage for passage in passages if not passage.spoken]

    without, together = (read_together(text, told, POLICY).reading for told in (seen, passages))

    most = max(RANK[without.proposal], RANK[Proposal.LOOK])
    assert RANK[together.proposal] <= most


@given(PHRASES, PASSAGES)
def test_speech_read_as_writing_would_change_nothing_else(text: str, passages: list[MediaText]):
    seen = [passage for passage in passages if not passage.spoken]
    heard = [passage for passage in passages if passage.spoken]
    written = [replace(one, mark=replace(one.mark, box=(0, 0, 1, 1))) for one in heard]

    one, other = (read_together(text, told, POLICY).reading for told in (passages, seen + written))

    assert (one.score, one.protected, one.tactics) == (other.score, other.protected, other.tactics)


@given(PHRASES, PASSAGES)
def test_every_reason_quotes_the_joined_text_and_marks_its_source(text: str, passages: list[MediaText]):
    read = read_together(text, passages, POLICY)

    marks = {str(passage.mark) for passage in passages if passage.text}
    for reason in read.reading.reasons:
        assert read.text[reason.start : reason.end] == reason.quote
        assert (reason.where == "") == (reason.end <= len(text))
        assert set(filter(None, reason.where.split("; "))) <= marks


def test_each_file_is_read_by_its_place_among_the_media():
    reader = KnownMedia({"a.jpg": (a_line("one"),), "b.jpg": (a_line("two"),)})

    read = list(read_media(["a.jpg", "gone.jpg", "b.jpg"], reader))

    assert [[str(text.mark) for text in one.texts] for one in read] == [
        ["image 1, box 10,10,300,40"],
        [],
        ["image 3, box 10,10,300,40"],
    ]
    assert [one.unread[0].where for one in read if one.unread] == ["file 2"]


@pytest.mark.parametrize("text", ["", "fish"])
def test_media_without_words_change_nothing(text: str):
    assert read_together(text, [a_line("")], POLICY).text == text

"""Do the pieces of a run add up to the same, however it was cut?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from breakwater.detect.repeats import moderated_texts
from breakwater.flows.rank import Accounts, gather_accounts
from breakwater.flows.scan import Summary, scan_posts
from breakwater.records import Post, Reject
from breakwater.records.account import AccountFinding
from breakwater.records.policy import Policy
from breakwater.wire.posts import posts_batch
from builders import ADVERT, DRAMA, a_policy, a_post, an_account_rule

POLICY = a_policy()
MODERATED = moderated_texts(["fish"], words=1)
TEXTS = [
    ADVERT,
    "zorn tonight",
    f"we bring you {DRAMA}",
    "fish",
    "",
    "the court heard of a zorn ride",
    "no flum needed",
]


@st.composite
def some_posts(draw: st.DrawFn) -> list[Post]:
    """Posts of two accounts, the profile beside every post as exports have it."""
    profiles = {
        name: {
            "bio": draw(st.sampled_from([None, "", ADVERT, "fish"])),
            "display_name": draw(st.sampled_from([None, "Zorn"])),
            "handle": draw(st.sampled_from([None, "@zorn"])),
            "followers": draw(st.sampled_from([None, 5])),
        }
        for name in "ab"
    }
    owners = draw(st.lists(st.sampled_from("ab"), max_size=8))
    return [
        a_post(draw(st.sampled_from(TEXTS)), id=f"p{number}", account=owner, **profiles[owner])
        for number, owner in enumerate(owners)
    ]


def ranked(*parts: list[Post], policy: Policy = POLICY) -> list[AccountFinding]:
    accounts = Accounts(policy)
    for part in parts:
        accounts.add(gather_accounts(posts_batch(part), (), policy, moderated=MODERATED))
    return accounts.ranked()


@given(posts=some_posts(), cut=st.integers(0, 8))
def test_where_a_run_is_cut_makes_no_difference_to_the_ranking(posts: list[Post], cut: int):
    assert ranked(posts[:cut], posts[cut:]) == ranked(posts)


@given(posts=some_posts(), cut=st.integers(0, 8))
def test_where_a_run_is_cut_makes_no_difference_to_account_rules(posts: list[Post], cut: int):
    rules = (an_account_rule(least=1), an_account_rule("C-ZORN", least=2))
    policy = a_policy(account_rules=rules)

    assert ranked(posts[:cut], posts[cut:], policy=policy) == ranked(posts, policy=policy)


def test_what_was_moderated_before_is_counted_whatever_it_says():
    policy = a_policy(account_rules=(an_account_rule(least=2),))
    posts = [a_post(text, id=text, handle="@zorn") for text in ("Fish!", "fish", "fishes")]

    (found,) = ranked(posts, policy=policy)

    assert [(reason.kind, reason.says, reason.where) for reason in found.reasons] == [
        ("rule", "often: 2 posts", "Fish!")
    ]
    assert (found.handle, found.posts) == ("@zorn", 3)


@given(posts=some_posts(), cut=st.integers(0, 8))
def test_where_a_run_is_cut_makes_no_difference_to_its_findings(posts: list[Post], cut: int):
    whole, first, last = (
        scan_posts(posts_batch(part), (), POLICY, as_json=True) for part in (posts, posts[:cut], posts[cut:])
    )

    assert first.findings + last.findings == whole.findings  # type: ignore[operator]


@pytest.mark.parametrize("apart", [True, False])
def test_a_row_that_does_not_tell_the_profile_takes_nothing_away(apart: bool):
    told, silent = a_post(ADVERT, handle="@zorn", display_name="Zorn", followers=5), a_post(ADVERT, id="p2")

    (found,) = ranked([told], [silent]) if apart else ranked([told, silent])

    assert (found.handle, found.display_name, found.followers) == ("@zorn", "Zorn", 5)


def test_a_summary_counts_what_was_read():
    summary = Summary()
    reject = Reject(file="f", line=1, field="", problem="broken", row="")

    for rejects in ((), (reject,)):
        posts = posts_batch([a_post(ADVERT), a_post("fish")])
        summary.add(scan_posts(posts, rejects, POLICY, as_json=False))

    assert (summary.posts, summary.rejects) == (4, 1)
    assert next(iter(summary.lines())) == "4 posts read: 2 refer, 0 look, 2 none"


def test_posts_without_words_are_not_counted():
    accounts = Accounts(POLICY)

    accounts.add(gather_accounts(posts_batch([a_post(""), a_post(ADVERT), a_post(" ")]), (), POLICY))

    assert (accounts.posts, accounts.ranked()[0].posts) == (1, 1)


@pytest.mark.parametrize("bio", [ADVERT, f"zorn ride\n{ADVERT}"])
def test_a_changed_bio_is_read_again_and_the_same_one_is_not(bio: str):
    (once,) = ranked([a_post("fish", bio=ADVERT)], [a_post("fish", bio=ADVERT)])
    (changed,) = ranked([a_post("fish", bio=ADVERT)], [a_post("fish", bio=bio)])

    assert once.reasons == changed.reasons or bio != ADVERT
    assert {reason.where for reason in once.reasons} == {"bio"}

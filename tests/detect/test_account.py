"""Do the posts of an account add up to what they should, whatever their order and number?"""

from __future__ import annotations

import itertools
import sys
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from breakwater.detect.account import KEPT, Account, rank
from breakwater.records import ContactKind, Finding, Hurdle, Proposal
from breakwater.records.account import AccountFinding
from breakwater.records.policy import AccountRule
from builders import ACCOUNT, HURDLES, a_contact, a_finding, a_policy, a_reason, an_account_rule

POLICY = a_policy()
NOT_MET = tuple(Hurdle(name=hurdle.name) for hurdle in HURDLES)


def an_account(
    *findings: Finding, name: str = "a1", handle: str = "", texts: tuple[str, ...] = ()
) -> Account:
    """An account whose posts were found to be this."""
    account = Account("tiktok", name, handle=handle, posts=len(findings))
    for finding, text in itertools.zip_longest(findings, texts, fillvalue=""):
        account.add(finding, where=finding.id, text=text)
    return account


def ranked(*accounts: Account) -> list[AccountFinding]:
    return rank(accounts, POLICY)


def reasons_of(found: AccountFinding) -> list[str]:
    return [reason.kind for reason in found.reasons]


def test_an_account_without_any_reason_is_not_told():
    assert ranked(an_account(a_finding(Proposal.NONE, score=0.0, reasons=(), hurdles=NOT_MET))) == []


def test_one_advert_is_proposed_and_weighs_less_than_several():
    once = an_account(a_finding(), name="once")
    often = an_account(*(a_finding(id=f"p{number}") for number in range(3)), name="often")

    first, second = ranked(once, often)

    assert (first.account, second.account) == ("often", "once")
    assert [first.proposal, second.proposal] == [Proposal.REFER, Proposal.REFER]
    assert reasons_of(first) == ["strongest", "repeated"]


def test_accounts_to_refer_stand_before_accounts_to_look_at_whatever_their_score():
    look = an_account(answering("offer", id="p1", score=0.9), name="look")
    refer = an_account(a_finding(Proposal.REFER, score=0.5), name="refer")

    assert [found.account for found in ranked(look, refer)] == ["refer", "look"]


def test_the_same_words_again_count_figures_and_emoji_aside():
    texts = ("Zorn on Friday, 2 seats 🚤", "zorn on FRIDAY, 5 seats")
    account = an_account(a_finding(id="p1"), a_finding(id="p2"), texts=texts)

    assert "same_text" in reasons_of(ranked(account)[0])


# --- protection


@pytest.mark.parametrize(
    ("protected", "proposal"), [(1, Proposal.REFER), (2, Proposal.LOOK), (5, Proposal.LOOK)]
)
def test_an_account_that_mostly_says_protected_things_is_not_proposed(protected: int, proposal: Proposal):
    adverts = [a_finding(id="p0"), a_finding(id="p1")]
    news = [a_finding(Proposal.LOOK, score=0.4, id=f"n{n}", protected=("news",)) for n in range(protected)]

    (found,) = ranked(an_account(*adverts, *news))

    assert found.proposal is proposal
    assert found.protected == ("news",)


def test_posts_with_nothing_in_them_do_not_water_the_share_down():
    empty = [a_finding(Proposal.NONE, score=0.0, id=f"e{n}", reasons=(), hurdles=NOT_MET) for n in range(50)]
    news = a_finding(Proposal.LOOK, score=0.4, id="n1", protected=("news",))

    (found,) = ranked(an_account(a_finding(), news, *empty))

    assert found.proposal is Proposal.LOOK


def answering(name: str, *, id: str, score: float = 0.4, protected: tuple[str, ...] = ()) -> Finding:
    """A finding that answers one hurdle alone."""
    hurdles = tuple(Hurdle(name=h.name, reasons=(0,) if h.name == name else ()) for h in HURDLES)
    return a_finding(Proposal.LOOK, score=score, id=id, hurdles=hurdles, protected=protected)


def test_texts_that_only_together_answer_every_hurdle_are_proposed():
    parts = [answering(hurdle.name, id=hurdle.name) for hurdle in HURDLES]

    (found,) = ranked(an_account(*parts))

    assert found.proposal is Proposal.REFER
    assert all(hurdle.met for hurdle in found.hurdles)


def test_one_protected_text_keeps_them_from_being_put_together():
    parts = [answering(hurdle.name, id=hurdle.name) for hurdle in HURDLES]

    (found,) = ranked(an_account(*parts, answering("offer", id="n", protected=("news",))))

    assert found.proposal is Proposal.LOOK


def test_a_protected_bio_does_not_count_as_a_post():
    account = an_account(a_finding())
    account.add(a_finding(Proposal.LOOK, score=0.3, protected=("news",)), where="bio")

    (found,) = rank([account], POLICY)

    assert (found.proposal, found.proposed) == (Proposal.REFER, 1)


# --- contacts


def test_a_shared_contact_names_the_others():
    accounts = [
        an_account(a_finding(contacts=(a_contact(),)), name=name, handle=f"@{name}") for name in "abc"
    ]

    found = {found.account: found for found in ranked(*accounts)}

    assert found["a"].seen_with == ("tiktok:@b", "tiktok:@c")
    assert "shared_contact" in reasons_of(found["a"])


def test_a_number_is_the_same_by_telephone_and_by_messenger():
    phone = an_account(a_finding(contacts=(a_contact(),)), name="a")
    messenger = an_account(a_finding(contacts=(a_contact(kind=ContactKind.WHATSAPP),)), name="b")

    assert all(found.seen_with for found in ranked(phone, messenger))


def test_a_name_is_not_the_same_on_two_messengers():
    snap = an_account(a_finding(contacts=(a_contact("zorn_24", kind=ContactKind.SNAPCHAT),)), name="a")
    insta = an_account(a_finding(contacts=(a_contact("zorn_24", kind=ContactKind.INSTAGRAM),)), name="b")

    assert not any(found.seen_with for found in ranked(snap, insta))


def test_an_account_does_not_share_with_itself():
    account = an_account(*(a_finding(id=f"p{n}", contacts=(a_contact(),)) for n in range(3)))

    assert ranked(account)[0].seen_with == ()


def test_a_plain_link_or_name_links_nobody():
    link = a_contact("https://example.org", kind=ContactKind.LINK)
    accounts = [an_account(a_finding(contacts=(link,)), name=name) for name in "ab"]

    assert all((found.contacts, found.seen_with) == ((), ()) for found in ranked(*accounts))


# --- laws


@st.composite
def some_findings(draw: st.DrawFn) -> list[Finding]:
    """Findings of one account's posts, each with its own id."""
    count = draw(st.integers(1, 9))
    return [
        a_finding(
            draw(st.sampled_from(list(Proposal))),
            score=draw(st.integers(0, 100)) / 100,
            id=f"p{number}",
            lang=draw(st.sampled_from(["en", "fa", "und"])),
            protected=draw(st.sampled_from([(), (), ("news",), ("question", "news")])),
            tactics=draw(st.sampled_from([(), ("C-ZORN",), ("C-FLUM", "C-ZORN")])),
            contacts=draw(st.sampled_from([(), (a_contact(),), (a_contact("+447700900456"),)])),
            reasons=(
                a_reason(
                    draw(st.sampled_from(["act", "amount", "route"])), says=draw(st.sampled_from("abcd"))
                ),
            ),
        )
        for number in range(count)
    ]


TEXTS = st.lists(st.sampled_from(["Zorn!", "zorn", "another", ""]), min_size=9, max_size=9)


@given(findings=some_findings(), texts=TEXTS, data=st.data())
def test_the_order_of_posts_does_not_matter(findings: list[Finding], texts: list[str], data: st.DataObject):
    pairs = list(zip(findings, texts[: len(findings)], strict=True))
    shuffled = data.draw(st.permutations(pairs))

    one, other = (
        an_account(*(finding for finding, _ in held), texts=tuple(text for _, text in held))
        for held in (pairs, shuffled)
    )

    assert rank([one], POLICY) == rank([other], POLICY)


@given(findings=some_findings(), texts=TEXTS)
def test_a_score_is_the_sum_of_its_reasons(findings: list[Finding], texts: list[str]):
    for found in ranked(an_account(*findings, texts=tuple(texts[: len(findings)]))):
        assert found.score == round(sum(reason.weight for reason in found.reasons), 4)
        assert 0 <= found.score <= 1


@given(findings=some_findings())
def test_an_account_is_never_proposed_where_no_text_was_and_protection_prevails(findings: list[Finding]):
    for found in ranked(an_account(*findings)):
        share = sum(bool(finding.protected) for finding in findings) / len(findings)
        if found.proposal is Proposal.REFER:
            assert share < POLICY.account.protected_share
            assert any(finding.proposal is not Proposal.NONE for finding in findings)


@given(
    st.permutations(
        [
            an_account(a_finding(score=score), name=name)
            for name, score in zip("abcd", (0.6, 0.6, 0.7, 0.5), strict=True)
        ]
    )
)
def test_the_order_of_accounts_does_not_matter(accounts: list[Account]):
    assert [found.account for found in ranked(*accounts)] == ["c", "a", "b", "d"]


def size_of(account: Account) -> int:
    """Return how much is held of an account, in entries."""
    fields = [getattr(account, name) for name in account.__slots__]
    return sum(len(held) for held in fields if isinstance(held, dict | list | set))


def test_what_is_remembered_does_not_grow_with_the_posts():
    account = Account("tiktok", "a1")

    sizes = []
    for number in range(4_000):
        finding = a_finding(
            id=f"p{number}",
            reasons=(a_reason("amount", says=f"{number} EUR"),),
            contacts=(a_contact(f"+4477009{number:05}"),),
        )
        account.add(
            finding, where=finding.id, text="".join(chr(0x4E00 + int(digit)) for digit in str(number))
        )
        if number in (1_999, 3_999):
            sizes.append(size_of(account))

    assert sizes[0] == sizes[1] < 1_000
    assert len(account.strongest) == KEPT
    assert sys.getsizeof(account.texts) < 100_000


# --- account rules


def ruled(account: Account, *rules: AccountRule, by_posts: Proposal = Proposal.NONE) -> list[AccountFinding]:
    """The account under a policy whose rules alone propose it."""
    return rank([account], a_policy(account_rules=rules, account=replace(ACCOUNT, by_posts=by_posts)))


def adverts(count: int, *tactics: str) -> list[Finding]:
    told = [a_finding(id=f"p{number}") for number in range(count)]
    return [replace(finding, tactics=tactics or finding.tactics) for finding in told]


def test_a_policy_may_leave_what_posts_propose_to_its_account_rules():
    (found,) = ruled(an_account(a_finding()), by_posts=Proposal.LOOK)

    assert found.proposal is Proposal.LOOK


@pytest.mark.parametrize(
    ("posts", "proposal"), [(1, Proposal.NONE), (2, Proposal.REFER), (9, Proposal.REFER)]
)
def test_a_rule_is_met_from_its_least_number_of_posts_on(posts: int, proposal: Proposal):
    (found,) = ruled(an_account(*adverts(posts)), an_account_rule("C-ZORN"))

    assert found.proposal is proposal
    assert ("rule" in reasons_of(found)) == (proposal is Proposal.REFER)


def test_a_post_of_two_tactics_counts_once():
    account = an_account(*adverts(1, "C-FLUM", "C-ZORN"))

    assert "rule" not in reasons_of(ruled(account, an_account_rule("C-ZORN", "C-FLUM"))[0])


def test_posts_of_other_tactics_and_posts_that_were_not_proposed_for_referral_do_not_count():
    others = adverts(2, "PRICE")
    looks = [a_finding(Proposal.LOOK, id=f"l{number}") for number in range(2)]

    assert "rule" not in reasons_of(ruled(an_account(*others, *looks), an_account_rule("C-ZORN"))[0])


def test_a_rule_says_how_many_posts_and_quotes_one():
    (found,) = ruled(an_account(*adverts(3)), an_account_rule("C-ZORN", says="zorn again", least=2))

    reason = found.reasons[-1]
    assert (reason.says, reason.where, reason.quote, reason.weight) == (
        "zorn again: 3 posts",
        "p0",
        "zorn",
        0.2,
    )


def test_an_account_that_repeats_what_was_moderated_is_proposed_though_no_term_knows_its_words():
    account = an_account()
    for number in range(2):
        account.add_repeated(where=f"p{number}", text="fish for all")

    (found,) = ruled(account, an_account_rule(least=2))

    assert (found.proposal, found.score, found.hurdles[0].met) == (Proposal.REFER, 0.2, False)
    assert (found.reasons[0].where, found.reasons[0].quote) == ("p0", "fish for all")
    assert ruled(account, an_account_rule(least=3)) == []


def test_a_rule_does_not_refer_an_account_that_mostly_says_protected_things():
    news = [a_finding(Proposal.LOOK, score=0.4, id=f"n{n}", protected=("news",)) for n in range(2)]

    (found,) = ruled(an_account(*adverts(2), *news), an_account_rule("C-ZORN"))

    assert found.proposal is Proposal.LOOK


@given(st.integers(0, 6), st.integers(1, 6))
def test_a_policy_with_rules_that_are_not_met_says_what_it_says_without_them(posts: int, more: int):
    account = an_account(*adverts(posts))
    rules = (an_account_rule("C-ZORN", least=posts + more),)

    assert rank([account], a_policy(account_rules=rules)) == rank([account], a_policy())

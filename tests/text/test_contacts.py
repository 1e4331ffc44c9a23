"""Are the ways to be reached found however they are written, and is nothing else taken for one?

Every number is Ofcom's for drama (+44 7700 900xxx), every name invented.
"""

from __future__ import annotations

import itertools

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from breakwater.text.contacts import SIGNS, direct, find_contacts, may_hold_contact
from breakwater.text.fold import fold

DRAMA = "phone +447700900123"

WRITTEN = [
    # Phones: the same number in every way to write it.
    ("+44 7700 900123", DRAMA),
    ("+447700900123", DRAMA),
    ("0044 7700 900123", DRAMA),
    ("00447700900123", DRAMA),
    ("+44-7700-900-123", DRAMA),
    ("+44.7700.900.123", DRAMA),
    ("(+44) 7700 900123", DRAMA),
    ("+44 (7700) 900 123", DRAMA),
    ("+44/7700/900/123", DRAMA),
    ("+44_7700_900_123", DRAMA),
    ("+4 4 7 7 0 0 9 0 0 1 2 3", DRAMA),
    ("+44\u00a07700\u00a0900123", DRAMA),
    ("+44\n7700\n900123", DRAMA),
    ("\u202a+44 7700 900123\u202c", DRAMA),
    ("+44\u200b7700\u200b900123", DRAMA),
    ("＋４４７７００９００１２３", DRAMA),
    ("➕44 7700 900123", DRAMA),
    ("+٤٤ ٧٧٠٠ ٩٠٠١٢٣", DRAMA),
    ("+۴۴۷۷۰۰۹۰۰۱۲۳", DRAMA),
    ("٠٠٤٤٧٧٠٠٩٠٠١٢٣", DRAMA),
    ("+४४ ७७०० ९००१२३", DRAMA),
    ("+৪৪ ৭৭০০ ৯০০১২৩", DRAMA),
    ("+੪੪ ੭੭੦੦ ੯੦੦੧੨੩", DRAMA),
    ("+𝟒𝟒 𝟕𝟕𝟎𝟎 𝟗𝟎𝟎𝟏𝟐𝟑", DRAMA),
    ("+4️⃣4️⃣7️⃣7️⃣0️⃣0️⃣9️⃣0️⃣0️⃣1️⃣2️⃣3️⃣", DRAMA),
    ("+44٧٧00 ۹۰۰123", DRAMA),
    ("07700 900123", "phone 07700900123"),
    ("📞+447700900123📞", DRAMA),
    ("للتواصل:+447700900123", DRAMA),
    ("+44 7700 900123 1500€", DRAMA),
    ("+44 7700 900123, 3 places", DRAMA),
    # The messenger is told beside the number.
    ("WhatsApp +44 7700 900123", "whatsapp +447700900123"),
    ("whats app: 0044 7700 900123", "whatsapp +447700900123"),
    ("واتساب +٤٤٧٧٠٠٩٠٠١٢٣", "whatsapp +447700900123"),
    ("واتس اب 00447700900123", "whatsapp +447700900123"),
    ("ватсап +447700900123", "whatsapp +447700900123"),
    ("Telegram: +447700900123", "telegram +447700900123"),
    ("تلگرام +447700900123", "telegram +447700900123"),
    ("Signal 👉 +447700900123", "signal +447700900123"),
    ("imo +447700900123", "imo +447700900123"),
    ("ایمو: +447700900123", "imo +447700900123"),
    ("ئیمۆ +447700900123", "imo +447700900123"),
    ("Viber - +447700900123", "viber +447700900123"),
    ("ڤایبەر +447700900123", "viber +447700900123"),
    # Links.
    ("wa.me/447700900123", "whatsapp +447700900123"),
    ("https://wa.me/+447700900123?text=hi", "whatsapp +447700900123"),
    ("https://api.whatsapp.com/send?phone=447700900123", "whatsapp +447700900123"),
    ("wa.me/message/ABCDEF123456", "whatsapp wa.me/message/ABCDEF123456"),
    ("https://chat.whatsapp.com/Ab12Cd34Ef", "whatsapp chat.whatsapp.com/Ab12Cd34Ef"),
    ("t.me/safar_example", "telegram safar_example"),
    ("https://t.me/+AbCdEf123", "telegram +AbCdEf123"),
    ("HTTPS://T.ME/safar_example", "telegram safar_example"),
    ("telegram.me/joinchat/AbCdEf", "telegram joinchat/AbCdEf"),
    ("https://signal.me/#p/+447700900123", "signal +447700900123"),
    ("https://signal.group/#AbCdEfGh12", "signal signal.group/#AbCdEfGh12"),
    ("https://invite.viber.com/?g2=AbCdEf12", "viber invite.viber.com/?g2=AbCdEf12"),
    ("snapchat.com/add/safar.example", "snapchat safar.example"),
    ("m.me/safar.example", "facebook safar.example"),
    # Names.
    ("Snap: safar_example", "snapchat safar_example"),
    ("snapchat 👻 safar_24", "snapchat safar_24"),
    ("سناب: safar_example", "snapchat safar_example"),
    ("insta @safar.example", "instagram safar.example"),
    ("IG: Safar_Example", "instagram safar_example"),
    ("انستا: safar_example", "instagram safar_example"),
    ("انستقرام: safar_example", "instagram safar_example"),
    ("انستاقرام: safar_example", "instagram safar_example"),
    ("Telegram: @safar_example", "telegram safar_example"),
    ("теліграм: @safar_example", "telegram safar_example"),
    ("تليجرام @safar_example", "telegram safar_example"),
    ("تێلێگرام: safar_example", "telegram safar_example"),
    ("signal: safar_example", "signal safar_example"),
    ("e-mail safar@example.org", "email safar@example.org"),
    ("Safar.Visa+uk@Example.co.uk", "email safar.visa+uk@example.co.uk"),
]


@pytest.mark.parametrize(("written", "told"), WRITTEN)
def test_a_contact_is_found_however_it_is_written(written: str, told: str):
    found = find_contacts(f"zorn tonight\n{written}")

    assert [f"{contact.kind} {contact.value}" for contact in found] == [told]


@pytest.mark.parametrize(("written", "told"), WRITTEN)
def test_a_contact_leaves_its_sign_in_the_folded_text(written: str, told: str):
    assert may_hold_contact(fold(f"zorn tonight\n{written}").text)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("@safar_example", "handle safar_example"),
        ("https://example.org/a?b=1.", "link https://example.org/a?b=1"),
    ],
)
def test_a_name_or_link_that_is_ordinary_in_any_post_is_told_but_not_direct(written: str, told: str):
    found = find_contacts(f"see {written}")

    assert ([f"{contact.kind} {contact.value}" for contact in found], direct(found)) == ([told], ())


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("on 21.11.2026 at 10:30", id="a date and a time"),
        pytest.param("2026-11-21 10:30:00", id="an ISO date"),
        pytest.param("21/11/2026 - 22/11/2026", id="two dates"),
        pytest.param("21.11.2026 - 22.11.2026", id="two dates with points"),
        pytest.param("from 2026-11-21 - 2026-11-22", id="two ISO dates"),
        pytest.param("1402/08/21 - 1402/08/25", id="two Persian dates"),
        pytest.param("01/12/2026", id="a date that begins with 0"),
        pytest.param("we won 3-1, 2-2, 0-0 and 4-1", id="scores"),
        pytest.param("1,500,000 views", id="a number of views"),
        pytest.param("from 3500 to 4500 euros", id="prices"),
        pytest.param("3.500,00 € / 12.500,00 €", id="prices with cents"),
        pytest.param("DE89 3704 0044 0532 0130 00", id="an IBAN"),
        pytest.param("GB29NWBK60161331926819", id="an IBAN in one piece"),
        pytest.param("https://example.org/status/1795082400123456789", id="an id in a link"),
        pytest.param("https://example.org/?v=447700900123", id="a number in a link"),
        pytest.param("order no_447700900123", id="part of a name"),
        pytest.param("4111111111111111111", id="more digits than a phone has"),
        pytest.param("12345678", id="eight digits of no country"),
        pytest.param("0000000000", id="zeros"),
        pytest.param("Instagram is down", id="a messenger with no name"),
        pytest.param("telegram channel of the ministry", id="a messenger and an ordinary word"),
        pytest.param("follow us on instagram: instagram", id="a messenger named twice"),
        pytest.param("ig nobel prize", id="a word that happens to follow"),
        pytest.param("wait.me/447700900123", id="another site"),
        pytest.param("at.me/safar", id="a site that ends so"),
        pytest.param("user@localhost", id="an address with no domain"),
        pytest.param("C/2026 A3, 51.5074, -0.1278", id="a comet and a place on the map"),
    ],
)  # fmt: skip
def test_what_only_looks_like_a_contact_is_none(text: str):
    assert direct(find_contacts(text)) == ()


PIECES = st.one_of(
    st.text(max_size=8),
    st.text(st.sampled_from("+0123456789 -.()/٠١٢۰۱۲०१"), max_size=20),
    st.sampled_from([written for written, _ in WRITTEN]),
    st.sampled_from(
        ["wa.me/", "t.me/", "@", "https://", "insta: ", "واتس", "snap ", "a@b.c", "ig", "\ud83d", "🇬🇧"]
    ),
)
TEXTS = st.lists(PIECES, max_size=6).map("".join)


@given(TEXTS)
@example("a@b.co@c.de +447700900123@t.me/abcd")
@example("insta: wa.me/447700900123 +44 7700 900123 @safar")
def test_contacts_quote_the_text_in_its_order_and_never_overlap(text: str):
    found = find_contacts(text)

    assert all(contact.quote == text[contact.start : contact.end] != "" for contact in found)
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))


@given(st.lists(PIECES, max_size=6).map("\n".join))
def test_a_direct_contact_is_never_without_its_sign(text: str):
    """Where the fold reads the text as it stands, that is: it joins letters standing alone,
    drops marks and spells words of mixed alphabets in one.
    """
    folded = fold(text).text
    if folded.split() != fold(plainly(text)).text.split():
        return

    if direct(find_contacts(text)):
        assert may_hold_contact(folded)


def plainly(text: str) -> str:
    """Return the text with every word that is not a plain one left out."""
    return " ".join(word for word in text.split() if word.isascii() or word.isalpha())


MESSENGERS = {
    "whatsapp": [
        "whatsapp",
        "whatsap",
        "whats-app",
        "watsapp",
        "watsap",
        "whatapp",
        "واتساب",
        "واتس_اب",
        "واتسآب",
        "واتسپ",
        "وتساب",
        "ۆاتساپ",
        "واتسئاپ",
        "ватсап",
        "вацап",
    ],
    "telegram": [
        "telegram",
        "تلجرام",
        "تليجرام",
        "تلغرام",
        "تلیگرام",
        "تلكرام",
        "تێلێگرام",
        "телеграм",
        "теліграм",
    ],
    "signal": ["signal", "سیگنال", "سيغنال", "سيجنال"],
    "imo": ["imo", "ایمو", "إيمو", "ايمو", "ئیمۆ"],
    "viber": ["viber", "فايبر", "وايبر", "ڤايبر", "ڤایبەر", "вайбер"],
    "snapchat": ["snap", "snapchat", "سناب", "سناب_شات", "سنابشات", "سناپ"],
    "instagram": [
        "insta",
        "instagram",
        "ig",
        "انستا",
        "إنستا",
        "انستغرام",
        "انستجرام",
        "انستگرام",
        "انستقرام",
        "انسترام",
        "انستاغرام",
        "انستاقرام",
        "انستاگرام",
        "إنستغرام",
    ],
}


@pytest.mark.parametrize(
    ("kind", "name"), [(kind, name) for kind, names in MESSENGERS.items() for name in names]
)
@pytest.mark.parametrize("between", [": ", " @", " 👉 @", "="])
def test_every_spelling_of_a_messenger_is_read_and_leaves_its_sign(kind: str, name: str, between: str):
    text = f"{name.replace('_', ' ').replace('whats-app', 'Whats App')}{between}safar_24"

    assert [contact.kind for contact in find_contacts(text)] == [kind]
    assert may_hold_contact(fold(text).text)


def test_signs_mean_the_same_to_readers_of_bytes():
    """A class of letters would be one of bytes to an engine that does not know UTF-8."""
    assert not any(
        "[" in sign and not all(char.isascii() for char in sign.split("[")[1].split("]")[0]) for sign in SIGNS
    )

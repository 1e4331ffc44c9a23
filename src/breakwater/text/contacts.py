"""How does somebody ask to be reached: by which number, name, address?

Contact points are read from the original text with every digit of every script written as
ASCII (one character for one, so places stay true). Numbers found this way go to
`phonenumbers`; its own matcher is neither run on whole texts (it is the bottleneck) nor able
to see the 00 prefix.

A *direct* contact (phone, messenger link or name, e-mail) counts by itself. A bare @name or
a plain link is ordinary in any post and is told only where something else was found.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import phonenumbers

from breakwater.records import Contact, ContactKind

INDIRECT = frozenset({ContactKind.HANDLE, ContactKind.LINK})
FEWEST_DIGITS, MOST_DIGITS = 8, 15  # ITU-T E.164 ends at 15

_DIGITS = re.compile(r"\d+")
_PLUS = str.maketrans("➕＋", "++")

# What people put between the digits of a number: spaces, dots, dashes, keycaps, invisible controls.
_GAP = r"[\s().\-/_*|·•‐-―\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe0f\u20e3]{0,4}"
# Begins with its first digit, which `re` can leap to; what stands before is looked at afterwards.
_NUMBER = re.compile(rf"[0-9](?:{_GAP}[0-9]){{{FEWEST_DIGITS - 1},}}(?!\w)")
_DATE = re.compile(
    r"(?<![0-9])(?:[0-9]{1,2}([./-])[0-9]{1,2}\1(?:19|20)[0-9]{2}|(?:1[349]|20)[0-9]{2}([./-])[0-9]{1,2}\2[0-9]{1,2})(?![0-9])"
)
_PLUS_BEFORE = re.compile(rf"\+{_GAP}$")
_NAME = r"[A-Za-z][A-Za-z0-9_.]{2,31}"

_WHATSAPP = r"whats\s?app?|watsapp?|واتس\s?[اآ]?[بپ]|وتساب|ۆاتساپ|واتسئاپ|ватсап|вацап|whatapp"
# How each messenger's name is written, in lower case.
_MESSENGERS: dict[ContactKind, str] = {
    ContactKind.WHATSAPP: _WHATSAPP,
    ContactKind.TELEGRAM: r"telegram|تل[يی]?[جغگك]رام|تێلێگرام|тел[еі]грам",
    ContactKind.SIGNAL: r"signal|سیگنال|سيغنال|سيجنال",
    ContactKind.IMO: r"imo|[اإ][يی]مو|ئیمۆ",
    ContactKind.VIBER: r"viber|[فڤو]ا[يی]بر|ڤایبەر|вайбер",
    ContactKind.SNAPCHAT: r"snap(?:chat)?|سناب(?:\s?شات)?|سناپ",
    ContactKind.INSTAGRAM: r"insta(?:gram)?|[اإ]نست[اغجگ]?(?:رام|غرام|قرام|گرام)?|ig",
}
_NAMES = "|".join(f"(?P<{kind}>{words})" for kind, words in _MESSENGERS.items())
_SAID = r"(?!\w)[\s:：=@📲📱📞☎️👉➡️👻-]{1,6}"

# What a folded text must show somewhere to be worth looking for a direct contact in. Patterns that
# `re`, RE2 and Hyperscan read alike; the words are folded.
_SIGN_WORDS = (
    "whatsapp", "whatsap", "whats app", "whats ap", "watsapp", "watsap", "whatapp", "ватсап", "вацап",
    "واتس اب", "واتساب", "واتسپ", "واتسب", "واتساپ", "واتس اپ", "واتس ب", "واتس پ", "وتساب", "واتسیاپ",
    "telegram", "телеграм", "теліграм", "تلجرام", "تلیجرام", "تلغرام", "تلیغرام", "تلگرام", "تلیگرام", "تلکرام",
    "تلیکرام", "تیلیگرام", "signal", "سیگنال", "سیغنال", "سیجنال", "imo", "ایمو", "یمو", "viber", "فایبر", "وایبر",
    "ваибер", "فایبهر", "ییمو", "snap", "snapchat", "سناب", "سناب شات", "سنابشات", "سناپ", "insta", "instagram", "ig",
    *(f"انست{begin}{end}" for begin in ("", *"اغجگ") for end in ("", "رام", "غرام", "قرام", "گرام")), "wa me", "t me",
    "telegram me", "signal me", "m me", "whatsapp com", "signal group", "viber com", "snapchat com",
)  # fmt: skip
SIGNS: tuple[str, ...] = (
    r"(?:[0-9] ?){7}[0-9]",
    r"[a-z0-9]@[a-z0-9]",
    *(f" {word}[ @]" for word in _SIGN_WORDS),
)
_SIGN = re.compile("|".join(SIGNS))

# Each kind of link with the letters without which there is none of it.
_LINKS: tuple[tuple[ContactKind, str, re.Pattern[str]], ...] = tuple(
    (kind, needs, re.compile(rf"(?<![\w.])(?:https?://)?(?:www\.)?{pattern}", re.IGNORECASE))
    for kind, needs, pattern in (
        (ContactKind.WHATSAPP, "wa.me/", r"wa\.me/\+?(?P<phone>[0-9]{8,15})"),
        (ContactKind.WHATSAPP, "phone=", r"(?:api\.)?whatsapp\.com/send/?\?phone=\+?(?P<phone>[0-9]{8,15})"),
        (ContactKind.WHATSAPP, "wa.me/m", r"(?P<name>wa\.me/message/[A-Za-z0-9]{6,40})"),
        (
            ContactKind.WHATSAPP,
            "whatsapp.com/",
            r"(?P<name>(?:chat\.whatsapp\.com|whatsapp\.com/channel)/[A-Za-z0-9]{6,40})",
        ),
        (ContactKind.TELEGRAM, "t.me/", r"t\.me/(?P<name>(?:\+|joinchat/)?[A-Za-z0-9_\-]{4,40})"),
        (
            ContactKind.TELEGRAM,
            "telegram.me/",
            r"telegram\.me/(?P<name>(?:\+|joinchat/)?[A-Za-z0-9_\-]{4,40})",
        ),
        (ContactKind.SIGNAL, "signal.me/", r"signal\.me/#p/\+?(?P<phone>[0-9]{8,15})"),
        (ContactKind.SIGNAL, "signal.group/", r"(?P<name>signal\.group/#[A-Za-z0-9_\-]{8,80})"),
        (ContactKind.VIBER, "viber.com/", r"(?P<name>invite\.viber\.com/\?g2=[A-Za-z0-9%_\-]{6,60})"),
        (ContactKind.SNAPCHAT, "snapchat.com/", r"snapchat\.com/add/(?P<name>[A-Za-z0-9._\-]{3,30})"),
        (ContactKind.FACEBOOK, "m.me/", r"m\.me/(?P<name>[A-Za-z0-9.]{3,50})"),
    )
)
_EMAIL = re.compile(
    r"(?<![\w.+-])[A-Za-z0-9](?:[A-Za-z0-9._%+-]{0,62}[A-Za-z0-9])?@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}"
)
# How those names begin: plain letters that `re` leaps to; only there the full pattern is tried.
_STEM = re.compile(
    "whats|watsap|whatapp|واتس|وتساب|ۆاتساپ|ватсап|вацап|telegram|تل|تێلێگرام|тел|signal|سیگنال|سيغنال|سيجنال|imo|"
    "ايمو|ایمو|إيمو|إیمو|ئیمۆ|viber|فايبر|فایبر|ڤايبر|ڤایبر|وايبر|وایبر|ڤایبەر|вайбер|snap|سناب|سناپ|insta|انست|إنست|ig"
)
_NAMED = re.compile(rf"(?:{_NAMES}){_SAID}@?(?P<name>{_NAME.replace('A-Z', '')})(?![\w@])")
_NAME_ITSELF = re.compile("|".join(_MESSENGERS.values()))
_NUMBER_BEHIND = re.compile(rf"(?:{_NAMES})[^\w+]{{0,12}}$")
_HANDLE = re.compile(rf"(?<![\w@/.])@(?P<name>{_NAME})")
_LINK = re.compile(r"(?<![\w.])https?://[^\s<>\"'،؛]{4,500}", re.IGNORECASE)


@lru_cache(maxsize=16)  # each reader of one text asks
def ascii_digits(text: str) -> str:
    """Return the text with every digit of every script as 0-9 and every plus as +, each in its place."""
    if text.isascii():
        return text
    if "➕" in text or "＋" in text:
        text = text.translate(_PLUS)
    if all(run.isascii() for run in _DIGITS.findall(text)):
        return text
    return _DIGITS.sub(lambda run: "".join(str(unicodedata.decimal(digit)) for digit in run[0]), text)


def may_hold_contact(folded: str) -> bool:
    """Return whether a folded text shows a sign of a direct contact."""
    return _SIGN.search(folded) is not None


def find_contacts(text: str, *, signed: bool = True) -> tuple[Contact, ...]:
    """Return the contact points of a text in the order in which they stand; no two overlap.

    `signed`: the folded text shows a sign of a direct contact; without one none is looked for.
    """
    plain = ascii_digits(text)
    if not signed and "@" not in plain and "://" not in plain:
        return ()
    taken: list[Contact] = []
    for contact in _candidates(text, plain):
        if not signed and contact.kind not in INDIRECT:
            continue
        if all(contact.end <= other.start or contact.start >= other.end for other in taken):
            taken.append(contact)
    return tuple(sorted(taken, key=lambda contact: contact.start))


def direct(contacts: tuple[Contact, ...]) -> tuple[Contact, ...]:
    """Return the contact points that count by themselves."""
    return tuple(contact for contact in contacts if contact.kind not in INDIRECT)


def _candidates(text: str, plain: str) -> Iterator[Contact]:
    """Yield what may be a contact point, the surest reading first."""

    def contact(kind: ContactKind, value: str, start: int, end: int) -> Contact:
        return Contact(kind=kind, value=value, quote=text[start:end], start=start, end=end)

    low = plain.lower()
    for kind, needs, pattern in _LINKS if "/" in low else ():
        for match in pattern.finditer(plain) if needs in low else ():
            parts = match.groupdict()
            value = f"+{parts['phone']}" if parts.get("phone") else parts["name"].rstrip(".-_")
            yield contact(kind, value, match.start(), match.end())
    for match in _EMAIL.finditer(plain) if "@" in plain else ():
        yield contact(ContactKind.EMAIL, match[0].lower(), match.start(), match.end())
    for match in _NUMBER.finditer(plain):
        start = _number_start(plain, match.start())
        value, length = _longest_phone(plain[start : match.end()]) if start >= 0 else ("", 0)
        if value:
            yield contact(_messenger_before(plain, start), value, start, start + length)
    for stem in _STEM.finditer(low) if len(low) == len(plain) else ():
        told = _NAMED.match(low, stem.start())
        if told and _is_told_name(told, low):
            kind, name = _messenger_of(told), told["name"].rstrip(".")
            yield contact(kind, name, told.start("name"), told.end("name"))
    for match in _LINK.finditer(plain) if "://" in plain else ():
        yield contact(ContactKind.LINK, match[0].rstrip(".,;:!?)»”"), match.start(), match.end())
    for match in _HANDLE.finditer(plain) if "@" in plain else ():
        yield contact(ContactKind.HANDLE, match["name"].lower().rstrip("."), match.start(), match.end())


def _is_told_name(match: re.Match[str], low: str) -> bool:
    """Return whether "insta: name" tells a name: a mark between, or a name that no word would be."""
    if match.start() and _is_word(low[match.start() - 1]):
        return False
    between, name = low[match.start() : match.start("name")], match["name"]
    told = any(mark in between for mark in ":：=@") or any(char.isdigit() or char == "_" for char in name)
    return told and not _NAME_ITSELF.fullmatch(name)


def _messenger_of(match: re.Match[str]) -> ContactKind:
    return next(kind for kind in _MESSENGERS if match[kind.value])


def _is_word(char: str) -> bool:
    return char.isalnum() or char == "_"


def _number_start(plain: str, first: int) -> int:
    """Return where a number begins whose first digit is told, its plus included; -1: it is part of something."""
    plus = _PLUS_BEFORE.search(plain, max(0, first - 6), first)
    start = plus.start() if plus else first
    return -1 if start and (plain[start - 1].isalnum() or plain[start - 1] in "_@/.=") else start


def _messenger_before(plain: str, start: int) -> ContactKind:
    """Return the messenger that a number is said to be on, by the word before it."""
    before = plain[max(0, start - 40) : start].lower()
    for stem in _STEM.finditer(before):
        match = _NUMBER_BEHIND.match(before, stem.start())
        if match and not (stem.start() and _is_word(before[stem.start() - 1])):
            return _messenger_of(match)
    return ContactKind.PHONE


def _longest_phone(written: str) -> tuple[str, int]:
    """Return the number in a run of digits, and its length: what stands behind it may be a price."""
    while written:
        value = phone_value(written)
        if value:
            return value, len(written)
        shorter = re.match(r"(.*[0-9])[^0-9]+[0-9]+$", written, re.DOTALL)
        written = shorter[1] if shorter else ""
    return "", 0


@lru_cache(maxsize=65_536)  # adverts repeat their numbers
def phone_value(written: str) -> str:
    """Return a number as E.164, as its digits where its country is not told, or "" if it is none.

    A number with + or 00 must be possible for its country (drama numbers, which no network
    gives out, are possible but not valid); a bare one must be valid with a + before it, or
    begin with a single 0 as national numbers do, and hold no date.
    """
    digits = re.sub(r"[^0-9]", "", written)
    told = written.lstrip().startswith("+") or digits.startswith("00")
    digits = digits.removeprefix("00") if not written.lstrip().startswith("+") else digits
    if not FEWEST_DIGITS <= len(digits) <= MOST_DIGITS:
        return ""
    if not told and _DATE.search(written):
        return ""
    if not told and digits.startswith("0"):
        return digits if 10 <= len(digits) <= 11 and len(set(digits)) > 2 else ""
    try:
        number = phonenumbers.parse(f"+{digits}")
    except phonenumbers.NumberParseException:
        return ""
    good = phonenumbers.is_possible_number(number) if told else phonenumbers.is_valid_number(number)
    return f"+{digits}" if good else ""

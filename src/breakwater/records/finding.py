"""What does one text say for itself, and why does that matter?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Proposal(StrEnum):
    """What Breakwater proposes to a person, who decides."""

    REFER = "refer"  # all three hurdles met, no protected kind
    LOOK = "look"  # worth an analyst's eye
    NONE = "none"


class ContactKind(StrEnum):
    """By which means somebody asks to be reached."""

    PHONE = "phone"
    WHATSAPP = "whatsapp"
    TELEGRAM = "telegram"
    SIGNAL = "signal"
    IMO = "imo"
    VIBER = "viber"
    SNAPCHAT = "snapchat"
    INSTAGRAM = "instagram"
    FACEBOOK = "facebook"
    TIKTOK = "tiktok"
    HANDLE = "handle"  # an @name, messenger not told
    EMAIL = "email"
    LINK = "link"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A contact point: `value` is one spelling for all ways to write it (E.164 for phones).

    `start` and `end` count characters of the original text.
    """

    kind: ContactKind
    value: str
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One thing that counted: shown to the analyst, kept with the referral.

    `kind` is the kind of evidence (see the policy's kinds), `tactic` a code of the tactics or
    empty, `says` an English gloss, `source` where the policy has it from. `weight` is what it
    really added to the score (below zero: it spoke against). `start` and `end` count
    characters of the original text, and `quote` is what stands between them. `where` marks the
    place in the post's media that it was read from; empty: the post's own text.
    """

    kind: str
    tactic: str
    says: str
    quote: str
    start: int
    end: int
    weight: float
    source: str
    where: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hurdle:
    """One thing that must be shown before anything is proposed for referral.

    `reasons` are the numbers of the finding's reasons that answer it; none: it is not met.
    """

    name: str
    reasons: tuple[int, ...] = ()

    @property
    def met(self) -> bool:
        return bool(self.reasons)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one text was read as, under the policy with the digest `policy`.

    Under a policy with learned readers its score is the probability that its reasons add up to in
    log-odds, at the prevalence that the policy states; otherwise the sum of their weights, within 0..1.
    """

    id: str
    platform: str
    account: str
    lang: str
    policy: str = ""
    score: float
    proposal: Proposal
    protected: tuple[str, ...] = ()
    tactics: tuple[str, ...] = ()
    hurdles: tuple[Hurdle, ...] = ()
    reasons: tuple[Reason, ...] = ()
    contacts: tuple[Contact, ...] = ()

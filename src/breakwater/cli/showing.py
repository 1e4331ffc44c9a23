"""How do findings look on a terminal?"""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.console import Group, JustifyMethod, RenderableType
from rich.table import Table
from rich.text import Text

from breakwater.detect.account import RULE
from breakwater.detect.reading import Reading
from breakwater.records import MediaText, Reason
from breakwater.records.account import AccountFinding
from breakwater.records.policy import Policy

PROPOSAL_STYLES = {"refer": "bold red", "look": "yellow", "none": "dim"}
FIRST_STRONG, POP = "\u2068", "\u2069"  # isolates: a right-to-left quote must not turn its row around


def isolated(text: str, most: int = 200) -> str:
    """Return a quote that keeps its direction to itself, on one line, cut if it is long."""
    plain = " ".join("".join(char if char.isprintable() or char == " " else " " for char in text).split())
    cut = plain if len(plain) <= most else plain[: most - 1] + "…"
    return f"{FIRST_STRONG}{cut}{POP}" if any("\u0590" <= char <= "\u08ff" for char in cut) else cut


def account_table(accounts: Sequence[AccountFinding]) -> RenderableType:
    """Return the ranked table: place, account, what is proposed, by which tactics, and why."""
    if not accounts:
        return Text("No account with anything that is looked for.")
    table = Table(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False, expand=True)
    for name in ("#", "account", "proposal", "score", "posts", "tactics"):
        justify: JustifyMethod = "right" if name in ("#", "score", "posts") else "left"
        narrow = name in ("#", "score", "posts", "proposal")
        table.add_column(name, justify=justify, no_wrap=narrow, overflow="fold", max_width=24)
    table.add_column("why", ratio=1, overflow="fold")
    for place, found in enumerate(accounts, start=1):
        table.add_row(
            str(place), Text(account_name(found)), Text(found.proposal, PROPOSAL_STYLES[found.proposal]),
            f"{found.score:.2f}", f"{found.proposed}/{found.posts}", " ".join(found.tactics[:3]),
            Text(_why(found)),
        )  # fmt: skip
    return table


def account_name(found: AccountFinding) -> str:
    return f"{found.platform} {isolated(found.handle or found.display_name or found.account, 40)}"


def _why(found: AccountFinding) -> str:
    quotes = [isolated(quote, 40) for quote in found.evidence[:3]]
    more = [f"the contact point of {len(found.seen_with)} more"] if found.seen_with else []
    more += [reason.says for reason in found.reasons if reason.kind in ("same_text", RULE)]
    protected = [f"protected: {', '.join(found.protected)}"] if found.protected else []
    return "; ".join([*protected, *quotes, *more])


def account_explained(found: AccountFinding) -> RenderableType:
    """Return the explanation of one account: hurdles with their evidence, reasons, contacts."""
    lines = [Text(f"{account_name(found)}: {found.proposal}, score {found.score:.2f}", "bold")]
    if found.display_name:
        lines.append(Text(f"shown as {isolated(found.display_name)}"))
    for hurdle in found.hurdles:
        quotes = ", ".join(isolated(found.evidence[number], 60) for number in hurdle.reasons[:4]) or "not met"
        lines.append(Text(f"  hurdle {hurdle.name}: {quotes}"))
    for reason in found.reasons:
        lines.append(Text(f"  {reason.weight:+.2f} {reason.kind}: {isolated(reason.says)}"))
    if found.contacts:
        lines.append(Text(f"  contacts: {', '.join(isolated(contact) for contact in found.contacts[:6])}"))
    if found.seen_with:
        lines.append(Text(f"  the same contact on: {', '.join(found.seen_with)}"))
    return Group(*lines)


def reading_explained(text: str, lang: str, reading: Reading, policy: Policy) -> RenderableType:
    """Return the explanation of one text: the marked original, hurdles, reasons for and against."""
    head = Text.assemble(
        ("proposal ", "dim"), (reading.proposal, PROPOSAL_STYLES[reading.proposal]),
        (f"   score {reading.score:.2f}   language {lang}   tactics {' '.join(reading.tactics) or '-'}", ""),
    )  # fmt: skip
    parts: list[RenderableType] = [marked(text, reading.reasons), Text(), head]
    says = {kind.name: kind.says for kind in policy.protected}
    parts += [
        Text(f"protected: {says[name]} ({name}); never proposed for referral", "green")
        for name in reading.protected
    ]
    asks = {hurdle.name: hurdle.asks for hurdle in policy.hurdles}
    for hurdle in reading.hurdles:
        quotes = ", ".join(dict.fromkeys(isolated(reading.reasons[i].quote, 40) for i in hurdle.reasons))
        parts.append(
            Text(
                f"{'yes' if hurdle.met else 'no ':3}  {asks[hurdle.name]}  {quotes}",
                "" if hurdle.met else "dim",
            )
        )
    if reading.reasons:
        parts.append(_reasons(reading.reasons))
    if reading.contacts:
        parts.append(Text("contacts: " + ", ".join(f"{c.kind} {c.value}" for c in reading.contacts)))
    return Group(*parts)


def marked(text: str, reasons: Sequence[Reason]) -> Text:
    """Return the original with what counted marked: for in red, against in green."""
    shown = Text("".join(char if char.isprintable() or char == "\n" else " " for char in text))
    for reason in reasons:
        shown.stylize(
            "green underline" if reason.weight < 0 else "bold red underline", reason.start, reason.end
        )
    return shown


def passages_table(passages: Sequence[MediaText]) -> RenderableType:
    """Return what was made out in a post's media: where, how surely, which words."""
    table = Table(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False)
    for name in ("where", "sure", "words"):
        table.add_column(name, justify="right" if name == "sure" else "left", overflow="fold")
    for passage in passages:
        heard = " (heard: weak evidence)" if passage.spoken else ""
        table.add_row(f"{passage.mark}{heard}", f"{passage.confidence:.2f}", Text(isolated(passage.text)))
    return table


def _reasons(reasons: Sequence[Reason]) -> Table:
    table = Table(header_style="bold", pad_edge=False)
    marked = any(reason.where for reason in reasons)
    for name in ("weight", "kind", "tactic", "quote", "says", "source", *(["where"] if marked else [])):
        table.add_column(name, justify="right" if name == "weight" else "left", overflow="fold")
    for reason in sorted(reasons, key=lambda reason: -reason.weight):
        style = "green" if reason.weight < 0 else "" if reason.weight else "dim"
        table.add_row(
            f"{reason.weight:+.2f}",
            *(Text(told) for told in (reason.kind, reason.tactic, isolated(reason.quote, 60))),
            *(Text(told) for told in (reason.says, reason.source)),
            *([Text(reason.where or "text")] if marked else []),
            style=style,
        )
    return table

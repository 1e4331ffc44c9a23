"""`breakwater policy`: is a policy as good as it claims?"""

from __future__ import annotations

from pathlib import Path

import click

from breakwater.errors import BreakwaterError, PolicyError
from breakwater.policy import SHIPPED, lint, load_policy

SHOWN = 50


@click.group("policy")
def command() -> None:
    """Check policies: terms, kinds, hurdles, protected kinds."""


@command.command("check")
@click.argument("folder", default=SHIPPED, type=click.Path(path_type=Path))
def check(folder: Path) -> None:
    """Try every example of every term, and point at file and line of what is wrong.

    \b
    Examples:
      breakwater policy check                    the shipped policy
      breakwater policy check my-policy/
    """
    problems = lint(folder)
    for problem in problems[:SHOWN]:
        click.echo(str(problem))
    if len(problems) > SHOWN:
        click.echo(f"... and {len(problems) - SHOWN} more")
    if problems:
        raise PolicyFailed(len(problems))
    policy = load_policy(folder)
    terms = [term for term in policy.terms if term.lang]
    langs = len({term.lang for term in terms})
    click.echo(
        f"{policy.name} {policy.version}: {len(terms):,} terms in {langs} languages, all examples hold"
    )


class PolicyFailed(BreakwaterError):
    """Examples do not hold, or terms are repeated."""

    exit_code = PolicyError.exit_code

    def __init__(self, problems: int) -> None:
        super().__init__(f"{problems} problem{'s' if problems > 1 else ''} found")

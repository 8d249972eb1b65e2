"""How a share went on after its alert: an hour later, at the next close, at the next open. Pure.

The change since the alert is told where the alert had a price; where it had none, the line's own change
against the last close is, and says so. The benchmark fund's change is of the same time, or is not told.
"""

from collections.abc import Collection, Sequence
from typing import Final

from bot.cards.card import Fact
from bot.cards.text import change, price
from bot.domain.figures import Mark, Moment
from bot.domain.story import Story

_WHEN: Final = {
    Moment.HOUR: "an hour later",
    Moment.CLOSE: "at the close",
    Moment.OPEN: "at the open",
}


def follow_up_facts(
    story: Story, moments: Collection[Moment] = frozenset(_WHEN), *, below: bool = False
) -> tuple[Fact, ...]:
    """Return how each share of the story went on until these moments, a fact a company: those that the alert
    tells, or those told `below` it."""
    told = [mark for mark in story.figures.marks if mark.moment in moments and mark.below is below]
    return tuple(_fact(marks) for marks in _by_company(story, told))


def _by_company(story: Story, marks: Sequence[Mark]) -> list[list[Mark]]:
    """Return each company's marks as they came, of its first listing that has any."""
    found = []
    for company in story.companies():
        listings = (company.ticker, *company.listings)
        own = [mark for mark in marks if mark.line.ticker is not None and mark.line.ticker in listings]
        if own:
            shown = [mark for mark in own if mark.line.ticker == own[0].line.ticker]
            found.append(shown)
    return found


def _fact(marks: Sequence[Mark]) -> Fact:
    last = marks[-1].line
    symbol = last.ticker.symbol if last.ticker is not None else ""
    basis = "Since the alert" if any(mark.since is not None for mark in marks) else "Later price"
    provider = f", live from {last.provider}" if last.provider else ""
    return Fact(f"{basis} ({symbol})", f"{'; '.join(map(_words, marks))}{provider}", at=last.at)


def _words(mark: Mark) -> str:
    """Return "at the close +2.1 % to $78.00 (SPY +0.2 %)", or "… $78.00, +1 % against the close of 10 Mar"
    where nobody knows the change since the alert."""
    line = mark.line
    at = "" if line.last is None else price(line.last.value, line.last.currency)
    when = _WHEN[mark.moment]
    if mark.since is not None:
        fund = f" ({mark.against} {change(mark.benchmark)})" if mark.benchmark is not None else ""
        return f"{when} {change(mark.since)} {'to' if mark.since else 'at'} {at}{fund}"
    against = f" against the close of {line.against.day} {line.against:%b}" if line.against else ""
    moved = f", {change(line.change)}{against}" if line.change is not None else ""
    return f"{when} {at}{moved}"

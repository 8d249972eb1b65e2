"""How a share went on after its alert: an hour later, at the next close, at the next open. Pure.

The change since the alert is told where the alert had a price, or since the close that it showed; where it
had none, the line's own change against the last close is, and says so. The benchmark fund's change is of the
same time, or is not told.
"""

from collections.abc import Collection, Sequence
from typing import Final

from bot.cards.card import Fact
from bot.cards.prices import close_of
from bot.cards.text import change, price
from bot.domain.figures import Mark, Moment
from bot.domain.market import PriceLine, Session
from bot.domain.story import Story
from bot.market.sessions import local_day

_WHEN: Final = {
    Moment.HOUR: "an hour later",
    Moment.CLOSE: "at the close",
    Moment.OPEN: "after the open",  # by some minutes: it is not the price of the opening auction
}


def follow_up_facts(
    story: Story, moments: Collection[Moment] = frozenset(_WHEN), *, below: bool = False
) -> tuple[Fact, ...]:
    """Return how each share of the story went on until these moments, a fact a company: those that the alert
    tells, or those told `below` it."""
    told = [mark for mark in story.figures.marks if mark.moment in moments and mark.below is below]
    return tuple(_fact(marks, _alerted(story, marks[0])) for marks in _by_company(story, told))


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


def _alerted(story: Story, mark: Mark) -> PriceLine | None:
    """Return what the alert showed of a mark's listing."""
    marks = story.figures.marks
    own = (one.line for one in marks if one.moment is Moment.ALERT and one.line.ticker == mark.line.ticker)
    return next(own, None)


def _fact(marks: Sequence[Mark], alerted: PriceLine | None) -> Fact:
    last = marks[-1].line
    symbol = last.ticker.symbol if last.ticker is not None else ""
    since = any(mark.since is not None for mark in marks)
    closed = _closed(alerted) if since and alerted is not None else None
    basis = "Later price" if not since else "Since the alert" if closed is None else f"Since {closed}"
    words = "; ".join(_words(mark, after_close=closed is not None) for mark in marks)
    provider = f", live from {last.provider}" if last.provider else ""
    return Fact(f"{basis} ({symbol})", f"{words}{provider}", at=last.at)


def _closed(alerted: PriceLine) -> str | None:
    """Return "the close of 20 Nov" where that is what the alert showed: hours or days before it."""
    if alerted.session is not Session.CLOSE or alerted.at is None or alerted.ticker is None:
        return None
    day = local_day(alerted.at, alerted.ticker.mic)
    return "the last close" if day is None else f"the close of {day.day} {day:%b}"


def _words(mark: Mark, *, after_close: bool) -> str:
    """Return "at the close +2.1 % to $78.00 (SPY +0.2 %)", or "… $78.00, +1 % against the close of 10 Mar"
    where nobody knows the change since the alert."""
    line = mark.line
    at = "" if line.last is None else price(line.last.value, line.last.currency)
    when = "an hour after the alert" if after_close and mark.moment is Moment.HOUR else _WHEN[mark.moment]
    if mark.since is not None:
        fund = f" ({mark.against} {change(mark.benchmark)})" if mark.benchmark is not None else ""
        return f"{when} {change(mark.since)} {'to' if mark.since else 'at'} {at}{fund}"
    moved = f", {change(line.change)} against {close_of(line)}" if line.change is not None else ""
    return f"{when} {at}{moved}"

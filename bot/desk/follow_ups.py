"""Follow-ups: how a share went on after a story was alerted. Pure.

The price is looked up at three moments: an hour after the alert, at the next end of regular trading, and at
its next beginning, by the calendar of the exchange where the share trades. It is told only while it is of
that moment, and compared only with what is of the same share and the same time.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final, Literal

from bot.desk.growth import seen_anew
from bot.desk.lookups import alert_marks
from bot.domain.alert import News
from bot.domain.figures import Mark, Moment
from bot.domain.market import PriceLine, Session, Ticker
from bot.domain.story import Story
from bot.market.change import change
from bot.market.closes import settled
from bot.market.sessions import RegularClose, local_day, next_close, next_open
from bot.ports import Appointment

HOUR: Final = timedelta(hours=1)
OPENED: Final = timedelta(minutes=2)  # after the bell; the first trades of a busy morning take a while
# How long after its moment a price is looked for. Many feeds are twenty minutes late: only then they have the
# first trades of a day, and five minutes after the hour those that were paid a quarter of an hour before it.
WORTH: Final[Mapping[Moment, timedelta]] = {
    Moment.HOUR: timedelta(minutes=10),
    Moment.CLOSE: timedelta(minutes=30),
    Moment.OPEN: timedelta(minutes=30),
}
APART: Final = timedelta(minutes=15)  # between two prices that count as of the same time
OPENING: Final = timedelta(minutes=10)  # after `OPENED`: a later trade says nothing of the opening
# A split that nobody told of looks like a fall or a rise over night that is larger than these.
OVERNIGHT: Final = (Decimal("0.7"), Decimal("1.4"))

NEWS: Final[Mapping[Moment, News]] = {
    Moment.HOUR: News.HOUR,
    Moment.CLOSE: News.CLOSE,
    Moment.OPEN: News.OPEN,
}


@dataclass(frozen=True, slots=True)
class Plan:
    """Which `moments` are wanted, how they are told, and the benchmark `fund`, None where none is known."""

    moments: tuple[Moment, ...] = ()
    told_by: Literal["edit", "reply"] = "edit"
    fund: Ticker | None = None

    def appointments(
        self, story: Story, alerted: datetime, tickers: Iterable[Ticker], fund: PriceLine | None
    ) -> tuple[Appointment, ...]:
        """Return what is to be looked up later about a story that was `alerted` then (UTC), with its prices
        or, where it has none, about `tickers`. `fund` is what the benchmark fund stood at."""
        listing = next((mark.line.ticker for mark in alert_marks(story)), None) or next(iter(tickers), None)
        if listing is None:
            return ()
        due = {moment: _due(moment, alerted, listing.mic) for moment in self.moments}
        return tuple(
            Appointment(story.id, moment, at, at + WORTH[moment], fund=fund)
            for moment, at in due.items()
            if at is not None
        )


def marks_of(
    appointment: Appointment, story: Story, lines: Iterable[PriceLine], fund: PriceLine | None
) -> tuple[Mark, ...]:
    """Return what the prices found for an appointment say, each against the alert's own of the same listing.
    `fund` is what the benchmark fund stands at. Those that are not of the moment are left out."""
    alerted = {mark.line.ticker: mark.line for mark in alert_marks(story)}
    return tuple(
        _mark(appointment, line, alerted.get(line.ticker), fund)
        for line in lines
        if _is_of_its_moment(appointment, line, alerted.get(line.ticker))
    )


def followed_up(story: Story, marks: Collection[Mark], plan: Plan) -> Story:
    """Return a story with what its prices came to, its revision grown. What is told in a reply is not on the
    card, yet counts as a revision, since the reply is drawn from it."""
    known = {(mark.moment, mark.line.ticker) for mark in story.figures.marks}
    new = [mark for mark in marks if (mark.moment, mark.line.ticker) not in known]
    if not new:
        return story
    is_below = plan.told_by == "reply"
    told = (replace(mark, below=is_below) for mark in new)
    after = replace(story, figures=replace(story.figures, marks=(*story.figures.marks, *told)))
    return replace(after, revision=story.revision + 1) if is_below else seen_anew(story, after)


def _due(moment: Moment, alerted: datetime, mic: str) -> datetime | None:
    """Return when a moment's price can be had; None where nobody knows when the exchange trades."""
    if moment is Moment.HOUR:
        return alerted + HOUR
    if moment is Moment.OPEN:
        return None if (opens := next_open(alerted, mic)) is None else opens + OPENED
    closes = next_close(alerted, mic)
    day = None if closes is None else local_day(closes, mic)
    return None if closes is None or day is None else settled(RegularClose(day, closes), mic)


def _is_of_its_moment(appointment: Appointment, line: PriceLine, alerted: PriceLine | None) -> bool:
    """Say whether a line is of the moment, and not the very price that the alert showed."""
    if line.at is None or (alerted is not None and alerted.at is not None and line.at <= alerted.at):
        return False
    # However often it was put off, until a late feed has what was paid then.
    since = appointment.until - WORTH[appointment.moment] - line.at
    if appointment.moment is Moment.OPEN:
        return line.session is Session.REGULAR and -OPENING <= since <= OPENED
    if appointment.moment is Moment.CLOSE:
        return timedelta(0) <= since <= HOUR
    return since <= APART


def _mark(
    appointment: Appointment, line: PriceLine, alerted: PriceLine | None, fund: PriceLine | None
) -> Mark:
    since = None if alerted is None else _since(alerted, line)
    if since is None or alerted is None:
        return Mark(appointment.moment, line)
    base = appointment.fund
    if base is None or fund is None or not (_are_together(alerted, base) and _are_together(line, fund)):
        return Mark(appointment.moment, line, since)
    benchmark = _since(base, fund)
    against = fund.ticker.symbol if fund.ticker is not None and benchmark is not None else None
    return Mark(appointment.moment, line, since, benchmark, against)


def _since(then: PriceLine, now: PriceLine) -> Decimal | None:
    """Return the change between two prices of a listing; None where they cannot be compared."""
    if then.last is None or now.last is None or then.last.currency != now.last.currency:
        return None
    if _may_be_split(then, now):
        return None
    return change(now.last.value, then.last.value)


def _may_be_split(then: PriceLine, now: PriceLine) -> bool:
    """Say whether the shares may have been split between two prices. Within a day they never are; over night
    the close tells, which the later line has in the shares of its own day."""
    if then.ticker is None or then.at is None or now.at is None or then.last is None or now.last is None:
        return True
    day, later = local_day(then.at, then.ticker.mic), local_day(now.at, then.ticker.mic)
    is_night = Session.OVERNIGHT in (then.session, now.session)  # which trades the next day's shares
    if day is not None and day == later and (not is_night or then.session is now.session):
        return False
    if now.change is None:
        return True
    least, most = OVERNIGHT
    return not least <= now.last.value / (1 + now.change) / then.last.value <= most


def _are_together(one: PriceLine, other: PriceLine) -> bool:
    return one.at is not None and other.at is not None and abs(one.at - other.at) <= APART

"""A market of invented shares: what was paid when, and at what price each day ended.

Every loopback vendor of prices renders the same tape in its own way, as it would have answered at the tape's
`now`. So one table of what is right holds for all of them.

    tape = Tape(now)
    tape.list("TARN", {TUESDAY: "40.00"}).trade(at, "41.00")
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from zoneinfo import ZoneInfo

NEW_YORK = ZoneInfo("America/New_York")
DELAY = timedelta(minutes=15)


class Way(StrEnum):
    """How a trade was made: not every one moves the last price of the tape."""

    REGULAR = "regular"
    ODD_LOT = "odd lot"
    LATE = "late"  # of hours ago, told now
    AVERAGE = "average"  # of a day's trades, agreed beforehand


@dataclass(frozen=True)
class Print:
    """A trade on the tape. IEX shows those made there."""

    at: datetime
    price: Decimal
    way: Way = Way.REGULAR
    on_iex: bool = True


@dataclass
class Share:
    """A listing. `closes` are official, in the shares of their day; `bells` are when half days end, by the
    clock in New York."""

    closes: dict[date, Decimal]
    splits: dict[date, Decimal] = field(default_factory=dict)
    bells: dict[date, time] = field(default_factory=dict)
    prints: list[Print] = field(default_factory=list)

    def trade(self, at: datetime, price: str, way: Way = Way.REGULAR, *, on_iex: bool = True) -> "Share":
        """Trade once more."""
        self.prints.append(Print(at, Decimal(price), way, on_iex))
        self.prints.sort(key=lambda one: one.at)
        return self

    def bell(self, day: date) -> datetime:
        """Return when regular trading ends on a day."""
        return datetime.combine(day, self.bells.get(day, time(16)), NEW_YORK)

    def is_regular(self, at: datetime) -> bool:
        """Tell whether regular trading went on at an instant."""
        day = at.astimezone(NEW_YORK).date()
        opened = datetime.combine(day, time(9, 30), NEW_YORK)
        return opened <= at < self.bell(day) and day.weekday() < 5

    def seen(self, until: datetime, *, on_iex: bool = False) -> list[Print]:
        """Return what was traded until then, oldest first."""
        return [one for one in self.prints if one.at <= until and (one.on_iex or not on_iex)]

    def days(self, until: datetime) -> Iterator[tuple[date, Decimal]]:
        """Yield each day's bar as it stood then: of a day that is over its close, of one that still runs the
        last price so far, which is no close."""
        running = {
            one.at.astimezone(NEW_YORK).date(): one.price
            for one in self.seen(until)
            if self.is_regular(one.at) and one.way is Way.REGULAR
        }
        for day in sorted({*self.closes, *running}):
            if day in self.closes and self.bell(day) <= until:
                yield day, self.closes[day]
            elif day in running and self.bell(day) > until:
                yield day, running[day]

    def in_todays_shares(self, price: Decimal, day: date) -> Decimal:
        """Return a day's price as splits have made it since."""
        for split, ratio in self.splits.items():
            if day < split:
                price /= ratio
        return price


@dataclass
class Tape:
    """The market at `now`, which a test moves on."""

    now: datetime
    shares: dict[str, Share] = field(default_factory=dict)

    def list(
        self, symbol: str, closes: Mapping[date, str], splits: Mapping[date, str] | None = None
    ) -> Share:
        """List a share."""
        share = Share(
            {day: Decimal(price) for day, price in closes.items()},
            {day: Decimal(ratio) for day, ratio in (splits or {}).items()},
        )
        self.shares[symbol] = share
        return share

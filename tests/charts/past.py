"""Past prices for tests: invented, and the same at every run."""

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.chart import Chart, Flag, Period, Phase
from bot.domain.market import Ticker
from bot.domain.price import Close, Trade
from bot.market.sessions import stretches

NEW_YORK: Final = ZoneInfo("America/New_York")
SHARE: Final = Ticker("EXMP", "XNYS")
MONDAY: Final = date(2026, 11, 16)
MINUTE: Final = timedelta(minutes=1)


def there(hour: int, minute: int = 0, day: date = MONDAY, zone: ZoneInfo = NEW_YORK) -> datetime:
    """Return a time of a day by the clocks of New York, in UTC."""
    return datetime.combine(day, time(hour, minute), zone).astimezone(UTC)


def every(step: timedelta, begins: datetime, ends: datetime) -> Iterator[datetime]:
    """Give the times from one to before another."""
    while begins < ends:
        yield begins
        begins += step


def walk(times: Sequence[datetime], price: float = 75.0, step: float = 0.0012) -> tuple[Trade, ...]:
    """Return a price at each time, which wanders by about a fraction `step` each time."""
    chance = random.Random(5)
    trades = []
    for at in times:
        price *= 1 + chance.gauss(0, step)
        trades.append(Trade(Decimal(f"{price:.2f}"), at))
    return tuple(trades)


def phases(begins: datetime, ends: datetime, mic: str = "XNYS") -> tuple[Phase, ...]:
    """Return the sessions of an exchange between two times."""
    day = timedelta(days=1)
    return tuple(
        Phase(one.session, one.begins or begins - day, one.ends or ends + day)
        for one in stretches(begins, ends, mic)
    )


def chart(
    times: Sequence[datetime],
    *,
    until: datetime | None = None,
    period: Period = Period.DAY,
    mic: str = "XNYS",
    zone: str = "America/New_York",
    close: Close | None = None,
    flags: tuple[Flag, ...] = (),
) -> Chart:
    """Return a chart of a wandering price at these times."""
    ends = until or times[-1]
    return Chart(
        ticker=SHARE,
        period=period,
        currency="USD",
        provider="Example",
        zone=zone,
        until=ends,
        trades=walk(times),
        phases=phases(times[0], ends, mic),
        close=close,
        flags=flags,
    )


def busy_day(points: int = 390) -> Chart:
    """Return a chart of so many prices from Monday's premarket to Tuesday's, as it looks at 07:42."""
    tuesday = MONDAY + timedelta(days=1)
    spans = [(there(4), there(20)), (there(4, day=tuesday), there(7, 42, day=tuesday))]
    open_for = sum(((ends - begins) for begins, ends in spans), timedelta(0))
    times = [at for begins, ends in spans for at in every(open_for / points, begins, ends)]
    bell = there(16)
    return chart(
        times,
        until=there(7, 42, day=tuesday),
        close=Close(MONDAY, next(one.price for one in reversed(walk(times)) if one.at < bell)),
        flags=(
            Flag(1, there(11, 20)),
            Flag(2, there(11, 35)),
            Flag(3, there(6, 50, day=tuesday)),
        ),
    )

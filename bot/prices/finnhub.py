"""Finnhub: prices of the regular session, one symbol a request.

The answer has no day: `c` is the last price, `t` its time, `pc` a close before it. Which close that is, is
told by `t` and the calendar, and only where there is no doubt:

- `t` within regular trading: `c` was paid then, and `pc` is the close before that day.
- `t` at the bell: `c` is that day's close, and `pc` the one before; save where both are equal, since Finnhub
  moves `pc` on at some time before the next open, and then nobody can tell.
- any other `t`, or zeros, which it has for symbols that it does not know: nothing.

Nor is a `pc` used from which the price moved as far as by a split, since it tells none.

A share that did not trade on the day before, halted say, has an older close in `pc`: it is still the last
there was, but nobody can tell of which day. So `pc` is given as a close that is not dated.

Splits and past prices need a paid plan, so there are none. The shape and the limits are from
https://finnhub.io/docs/api/quote and /rate-limit; that `t` may stay at Friday's bell far into Monday, and
that it was the time of asking in 2020, are reports in github.com/finnhubio/Finnhub-API (583, 135). Nothing of
it was asked live from here.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import ClassVar, Final, Literal

import msgspec

from bot.domain.market import Session, Ticker
from bot.domain.price import Close, Snapshot, Trade
from bot.domain.secret import Secret
from bot.fetch import Fetcher
from bot.fetch.interface import Interface, key_of
from bot.market.sessions import last_close, session
from bot.prices.american import CURRENCY, Spelling, day_in_new_york, instant, is_price
from bot.prices.keys import require

VARIABLE: Final = "FINNHUB_API_KEY"
SPELLING: Final = Spelling(share_class=".")
APART: Final = 1 / 14  # seconds between two calls; every plan allows 30 a second, for news and prices
AT_THE_BELL: Final = timedelta(minutes=1)  # so late the last trade of a day may bear its time
CENT: Final = Decimal("0.01")  # to which it rounds
# It tells no splits: a move as large as the smallest usual one, 3:2, or larger is not believed.
BELIEVED: Final = (Decimal("0.7"), Decimal("1.4"))


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`[prices]` of kind "finnhub". `url` is where to ask."""

    ENVIRONMENT: ClassVar[Mapping[str, str]] = {"key": VARIABLE}
    NEEDS: ClassVar[Mapping[str, str]] = {"key": f"set the variable {VARIABLE}; a key is free at finnhub.io."}

    kind: Literal["finnhub"] = "finnhub"
    url: str = "https://finnhub.io/api/v1"
    key: Secret | None = None


class Answer(msgspec.Struct, frozen=True):
    """An answer: last price, change, close before, and the time in seconds since 1970. Any may be null."""

    c: Decimal | None = None
    d: Decimal | None = None
    pc: Decimal | None = None
    t: int | None = None


def build(settings: Settings, fetcher: Fetcher) -> "Finnhub":
    """Return the provider. Raises CannotRun without the key."""
    require(settings)
    return Finnhub(settings, fetcher)


class Finnhub:
    """The prices of the regular session over REST. Its calls are counted together with those for news."""

    name: Final = "Finnhub"
    most: Final = 1

    def __init__(self, settings: Settings, fetcher: Fetcher) -> None:
        self._url = settings.url.rstrip("/")
        self._pacer = fetcher.seats.pacer("finnhub", APART)
        self._interface = Interface(fetcher, {"X-Finnhub-Token": key_of(settings.key, VARIABLE)}, VARIABLE)

    def knows(self, ticker: Ticker) -> bool:
        """Know what is listed in New York: other exchanges need a paid plan."""
        return SPELLING.of(ticker) is not None

    async def snapshots(self, tickers: Sequence[Ticker], now: datetime) -> dict[Ticker, Snapshot]:
        """Ask for each ticker."""
        del now
        found: dict[Ticker, Snapshot] = {}
        for ticker in tickers:
            if (symbol := SPELLING.of(ticker)) is not None:
                await self._pacer.turn()
                answer = await self._interface.ask(f"{self._url}/quote", {"symbol": symbol}, Answer)
                if (snapshot := snapshot_of(answer, ticker)) is not None:
                    found[ticker] = snapshot
        return found

    async def close(self) -> None:
        """Nothing is held: the fetcher belongs to whoever made it."""


def snapshot_of(answer: Answer, ticker: Ticker) -> Snapshot | None:
    """Return what an answer surely says; None where it says nothing."""
    at = instant(answer.t or 0, 1)
    if at is None or not is_price(answer.c):
        return None
    bell = last_close(at, ticker.mic)
    if bell is None:
        return None
    trades: tuple[Trade, ...] = ()
    closes: tuple[Close, ...] = ()
    before: datetime | None
    if session(at, ticker.mic) is Session.REGULAR:
        trades, before = (Trade(answer.c, at),), bell
    elif at - bell <= AT_THE_BELL:
        closes = (Close(day_in_new_york(bell), answer.c),)
        before = None if answer.pc == answer.c else last_close(bell - timedelta(seconds=1), ticker.mic)
    else:
        return None
    if before is not None and is_price(answer.pc) and _agree(answer) and _is_near(answer.c / answer.pc):
        closes = (Close(day_in_new_york(before), answer.pc, dated=False), *closes)
    return Snapshot(ticker, CURRENCY, Finnhub.name, trades, closes, covers=frozenset({Session.REGULAR}))


def _agree(answer: Answer) -> bool:
    """Tell whether the change that Finnhub prints is the one from `pc`: else one of them is of another
    time."""
    if not (is_price(answer.c) and is_price(answer.pc)) or answer.d is None or not answer.d.is_finite():
        return False
    return abs(answer.c - answer.pc - answer.d) <= CENT


def _is_near(ratio: Decimal) -> bool:
    """Tell whether a price is so near to a close that both are of the same shares."""
    least, most = BELIEVED
    return least < ratio < most

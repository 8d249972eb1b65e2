"""The price vendors of the contract, each with the plans that matter, and the moments that each is judged
at."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from bot import plugins
from bot.config import Environment
from bot.domain.market import PriceLine, Session, Ticker
from bot.fetch import Fetcher
from bot.ports import PriceProvider
from tests.vendors import alpaca, finnhub, massive, yahoo
from tests.vendors.alpaca_prices import AlpacaPrices
from tests.vendors.finnhub_prices import FinnhubPrices
from tests.vendors.massive_prices import MassivePrices
from tests.vendors.price_server import PriceServer
from tests.vendors.trading import NEW_YORK, Share, Tape, Way

TARN = Ticker("TARN", "XNYS")

KEYS = {
    "APCA_API_KEY_ID": alpaca.KEY,
    "APCA_API_SECRET_KEY": alpaca.SECRET,
    "FINNHUB_API_KEY": finnhub.KEY,
    "MASSIVE_API_KEY": massive.KEY,
}

EXTENDED = frozenset({Session.PREMARKET, Session.REGULAR, Session.AFTER_HOURS})


@dataclass(frozen=True)
class Sight:
    """What a vendor sees: the sessions in which it must have a line, whether it is a quarter of an hour
    behind, with its trades or with its closes, whether it tells of splits, and whether its closes bear their
    day."""

    covers: frozenset[Session] = EXTENDED
    is_late: bool = False
    has_late_closes: bool = False
    tells_splits: bool = True
    dates_closes: bool = True


LIVE = Sight()
LATE = Sight(is_late=True, has_late_closes=True)
LATE_CLOSES = Sight(has_late_closes=True)
REGULAR_ONLY = Sight(covers=frozenset({Session.REGULAR}), tells_splits=False, dates_closes=False)
NO_SPLITS = Sight(tells_splits=False)


@dataclass(frozen=True)
class Stage:
    """A vendor with a plan, and what it sees."""

    name: str
    serve: Callable[[Tape], PriceServer]
    sight: Sight
    settings: Mapping[str, Any] = field(default_factory=dict)

    @asynccontextmanager
    async def open(self, tape: Tape) -> AsyncIterator[tuple[PriceServer, PriceProvider]]:
        """Open the vendor over a tape, and the provider that asks it."""
        async with self.open_anew(tape) as (server, provider):
            yield server, provider()

    @asynccontextmanager
    async def open_anew(self, tape: Tape) -> AsyncIterator[tuple[PriceServer, Callable[[], PriceProvider]]]:
        """Open the vendor over a tape, and what makes providers that ask it: each knows nothing yet."""
        async with self.serve(tape) as server, Fetcher(allow=[server.place], timeout=5) as fetcher:
            fetcher.seats.pacer("finnhub", 0.0)  # the first who asks says how far apart: here nobody waits
            yield server, lambda: provider_of(server, fetcher, KEYS, **self.settings)


def provider_of(
    server: PriceServer, fetcher: Fetcher, keys: Mapping[str, str], **settings: Any
) -> PriceProvider:
    """Build the provider that asks a server, as the house does."""
    module = plugins.find("prices", server.kind)
    table = {"kind": server.kind, "url": server.url, **settings}
    provider: PriceProvider = module.build(
        Environment(keys).section(module.Settings, table, "[prices]"), fetcher
    )
    return provider


STAGES = (
    Stage("alpaca, free", AlpacaPrices, LATE_CLOSES),
    Stage("alpaca, paid", lambda tape: AlpacaPrices(tape, is_paid=True), LIVE, {"feed": "sip"}),
    Stage("alpaca, late", AlpacaPrices, LATE, {"feed": "delayed_sip"}),
    Stage("massive, live", MassivePrices, LIVE),
    Stage("massive, late", lambda tape: MassivePrices(tape, plan="developer"), LATE),
    Stage("massive, no trades", lambda tape: MassivePrices(tape, plan="starter"), LATE),
    Stage("finnhub", FinnhubPrices, REGULAR_ONLY),
)


@asynccontextmanager
async def yahoo_over(tape: Tape) -> AsyncIterator[tuple[yahoo.Yahoo, PriceProvider]]:
    """Open Yahoo's loopback over a tape, and the provider that asks it."""
    async with yahoo.Yahoo(tape.now) as server, Fetcher(allow=[server.place], timeout=5) as fetcher:
        server.shares = yahoo_shares(tape)
        module = plugins.find("prices", "yahoo")
        yield (
            server,
            module.build(Environment({}).section(module.Settings, server.table(), "[prices]"), fetcher),
        )


def yahoo_shares(tape: Tape) -> dict[str, yahoo.Share]:
    """Return a tape's shares as Yahoo's loopback has them: only trades that move the last price."""
    return {
        symbol: yahoo.Share(
            symbol,
            bell=share.bell(tape.now.date()).time(),
            closes={day: float(price) for day, price in share.closes.items()},
            prints=[(one.at, float(one.price)) for one in share.prints if one.way is Way.REGULAR],
            splits={day: ratio.as_integer_ratio() for day, ratio in share.splits.items()},
        )
        for symbol, share in tape.shares.items()
    }


def new_york(text: str) -> datetime:
    """Return an instant by the clock in New York: "2026-03-11 08:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=NEW_YORK)


@dataclass(frozen=True)
class Right:
    """What a line must say: the change is worked out by hand. `against` is None where no day is told."""

    session: Session
    last: str
    change: str
    against: date | None

    @classmethod
    def of(cls, line: PriceLine) -> "Right":
        assert line.last is not None
        assert line.change is not None
        change = line.change.quantize(Decimal("0.0001"))
        return cls(line.session, f"{line.last.value.normalize():f}", f"{change:f}", line.against)


@dataclass(frozen=True)
class Case:
    """A moment: what was traded until then (clock in New York, price, way), and what is right to say. `line`
    is the present session's, `close` the last close's; None: there is nothing right to say. `soon` tells that
    the bell has just rung, so that whoever is late has no close of the day yet."""

    name: str
    now: str
    closes: Mapping[str, str]
    prints: Sequence[tuple[str, str, Way]] = ()
    line: Right | None = None
    close: Right | None = None
    splits: Mapping[str, str] = field(default_factory=dict)
    half_days: Mapping[str, str] = field(default_factory=dict)
    soon: bool = False

    def as_seen(self, sight: Sight) -> "Case":
        """Return it with what a vendor must say that may not tell the days of closes."""
        if sight.dates_closes:
            return self
        line = replace(self.line, against=None) if self.line else None
        return replace(self, line=line, close=replace(self.close, against=None) if self.close else None)

    def tape(self) -> Tape:
        tape = Tape(new_york(self.now))
        share = tape.list("TARN", _days(self.closes), _days(self.splits))
        share.bells = {
            date.fromisoformat(day): datetime.fromisoformat(f"{day} {clock}").time()
            for day, clock in self.half_days.items()
        }
        trade_all(share, self.prints)
        return tape


def trade_all(share: Share, prints: Sequence[tuple[str, str, Way]]) -> None:
    """Put trades on the tape."""
    for clock, price, way in prints:
        share.trade(new_york(clock), price, way)


def _days(table: Mapping[str, str]) -> dict[date, str]:
    return {date.fromisoformat(day): value for day, value in table.items()}

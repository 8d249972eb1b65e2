"""Finnhub's prices: a close before that bears no day, and when its day is sure."""

from datetime import date
from decimal import Decimal

import pytest

from bot.domain.market import PriceLine, Session, Ticker
from bot.domain.price import Close, NoLine
from bot.market.live import appraise
from bot.prices.finnhub import Answer, snapshot_of
from tests.contracts.price_stages import STAGES, TARN, new_york
from tests.vendors.finnhub_prices import FinnhubPrices
from tests.vendors.trading import Tape

FINNHUB = STAGES[6]
THU, FRI, MON = date(2026, 3, 12), date(2026, 3, 13), date(2026, 3, 16)


def at(clock: str, **fields: float | None) -> Answer:
    """Return an answer of a time in New York: 42.00, after a close of 40.00."""
    numbers = {"c": 42.0, "d": 2.0, "pc": 40.0, **fields}
    decimals = {key: None if value is None else Decimal(f"{value}") for key, value in numbers.items()}
    return Answer(t=int(new_york(clock).timestamp()), **decimals)


def told(answer: Answer) -> tuple[int, list[date]] | None:
    """Return how many trades and the closes of which days an answer gives."""
    snapshot = snapshot_of(answer, TARN)
    if snapshot is None:
        return None
    return len(snapshot.trades), [close.day for close in snapshot.closes]


def test_in_regular_trading_the_close_is_of_the_day_before() -> None:
    assert told(at("2026-03-13 11:00")) == (1, [THU])
    assert told(at("2026-03-16 09:30")) == (1, [FRI])


def test_at_the_bell_there_are_two_closes() -> None:
    assert told(at("2026-03-13 16:00")) == (0, [THU, FRI])
    snapshot = snapshot_of(at("2026-03-13 16:00"), TARN)
    assert snapshot is not None
    assert snapshot.closes == (Close(THU, Decimal("40.0"), dated=False), Close(FRI, Decimal("42.0")))


def test_the_bell_of_a_half_day_rings_earlier() -> None:
    assert told(at("2026-11-27 13:00")) == (0, [date(2026, 11, 25), date(2026, 11, 27)])
    assert told(at("2026-11-27 16:00")) is None


def test_a_close_that_moved_on_already_has_no_day() -> None:
    assert told(at("2026-03-13 16:00", pc=42.0, d=0.0)) == (0, [FRI])


@pytest.mark.parametrize(
    ("price", "days"), [(27.9, []), (28.1, [THU]), (55.9, [THU]), (56.1, []), (22.4, [])]
)
def test_a_move_as_large_as_a_split_is_not_believed(price: float, days: list[date]) -> None:
    """A share that is split 2:1 and rises by 12 % on the same day looks like a fall by 44 %."""
    assert told(at("2026-03-13 11:00", c=price, d=price - 40)) == (1, days)


@pytest.mark.parametrize(
    "clock",
    ["2026-03-14 12:00", "2026-03-13 08:00", "2026-03-13 17:30", "2026-04-03 11:00", "2031-03-13 11:00"],
)
def test_a_time_outside_of_trading_says_nothing(clock: str) -> None:
    """A weekend, the premarket, the evening, a holiday, a year beyond the calendar: the time of asking,
    perhaps."""
    assert told(at(clock)) is None


@pytest.mark.parametrize(
    "fields", [{"d": 5.0}, {"d": None}, {"pc": 0.0, "d": 42.0}, {"pc": None}, {"pc": -40.0, "d": 82.0}]
)
def test_a_change_of_another_close_is_no_close(fields: dict[str, float | None]) -> None:
    assert told(at("2026-03-13 11:00", **fields)) == (1, [])


@pytest.mark.parametrize("price", [0.0, None, -1.0])
def test_without_a_price_there_is_nothing(price: float | None) -> None:
    assert told(at("2026-03-13 11:00", c=price)) is None


async def test_an_answer_that_is_stuck_at_fridays_bell_is_no_price_on_monday() -> None:
    tape = Tape(new_york("2026-03-16 10:27"))
    share = tape.list("TARN", {THU: "40.00", FRI: "42.00"})
    share.trade(new_york("2026-03-13 15:59"), "41.90").trade(new_york("2026-03-16 10:20"), "50.00")
    async with FINNHUB.open(tape) as (server, provider):
        assert isinstance(server, FinnhubPrices)
        fresh = appraise((await provider.snapshots([TARN], tape.now))[TARN], tape.now)
        assert isinstance(fresh, PriceLine)
        assert (fresh.session, fresh.change) == (Session.REGULAR, Decimal(50) / 42 - 1)
        server.stuck_at = new_york("2026-03-15 12:00")
        stuck = appraise((await provider.snapshots([TARN], tape.now))[TARN], tape.now)
        assert stuck is NoLine.NO_TRADE


async def test_a_share_that_rested_for_a_day_moved_since_its_last_close_of_no_told_day() -> None:
    tape = Tape(new_york("2026-03-16 10:27"))
    tape.list("TARN", {THU: "40.00"}).trade(new_york("2026-03-16 10:20"), "41.00")  # no trade on Friday
    async with FINNHUB.open(tape) as (_, provider):
        line = appraise((await provider.snapshots([TARN], tape.now))[TARN], tape.now)
        assert isinstance(line, PriceLine)
        assert (line.change, line.against) == (Decimal("0.025"), None)


async def test_before_the_open_it_tells_of_the_close() -> None:
    tape = Tape(new_york("2026-03-16 08:30"))
    tape.list("TARN", {THU: "40.00", FRI: "42.00"}).trade(new_york("2026-03-16 08:00"), "50.00")
    async with FINNHUB.open(tape) as (server, provider):
        assert isinstance(server, FinnhubPrices)
        line = appraise((await provider.snapshots([TARN], tape.now))[TARN], tape.now)
        assert isinstance(line, PriceLine)
        assert (line.session, line.against, line.change) == (Session.CLOSE, None, Decimal("0.05"))
        server.has_moved_on = True
        assert appraise((await provider.snapshots([TARN], tape.now))[TARN], tape.now) is NoLine.NO_CLOSE


async def test_what_a_class_of_shares_is_asked_for_by() -> None:
    tape = Tape(new_york("2026-03-13 11:00"))
    tape.list("TRN.B", {THU: "40.00"}).trade(tape.now, "42.00")
    share_class = Ticker("TRN-B", "XNYS")
    async with FINNHUB.open(tape) as (server, provider):
        assert set(await provider.snapshots([share_class], tape.now)) == {share_class}
        assert server.asked == [("/quote", {"symbol": "TRN.B"})]

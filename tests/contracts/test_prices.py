"""What every price vendor is held to, over its loopback: the right line, or none."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from aiohttp import web

from bot.domain.errors import CannotRun, SourceTrouble, TryLater
from bot.domain.market import PriceLine, Session, Ticker
from bot.domain.price import NoLine, Snapshot
from bot.fetch import Denied, Fetcher
from bot.market.live import appraise, close_line
from bot.ports import History, PriceProvider, SplitBook
from bot.prices.board import PriceBoard
from tests.contracts.price_cases import CASES, TUE, WED
from tests.contracts.price_stages import (
    KEYS,
    NO_SPLITS,
    STAGES,
    TARN,
    Case,
    Right,
    Sight,
    Stage,
    new_york,
    provider_of,
    yahoo_over,
    yahoo_shares,
)
from tests.vendors.trading import Tape, Way

REGULAR = next(case for case in CASES if case.name == "in regular trading")
BEFORE = next(case for case in CASES if case.name == "before the open")

staged = pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.name)


def judged(snapshot: Snapshot | None, case: Case) -> Right | NoLine:
    """Return what is shown of a snapshot at the moment of a case."""
    if snapshot is None:
        return NoLine.NOTHING
    line = appraise(snapshot, new_york(case.now))
    return Right.of(line) if isinstance(line, PriceLine) else line


async def asked(provider: PriceProvider, case: Case) -> Snapshot | None:
    """Ask for the case's share."""
    return (await provider.snapshots([TARN], new_york(case.now))).get(TARN)


# ------------------------------------------------------------------------------------------- right or no line


@staged
async def test_the_line_is_right_or_there_is_none(stage: Stage) -> None:
    """The vendor is judged at every moment, and with one connection, since to open it takes the longest."""
    async with stage.open_anew(REGULAR.tape()) as (server, anew):
        for case in CASES:
            server.tape = case.tape()
            snapshot = await asked(anew(), case)
            check(snapshot, case, stage.sight)


async def test_yahoo_is_held_to_the_same() -> None:
    """It has no key, and its loopback has shares of its own, which are made of the same tape."""
    async with yahoo_over(REGULAR.tape()) as (server, provider):
        for case in CASES:
            server.now, server.shares = case.tape().now, yahoo_shares(case.tape())
            check(await asked(provider, case), case, NO_SPLITS)


def check(snapshot: Snapshot | None, case: Case, sight: Sight) -> None:
    """Hold what a vendor says at the moment of a case to what is right."""
    case = case.as_seen(sight)
    shown = judged(snapshot, case)
    assert isinstance(shown, NoLine) or shown in (case.line, case.close), case.name
    if isinstance(shown, Right) and shown.session is Session.CLOSE and case.line is not None:
        assert case.line.session not in sight.covers, case.name
    if must_show(sight, case):
        assert shown == case.line, case.name
    if snapshot is not None:
        close = close_line(snapshot, new_york(case.now))
        assert isinstance(close, NoLine) or Right.of(close) == case.close, case.name


def must_show(sight: Sight, case: Case) -> bool:
    """Tell whether a vendor has to have the line: it covers the session, sees the trade, and knows
    the close."""
    if case.line is None or case.line.session not in sight.covers or (case.splits and not sight.tells_splits):
        return False
    return not (case.soon and (sight.is_late or sight.has_late_closes))


@staged
async def test_what_is_late_does_not_see_the_last_minutes(stage: Stage) -> None:
    """A trade of a minute ago is seen by whoever is live; the others keep to the one before."""
    tape = REGULAR.tape()
    tape.shares["TARN"].trade(new_york(f"{WED} 10:59"), "45.00")
    async with stage.open(tape) as (_, provider):
        shown = judged(await asked(provider, REGULAR), REGULAR)
    assert isinstance(shown, Right)
    assert shown.last == ("37.8" if stage.sight.is_late else "45")


# ------------------------------------------------------------------------------------------- many, and few


@staged
async def test_what_it_does_not_know_is_left_out(stage: Stage) -> None:
    foreign = Ticker("9988.HK", "XHKG")
    nobody = Ticker("NOPE", "XNAS")
    async with stage.open(REGULAR.tape()) as (server, provider):
        assert provider.knows(TARN)
        assert not provider.knows(foreign)
        assert not provider.knows(Ticker("TARN"))
        assert await provider.snapshots([foreign], new_york(REGULAR.now)) == {}
        assert server.asked == []
        assert await provider.snapshots([nobody], new_york(REGULAR.now)) == {}
        if provider.most > 1:
            found = await provider.snapshots([nobody, foreign, TARN], new_york(REGULAR.now))
            assert set(found) == {TARN}


@staged
async def test_a_whole_batch_is_taken(stage: Stage) -> None:
    """As many as it says it takes, with the longest symbols, in an address that is not too long."""
    tape = REGULAR.tape()
    tickers = [Ticker(f"{first}{second}AAA-B", "XNYS") for first in "ABCDEFGHIJ" for second in LETTERS]
    for ticker in tickers:
        tape.shares[ticker.symbol.replace("-", ".")] = tape.shares["TARN"]
    async with stage.open(tape) as (server, provider):
        batch = tickers[: provider.most]
        found = await provider.snapshots(batch, new_york(REGULAR.now))
        assert set(found) == set(batch)
        for snapshot in found.values():
            assert judged(snapshot, REGULAR) == REGULAR.as_seen(stage.sight).line
        assert len(server.asked) <= 4


@pytest.mark.parametrize(("stage", "requests"), [(STAGES[0], 15), (STAGES[3], 8)], ids=["alpaca", "massive"])
async def test_five_hundred_shares_cost_few_requests(stage: Stage, requests: int) -> None:
    tape = REGULAR.tape()
    tickers = [Ticker(f"{first}{second}", "XNAS") for first in LETTERS for second in LETTERS][:500]
    for ticker in tickers:
        tape.shares[ticker.symbol] = tape.shares["TARN"]
    async with stage.open(tape) as (server, provider), PriceBoard(provider) as board:
        assert len(await board.lines(tickers, new_york(REGULAR.now))) == 500
        assert len(server.asked) == requests


LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


# ------------------------------------------------------------------------------------------- lies


def replaced(names: set[str], value: Any) -> Callable[[Any], Any]:
    """Return what puts a value in place of each of these fields, wherever they stand."""

    def twist(answer: Any) -> Any:
        if isinstance(answer, dict):
            return {key: value if key in names else twist(inner) for key, inner in answer.items()}
        return [twist(inner) for inner in answer] if isinstance(answer, list) else answer

    return twist


PRICES = {"p", "c", "pc"}
TIMES = {"t"}
NUMBERS: tuple[Any, ...] = (0, None, -1, True, "soon", 1e300, 10**40, {"a": 1}, [], "NaN", "-Infinity")


@staged
@pytest.mark.parametrize("fields", [PRICES, TIMES], ids=["prices", "times"])
async def test_nonsense_is_no_line(stage: Stage, fields: set[str]) -> None:
    async with stage.open_anew(BEFORE.tape()) as (server, anew):
        for value in NUMBERS:
            server.twist = replaced(fields, value)
            with suppress(SourceTrouble):
                assert isinstance(judged(await asked(anew(), BEFORE), BEFORE), NoLine), value


@staged
@pytest.mark.parametrize("hours", [-24, -6, -4, 1, 24])
async def test_times_that_are_off_are_no_wrong_line(stage: Stage, hours: int) -> None:
    """Of a trade of another time there is no line, nor against a close of another day."""
    case = REGULAR

    def moved(answer: Any) -> Any:
        if isinstance(answer, dict):
            return {key: later(inner) if key == "t" else moved(inner) for key, inner in answer.items()}
        return [moved(inner) for inner in answer] if isinstance(answer, list) else answer

    def later(stamp: Any) -> Any:
        if isinstance(stamp, str):
            return stamp.replace(WED, TUE) if hours < 0 else stamp.replace(TUE, WED)
        digits = len(str(stamp)) - 10
        return stamp + hours * 3600 * 10**digits

    async with stage.open(case.tape()) as (server, provider):
        server.twist = moved
        shown = judged(await asked(provider, case), case)
        assert isinstance(shown, NoLine) or shown in (case.line, case.close)


# ------------------------------------------------------------------------------------------- trouble


def always(status: int, text: str, kind: str = "application/json") -> Callable[[str], web.Response]:
    return lambda path: web.Response(status=status, text=text, content_type=kind)


NO_ANSWERS = (
    (always(200, "<!doctype html><title>Welcome</title>", "text/html"), "another shape"),
    (always(200, '{"bars": {"TARN": [{"t": "2026-0'), "another shape"),
    (always(200, "[1, 2]"), "another shape"),
    (always(200, ""), "another shape"),
    (always(404, "not here"), "answered 404"),
    (always(422, '{"message": "no"}'), "answered 422"),
)


@staged
async def test_an_answer_that_is_none_is_trouble_in_words(stage: Stage) -> None:
    async with stage.open(REGULAR.tape()) as (server, provider):
        for answer, words in NO_ANSWERS:
            server.answer = answer
            with pytest.raises(SourceTrouble, match=words) as caught:
                await asked(provider, REGULAR)
            assert not isinstance(caught.value, TryLater)


@staged
async def test_a_refusal_says_which_variable_to_check(stage: Stage) -> None:
    async with stage.open(REGULAR.tape()) as (server, provider):
        for status in (401, 402, 403):
            server.answer = always(status, '{"message": "forbidden."}')
            with pytest.raises(Denied, match=rf"answered {status}: the key is wrong.*_API_.*KEY"):
                await asked(provider, REGULAR)


@staged
async def test_its_own_trouble_passes(stage: Stage) -> None:
    async with stage.open(REGULAR.tape()) as (server, provider):
        for status in (500, 502, 503, 504):
            server.answer = always(status, "<html>oops</html>", "text/html")
            with pytest.raises(TryLater, match=f"answered {status}"):
                await asked(provider, REGULAR)


@staged
async def test_a_limit_is_patience(stage: Stage) -> None:
    async with stage.open(REGULAR.tape()) as (server, provider):
        server.room = 0
        with pytest.raises(TryLater, match="we ask too often") as caught:
            await asked(provider, REGULAR)
        assert caught.value.seconds is None or 0 < caught.value.seconds <= 60
        assert (caught.value.seconds is None) == (server.kind == "massive")


@staged
async def test_without_its_key_it_does_not_start(stage: Stage) -> None:
    async with stage.serve(REGULAR.tape()) as server, Fetcher() as fetcher:
        with pytest.raises(CannotRun, match=rf'\[prices\] of kind "{server.kind}" needs key.*_KEY'):
            provider_of(server, fetcher, {}, **stage.settings)


@staged
async def test_a_wrong_key_is_told(stage: Stage) -> None:
    wrong = dict.fromkeys(KEYS, "KEY-2")
    async with stage.serve(REGULAR.tape()) as server, Fetcher(allow=[server.place]) as fetcher:
        with pytest.raises(Denied, match="the key is wrong") as caught:
            await asked(provider_of(server, fetcher, wrong, **stage.settings), REGULAR)
        assert "KEY-2" not in str(caught.value)


# ------------------------------------------------------------------------------------------- the past


@staged
async def test_past_prices_are_in_todays_shares(stage: Stage) -> None:
    tape = Tape(new_york(f"{WED} 12:00"))
    share = tape.list("TARN", {}, {new_york(WED).date(): "4"})
    share.trade(new_york(f"{TUE} 10:00"), "40.00").trade(new_york(f"{TUE} 10:01"), "44.00")
    share.trade(new_york(f"{WED} 08:15"), "10.40").trade(new_york(f"{WED} 10:30"), "99.00", Way.LATE)
    since, until = new_york(f"{TUE} 09:00"), tape.now
    async with stage.open(tape) as (_, provider):
        if not isinstance(provider, History):
            return
        trades = await provider.trades(TARN, since, until)
        assert [f"{trade.price:.2f}" for trade in trades] == ["10.00", "11.00", "10.40"]
        assert [trade.at for trade in trades] == sorted(trade.at for trade in trades)
        assert all(since <= trade.at <= until for trade in trades)
        assert await provider.trades(TARN, new_york(f"{TUE} 11:00"), new_york(f"{TUE} 12:00")) == ()
        assert await provider.trades(Ticker("9988.HK", "XHKG"), since, until) == ()


@staged
async def test_a_year_is_told_by_its_closes(stage: Stage) -> None:
    async with stage.open(REGULAR.tape()) as (_, provider):
        if not isinstance(provider, History):
            return
        trades = await provider.trades(TARN, new_york("2025-03-12 00:00"), new_york(f"{WED} 00:00"))
        assert [trade.at for trade in trades] == [
            new_york(f"2026-03-{day} 16:00") for day in ("05", "06", "09", "10")
        ]
        assert [f"{trade.price:.2f}" for trade in trades] == ["38.00", "39.00", "40.00", "42.00"]


@staged
async def test_splits_are_told_from_a_day_on(stage: Stage) -> None:
    days = [new_york(text).date() for text in ("2025-06-02", "2026-01-05", WED)]
    tape = Tape(new_york(f"{WED} 12:00"))
    tape.list("TARN", {}, dict(zip(days, ("2", "0.1", "4"), strict=True)))
    async with stage.open(tape) as (_, provider):
        if not isinstance(provider, SplitBook):
            return
        splits = await provider.splits(TARN, days[1])
        assert [(split.day, f"{split.ratio:.1f}") for split in splits] == [(days[1], "0.1"), (days[2], "4.0")]
        assert await provider.splits(Ticker("9988.HK", "XHKG"), days[0]) == ()

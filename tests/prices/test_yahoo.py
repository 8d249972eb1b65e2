"""Yahoo's prices, against a server on the loopback that answers as Yahoo does."""

import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from aiohttp import web

from bot.config import Environment
from bot.domain.errors import CannotRun, SourceTrouble, TryLater
from bot.domain.market import Money, PriceLine, Session, Ticker
from bot.domain.price import Close, NoLine, Snapshot, Split, Trade
from bot.fetch import Fetcher
from bot.plugins import find
from bot.ports import History, PriceProvider, SplitBook, Unlisted
from bot.prices.board import PriceBoard
from bot.prices.yahoo import Yahoo as Provider
from bot.prices.yahoo import symbol_of
from tests.vendors.yahoo import Share, Yahoo

BABA = Ticker("BABA", "XNYS")
HSBC = Ticker("HSBA.L", "XLON")
TENCENT = Ticker("0700.HK", "XHKG")


def new_york(text: str) -> datetime:
    """Return a time of March 2026, when New York has UTC-4 from the 8th on: "11 08:00"."""
    return datetime.fromisoformat(f"2026-03-{text}-04:00")


def baba(**more: object) -> Share:
    """Return a share with five closes up to Tuesday the 10th, and trades of Wednesday the 11th."""
    share = Share(
        "BABA",
        closes={date(2026, 3, day): 70.0 + day for day in (3, 4, 5, 6, 9)} | {date(2026, 3, 10): 76.00},
        prints=[
            (new_york("11 04:12"), 75.10),
            (new_york("11 07:58"), 76.30),
            (new_york("11 09:29"), 76.42),
            (new_york("11 09:31"), 77.05),
            (new_york("11 11:00"), 78.11),
            (new_york("11 16:20"), 79.99),
        ],
    )
    for name, value in more.items():
        setattr(share, name, value)
    return share


@asynccontextmanager
async def asking(vendor: Yahoo) -> AsyncIterator[Provider]:
    module = find("prices", "yahoo")
    async with vendor, Fetcher(allow=[vendor.place], timeout=5) as fetcher:
        settings = Environment({}).section(module.Settings, vendor.table(), "[prices]")
        provider = module.build(settings, fetcher)
        assert isinstance(provider, Provider)
        assert isinstance(provider, History)
        assert isinstance(provider, SplitBook)
        yield provider


async def seen(
    share: Share, now: datetime, ticker: Ticker = BABA, changed: Mapping[str, object] | None = None
) -> PriceLine | NoLine:
    """Return the line that the board makes of a share at a time, or why there is none. `changed` is what the
    heading of the charts says instead."""
    vendor = Yahoo(now, share)
    vendor.changed = dict(changed or {})
    async with asking(vendor) as provider, PriceBoard(provider) as board:
        return (await board.look([ticker], now))[ticker]


def moved(line: PriceLine | NoLine) -> tuple[Session | None, Money | None, date | None]:
    assert isinstance(line, PriceLine), line
    assert line.provider == "Yahoo"
    return line.session, line.last, line.against


def usd(text: str) -> Money:
    return Money(Decimal(text), "USD")


HEADING = '"meta":{"symbol":"BABA","currency":"USD","exchangeTimezoneName":"America/New_York"}'
TUESDAY, WEDNESDAY = date(2026, 3, 10), date(2026, 3, 11)


async def test_before_the_open_one_chart_has_the_trade_and_the_close() -> None:
    vendor = Yahoo(new_york("11 08:00"), baba())
    async with asking(vendor) as provider, PriceBoard(provider) as board:
        line = (await board.lines([BABA], vendor.now))[BABA]
    assert moved(line) == (Session.PREMARKET, usd("76.3"), TUESDAY)
    assert line.change == Decimal("76.3") / 76 - 1
    assert line.at == new_york("11 07:58")
    assert vendor.asked == [
        {
            "symbol": "BABA",
            "period1": str(int(new_york("10 15:00").timestamp())),
            "period2": str(int(new_york("12 08:00").timestamp())),
            "interval": "1m",
            "includePrePost": "true",
            "events": "split",
        }
    ]


async def test_while_it_trades_the_close_of_the_day_before_counts_and_no_field_of_that_name() -> None:
    """The chart of five days has 73 as `chartPreviousClose`, and today's bar twice."""
    vendor = Yahoo(new_york("11 11:01"), baba())
    async with asking(vendor) as provider:
        snapshot = (await provider.snapshots([BABA], vendor.now))[BABA]
    assert snapshot.trades == (Trade(Decimal("78.11"), new_york("11 11:00")),)
    assert snapshot.closes[-1] == Close(TUESDAY, Decimal(76))
    assert [query["interval"] for query in vendor.asked] == ["1d"]
    assert moved(await seen(baba(), vendor.now)) == (Session.REGULAR, usd("78.11"), TUESDAY)


async def test_after_the_bell_the_days_own_close_counts() -> None:
    share = baba()
    share.closes[WEDNESDAY] = 78.50
    line = await seen(share, new_york("11 16:30"))
    assert moved(line) == (Session.AFTER_HOURS, usd("79.99"), WEDNESDAY)


async def test_after_the_bell_the_close_is_told_against_the_one_before() -> None:
    share = baba()
    share.closes[WEDNESDAY] = 78.50
    vendor = Yahoo(new_york("11 16:30"), share)
    async with asking(vendor) as provider, PriceBoard(provider) as board:
        line = (await board.closings([BABA], vendor.now))[BABA]
        assert len(vendor.asked) == 2
    assert (line.last, line.change) == (usd("78.5"), Decimal("78.5") / 76 - 1)


@pytest.mark.parametrize("gap", [True, False])
async def test_a_day_that_is_null_in_the_chart_is_taken_from_its_heading(*, gap: bool) -> None:
    share = baba(gaps={WEDNESDAY} if gap else set())
    share.closes[WEDNESDAY] = 78.50
    assert moved(await seen(share, new_york("11 16:30")))[2] == WEDNESDAY


async def test_a_bar_that_begins_on_the_evening_before_is_of_no_day() -> None:
    """Around a change of the clocks Wednesday's bar may begin at 23:00 on Tuesday."""
    vendor = Yahoo(new_york("12 11:01"), baba())
    bars = {"10 09:30": 76.0, "10 23:00": 78.5, "12 09:30": 79.0}
    times = [int(new_york(clock).timestamp()) for clock in bars]
    heading = f'{HEADING[:-1]},"regularMarketPrice":79.0,"regularMarketTime":{times[-1] + 90}}}'
    prices = f'"timestamp":{times},"indicators":{{"quote":[{{"close":{[*bars.values()]}}}]}}'
    vendor.say(f'{{"chart":{{"result":[{{{heading},{prices}}}]}}}}')
    async with asking(vendor) as provider:
        snapshot = (await provider.snapshots([BABA], vendor.now))[BABA]
    assert snapshot.closes == (Close(TUESDAY, Decimal(76)),)


async def test_a_share_without_a_bar_since_the_close_is_no_failure() -> None:
    """Yahoo refuses with 400 then: three shares that nobody trades must not silence it for the others."""
    vendor = Yahoo(new_york("11 08:00"), baba())
    words = {"code": "Bad Request", "description": "Data doesn't exist for startDate"}
    vendor.faults = [
        web.json_response({"chart": {"result": None, "error": words}}, status=400) for _ in range(4)
    ]
    async with asking(vendor) as provider, PriceBoard(provider) as board:
        for symbol in ("MIRE", "TARN", "FELL", "BECK"):
            ticker = Ticker(symbol, "XNYS")
            assert (await board.look([ticker], vendor.now))[ticker] is NoLine.NOTHING
        assert moved((await board.look([BABA], vendor.now))[BABA])[0] is Session.PREMARKET
        assert board.state.failed == 0


async def test_a_refusal_asks_for_no_key_for_there_is_none() -> None:
    vendor = Yahoo(new_york("11 08:00"), baba())
    vendor.faults = [web.Response(status=401, text="Unauthorized")]
    async with asking(vendor) as provider:
        with pytest.raises(SourceTrouble, match="answered 401: Yahoo refuses this machine") as caught:
            await provider.snapshots([BABA], vendor.now)
    assert "key" not in str(caught.value)


async def test_over_the_counter_there_is_the_last_close_in_the_premarket() -> None:
    """Of these shares Yahoo has no trades before the open, so it is asked for the days."""
    share = baba(symbol="TARNY")
    line = await seen(share, new_york("11 08:00"), Ticker("TARNY", "OTCM"))
    assert moved(line) == (Session.CLOSE, usd("76"), date(2026, 3, 9))


async def test_on_monday_the_close_is_fridays() -> None:
    share = baba(closes={date(2026, 3, 5): 75.0, date(2026, 3, 6): 76.0})
    share.prints = [(new_york("09 08:00"), 75.24)]
    line = await seen(share, new_york("09 08:01"))
    assert moved(line) == (Session.PREMARKET, usd("75.24"), date(2026, 3, 6))
    assert isinstance(line, PriceLine)
    assert line.change == Decimal("-0.01")


async def test_a_share_that_nobody_trades_has_no_line() -> None:
    halted = baba(prints=[(new_york("11 09:31"), 77.05)])
    assert await seen(halted, new_york("11 15:00")) is NoLine.STALE
    silent = baba(prints=[])
    assert await seen(silent, new_york("11 08:00")) is NoLine.NO_TRADE


@pytest.mark.parametrize("number", [0, -1, 1e-320, None])
async def test_zero_and_null_are_no_price(number: float | None) -> None:
    assert isinstance(
        await seen(baba(), new_york("11 11:01"), changed={"regularMarketPrice": number}), NoLine
    )


@pytest.mark.parametrize("is_adjusted", [True, False])
@pytest.mark.parametrize("now", ["11 08:00", "11 11:01"])
async def test_on_the_day_of_a_split_there_is_no_line(now: str, *, is_adjusted: bool) -> None:
    """Nobody can tell whether the closes before it are in the new shares yet."""
    share = baba(splits={WEDNESDAY: (4, 1)}, is_adjusted=is_adjusted)
    share.prints = [(at, price / 4) for at, price in share.prints]
    assert await seen(share, new_york(now)) is NoLine.NO_CLOSE


async def test_pence_become_pounds() -> None:
    share = Share(
        "HSBA.L",
        "GBp",
        "Europe/London",
        time(8),
        time(16, 30),
        closes={date(2026, 3, 9): 1000.0, date(2026, 3, 10): 1010.0},
        prints=[(datetime.fromisoformat("2026-03-11T10:00+00:00"), 1020.1)],
    )
    line = await seen(share, datetime.fromisoformat("2026-03-11T10:01+00:00"), HSBC)
    assert moved(line) == (Session.REGULAR, Money(Decimal("10.201"), "GBP"), TUESDAY)


def tencent() -> Share:
    return Share(
        "0700.HK",
        "HKD",
        "Asia/Hong_Kong",
        closes={date(2026, 3, 9): 500.0, date(2026, 3, 10): 510.0, date(2026, 3, 11): 530.0},
        prints=[
            (datetime.fromisoformat("2026-03-11T15:30+08:00"), 515.1),
            (datetime.fromisoformat("2026-03-11T15:59+08:00"), 529.0),
        ],
        delay=timedelta(minutes=15),
    )


async def test_a_delayed_exchange_has_its_own_time() -> None:
    line = await seen(tencent(), datetime.fromisoformat("2026-03-11T15:46+08:00"), TENCENT)
    assert moved(line) == (Session.REGULAR, Money(Decimal("515.1"), "HKD"), TUESDAY)


async def test_what_a_delayed_exchange_shows_just_after_the_bell_is_no_close() -> None:
    vendor = Yahoo(datetime.fromisoformat("2026-03-11T16:10+08:00"), tencent())
    async with asking(vendor) as provider:
        early = (await provider.snapshots([TENCENT], vendor.now))[TENCENT]
        vendor.now += timedelta(minutes=20)
        later = (await provider.snapshots([TENCENT], vendor.now))[TENCENT]
    assert early.closes[-1] == Close(TUESDAY, Decimal(510))
    assert later.closes[-1] == Close(WEDNESDAY, Decimal(530))


@pytest.mark.parametrize(
    "changed",
    [
        {"symbol": "BABAF"},
        {"exchangeTimezoneName": "Asia/Hong_Kong"},
        {"exchangeTimezoneName": "Nowhere/Else"},
        {"exchangeTimezoneName": None},
        {"currency": None},
        {"currency": "GBx"},
        {"regularMarketTime": None},
        {"regularMarketTime": 10**18},
    ],
)
async def test_an_answer_about_something_else_is_none(changed: Mapping[str, object]) -> None:
    assert isinstance(await seen(baba(), new_york("11 08:00"), changed=changed), NoLine)


@pytest.mark.parametrize(
    ("symbol", "mic", "theirs"),
    [
        ("BABA", "XNYS", "BABA"),
        ("BRK.B", "XNYS", "BRK-B"),
        ("BRK-B", "XNYS", "BRK-B"),
        ("BAC^K", "XNYS", "BAC-PK"),
        ("SIEGY", "OTCM", "SIEGY"),
        ("0700.HK", "XHKG", "0700.HK"),
        ("7203.T", "XJPX", "7203.T"),
        ("AV-A.L", "XLON", "AV-A.L"),
        ("M&M.NS", "XNSE", "M&M.NS"),
        ("700", "XHKG", None),
        ("../../x", "XNYS", None),
        ("", "XNYS", None),
    ],
)
def test_how_symbols_are_spelled(symbol: str, mic: str, theirs: str | None) -> None:
    assert symbol_of(Ticker(symbol, mic)) == theirs


async def test_a_symbol_that_it_does_not_know_is_left_out() -> None:
    vendor = Yahoo(new_york("11 08:00"), baba())
    gone = Ticker("GONE", "XNYS")
    async with asking(vendor) as provider, PriceBoard(provider) as board:
        assert await board.look([gone, BABA, Ticker("700", "XHKG")], vendor.now) == {
            gone: NoLine.NOTHING,
            BABA: (await board.lines([BABA], vendor.now))[BABA],
            Ticker("700", "XHKG"): NoLine.NOT_KNOWN,
        }
        assert board.state.trouble is None


async def test_a_sign_in_a_symbol_stays_in_the_path() -> None:
    mahindra = Ticker("M&M.NS", "XNSE")
    vendor = Yahoo(new_york("11 08:00"))
    async with asking(vendor) as provider:
        assert await provider.snapshots([mahindra], vendor.now) == {}
    assert vendor.asked[0]["symbol"] == "M&M.NS"


@pytest.mark.parametrize(("header", "seconds"), [(None, None), ("7", 7.0)])
async def test_asked_too_often_it_says_so(header: str | None, seconds: float | None) -> None:
    vendor = Yahoo(new_york("11 08:00"), baba())
    vendor.throttle(header)
    async with asking(vendor) as provider:
        with pytest.raises(TryLater, match="answered 429: we ask too often") as caught:
            await provider.snapshots([BABA], vendor.now)
    assert caught.value.seconds == seconds


async def test_a_page_about_cookies_is_trouble_and_no_price() -> None:
    vendor = Yahoo(new_york("11 08:00"), baba())
    vendor.ask_for_consent()
    async with asking(vendor) as provider:
        with pytest.raises(TryLater, match="a page for people in place of prices"):
            await provider.snapshots([BABA], vendor.now)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "null",
        '{"finance":{"result":null,"error":{"code":"Unauthorized","description":"Invalid Crumb"}}}',
        '{"chart":{"result":[{"meta":{}}],"error":null}}',
        '{"chart":{"result":[{"meta":{"symbol":"BABA","regularMarketPrice":"76"}}],"error":null}}',
    ],
)
async def test_an_answer_of_another_shape_is_trouble(body: str) -> None:
    vendor = Yahoo(new_york("11 08:00"), baba())
    vendor.say(body)
    async with asking(vendor) as provider:
        with pytest.raises(SourceTrouble, match="another shape"):
            await provider.snapshots([BABA], vendor.now)


@pytest.mark.parametrize(
    "body",
    [
        '{"chart":{"result":null,"error":{"code":"Not Found","description":"No data found"}}}',
        '{"chart":{"result":[],"error":null}}',
        f'{{"chart":{{"result":[{{{HEADING},"indicators":{{"quote":[{{}}]}}}}],"error":null}}}}',
        (
            f'{{"chart":{{"result":[{{{HEADING},"timestamp":[1773230280],'
            f'"indicators":{{"quote":[{{"close":[76.3,77.0]}}]}}}}],"error":null}}}}'
        ),
    ],
)
async def test_an_empty_answer_is_nothing(body: str) -> None:
    vendor = Yahoo(new_york("11 08:00"), baba())
    vendor.say(body)
    async with asking(vendor) as provider:
        given: Mapping[Ticker, Snapshot] = await provider.snapshots([BABA], vendor.now)
    assert given == {}


async def test_the_past_of_a_day_is_in_minutes_with_the_trading_before_and_after() -> None:
    vendor = Yahoo(new_york("11 17:00"), baba())
    async with asking(vendor) as provider:
        trades = await provider.trades(BABA, new_york("11 05:00"), new_york("11 17:00"))
    assert [(str(trade.price), trade.at) for trade in trades] == [
        ("76.3", new_york("11 07:58")),
        ("76.42", new_york("11 09:29")),
        ("77.05", new_york("11 09:31")),
        ("78.11", new_york("11 11:00")),
        ("79.99", new_york("11 16:20")),
    ]
    assert vendor.asked[0]["interval"] == "1m"


async def test_the_past_of_a_month_is_in_days_each_at_its_bell() -> None:
    vendor = Yahoo(new_york("11 08:00"), baba())
    async with asking(vendor) as provider:
        trades = await provider.trades(BABA, new_york("01 00:00") - timedelta(days=60), new_york("11 08:00"))
    assert [str(trade.price) for trade in trades] == ["73", "74", "75", "76", "79", "76"]
    assert trades[-1].at == new_york("10 16:00")


@pytest.mark.parametrize(
    ("day", "bell"),
    [
        (date(2025, 6, 11), "2025-06-11T16:00-04:00"),
        (date(2025, 11, 24), "2025-11-24T16:00-05:00"),  # a year later is the week of Thanksgiving's half day
        (date(2025, 12, 31), "2025-12-31T16:00-05:00"),
    ],
)
async def test_a_close_from_before_the_calendar_begins_is_of_the_usual_bell(day: date, bell: str) -> None:
    vendor = Yahoo(new_york("11 08:00"), baba(closes={day: 90.0, date(2026, 3, 10): 76.0}))
    async with asking(vendor) as provider:
        trades = await provider.trades(BABA, new_york("11 08:00") - timedelta(days=365), new_york("11 08:00"))
    assert trades[0] == Trade(Decimal(90), datetime.fromisoformat(bell))


async def test_where_it_keeps_no_minutes_coarser_prices_are_taken() -> None:
    vendor = Yahoo(new_york("11 08:00") + timedelta(days=45), baba())
    async with asking(vendor) as provider:
        trades = await provider.trades(BABA, new_york("11 00:00"), new_york("11 23:00"))
    assert [query["interval"] for query in vendor.asked] == ["1m", "15m"]
    assert [trade.at.minute for trade in trades] == [0, 45, 15, 30, 0, 15]


async def test_splits_are_told_with_their_day() -> None:
    vendor = Yahoo(new_york("11 08:00"), baba(splits={date(2026, 3, 4): (4, 1), date(2025, 6, 2): (1, 10)}))
    async with asking(vendor) as provider:
        assert await provider.splits(BABA, date(2026, 1, 1)) == [Split(date(2026, 3, 4), Decimal(4))]
        assert [split.ratio for split in await provider.splits(BABA, date(2020, 1, 1))] == [
            Decimal("0.1"),
            Decimal(4),
        ]
        with pytest.raises(Unlisted, match="has nothing of"):
            await provider.splits(Ticker("GONE", "XNYS"), date(2026, 1, 1))


async def test_without_consent_to_its_terms_it_does_not_begin_and_with_it_they_are_said(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    module = find("prices", "yahoo")
    async with Fetcher() as fetcher:
        with pytest.raises(CannotRun, match=r"accept_terms: .* not official .* personal use"):
            module.build(module.Settings(), fetcher)
        assert caplog.records == []
        provider: PriceProvider = module.build(module.Settings(accept_terms=True), fetcher)
        assert "Prices come from Yahoo, by your leave: This way to" in caplog.text
        assert provider.name == "Yahoo"
        await provider.close()

"""chart: a listing's past prices as a picture, with the stories about the company on it."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Final

from bot.cards.card import Button, Card, Tone
from bot.cards.chart import chart_card, span_of
from bot.cards.standing import silence
from bot.commands.companies import one
from bot.commands.periods import LENGTHS, period
from bot.commands.stories import item
from bot.commands.suggestions import labelled, suggested, unknown_company
from bot.commands.table import Command, Option, OptionKind
from bot.domain.alert import Request
from bot.domain.chart import Chart, Flag, Period, Phase
from bot.domain.errors import CannotDraw, SourceTrouble
from bot.domain.market import Security, Ticker
from bot.domain.price import Close, Snapshot, Trade
from bot.domain.story import Story
from bot.market.closes import regular_close
from bot.market.sessions import newest_closes, stretches, zone_of
from bot.ports import Desk

READ_BACK: Final = 50  # stories
MARKED: Final = 9  # stories: a disc has room for one digit
PATIENCE: Final = 12.0  # seconds that the provider may take: a little more than the board gives it
WITH_CLOSE: Final = frozenset({Period.DAY, Period.WEEK})  # on longer ones it would say nothing


async def chart(request: Request, options: Mapping[str, str], desk: Desk) -> Card:
    """Draw the past prices of a company, or say why that cannot be done."""
    del request
    security = one(options["ticker"], desk.securities)
    if security is None:
        return _not_known(options["ticker"], desk)
    name = labelled(security)
    wanted = period(options.get("period", Period.DAY))
    if wanted is None:
        return _refused(
            f"A chart cannot go back {options['period']}", "Say day, week, month or year, for example 5d."
        )
    if not desk.prices.has_past:
        return _without_past(name, desk.prices.name)
    now = desk.clock.now()
    since = _since(wanted, security.ticker, now)
    try:
        snapshot, trades = await _asked(desk, security.ticker, since, now)
    except SourceTrouble as trouble:
        return Card(title=f"No chart of {name} can be drawn now", text=(str(trouble),))
    if snapshot is None or not trades:
        return Card(
            title=f"{desk.prices.name} has no price of {name} from {span_of(wanted)}",
            text=("Without one there is nothing to draw.",),
            buttons=(Button("Price", words=f"price {security.ticker}"),),
        )
    told = await _told(desk, security, trades[0].at, now)
    return await _drawn(desk, name, told, _chart(snapshot, trades, wanted, told, now))


def _not_known(typed: str, desk: Desk) -> Card:
    """Refuse what names no company; where all but the last word names one, that word was to be the period."""
    company, _, last = typed.rpartition(" ")
    known = one(company, desk.securities) if company else None
    others = [near for near in suggested(typed, desk.securities) if known and near.issuer != known.issuer]
    if known is None or others:
        return unknown_company("chart", typed, desk.securities)
    return _refused(
        f"“{last}” is no period of a chart",
        f"Say day, week, month or year, for example `chart {known.ticker} year`.",
    )


async def _asked(
    desk: Desk, ticker: Ticker, since: datetime, now: datetime
) -> tuple[Snapshot | None, tuple[Trade, ...]]:
    """Ask for what is to be drawn, both at once. Raises SourceTrouble."""
    try:
        async with asyncio.timeout(PATIENCE):
            snapshot, trades = await asyncio.gather(
                desk.prices.snapshot(ticker, now), desk.prices.trades(ticker, since, now)
            )
    except TimeoutError as error:
        raise SourceTrouble(
            f"{desk.prices.name} gave no prices within {PATIENCE:g} s. Try again in a minute."
        ) from error
    if snapshot is None and trades:
        raise SourceTrouble(
            f"{desk.prices.name} did not say in which currency its prices are. Try again in a minute."
        )
    return snapshot, tuple(trade for trade in trades if trade.price > 0 and since <= trade.at <= now)


async def _told(desk: Desk, security: Security, since: datetime, now: datetime) -> list[Story]:
    """Return the newest stories about the company that alerted somebody in that time, the oldest first."""
    tickers = [s.ticker for s in desk.securities.listings(security.issuer)] or [security.ticker]
    recent = await desk.stories.recent(tickers, READ_BACK)
    told = [story for story in recent if since <= story.first_seen <= now and not silence(story)]
    return sorted(told, key=lambda story: (story.first_seen, story.id))[-MARKED:]


def _chart(
    snapshot: Snapshot, trades: tuple[Trade, ...], wanted: Period, told: Sequence[Story], now: datetime
) -> Chart:
    mic = snapshot.ticker.mic
    zone, close = zone_of(mic), regular_close(snapshot, now)
    return Chart(
        ticker=snapshot.ticker,
        period=wanted,
        currency=snapshot.currency,
        provider=snapshot.provider,
        zone=str(zone) if zone is not None else "UTC",
        until=now,
        trades=trades,
        phases=() if wanted is Period.YEAR else tuple(_phases(trades[0].at, now, mic)),
        close=close if isinstance(close, Close) and wanted in WITH_CLOSE else None,
        flags=tuple(Flag(number, story.first_seen) for number, story in enumerate(told, start=1)),
    )


async def _drawn(desk: Desk, name: str, told: Sequence[Story], chart: Chart) -> Card:
    """Return the chart with its picture; without one, in words, where it cannot be drawn."""
    legend = [
        replace(line, text=f"{flag.number}  {line.text}", at=flag.at)
        for flag, line in zip(chart.flags, map(item, told), strict=True)
    ]
    try:
        png = await desk.charts.drawn(chart)
    except CannotDraw as error:
        return chart_card(chart, name, legend, None, str(error))
    return chart_card(chart, name, legend, png)


def _since(wanted: Period, ticker: Ticker, now: datetime) -> datetime:
    """Return since when prices are wanted: for a day, since the midnight before the last regular close."""
    closes, zone = newest_closes(now, ticker.mic, 1), zone_of(ticker.mic)
    if wanted is not Period.DAY:
        return now - LENGTHS[wanted]
    if not closes or zone is None:
        return now - 2 * LENGTHS[Period.DAY]
    return datetime.combine(closes[0].day, time(), zone).astimezone(UTC)


def _phases(since: datetime, now: datetime, mic: str) -> list[Phase]:
    day = timedelta(days=1)
    return [
        Phase(one.session, one.begins or since - day, one.ends or now + day)
        for one in stretches(since, now, mic)
    ]


def _without_past(name: str, provider: str) -> Card:
    if provider == "none":
        why = "No price provider is set."
    else:
        why = f"The price provider, {provider}, gives no past prices."
    mend = "Who runs the bot names one that does under [prices]: yahoo, alpaca or massive."
    return _refused(f"No chart of {name} can be drawn", f"{why} {mend}")


def _refused(title: str, *why: str) -> Card:
    return Card(title=title, tone=Tone.REFUSAL, text=why)


CHART: Final = Command(
    name="chart",
    help="Draw a company's past prices, with its stories on them",
    run=chart,
    options=(
        Option("ticker", "A symbol or a name", OptionKind.TICKER, required=True),
        Option("period", "How far back: day, week, month or year; a day unless said", OptionKind.PERIOD),
    ),
    private=False,
    example="chart BABA week",
)

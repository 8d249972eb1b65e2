"""A chart in words: for whoever does not see the picture, and beside it."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.cards.card import Card, Fact, Item, Picture
from bot.cards.text import calendar_day, change, listed, price
from bot.domain.chart import Chart, Period

_PERIODS: Final = {
    Period.DAY: "the last day",
    Period.WEEK: "the last week",
    Period.MONTH: "the last month",
    Period.YEAR: "the last year",
}
_NOT_IN_A_NAME: Final = re.compile(r"[^A-Za-z0-9.]+")


def span_of(period: Period) -> str:
    """Return how far a chart goes back: "the last week"."""
    return _PERIODS[period]


def chart_card(chart: Chart, name: str, stories: Sequence[Item], png: bytes | None, why: str = "") -> Card:
    """Return a chart with its figures and the legend of its stories, which `stories` are, in their numbers'
    order. `name` is the company's; without a picture `why` says why there is none."""
    picture = None if png is None else Picture(png, chart_words(chart), _file_name(chart))
    return Card(
        title=f"{name}, {span_of(chart.period)}: {_priced(chart, -1)}",
        text=(f"There is no picture: {why}",) if png is None else (),
        facts=(
            Fact("From", _priced(chart, 0), at=chart.trades[0].at),
            Fact("To", _priced(chart, -1), at=chart.trades[-1].at),
            Fact("First to last", change(chart.change)),
            Fact("Highest", price(chart.highest, chart.currency)),
            Fact("Lowest", price(chart.lowest, chart.currency)),
            *_last_close(chart),
        ),
        items=tuple(stories),
        notes=_notes(chart, has_picture=png is not None),
        picture=picture,
    )


def chart_words(chart: Chart) -> str:
    """Return what the picture shows, in a few sentences."""
    first, last = chart.trades[0], chart.trades[-1]
    begun = f"{_priced(chart, 0)} on {_local(first.at, chart)}"
    words = [
        f"Line chart of {chart.ticker} over {span_of(chart.period)}, in {chart.currency}.",
        f"From {begun} to {_priced(chart, -1)} on {_local(last.at, chart)}: {change(chart.change)}.",
        f"Highest {price(chart.highest, chart.currency)}, lowest {price(chart.lowest, chart.currency)}.",
    ]
    if chart.close is not None:
        close = price(chart.close.price, chart.currency)
        words.append(f"A dashed line marks the regular close of {calendar_day(chart.close.day)}, {close}.")
    if chart.flags:
        marked = listed([f"{flag.number} on {_local(flag.at, chart)}" for flag in chart.flags])
        words.append(f"Stories are marked by number: {marked}.")
    words.append(f"Prices from {chart.provider}; times are {zone_words(chart)}.")
    return " ".join(words)


def local_zone(chart: Chart) -> tzinfo:
    """Return the zone of the exchange's clocks; UTC on a machine without the time zone database."""
    try:
        return ZoneInfo(chart.zone)
    except ZoneInfoNotFoundError:
        return UTC


def zone_words(chart: Chart) -> str:
    """Return the zone of a chart's times as people say it: "New York time"; "UTC"."""
    city = str(local_zone(chart)).rpartition("/")[2].replace("_", " ")
    return city if city == "UTC" else f"{city} time"


def _notes(chart: Chart, *, has_picture: bool) -> tuple[str, ...]:
    prices = f"Prices from {chart.provider}"
    if not has_picture:
        return (prices,)
    shading = "Lighter: regular trading. " if chart.phases and chart.period is not Period.YEAR else ""
    times = f"Times on the chart are {zone_words(chart)}"
    return (prices, f"{times}. {shading}No line is drawn where nothing was traded")


def _last_close(chart: Chart) -> tuple[Fact, ...]:
    if chart.close is None:
        return ()
    words = f"{price(chart.close.price, chart.currency)}, {calendar_day(chart.close.day)}"
    return (Fact("Last regular close", words),)


def _priced(chart: Chart, number: int) -> str:
    return price(chart.trades[number].price, chart.currency)


def _local(at: datetime, chart: Chart) -> str:
    """Return a time as the exchange's clocks show it; of a price of the day, the day."""
    local = at.astimezone(local_zone(chart))
    day = f"{local.day} {local:%b %Y}"
    return day if chart.period is Period.YEAR else f"{day}, {local:%H:%M}"


def _file_name(chart: Chart) -> str:
    return f"{_NOT_IN_A_NAME.sub('-', str(chart.ticker)).strip('-.') or 'chart'}-{chart.period}.png"

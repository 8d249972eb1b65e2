"""Which times are written below a chart, in the exchange's own time zone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final

from bot.charts.axis import Axis

FEW_DAYS: Final = 3  # so many are told by their hours, more by their dates
HOURS: Final = (1, 2, 3, 4, 6, 12)  # the distances between two ticks
TICKS: Final = 7
MONTHS: Final = timedelta(days=60)  # what is longer is told by its months


@dataclass(frozen=True, slots=True)
class Tick:
    """A time that is written: `place` is a fraction of the width, `below` a second line."""

    place: float
    label: str
    below: str = ""


def ticks(axis: Axis, zone: tzinfo) -> tuple[Tick, ...]:
    """Return the ticks of an axis from left to right, at most about seven."""
    first = axis.sections[0].begins.astimezone(zone)
    last = axis.sections[-1].ends.astimezone(zone)
    if last - first > MONTHS:
        return tuple(_months(axis, first, last))
    days = list(dict.fromkeys(section.begins.astimezone(zone).date() for section in axis.sections))
    if len(days) <= FEW_DAYS and not axis.is_daily:
        return tuple(_hours(axis, zone))
    every = -(-len(days) // TICKS)
    return tuple(_day(axis, day, zone) for day in days[::every])


def written(day: date) -> str:
    """Return a day as it is written on a chart: "16 Nov"."""
    return f"{day.day} {day:%b}"


def _hours(axis: Axis, zone: tzinfo) -> Iterator[Tick]:
    """Give round hours, the date below the first of each day."""
    shown = sum((section.ends - section.begins for section in axis.sections), timedelta(0))
    apart = next((hours for hours in HOURS if shown <= timedelta(hours=hours) * TICKS), HOURS[-1])
    dated: set[date] = set()
    found = False
    for section in axis.sections:
        at = _next_hour(section.begins.astimezone(zone))
        while at.astimezone(UTC) <= section.ends:
            if at.hour % apart == 0:
                below = f"{at:%a} {written(at.date())}" if at.date() not in dated else ""
                dated.add(at.date())
                found = True
                yield Tick(axis.place(at.astimezone(UTC)), f"{at:%H:%M}", below)
            at = _next_hour(at + timedelta(minutes=1))
    if not found:  # less than an hour is shown
        at = axis.sections[0].begins.astimezone(zone)
        yield Tick(axis.place(at.astimezone(UTC)), f"{at:%H:%M}", f"{at:%a} {written(at.date())}")


def _next_hour(at: datetime) -> datetime:
    """Return the full hour at or after a local time; clocks that are set step over one or show one twice."""
    instant = at.astimezone(UTC)
    short = timedelta(minutes=at.minute, seconds=at.second, microseconds=at.microsecond)
    return (instant + (timedelta(hours=1) - short if short else short)).astimezone(at.tzinfo)


def _day(axis: Axis, day: date, zone: tzinfo) -> Tick:
    section = next(one for one in axis.sections if one.begins.astimezone(zone).date() == day)
    return Tick(section.left, written(day), f"{day:%a}")


def _months(axis: Axis, first: datetime, last: datetime) -> Iterator[Tick]:
    """Give the beginnings of months, the year below the first and below each January."""
    months = (last.year - first.year) * 12 + last.month - first.month
    every = -(-months // TICKS)
    is_first = True
    for number in range(1, months + 1, every):
        year, month = divmod(first.year * 12 + first.month - 1 + number, 12)
        begins = datetime.combine(date(year, month + 1, 1), time(), first.tzinfo)
        below = str(year) if is_first or month < every else ""
        is_first = False
        yield Tick(axis.place(begins.astimezone(UTC)), f"{begins:%b}", below)

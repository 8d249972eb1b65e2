"""Reads `live_lines.txt`: snapshots, when they are looked at, and what is to come out, worked out by hand."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.domain.market import Session, Ticker
from bot.domain.price import ANY_SESSION, Close, NoLine, Snapshot, Split, Trade
from bot.market.sessions import zone_of

TABLE = Path(__file__).with_name("live_lines.txt")
NEW_YORK = ZoneInfo("America/New_York")


@dataclass(frozen=True)
class Case:
    """One row. `line` is the session, the change in percent, and the day of the close that it is against."""

    name: str
    snapshot: Snapshot
    now: datetime
    line: tuple[Session, Decimal, date] | NoLine


def cases() -> Iterator[Case]:
    """Give every row of the table."""
    for number, row in enumerate(TABLE.read_text(encoding="utf-8").splitlines(), start=1):
        if row.strip() and not row.startswith("#"):
            yield _case(number, [cell.strip() for cell in row.split("|")])


def _case(number: int, cells: list[str]) -> Case:
    mic, at, trade, closes, more, line, hand = cells
    now = datetime.fromisoformat(at).replace(tzinfo=zone_of(mic) or NEW_YORK)
    words = more.split()
    at_split = words.index("split") if "split" in words else None
    at_covers = words.index("covers") if "covers" in words else None
    snapshot = Snapshot(
        Ticker("EXMPL", mic),
        words[0] if words and at_split is None and at_covers is None else "USD",
        "Example",
        trades=() if trade == "none" else (_trade(trade, now),),
        closes=tuple(_close(close, now) for close in closes.split(", ") if close),
        splits=()
        if at_split is None
        else (Split(_day(words[at_split + 1], now), Decimal(words[at_split + 2])),),
        covers=ANY_SESSION if at_covers is None else frozenset(map(Session, words[at_covers + 1 :])),
    )
    return Case(f"{number}: {mic} {at}, {hand}", snapshot, now.astimezone(UTC), _line(line, now))


def _trade(words: str, now: datetime) -> Trade:
    price, _, when = words.partition(" @ ")
    day, _, clock = when.rpartition(" ")
    time = datetime.fromisoformat(f"{_day(day, now) if day else now.date()}T{clock}")
    return Trade(Decimal(price), time.replace(tzinfo=now.tzinfo).astimezone(UTC))


def _close(words: str, now: datetime) -> Close:
    day, price = words.split()
    return Close(_day(day, now), Decimal(price))


def _day(words: str, now: datetime) -> date:
    return date.fromisoformat(words if words.count("-") == 2 else f"{now.year}-{words}")


def _line(words: str, now: datetime) -> tuple[Session, Decimal, date] | NoLine:
    if " " not in words:
        return NoLine(words)
    session, change, _, day = words.split()
    return Session(session), Decimal(change), _day(day, now)

"""Writes the table of sessions anew: `make sessions`, or `.venv-bench/bin/python -m tests.calendar`.

The days come from exchange_calendars, which is too heavy to run with the bot; `exchanges.py` says which
exchanges, and what is put right. What has changed is printed as a diff. With --check nothing is written, and
the exit code is 1 where the table is not what it would be.
"""

import argparse
import difflib
import json
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import exchange_calendars

from tests.calendar.exchanges import EXCHANGES, EXTENDED, FIRST, LAST, Exchange, Hours

TABLE: Final = Path(__file__).parents[2] / "bot" / "market" / "sessions.json"
CLOCKS: Final = ("open", "break_start", "break_end", "close")


@dataclass(frozen=True, slots=True)
class Known:
    """What exchange_calendars says of an exchange, put right: its zone, the days of its week (1 is Monday),
    the last day that is known, an ordinary day's hours, and the hours of each trading day."""

    zone: str
    week: frozenset[int]
    last: date
    common: Hours
    hours: Mapping[date, Hours]


def main(arguments: list[str]) -> int:
    """Write the table, or check it; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.calendar", description="Write the table anew.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 if it would change")
    check = parser.parse_args(arguments).check
    old, new = TABLE.read_text(encoding="utf-8"), table()
    if old == new:
        print("The table of sessions is what exchange_calendars gives.")
        return 0
    for line in difflib.unified_diff(old.splitlines(), new.splitlines(), "is", "would be", n=0, lineterm=""):
        print(line)
    if not check:
        TABLE.write_text(new, encoding="utf-8")
    return int(check)


def table() -> str:
    """Return the whole table as it is kept: a line for what belongs together, so that a diff can be read."""
    exchanges = [f'"{one.mic}": {_printed(_entry(one, _asked(one)))}' for one in EXCHANGES]
    return (
        f'{{\n"made_from": "exchange_calendars {exchange_calendars.__version__}",\n'
        f'"known_from": "{FIRST}",\n"extended": {json.dumps(EXTENDED)},\n'
        f'"exchanges": {{\n' + ",\n".join(exchanges) + "\n}\n}\n"
    )


def _printed(entry: Mapping[str, Any]) -> str:
    lines = (f"  {json.dumps(key)}: {json.dumps(value)}" for key, value in entry.items())
    return "{\n" + ",\n".join(lines) + "}"


def _asked(exchange: Exchange) -> Known:
    """Ask exchange_calendars of one exchange, and put right what it is known to lack."""
    last = _last(exchange)
    calendar = exchange_calendars.get_calendar(exchange.mic, start=FIRST, end=last, side="left")
    told = {session.date(): _clocks(row, calendar.tz) for session, row in calendar.schedule.iterrows()}
    for day in exchange.closed:
        if day not in told:
            print(f"{exchange.mic}: exchange_calendars knows by now that {day} is closed; drop it here.")
    [(common, _)] = Counter(told.values()).most_common(1)
    hours = {
        day: exchange.hours(day) if exchange.hours and times == common else times
        for day, times in told.items()
        if day not in exchange.closed
    }
    return Known(
        zone=calendar.tz.key,
        week=frozenset(place for place, works in enumerate(calendar.weekmask, 1) if works == "1"),
        last=last,
        common=common,
        hours=hours | {day: times for day, times in exchange.others.items() if day in hours},
    )


def _last(exchange: Exchange) -> date:
    """Return the last day that is known: of us, of what we rely upon, of exchange_calendars."""
    factory = type(exchange_calendars.get_calendar(exchange.mic, start=FIRST, end=FIRST + timedelta(days=60)))
    bound: datetime | None = factory.bound_max()
    return min(LAST, exchange.sure, LAST if bound is None else bound.date())


def _clocks(row: Any, zone: Any) -> Hours:
    """Return a day's hours by the exchange's own clocks; a day without a break has none of its times."""
    return tuple(f"{at.tz_convert(zone):%H:%M}" for at in row[[*CLOCKS]].dropna())


def _entry(exchange: Exchange, known: Known) -> dict[str, Any]:
    """Return one exchange as the table has it."""
    days = [FIRST + timedelta(days=ahead) for ahead in range((known.last - FIRST).days + 1)]
    seasons: dict[str, Hours] = {}
    closed: dict[str, list[str]] = {}
    others: dict[str, Hours] = {}
    season: Hours = ()
    for day in days:
        usual = exchange.hours(day) if exchange.hours else known.common
        if usual != season:
            seasons[day.isoformat()] = season = usual
        works, times = day.isoweekday() in known.week, known.hours.get(day)
        if works and times is None:
            closed.setdefault(str(day.year), []).append(f"{day:%m-%d}")
        elif times is not None and (times != usual or not works):
            others[day.isoformat()] = times
    return {
        "zone": known.zone,
        "week": sorted(known.week),
        "known_to": known.last.isoformat(),
        **({"also": exchange.also} if exchange.also else {}),
        **({"extended": exchange.extended} if exchange.extended else {}),
        "hours": seasons,
        "closed": closed,
        **({"others": others} if others else {}),
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

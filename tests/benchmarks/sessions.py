"""Trading sessions, minute by minute for two years, against exchange_calendars in the same run; and the cost.

Every minute of six exchanges is asked one by one. Of the others each session is compared from its beginning
to its end; where the table departs from exchange_calendars on purpose, and tests/calendar/exchanges.py says
why, that is counted apart. exchange_calendars runs in the peers' environment; where that is not set up, it is
said.
"""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from bot.domain.market import Session
from bot.market.sessions import known, mics, next_close, next_open, session, stretches, zone_of
from tests.benchmarks.peers import PYTHON, ROOT
from tests.calendar.exchanges import EXCHANGES

__all__ = ["measure"]

SIX: Final = ("XNYS", "XNAS", "XHKG", "XLON", "XTKS", "XETR")
PEER: Final = "exchange_calendars"
MINUTE: Final = 60
RUNS: Final = 7
SECONDS: Final = 300
"""How long the peer may take."""

START: Final = """
import time
began = time.perf_counter()
from bot.market.sessions import session
loaded = time.perf_counter()
from datetime import UTC, datetime
at = datetime(2026, 11, 23, tzinfo=UTC)
asked = time.perf_counter()
session(at, "XNYS")
print(loaded - began, time.perf_counter() - asked)
"""

Runs = Sequence[tuple[int, int]]
"""Stretches of open minutes since 1970, as the first and the one past the last."""


def measure(shared: Path) -> Mapping[str, float | str]:
    """Return the figures by name. Nothing beside the project is needed."""
    del shared
    figures = _cost_of_the_start()
    told = _ask_the_peer()
    if isinstance(told, str):
        return figures | {PEER: told}
    exchanges = told["exchanges"]
    figures |= _minute_by_minute({mic: exchanges[mic]["runs"] for mic in SIX})
    figures["six exchanges: lunch minutes that differ"] = sum(
        _apart(_runs_of(mic, Session.LUNCH), exchanges[mic]["breaks"]) for mic in SIX
    )
    figures |= _the_others({mic: one["runs"] for mic, one in exchanges.items() if mic not in SIX})
    figures |= _next({mic: exchanges[mic] for mic in SIX})
    figures |= {
        f"{PEER}: is_open_on_minute, microseconds": statistics.median(
            exchanges[mic]["seconds"] * 1e6 for mic in SIX
        ),
        f"{PEER}: import, ms": told["load"] * 1000,
        f"{PEER}: to build one exchange, ms": told["build"] * 1000,
        "table: differs from what the script writes": _table_is_old(),
    }
    return figures


def _ask_the_peer() -> Any:
    """Return what exchange_calendars says, or in a few words why it says nothing."""
    if not PYTHON.exists():
        return "not installed (make bench sets it up)"
    days = {mic: [day.isoformat() for day in known(mic) or ()] for mic in _rows()}
    ran = subprocess.run(
        [PYTHON, "-m", "tests.calendar.peer"],
        input=json.dumps(days),
        capture_output=True,
        text=True,
        timeout=SECONDS,
        cwd=ROOT,
        check=False,
    )
    if ran.returncode:
        last = (ran.stderr.strip().splitlines() or ["no reason given"])[-1]
        return f"not installed ({last[:80]})"
    return json.loads(ran.stdout)


def _rows() -> set[str]:
    """Return the exchanges to compare: each row of the table once, and the six."""
    return {one.mic for one in EXCHANGES} | {*SIX}


def _cost_of_the_start() -> dict[str, float | str]:
    """Time the import, and the first question, each in a fresh interpreter."""
    command = [sys.executable, "-c", START]
    printed = [subprocess.run(command, capture_output=True, check=True, cwd=ROOT).stdout for _ in range(RUNS)]
    runs = [[float(word) for word in line.split()] for line in printed]
    return {
        "exchanges in the table": len(mics()),
        "import in a fresh interpreter, ms": statistics.median(run[0] for run in runs) * 1000,
        "the first question of an exchange, ms": statistics.median(run[1] for run in runs) * 1000,
    }


def _minute_by_minute(theirs: Mapping[str, Runs]) -> dict[str, float | str]:
    """Ask for each minute of each exchange whether it is regular trading, and compare."""
    figures: dict[str, float | str] = {}
    total, spent = 0, 0.0
    for mic, runs in theirs.items():
        first, past = _bounds(mic)
        instants = [datetime.fromtimestamp(minute * MINUTE, UTC) for minute in range(first, past)]
        began = time.perf_counter()
        ours = [session(at, mic) is Session.REGULAR for at in instants]
        spent += time.perf_counter() - began
        are_open = {minute for begin, end in runs for minute in range(begin, end)}
        wrong = sum(one is not (minute in are_open) for minute, one in enumerate(ours, first))
        figures[f"{mic}: minutes compared"] = len(ours)
        figures[f"{mic}: disagreements"] = wrong
        total += len(ours)
    return figures | {
        "six exchanges: minutes compared": total,
        "six exchanges: disagreements": sum(
            int(value) for name, value in figures.items() if name.endswith("disagreements")
        ),
        "session(), microseconds": spent / total * 1e6,
    }


def _the_others(theirs: Mapping[str, Runs]) -> dict[str, float | str]:
    """Compare the other exchanges by whole sessions."""
    put_right = {one.mic for one in EXCHANGES if one.why}
    minutes = wrong = meant = 0
    departs: list[str] = []
    for mic, runs in theirs.items():
        first, past = _bounds(mic)
        minutes += past - first
        apart = _apart(_runs_of(mic, Session.REGULAR), runs)
        if mic in put_right:
            meant += apart
            departs += [mic] * bool(apart)
        else:
            wrong += apart
    return {
        "the others: exchanges": len(theirs),
        "the others: minutes compared": minutes,
        "the others: disagreements": wrong,
        f"the others: put right on purpose ({', '.join(sorted(departs))})": meant,
    }


def _runs_of(mic: str, kind: Session) -> Runs:
    first, past = (datetime.fromtimestamp(minute * MINUTE, UTC) for minute in _bounds(mic))
    return [
        (int(one.begins.timestamp()) // MINUTE, int(one.ends.timestamp()) // MINUTE)
        for one in stretches(first, past, mic)
        if one.session is kind and one.begins and one.ends
    ]


def _apart(ours: Runs, theirs: Runs) -> int:
    """Return in how many minutes one is open and the other is not."""
    mine, others = (
        {minute for begin, end in runs for minute in range(begin, end)} for runs in (ours, theirs)
    )
    return len(mine ^ others)


def _next(theirs: Mapping[str, Mapping[str, Any]]) -> dict[str, float | str]:
    """Compare the next opening and close at the minutes that the peer was asked for."""
    asked = wrong = 0
    for mic, told in theirs.items():
        for minute, opens, closes in zip(told["asked"], told["next_open"], told["next_close"], strict=True):
            at = datetime.fromtimestamp(minute * MINUTE, UTC)
            asked += 2
            wrong += _minute(next_open(at, mic)) != opens
            wrong += _minute(next_close(at, mic)) != closes
    return {"next_open and next_close: asked": asked, "next_open and next_close: disagreements": wrong}


def _minute(at: datetime | None) -> int | None:
    return None if at is None else int(at.timestamp()) // MINUTE


def _bounds(mic: str) -> tuple[int, int]:
    """Return the first minute of an exchange's known days, and the one past the last, by its own midnight."""
    days, zone = known(mic), zone_of(mic)
    if days is None or zone is None:
        raise ValueError(f"{mic} is not in the table")
    first, past = (
        datetime.combine(day, datetime.min.time(), zone) for day in (days[0], days[1] + timedelta(days=1))
    )
    return int(first.timestamp()) // MINUTE, int(past.timestamp()) // MINUTE


def _table_is_old() -> float:
    command = [str(PYTHON), "-m", "tests.calendar", "--check"]
    return float(subprocess.run(command, capture_output=True, cwd=ROOT, check=False).returncode)

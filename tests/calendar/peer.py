"""What exchange_calendars says of exchanges: the benchmark of sessions runs it in the peers' environment.

It prints one JSON object: under each MIC the minutes since 1970 that are open as `runs` (first, past the
last), those of its `breaks`, and of some `asked` minutes what its own functions answer and how long that
took.
"""

import json
import sys
import time
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Final

_BEGAN: Final = time.perf_counter()
import exchange_calendars  # noqa: E402 - its import is timed

LOADED: Final = time.perf_counter() - _BEGAN
MINUTE: Final = 60
ASKED: Final = 4000  # minutes of each exchange


def main(requests: dict[str, tuple[str, str]]) -> None:
    """Answer for each MIC, between two days."""
    began = time.perf_counter()
    calendars = {
        mic: exchange_calendars.get_calendar(mic, start=first, end=last, side="left")
        for mic, (first, last) in requests.items()
    }
    built = time.perf_counter() - began
    answer = {mic: _answer(calendar) for mic, calendar in calendars.items()}
    print(json.dumps({"load": LOADED, "build": built / len(calendars), "exchanges": answer}))


def _answer(calendar: Any) -> dict[str, Any]:
    minutes = [int(at.timestamp()) // MINUTE for at in calendar.minutes]
    asked = list(range(minutes[0], minutes[-1], max(1, (minutes[-1] - minutes[0]) // ASKED)))
    stamps = [
        exchange_calendars.exchange_calendar.pd.Timestamp(one * MINUTE, unit="s", tz="UTC") for one in asked
    ]
    began = time.perf_counter()
    are_open = [bool(calendar.is_open_on_minute(stamp)) for stamp in stamps]
    seconds = time.perf_counter() - began
    return {
        "runs": _runs(minutes),
        "breaks": [
            (int(begins.timestamp()) // MINUTE, int(ends.timestamp()) // MINUTE)
            for begins, ends in zip(calendar.break_starts.dropna(), calendar.break_ends.dropna(), strict=True)
        ],
        "asked": asked,
        "open": are_open,
        "next_open": [_minute(calendar.next_open, stamp) for stamp in stamps],
        "next_close": [_minute(calendar.next_close, stamp) for stamp in stamps],
        "seconds": seconds / len(asked),
    }


def _minute(ask: Any, stamp: Any) -> int | None:
    """Return a minute since 1970; None where the calendar ends before it."""
    try:
        return int(ask(stamp).timestamp()) // MINUTE
    except ValueError:
        return None


def _runs(minutes: Sequence[int]) -> list[tuple[int, int]]:
    ends = [one for one, after in pairwise(minutes) if after != one + 1]
    begins = [after for one, after in pairwise(minutes) if after != one + 1]
    return list(zip([minutes[0], *begins], [end + 1 for end in [*ends, minutes[-1]]], strict=True))


if __name__ == "__main__":
    main(json.load(sys.stdin))

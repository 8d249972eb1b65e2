"""The live change: the table of cases that were worked out by hand, and what one line costs to compute."""

import statistics
import time
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Final

from bot.domain.market import PriceLine
from bot.domain.price import NoLine
from bot.market.live import appraise
from tests.market.live_table import Case, cases

__all__ = ["measure"]

RUNS: Final = 21
TEN_THOUSANDTH: Final = Decimal("0.0001")  # of a percent, as the table has it


def measure(shared: Path) -> Mapping[str, float | str]:
    """Return the figures by name. Nothing beside the project is needed."""
    del shared
    table = list(cases())
    return {
        "cases worked out by hand": len(table),
        "of them where there is no line": sum(isinstance(case.line, NoLine) for case in table),
        "wrong lines": sum(_is_wrong(case) for case in table),
        "a line or a reason, microseconds": _cost(table),
    }


def _is_wrong(case: Case) -> bool:
    """Tell whether anything but the line that was worked out comes out: also a line too few."""
    found = appraise(case.snapshot, case.now)
    if isinstance(case.line, NoLine) or not isinstance(found, PriceLine) or found.change is None:
        return found is not case.line
    percent = (found.change * 100).quantize(TEN_THOUSANDTH)
    return (found.session, percent, found.against) != case.line


def _cost(table: list[Case]) -> float:
    """Return what one of the table takes, the median of several runs; the exchanges are laid out before."""
    seconds = []
    for _ in range(RUNS):
        began = time.perf_counter()
        for case in table:
            appraise(case.snapshot, case.now)
        seconds.append(time.perf_counter() - began)
    return statistics.median(seconds) / len(table) * 1_000_000

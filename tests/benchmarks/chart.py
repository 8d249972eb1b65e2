"""A chart as a picture: how long it takes, what the first one costs, how long the event loop waits for it.

Beside ours the same prices drawn the usual way, by pyplot with an axis of dates, in the same run. Both make a
PNG of 960 by 600 pixels. Ours is drawn by the studio of the running house, so its time is what `chart` waits.
"""

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Final

from bot.charts import Studio
from tests.charts.past import busy_day

__all__ = ["measure"]

GOAL: Final = 400  # ms, of a chart that is not the first
POINTS: Final = (390, 2_000, 10_000)
DRAWINGS: Final = 50
COLD: Final = 3
BEAT: Final = 0.001  # seconds

FIRST: Final = """
import json, os, time
from pathlib import Path
from tests.charts.past import busy_day
def resident():
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
chart = busy_day(390)
before, began = resident(), time.perf_counter()
from bot.charts.sheet import drawn
loaded = time.perf_counter()
drawn(chart)
took = time.perf_counter() - began
print(json.dumps([took, loaded - began, resident() - before]))
"""
USUAL: Final = """
import io, json, sys, time
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
from tests.charts.past import busy_day
took = {}
for points in map(int, sys.argv[2:]):
    chart, times = busy_day(points), []
    for _ in range(int(sys.argv[1])):
        began = time.perf_counter()
        figure, axes = plt.subplots(figsize=(9.6, 6), dpi=100)
        axes.plot([trade.at for trade in chart.trades], [float(trade.price) for trade in chart.trades])
        axes.grid(True)
        figure.savefig(io.BytesIO(), format="png")
        plt.close(figure)
        times.append(time.perf_counter() - began)
    took[points] = sorted(times)
print(json.dumps(took))
"""


def measure(shared: Path) -> Mapping[str, float | str]:
    """Return the figures by name. Nothing beside the project is needed."""
    del shared
    firsts = [_first() for _ in range(COLD)]
    usual = _usual()
    figures: dict[str, float | str] = {}
    for points in POINTS:
        took, used, lag, size = asyncio.run(_drawn(points))
        name = f"{points:,} points"
        figures[f"{name}: drawn, p50, ms (goal ≤ {GOAL})"] = _at(took, 0.5)
        figures[f"{name}: drawn, p99, ms (goal ≤ {GOAL})"] = _at(took, 0.99)
        figures[f"{name}: processor time of one, ms"] = used * 1_000
        figures[f"{name}: pyplot the usual way, p50, ms"] = _at(usual[str(points)], 0.5)
        figures[f"{name}: pyplot the usual way, p99, ms"] = _at(usual[str(points)], 0.99)
        figures[f"{name}: the event loop waited at the most, ms"] = lag * 1_000
        figures[f"{name}: PNG, KB"] = size / 1_000
    figures["first chart of a process, matplotlib's import included, ms"] = (
        median(one[0] for one in firsts) * 1_000
    )
    figures["... of that the import, ms"] = median(one[1] for one in firsts) * 1_000
    figures["memory that the first chart adds, MB"] = median(one[2] for one in firsts)
    return figures


async def _drawn(points: int) -> tuple[Sequence[float], float, float, int]:
    """Draw a chart again and again; return the seconds of each, sorted, those of the processor for one, the
    longest that the loop waited meanwhile, and the bytes of the picture."""
    studio, chart = Studio(), busy_day(points)
    size = len(await studio.drawn(chart))
    beating = asyncio.create_task(_longest_wait())
    took, used = [], time.process_time()
    for _ in range(DRAWINGS):
        began = time.perf_counter()
        await studio.drawn(chart)
        took.append(time.perf_counter() - began)
    used = (time.process_time() - used) / DRAWINGS
    beating.cancel()
    return sorted(took), used, await beating, size


async def _longest_wait() -> float:
    """Return, when cancelled, the longest that a short sleep lasted beyond its time."""
    longest = 0.0
    try:
        while True:
            began = time.perf_counter()
            await asyncio.sleep(BEAT)
            longest = max(longest, time.perf_counter() - began - BEAT)
    except asyncio.CancelledError:
        return longest


def _first() -> tuple[float, float, float]:
    """Return the seconds of a process's first chart, those of the import, and the MB that both add."""
    took, loaded, added = json.loads(_told(FIRST))
    return took, loaded, added


def _usual() -> Mapping[str, Sequence[float]]:
    """Return the seconds of each drawing by pyplot, sorted, by the number of points."""
    took: Mapping[str, Sequence[float]] = json.loads(_told(USUAL, str(DRAWINGS), *map(str, POINTS)))
    return took


def _told(program: str, *words: str) -> str:
    asked = [sys.executable, "-c", program, *words]
    return subprocess.run(asked, check=True, capture_output=True, text=True, timeout=120).stdout


def _at(took: Sequence[float], share: float) -> float:
    """Return the milliseconds within which so large a share was done; `took` is sorted."""
    return took[min(len(took) - 1, int(len(took) * share))] * 1_000

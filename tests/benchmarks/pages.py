"""The text of pages: how much of the story is found on nine invented layouts, and what a page costs.

The pages are our own (tests/pages/layouts), so the figures say that the rules work on each kind of page, not
how well they do on the web. For that there are 181 real pages:

    python -m tests.benchmarks --article-benchmark FOLDER pages

FOLDER is a checkout of Zyte's article-extraction-benchmark. Its way of counting is used for both.
"""

import asyncio
import gzip
import json
import re
import statistics
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from bot.pages.apart import Apart
from bot.pages.article import Extent, Main, article_page, own_main
from bot.pages.decode import decode_page
from bot.pages.extract import best_main
from tests.pages.layouts import LAYOUTS

ROUNDS: Final = 20
WIDTH: Final = 4  # words in a run
RULES: Final[Mapping[str, Main]] = {"trafilatura": best_main(), "our own rule": own_main}


def measure(_: Path) -> Mapping[str, float]:
    """Return the figures by name: F1, precision and recall of the runs of four words in a story, the share of
    the pages without a story that are told apart, and pages a second of processor time."""
    stories = [(layout.html, layout.text) for layout in LAYOUTS if layout.text is not None]
    others = [layout for layout in LAYOUTS if layout.text is None]
    figures: dict[str, float] = {"pages": len(LAYOUTS)}
    for name, main in RULES.items():
        figures |= {f"{name}: {what}": value for what, value in _found(stories, main).items()}
        told = [article_page(layout.html, main).extent is not Extent.WHOLE for layout in others]
        figures[f"{name}: beginnings and live pages told apart"] = sum(told) / len(told)
        figures[f"{name}: pages a second of CPU"] = _speed(main)
    return {**figures, **asyncio.run(_apart())}


def measure_pages(folder: Path) -> Mapping[str, float]:
    """Measure the rules on the real pages of a checkout.

    The names say what each figure is. Raises FileNotFoundError where there are no pages.
    """
    truth = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    pages = [
        (decode_page(gzip.decompress((folder / "html" / f"{key}.html.gz").read_bytes())), said["articleBody"])
        for key, said in sorted(truth.items())
    ]
    figures: dict[str, float] = {"real pages": len(pages)}
    for name, main in RULES.items():
        began = time.process_time()
        figures |= {f"{name}: real pages, {what}": value for what, value in _found(pages, main).items()}
        figures[f"{name}: real pages a second of CPU"] = len(pages) / (time.process_time() - began)
    return figures


def _found(pages: Iterable[tuple[str, str]], main: Main) -> dict[str, float]:
    """Return the means over the pages, so that a long one counts no more than a short one."""
    precisions, recalls = [], []
    for html, text in pages:
        ours, theirs = _runs(article_page(html, main).body), _runs(text)
        right = (ours & theirs).total()
        if ours:
            precisions.append(right / ours.total())
        if theirs:
            recalls.append(right / theirs.total())
    precision, recall = statistics.mean(precisions), statistics.mean(recalls)
    return {"F1": 2 * precision * recall / (precision + recall), "precision": precision, "recall": recall}


def _runs(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    runs = (tuple(words[at : at + WIDTH]) for at in range(max(1, len(words) - WIDTH + 1)))
    return Counter(run for run in runs if run)


def _speed(main: Main) -> float:
    began = time.process_time()
    for _ in range(ROUNDS):
        for layout in LAYOUTS:
            article_page(layout.html, main)
    return ROUNDS * len(LAYOUTS) / (time.process_time() - began)


async def _apart() -> Mapping[str, float]:
    """Measure the way through the other process, and how long the worst page is let run."""
    apart = Apart()
    first = await _seconds(apart, LAYOUTS[0].html.encode())
    began = time.monotonic()
    for layout in LAYOUTS * 5:
        await apart.page(layout.html.encode(), "text/html; charset=utf-8")
    each = (time.monotonic() - began) / (5 * len(LAYOUTS))
    await apart.close()
    return {
        "in its process: the first page, seconds": first,
        "in its process: a page, milliseconds": each * 1000,
    }


async def _seconds(apart: Apart, page: bytes) -> float:
    began = time.monotonic()
    await apart.page(page, "text/html; charset=utf-8")
    return time.monotonic() - began

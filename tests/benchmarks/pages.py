"""The text of pages: how much of the story is found on nine invented layouts, and what a page costs.

The pages are our own (tests/pages/layouts), so the figures say that the rules work on each kind of page, not
how well they do on the web; trafilatura's authors and others measure that.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from bot.pages.apart import Apart
from bot.pages.article import Main, article_page, own_main
from bot.pages.extract import best_main
from tests.pages.layouts import LAYOUTS, Layout

ROUNDS: Final = 20
WIDTH: Final = 4  # words; as the article extraction benchmark of Zyte counts


def measure(_: Path) -> Mapping[str, float]:
    """Return the figures by name: F1, precision and recall of the runs of four words in a story, the share of
    the pages without a story that are told apart, and pages a second of processor time."""
    stories = [layout for layout in LAYOUTS if layout.text is not None]
    others = [layout for layout in LAYOUTS if layout.text is None]
    figures: dict[str, float] = {"pages": len(LAYOUTS)}
    for name, main in (("trafilatura", best_main()), ("our own rule", own_main)):
        figures |= {f"{name}: {what}": value for what, value in _found(stories, main).items()}
        told = [not article_page(layout.html, main).is_whole for layout in others]
        figures[f"{name}: beginnings and live pages told apart"] = sum(told) / len(told)
        figures[f"{name}: pages a second of CPU"] = _speed(main)
    return {**figures, **asyncio.run(_apart())}


def _found(stories: Sequence[Layout], main: Main) -> Mapping[str, float]:
    right = found = wanted = 0
    for layout in stories:
        ours = _runs(article_page(layout.html, main).body)
        theirs = _runs(layout.text or "")
        right += (ours & theirs).total()
        found += ours.total()
        wanted += theirs.total()
    return {"F1": 2 * right / (found + wanted), "precision": right / found, "recall": right / wanted}


def _runs(text: str) -> Counter[tuple[str, ...]]:
    words = text.split()
    return Counter(tuple(words[at : at + WIDTH]) for at in range(max(1, len(words) - WIDTH + 1)))


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

"""Feeds against feedparser: how often the fields agree on the recorded feeds, and how fast they are read.

`measure` gives every figure by name; run as a module it prints them. Needs the data folder beside the
project.
"""

import calendar
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import fastfeedparser
import feedparser

from bot.dates import EARLIEST
from bot.markup import headline_text
from bot.sources.item import Item
from bot.sources.parse import read_feed

BASE = "https://feeds.example/feed"


def measure(shared: Path) -> Mapping[str, float]:
    """Return the figures by name. Raises FileNotFoundError without the data.

    A share says how many of feedparser's items have the same field here, from 0 to 1; its title is taken
    with the entities that it leaves in decoded. Speeds are items a second of processor time, over all feeds.
    """
    captures = _captures(shared)
    figures = _agreement(captures)
    ours, items = _seconds(lambda data: len(read_feed(data, BASE).items), captures)
    theirs, _ = _seconds(lambda data: len(feedparser.parse(BytesIO(data)).entries), captures)
    fast, _ = _seconds(_fast, captures)
    return figures | {
        "items": items,
        "items a second": items / ours,
        "times feedparser": theirs / ours,
        "times fastfeedparser, which leaves the markup in": fast / ours,
    }


def _captures(shared: Path) -> list[bytes]:
    folder = shared / "data" / "feeds"
    found = sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".tsv")
    if not found:
        raise FileNotFoundError(f"{folder} holds no feeds")
    return [path.read_bytes() for path in found]


def _fast(data: bytes) -> int:
    try:
        return len(fastfeedparser.parse(data).entries)
    except ValueError:  # its word for what it cannot parse
        return 0


def _agreement(captures: list[bytes]) -> dict[str, float]:
    same: Counter[str] = Counter()
    of: Counter[str] = Counter()
    for data in captures:
        mine, theirs = read_feed(data, BASE).items, feedparser.parse(BytesIO(data)).entries
        of["feeds with as many items"] += 1
        same["feeds with as many items"] += len(mine) == len(theirs)
        for item, entry in zip(mine, theirs, strict=False):
            for field, equal in _compared(item, dict(entry)).items():
                of[field] += 1
                same[field] += equal
    return {field: same[field] / of[field] for field in of}


def _compared(item: Item, entry: Mapping[str, Any]) -> dict[str, bool]:
    """Compare what feedparser has, field by field."""
    parsed = entry.get("published_parsed") or entry.get("updated_parsed")
    found = {}
    if title := entry.get("title"):
        found["titles"] = headline_text(title).split() == (item.headline or "").split()
    if (link := entry.get("link", "")).startswith("http"):
        found["links"] = link == item.link
    if guid := entry.get("id"):
        found["ids"] = guid == (item.guid or item.link)
    if parsed and parsed.tm_year >= EARLIEST.year:
        found["dates"] = calendar.timegm(parsed) == _seconds_of(item.published_at)
    return found


def _seconds_of(moment: datetime | None) -> int | None:
    return None if moment is None else int(moment.timestamp())


def _seconds(read: Callable[[bytes], int], captures: list[bytes]) -> tuple[float, int]:
    began = time.process_time()
    items = sum(read(data) for data in captures)
    return time.process_time() - began, items


if __name__ == "__main__":
    for name, figure in measure(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared")).items():
        print(f"{name:<50} {figure:>12.4f}")

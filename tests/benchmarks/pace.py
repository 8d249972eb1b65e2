"""How fast the reader is: headlines, full stories, each of its rooms, and texts made to hold it up.

Seconds are of the processor, in this process. They drift with the machine; the figures "times the anchor" do
not: the anchor is a fixed loop over the same texts, which counts their words and does nothing else.
"""

import gc
import inspect
import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

import msgspec

from bot.domain.article import Article
from bot.domain.reading import Reading
from bot.reading import reader as rooms
from bot.reading.contract import to_contract
from bot.reading.reader import Reader
from bot.securities import load
from tests.benchmarks.contract_run import first_words
from tests.reading.hostile import MADE, NEWS, PIECES, repeated

HEADLINES: Final = 4000
WORDS: Final = 300  # of a story
ROUNDS: Final = 3  # the fastest counts: the others were disturbed
SLOW: Final = 0.05  # seconds: the most that one text may take
NOW: Final = datetime(2031, 1, 1, tzinfo=UTC)


def measure(shared: Path) -> Mapping[str, float]:
    """Return the figures by name. Raises FileNotFoundError without the data."""
    headlines = [_article(row, "") for row in _rows(shared / "data/headlines/wild.jsonl")[:HEADLINES]]
    stories = [
        _article(row, first_words(row["body"] or "", WORDS))
        for row in _rows(shared / "data/stories/dev.jsonl")
    ]
    began = time.process_time()
    reader = Reader(load())
    figures: dict[str, float] = {"load, seconds": time.process_time() - began}
    for article in headlines:  # loads the weights, too, and fills what is remembered
        reader.read(article)
    gc.freeze()  # as `outlay read --jsonl` does
    for name, articles, turns in (("headline", headlines, 1), ("story", stories, 4)):
        figures |= _pace(reader, name, articles, turns)
        figures |= _rooms(reader, name, articles)
    return figures | _hostile(reader)


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _article(row: dict[str, Any], body: str) -> Article:
    return Article(row["id"], "bench", row["headline"], body, NOW, tickers=tuple(row.get("tickers") or ()))


def _seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _pace(reader: Reader, name: str, articles: list[Article], turns: int) -> dict[str, float]:
    """Measure the reader, what prints its readings, and the anchor over `articles`, `turns` times each."""
    encode = msgspec.json.Encoder().encode
    texts = [f"{article.headline}\n\n{article.body}" for article in articles] * turns
    readings: list[Reading] = [reader.read(article) for article in articles]
    reading = min(_seconds(lambda: [reader.read(a) for a in articles * turns]) for _ in range(ROUNDS))
    printing = min(
        _seconds(lambda: [encode(to_contract(each)) for each in readings * turns]) for _ in range(ROUNDS)
    )
    anchor = min(_seconds(lambda: _anchor(texts)) for _ in range(ROUNDS))
    number = len(texts)
    return {
        f"{name}: a second": number / reading,
        f"{name}: a second, printed": number / (reading + printing),
        f"{name}: µs": reading / number * 1e6,
        f"{name}: µs to print": printing / number * 1e6,
        f"{name}: times the anchor": (reading + printing) / anchor,
    }


def _anchor(texts: Sequence[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for text in texts:
        for word in text.split():
            low = word.lower()
            counts[low] = counts.get(low, 0) + 1
    return counts


def _rooms(reader: Reader, name: str, articles: list[Article]) -> dict[str, float]:
    """Measure what each function that the reader calls takes of an article, in µs, the dearest first."""
    spent: dict[str, float] = {}
    with _timed(spent):
        for article in articles:
            reader.read(article)
    dearest = sorted(spent.items(), key=lambda entry: -entry[1])
    return {f"{name}: µs in {room}": seconds / len(articles) * 1e6 for room, seconds in dearest}


@contextmanager
def _timed(spent: dict[str, float]) -> Iterator[None]:
    """Let every function that the reader calls by name add its seconds to `spent`."""
    plain = {key: value for key, value in vars(rooms).items() if inspect.isfunction(value)}

    def timed(key: str, work: Callable[..., object]) -> Callable[..., object]:
        def run(*args: object, **kwargs: object) -> object:
            began = time.process_time()
            try:
                return work(*args, **kwargs)
            finally:
                spent[key] = spent.get(key, 0.0) + time.process_time() - began

        return run

    vars(rooms).update({key: timed(key, work) for key, work in plain.items()})
    try:
        yield
    finally:
        vars(rooms).update(plain)


def _hostile(reader: Reader) -> dict[str, float]:
    """Measure texts of 100 kB that are made to take long, and name the three that take longest."""
    texts: dict[str, Article] = {ascii(piece): _hostile_article(NEWS + repeated(piece)) for piece in PIECES}
    texts |= {f"made {n}": _hostile_article(body, headline) for n, (headline, body) in enumerate(MADE)}
    taken = {
        name: min(_seconds(partial(reader.read, text)) for _ in range(2)) for name, text in texts.items()
    }
    slow = sum(seconds > SLOW for seconds in taken.values())
    figures: dict[str, float] = {f"hostile: of {len(taken)} texts, over {SLOW * 1e3:.0f} ms": slow}
    for name in sorted(taken, key=lambda name: -taken[name])[:3]:
        figures[f"hostile: ms for {name}"[:58]] = taken[name] * 1e3
    return figures


def _hostile_article(body: str, headline: str | None = None) -> Article:
    return Article("a", "bench", headline, body, NOW)

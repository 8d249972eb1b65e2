"""Pairs of articles, labelled by hand: do both tell the same event? All of them invented.

`pairs.jsonl` holds a pair a line: two articles as `first` and `second` (`at` is when they were published and
first seen, UTC), `same`, and in `why` what makes the pair hard. The rules were tuned on the pairs that are
not `kept`. The companies are real, so that their tickers are found; the events, targets and outlets are not.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

from bot.desk.join import decide
from bot.domain.article import Article, Voice
from bot.domain.reading import Reading
from bot.reading.reader import Reader
from bot.securities import load

__all__ = ["Pair", "are_joined", "pairs", "read"]

FILE: Final = Path(__file__).with_name("pairs.jsonl")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two articles, and whether they tell the same event. `kept` from all tuning."""

    id: str
    same: bool
    why: str
    kept: bool
    first: Article
    second: Article


@cache
def pairs() -> tuple[Pair, ...]:
    """Return every pair, in the order of the file."""
    rows = map(json.loads, FILE.read_text(encoding="utf-8").splitlines())
    return tuple(
        Pair(
            id=row["id"],
            same=row["same"],
            why=row["why"],
            kept=row["kept"],
            first=_article(row, "first"),
            second=_article(row, "second"),
        )
        for row in rows
    )


@cache
def read() -> dict[str, tuple[Reading, Reading]]:
    """Return both readings of each pair, by its id."""
    reader = Reader(load())
    return {pair.id: (reader.read(pair.first), reader.read(pair.second)) for pair in pairs()}


def are_joined(first: Reading, second: Reading) -> bool:
    """Say whether the desk tells the second article as the story of the first."""
    told = decide(first, [], [], first.article.first_seen).story
    if told is None:
        return False
    return decide(second, [told], [], second.article.first_seen).joins is not None


def _article(row: dict[str, Any], which: str) -> Article:
    words = row[which]
    at = datetime.strptime(words["at"], "%Y-%m-%dT%H:%MZ").replace(tzinfo=UTC)
    return Article(
        id=words.get("id", f"{row['id']}-{which}"),
        source=words["outlet"],
        headline=words["headline"],
        body=words["body"],
        first_seen=at,
        published_at=at,
        url=words.get("url"),
        outlet=words["outlet"],
        tickers=tuple(words["tickers"]),
        voice=Voice(words.get("voice", Voice.OUTLET)),
    )

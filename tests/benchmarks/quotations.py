"""Quotations against the annotated paragraphs and stories; run as a module it prints each mistake.

A found piece matches an annotated one when their words overlap by at least 60 % and the speakers share their
last name. Precision, recall and F1, for direct and reported speech.
"""

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from bot.domain.article import Article
from bot.domain.reading import Quotation
from bot.reading.reader import Reader
from bot.reading.speech.quotations import find_quotations
from bot.securities import load

LEAST_OVERLAP: Final = 0.6

Piece = tuple[str, str, bool]  # words, speaker, direct
Measured = tuple[str, list[Piece], list[Piece], list[Piece]]  # id, found, wanted, optional


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def overlap(one: str, other: str) -> float:
    mine, theirs = set(words(one)), set(words(other))
    return len(mine & theirs) / max(len(mine | theirs), 1)


def same_speaker(one: str, other: str) -> bool:
    mine, theirs = set(words(one)) - {"the", "a", "an", "of"}, set(words(other)) - {"the", "a", "an", "of"}
    return bool(mine & theirs)


def matched(found: Sequence[Piece], wanted: Sequence[Piece]) -> list[tuple[Piece, Piece]]:
    pairs = []
    left = list(wanted)
    for piece in found:
        best = max(left, key=lambda other: overlap(piece[0], other[0]), default=None)
        if best and overlap(piece[0], best[0]) >= LEAST_OVERLAP and same_speaker(piece[1], best[1]):
            pairs.append((piece, best))
            left.remove(best)
    return pairs


def pieces(text: str, quotations: Sequence[Quotation]) -> list[Piece]:
    return [(q.span.of(text), q.speaker, q.direct) for q in quotations]


def paragraphs(data: Path) -> list[Measured]:
    rows = [json.loads(line) for line in (data / "quotations" / "dev.jsonl").open(encoding="utf-8")]
    measured: list[Measured] = []
    for row in rows:
        wanted = [
            (row["text"][start:end], quote["speaker"] or "", quote["direct"])
            for quote in row["quotes"]
            for start, end in quote["spans"]
        ]
        measured.append((row["id"], pieces(row["text"], find_quotations(row["text"])), wanted, []))
    return measured


def stories(data: Path) -> list[Measured]:
    reader = Reader(load())
    rows = [json.loads(line) for line in (data / "stories" / "dev.jsonl").open(encoding="utf-8")]
    measured: list[Measured] = []
    for row in rows:
        article = Article(row["id"], "", row["headline"], row["body"], datetime(2024, 3, 13, tzinfo=UTC))
        reading = reader.read(article)
        every = [((q["text"], q["speaker"], q["direct"]), bool(q.get("optional"))) for q in row["quotations"]]
        measured.append(
            (
                row["id"],
                pieces(reading.text, reading.quotations),
                [piece for piece, optional in every if not optional],
                [piece for piece, optional in every if optional],
            )
        )
    return measured


def score(name: str, measured: Sequence[Measured], *, show: bool) -> dict[str, float]:
    """Return precision, recall and F1 of one set, for all pieces and by the form of speech."""
    groups: dict[str, Counter[str]] = {"all": Counter(), "direct": Counter(), "reported": Counter()}
    for number, found, wanted, optional in measured:
        pairs = matched(found, wanted)
        hits, met = {id(pair[0]) for pair in pairs}, {id(pair[1]) for pair in pairs}
        free = {id(pair[0]) for pair in matched([p for p in found if id(p) not in hits], optional)}
        for piece in found:
            for group in ("all", "direct" if piece[2] else "reported"):
                groups[group]["right"] += id(piece) in hits
                groups[group]["found"] += id(piece) not in free
            if show and id(piece) not in hits | free:
                print(f"{number} wrong   {piece[2]!s:5} [{piece[1]}] {piece[0][:110]}")
        for piece in wanted:
            for group in ("all", "direct" if piece[2] else "reported"):
                groups[group]["met"] += id(piece) in met
                groups[group]["wanted"] += 1
            if show and id(piece) not in met:
                print(f"{number} missing {piece[2]!s:5} [{piece[1]}] {piece[0][:110]}")
    figures: dict[str, float] = {}
    for group, counts in groups.items():
        precision = counts["right"] / max(counts["found"], 1)
        recall = counts["met"] / max(counts["wanted"], 1)
        figures[f"{name}, {group}: precision"] = precision
        figures[f"{name}, {group}: recall"] = recall
        figures[f"{name}, {group}: F1"] = 2 * precision * recall / max(precision + recall, 1e-9)
    return figures


def measure(shared: Path, *, show: bool = False) -> Mapping[str, float]:
    """Return the figures by name. Raises FileNotFoundError without the data. `show` prints each mistake."""
    measured = paragraphs(shared / "data")
    finance = [row for row in measured if row[0].startswith(("qf", "qs"))]
    politics = [row for row in measured if row not in finance]
    return {
        **score("finance paragraphs", finance, show=show),
        **score("politics paragraphs", politics, show=show),
        **score("stories", stories(shared / "data"), show=show),
    }


if __name__ == "__main__":
    measure(Path(__file__).parents[3] / "shared", show=True)

"""Quotations with their speakers, judged by what `outlay read --jsonl` prints for a paragraph."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tests.benchmarks.contract_run import read_texts, rows_of
from tests.benchmarks.figure import Counts, Figure, counted

__all__ = ["Piece", "quoted", "speech"]

Piece = tuple[str, str]
"""The words of one piece of a quotation, and who is said to have said them."""

LEAST_OVERLAP: Final = 0.5  # shared words, of all words of the two pieces
PRONOUNS: Final = frozenset(["he", "she", "they", "it", "i", "we", "you", "his", "her", "their"])
EMPTY: Final = frozenset(["the", "a", "an", "of", "and", "for", "in", "at", "to", "mr", "ms", "mrs", "dr"])


def speech(data: Path) -> dict[str, Figure]:
    """Return F1 by form and paper. Raises FileNotFoundError without the data.

    Pieces that the paragraph gives to nobody may be found or not. `spoken` asks only for what is said, not
    for what somebody thinks or fears.
    """
    rows = rows_of(data / "quotations/dev.jsonl")
    answers = read_texts(rows)
    found: dict[str, Figure] = {}
    for paper, wanted in (("finance", True), ("other", False)):
        chosen = [row for row in rows if row["id"].startswith(("qf", "qs")) is wanted]
        for form, direct, thought in (
            ("direct", True, True),
            ("indirect", False, True),
            ("indirect, spoken", False, False),
        ):
            outcomes: list[Counts] = []
            for row in chosen:
                asked: list[Piece] = []
                free: list[Piece] = []
                for quote in row["quotes"]:
                    if quote["direct"] is direct:
                        needed = quote["speaker"] and (thought or quote["speech"])
                        pieces = [
                            (row["text"][start:end], quote["speaker"] or "") for start, end in quote["spans"]
                        ]
                        (asked if needed else free).extend(pieces)
                printed = [
                    (quotation["text"], quotation["speaker"] or "")
                    for quotation in answers[row["id"]]["quotations"]
                    if quotation["direct"] is direct
                ]
                outcomes.append(quoted(printed, asked, free))
            found[f"quotations: {form}, {paper}, F1"] = counted(outcomes)
    return found


def quoted(printed: Sequence[Piece], asked: Sequence[Piece], free: Sequence[Piece]) -> Counts:
    """Return how many printed pieces are right and wrong, and how many asked for are missed.

    A piece is met by the printed one that shares most words with it, if the speaker is the same. What meets
    a `free` piece counts neither way; who is said to have said that does not matter.
    """
    left = list(printed)
    right = 0
    for words, speaker in asked:
        best = max(left, key=lambda piece: _overlap(piece[0], words), default=None)
        if best and _overlap(best[0], words) >= LEAST_OVERLAP and _same_speaker(best[1], speaker):
            left.remove(best)
            right += 1
    wrong = sum(all(_overlap(piece[0], words) < LEAST_OVERLAP for words, _ in free) for piece in left)
    return right, wrong, len(asked) - right


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _overlap(one: str, other: str) -> float:
    mine, theirs = set(_words(one)), set(_words(other))
    return len(mine & theirs) / max(len(mine | theirs), 1)


def _same_speaker(printed: str, wanted: str) -> bool:
    """Return whether two names share a word. A labelled pronoun agrees with whoever it was resolved to."""
    if wanted.lower() in PRONOUNS:
        return bool(printed)
    return bool((set(_words(printed)) & set(_words(wanted))) - EMPTY)

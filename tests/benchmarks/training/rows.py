"""Labelled headlines from all sources in one form, and which of them no training may see."""

import csv
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

__all__ = [
    "DATA",
    "KINDS",
    "STATUSES",
    "Row",
    "development",
    "held",
    "held_stream",
    "labelled",
    "read_by_us",
    "stream",
    "table",
    "written",
]

FOLDER: Final = Path(__file__).parent
DATA: Final = FOLDER.parents[2] / ".." / "shared" / "data" / "headlines"

KINDS: Final = ("capex", "programme", "acquisition", "stake", "funding", "joint_venture")
"""In the order of a model's answers."""

STATUSES: Final = ("announced", "rumoured", "progress", "cancelled", "none")
"""In the order of a model's answers; "none" is what commits nobody and never did."""

_HELD_ONE_IN: Final = 5  # of the stream's headlines
_LABELLED: Final = {
    "wild": "wild_labelled.jsonl",
    "train": "train.jsonl",
    "spare": "spare_negatives_dev.jsonl",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A headline and what was said of it.

    `kind` is one of KINDS or empty, `status` one of STATUSES or, for a commitment whose status nobody gave,
    empty. `origin` is "development", "wild", "train", "spare", "read", "written" or "stream"; `picked` says
    how the makers of the data came by the row.
    """

    headline: str
    origin: str
    label: int = 0
    kind: str = ""
    status: str = "none"
    unsure: bool = False
    body: str = ""
    picked: str = ""


def _row(said: Mapping[str, Any], origin: str) -> Row:
    label = int(said.get("label", 0))
    kind = said.get("kind") or ""
    return Row(
        headline=said["headline"],
        origin=origin,
        label=label,
        kind=kind if kind in KINDS else "",
        status=_status(label, said.get("status") or ""),
        unsure=bool(int(said.get("unsure") or 0)),
        body=said.get("body") or "",
        picked=said.get("picked") or "",
    )


def _status(label: int, said: str) -> str:
    if not label:
        return "cancelled" if said == "cancelled" else "none"
    said = "announced" if said == "committed" else said
    return said if said in STATUSES else ""


def _lines(name: str) -> list[dict[str, Any]]:
    with (DATA / name).open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def table(name: str) -> list[dict[str, str]]:
    """Return the lines of a table of ours, by its columns."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


@cache
def _stream() -> Mapping[str, dict[str, Any]]:
    return {line["id"]: line for line in _lines("wild.jsonl")}


@cache
def _stream_headlines() -> frozenset[str]:
    return frozenset(line["headline"] for line in _stream().values())


def development() -> list[Row]:
    """Return the rows to measure with. Like all that reads DATA it raises FileNotFoundError without it."""
    return [_row(said, "development") for said in _lines("dev.jsonl")]


def held(headline: str) -> bool:
    """Say whether a headline is in the fifth of the stream that is kept for measuring."""
    return headline in _stream_headlines() and zlib.crc32(headline.encode()) % _HELD_ONE_IN == 0


def read_by_us() -> list[Row]:
    """Return the headlines of the stream that we read and labelled, the held-out ones among them."""
    said = {line["id"]: line for line in table("read.tsv")}
    plain = (
        f"{prefix}-{rest}"
        for prefix, _, others in (
            line.partition("\t") for line in (FOLDER / "read_plain.txt").read_text("utf-8").splitlines()
        )
        for rest in others.split(" ")
    )
    found = _stream()
    return [
        _row({"headline": found[name]["headline"], "body": found[name]["body"], **said.get(name, {})}, "read")
        for name in (*said, *plain)
    ]


def written() -> list[Row]:
    """Return our own headlines with places for names, as they stand in written.tsv."""
    return [_row(line, "written") for line in table("written.tsv")]


def labelled(*, read: bool = True) -> list[Row]:
    """Return every labelled row that may be trained on, each headline once; with `read`, ours among them."""
    sources = [*_shared(), *(read_by_us() if read else [])]
    return list(_new(sources, {row.headline for row in development()}))


def stream(taken: Iterable[str] = ()) -> list[Row]:
    """Return the stream's unlabelled headlines that may be trained on, without those `taken` already."""
    rows = (_row(said, "stream") for said in _stream().values())
    return list(_new(rows, {*taken, *(row.headline for row in development())}))


def held_stream() -> list[Row]:
    """Return the held-out fifth of the stream with its labels. What nobody read counts as none:
    a model had thought it less likely than 3 in 1,000, and of 1,700 such headlines that were read, four told
    a commitment, and none a sure one."""
    known = {row.headline: row for row in (*read_by_us(), *_shared())}
    once = {said["headline"]: said for said in _stream().values()}
    return [known.get(name) or _row(said, "stream") for name, said in once.items() if held(name)]


def _shared() -> list[Row]:
    return [_row(said, origin) for origin, name in _LABELLED.items() for said in _lines(name)]


def _new(rows: Iterable[Row], known: set[str]) -> Iterator[Row]:
    for row in rows:
        if row.headline not in known and not held(row.headline):
            known.add(row.headline)
            yield row

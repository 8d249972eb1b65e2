"""feedparser's own suite: what its well-formed documents say, and how much of it is read here.

    python -m tests.benchmarks --feedparser-suite FOLDER suite

FOLDER is a checkout of feedparser, or its `tests` folder. Each document of `tests/wellformed` carries what is
to be found in it, as an expression. A check is one comparison of such an expression with a constant, about
something that an article needs: a title, a summary, a text, a link, an id, a date, the feed's title. Where
the suite keeps markup, both sides are turned into plain text: that is what an article holds.
"""

import ast
import calendar
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from time import struct_time
from typing import Any, Final

import fastfeedparser
import feedparser

from bot.domain.errors import SourceTrouble
from bot.markup import headline_text, to_text, unescape_entities
from bot.sources.parse import read_whole

HOST: Final = "http://127.0.0.1:8097"  # the suite's own server: links are made whole against it
EXPECT: Final = re.compile(r"Expect:\s*(.*?)\s*-->", re.DOTALL)
HEADER: Final = re.compile(rb"^Header:\s+([^:]+):\s*(.+?)\s*$", re.MULTILINE)

# What an article needs, by feedparser's name of it. Dates are seconds since 1970.
TITLE: Final = frozenset({"title", "title_detail.value"})
TEXT: Final = frozenset({"summary", "description", "summary_detail.value", "content.0.value"})
LINK: Final = frozenset({"link", "links.0.href"})
ID: Final = frozenset({"id", "guid"})
DATE: Final = frozenset({"published_parsed", "updated_parsed", "date_parsed", "created_parsed"})

Found = Mapping[str, object]
Parse = Callable[[bytes, str, str | None], tuple[str | None, Sequence[Found]]]
"""A parser as the suite asks it: a document, its address and its type in, the feed's title and what was found
in each entry out, by feedparser's names."""


@dataclass(frozen=True, slots=True)
class Check:
    """One comparison: of field `name` of entry `entry` (None: the feed) with `wanted`."""

    entry: int | None
    name: str
    wanted: object


def measure_suite(folder: Path) -> Mapping[str, float]:
    """Return the share of checks that each parser passes, from 0 to 1. Raises FileNotFoundError."""
    found = next(
        (place for place in (folder / "tests/wellformed", folder / "wellformed") if place.is_dir()), None
    )
    if found is None:
        raise FileNotFoundError(f"{folder} holds no tests/wellformed: name a checkout of feedparser")
    documents = [(path, checks) for path in sorted(found.rglob("*.xml")) if (checks := list(_checks(path)))]
    count = sum(len(checks) for _, checks in documents)
    parsers: Mapping[str, Parse] = {"ours": _ours, "feedparser": _theirs, "fastfeedparser": _fast}
    passed = {
        name: sum(_passed(path, checks, parse) for path, checks in documents)
        for name, parse in parsers.items()
    }
    return {"checks": count} | {f"passed by {name}": number / count for name, number in passed.items()}


def failures(folder: Path) -> Iterator[tuple[Path, Check]]:
    """Yield what is not read here as the suite wants it."""
    for path in sorted(folder.rglob("*.xml")):
        for check in _checks(path):
            if not _passed(path, [check], _ours):
                yield path, check


def _checks(path: Path) -> Iterator[Check]:
    words = EXPECT.search(_text(path.read_bytes()))
    if words is None:
        return
    try:
        tree = ast.parse(words[1], mode="eval").body
    except SyntaxError:  # one expectation runs over several statements
        return
    for part in tree.values if isinstance(tree, ast.BoolOp) else [tree]:
        match part:
            case ast.Compare(left=left, ops=[ast.Eq()], comparators=[right]):
                steps = [step.strip("'\"") for step in re.findall(r"\w+|'[^']*'", ast.unparse(left))]
                if check := _check(steps, right):
                    yield check


def _check(steps: list[str], right: ast.expr) -> Check | None:
    try:
        wanted = ast.literal_eval(right)
    except ValueError:
        return None
    if steps == ["feed", "title"]:
        return Check(None, "title", wanted)
    if steps[:1] != ["entries"] or len(steps) < 3 or not steps[1].isdecimal():
        return None
    name = ".".join(steps[2:])
    return Check(int(steps[1]), name, wanted) if name in TITLE | TEXT | LINK | ID | DATE else None


def _passed(path: Path, checks: Sequence[Check], parse: Parse) -> int:
    data = path.read_bytes()
    headers = {name.decode().lower(): value.decode("latin-1") for name, value in HEADER.findall(data[:2000])}
    title, entries = parse(data, f"{HOST}/tests/wellformed/{path.name}", headers.get("content-type"))
    return sum(_holds(check, title, entries) for check in checks)


def _holds(check: Check, title: str | None, entries: Sequence[Found]) -> bool:
    if check.entry is None:
        return _same_words(title, check.wanted)
    if check.entry >= len(entries):
        return False
    found = entries[check.entry].get(check.name)
    if check.name in TITLE | TEXT:
        return _same_words(found, check.wanted)
    if check.name in DATE:
        return found == calendar.timegm(struct_time(check.wanted))  # type: ignore[arg-type]  # nine whole numbers
    return found == check.wanted


def _same_words(found: object, wanted: object) -> bool:
    """Say whether two texts are the same in plain words.

    The suite keeps a text's "&lt;b>" and markup's "<b>" alike, so what is meant to be seen cannot be told
    from markup: either will do.
    """
    return not _plain(found).isdisjoint(_plain(wanted))


def _plain(text: object) -> set[str]:
    words = str(text or "")
    return {
        " ".join(plain.split())
        for plain in (words, unescape_entities(words), headline_text(words), to_text(words))
    }


def _ours(data: bytes, url: str, content_type: str | None) -> tuple[str | None, Sequence[Found]]:
    try:
        feed = read_whole(data, url, content_type)
    except SourceTrouble:
        return None, ()
    return feed.title, [
        {
            **dict.fromkeys(TITLE, item.headline),
            **dict.fromkeys(TEXT, item.summary or item.body),
            "content.0.value": item.body or item.summary,
            **dict.fromkeys(LINK, item.link),
            **dict.fromkeys(ID, item.guid),
            **dict.fromkeys(DATE, _seconds(item.published_at)),
        }
        for item in feed.items
    ]


def _seconds(moment: datetime | None) -> int | None:
    return None if moment is None else int(moment.timestamp())


def _theirs(data: bytes, url: str, content_type: str | None) -> tuple[str | None, Sequence[Found]]:
    parsed = feedparser.parse(
        BytesIO(data), response_headers={"content-location": url, "content-type": content_type or "text/xml"}
    )
    return parsed.feed.get("title"), [_flat(entry) for entry in parsed.entries]


def _flat(entry: Any) -> Found:
    content = entry.get("content") or [{}]
    links = entry.get("links") or [{}]
    dates = {name: calendar.timegm(value) for name in DATE if (value := entry.get(name))}
    return {
        "title": entry.get("title"),
        "title_detail.value": (entry.get("title_detail") or {}).get("value"),
        "summary": entry.get("summary"),
        "description": entry.get("description"),
        "summary_detail.value": (entry.get("summary_detail") or {}).get("value"),
        "content.0.value": content[0].get("value"),
        "link": entry.get("link"),
        "links.0.href": links[0].get("href"),
        "id": entry.get("id"),
        "guid": entry.get("guid"),
        **dates,
    }


def _fast(data: bytes, url: str, content_type: str | None) -> tuple[str | None, Sequence[Found]]:
    del url, content_type
    try:
        parsed = fastfeedparser.parse(data)
    except ValueError:  # its word for what it cannot parse
        return None, ()
    return parsed.feed.get("title"), [_fast_entry(entry) for entry in parsed.entries]


def _fast_entry(entry: Any) -> Found:
    content = entry.get("content") or [{}]
    moment = entry.get("published") or entry.get("updated")
    seconds = _seconds(datetime.fromisoformat(moment)) if moment else None
    return {
        **dict.fromkeys(TITLE, entry.get("title")),
        **dict.fromkeys(TEXT, entry.get("description") or entry.get("summary") or content[0].get("value")),
        "content.0.value": content[0].get("value"),
        **dict.fromkeys(LINK, entry.get("link")),
        **dict.fromkeys(ID, entry.get("id") or entry.get("guid")),
        **dict.fromkeys(DATE, seconds),
    }


def _text(data: bytes) -> str:
    """Return a document as text to look for its comment in, which is ASCII in whatever encoding."""
    if b"\0" in data[:4] or data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16-be" if data[:1] in (b"\0", b"\xfe") else "utf-16-le", errors="replace")
    return data.decode("utf-8", errors="replace")

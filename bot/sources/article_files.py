"""Articles in files: .txt, .html, .json and .jsonl. `outlay read` and the source "files" both read them here.

What makes a date or a headline in a .txt, and the keys of a .json, are a public contract.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, Final

import msgspec

from bot.dates import read_date
from bot.domain.article import Article
from bot.domain.errors import BadInput
from bot.pages.article import article_page
from bot.pages.decode import decode_page

SUFFIXES: Final = frozenset({".txt", ".html", ".htm", ".json", ".jsonl"})

_DATE_LINE: Final = re.compile(r"\s*date\s+(\d{4}-\d{2}-\d{2})(?!\d)[^\n]*(?:\n|$)", re.IGNORECASE)
_BLANK_LINE: Final = re.compile(r"\n[ \t]*\n")
_CLOSING: Final = "\"'”’»)]"


@dataclass(frozen=True, slots=True)
class BadItem:
    """An item that cannot be used: the id that it would have, and why in plain words."""

    id: str
    error: str


def articles_in(path: Path, *, source: str, now: datetime) -> Iterator[Article | BadItem]:
    """Read the articles of a file, by its suffix; anything unknown is read as text.

    The id is the item's own, else the file's stem (one article) or the line's number. A .jsonl is read a line
    at a time. Raises BadInput when the file cannot be read at all.
    """
    try:
        with path.open("rb") as file:
            if path.suffix.lower() == ".jsonl":
                yield from in_lines(file, source=source, now=now)
            else:
                yield from in_document(
                    file.read(), path.suffix.lower(), stem=path.stem, source=source, now=now
                )
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror}.") from error


def in_lines(file: BinaryIO, *, source: str, now: datetime) -> Iterator[Article | BadItem]:
    """Read one JSON object a line, in constant memory. Blank lines are passed over, but counted."""
    for number, line in enumerate(file, start=1):
        if line.strip():
            yield _from_bytes(line, stem=str(number), source=source, now=now)


def in_document(
    data: bytes, suffix: str, *, stem: str, source: str, now: datetime
) -> Iterator[Article | BadItem]:
    """Read a whole document: one article called `stem`, or for a JSON list one a member, numbered from 1."""
    if suffix == ".json":
        yield from _from_document(data, stem=stem, source=source, now=now)
    elif suffix in (".html", ".htm"):
        page = article_page(decode_page(data))
        yield _checked(Article(stem, source, page.headline, page.body, now, page.published_at, page.url))
    else:
        yield from_text(decode_page(data), stem=stem, source=source, now=now)


def from_text(text: str, *, stem: str, source: str, now: datetime) -> Article | BadItem:
    """Read a .txt: a first line "date 2024-03-13 …" is dropped for its date; the first paragraph is the
    headline when it has no final full stop."""
    if "\0" in text:
        return BadItem(stem, "This is no text: there are zero bytes in it. Make it .txt, .html or .json.")
    text = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    published = None
    if found := _DATE_LINE.match(text):
        published = read_date(found[1])
        text = text[found.end() :]
    text = text.strip()
    first, *rest = _BLANK_LINE.split(text, maxsplit=1)
    if first.rstrip(_CLOSING).endswith("."):
        return _checked(Article(stem, source, None, text, now, published))
    return _checked(
        Article(stem, source, " ".join(first.split()) or None, "".join(rest).strip(), now, published)
    )


def from_json(entry: object, *, stem: str, source: str, now: datetime) -> Article | BadItem:
    """Read {"id", "headline", "body", "published_at", "url", "source", "tickers"}: a headline or a body is
    required, null is absent, other keys are ignored. A "source" names the outlet."""
    if not isinstance(entry, Mapping):
        return BadItem(stem, "This is no JSON object: an article is written as {…}.")
    own = str(entry["id"]) if isinstance(entry.get("id"), str | int) else stem
    for key in ("headline", "body", "published_at", "url", "source"):
        if not isinstance(entry.get(key), str | None):
            return BadItem(own, f'"{key}" must be text or null.')
    tickers: Any = entry.get("tickers") or ()
    if not isinstance(tickers, list | tuple) or not all(isinstance(each, str) for each in tickers):
        return BadItem(own, '"tickers" must be a list of texts.')
    return _checked(
        Article(
            id=own,
            source=source,
            headline=(entry.get("headline") or "").strip() or None,
            body=(entry.get("body") or "").strip(),
            first_seen=now,
            published_at=read_date(entry.get("published_at")),
            url=entry.get("url"),
            outlet=entry.get("source"),
            tickers=tuple(tickers),
        )
    )


def _from_document(data: bytes, *, stem: str, source: str, now: datetime) -> Iterator[Article | BadItem]:
    try:
        document = _decoded(data)
    except (ValueError, RecursionError) as error:
        yield BadItem(stem, f"This is not valid JSON: {error}.")
        return
    if isinstance(document, list):
        for number, entry in enumerate(document, start=1):
            yield from_json(entry, stem=str(number), source=source, now=now)
    else:
        yield from_json(document, stem=stem, source=source, now=now)


def _from_bytes(line: bytes, *, stem: str, source: str, now: datetime) -> Article | BadItem:
    try:
        entry = _decoded(line)
    except (ValueError, RecursionError) as error:
        return BadItem(stem, f"This line is not valid JSON: {error}.")
    return from_json(entry, stem=stem, source=source, now=now)


def _decoded(data: bytes) -> object:
    """Return what the JSON says. Raises ValueError, with msgspec's reason, for what is none.

    Half of a pair of characters, as a program leaves that cuts an emoji in two, and a byte order mark are no
    reason to lose an article: msgspec, which is seven times as fast, refuses them, so the patient decoder is
    asked then.
    """
    try:
        return msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        try:
            return json.loads(data, parse_constant=_refused)
        except ValueError:
            raise error from None


def _refused(constant: str) -> None:
    raise ValueError(f"{constant} is no number")


def _checked(article: Article) -> Article | BadItem:
    if article.headline is None and not article.body:
        return BadItem(article.id, "There is neither a headline nor a body: nothing to read.")
    return article

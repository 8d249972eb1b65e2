"""A folder, or one file, that articles are dropped into: .txt, .html, .json, .jsonl.

Move a file in when it is whole (`mv` inside one file system): a half-written one is read as it stands.
"""

import asyncio
import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import msgspec

from bot.domain.article import Article
from bot.domain.errors import BadInput, SourceTrouble
from bot.fetch import Fetcher
from bot.ports import Cursor, Manner, Poll, Source
from bot.sources.article_files import SUFFIXES, BadItem, articles_in
from bot.sources.identity import article_id
from bot.sources.settings import Asked

log = logging.getLogger(__name__)

Seen = dict[str, tuple[int, int]]  # a file's name → its time of change in nanoseconds, and its size in bytes


class Settings(Asked, frozen=True, kw_only=True):
    """`[[source]]` of kind "files". `path` is a folder or a file."""

    kind: str = "files"
    path: str
    every: float = 5.0


def build(settings: Settings, fetcher: Fetcher) -> Source:
    """Return the source. Raises CannotRun for settings that make no sense."""
    return FilesSource(settings)


class FilesSource:
    """Reads what changed since the cursor. An article is known by its file's name and its own id in it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._manner = settings.manner()
        self._path = Path(settings.path).expanduser()

    @property
    def name(self) -> str:
        return self._settings.name

    @property
    def manner(self) -> Manner:
        return self._manner

    async def poll(self, cursor: Cursor | None, now: datetime) -> Poll:
        """Read the folder. A file that cannot be read is logged, and tried again when it changes."""
        return await asyncio.to_thread(self._read, cursor, now)

    async def close(self) -> None:
        """Nothing is held open between polls."""

    def _read(self, cursor: Cursor | None, now: datetime) -> Poll:
        before = _seen_of(cursor)
        try:
            after = {path.name: _mark(path) for path in self._files()}
        except OSError as error:
            raise SourceTrouble(
                f"{self._path} cannot be read: {error.strerror}. Check the source's path and rights."
            ) from error
        changed = [name for name, mark in after.items() if before.get(name) != mark]
        articles = tuple(article for name in changed for article in self._articles(name, now))
        state = Cursor(state=msgspec.json.encode(after).decode())
        return Poll(articles, state, unchanged=not changed, window=False)

    def _files(self) -> list[Path]:
        if not self._path.is_dir():
            return [self._path]
        found = (path for path in self._path.iterdir() if path.suffix.lower() in SUFFIXES)
        return sorted(path for path in found if path.is_file() and not path.name.startswith("."))

    def _articles(self, name: str, now: datetime) -> Iterator[Article]:
        path = self._path / name if self._path.is_dir() else self._path
        try:
            for found in articles_in(path, source=self.name, now=now):
                if isinstance(found, BadItem):
                    log.warning('"%s": %s, item %s: %s', self.name, path, found.id, found.error)
                else:
                    yield replace(found, id=article_id(self.name, f"file {name} {found.id}"))
        except BadInput as error:
            log.warning('"%s": %s', self.name, error)


def _mark(path: Path) -> tuple[int, int]:
    facts = path.stat()
    return facts.st_mtime_ns, facts.st_size


def _seen_of(cursor: Cursor | None) -> Seen:
    if cursor is None or cursor.state is None:
        return {}
    try:
        return msgspec.json.decode(cursor.state, type=Seen)
    except msgspec.DecodeError:
        return {}

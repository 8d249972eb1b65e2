"""A newer security master out of what the publishers sent, checked before it takes the old one's place."""

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from bot.securities import load
from bot.securities.build import group, listing, read_aliases, write
from bot.securities.exchanges import US
from bot.securities.publishers import Row

__all__ = ["KEPT", "Seen", "State", "merged", "put", "shrunk"]

_FURTHER: Final = ("country", "size", "isin", "website")
KEPT: Final = 0.8
"""The share of the listings that must still be there: markets do not lose a fifth between two updates."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What is remembered of one publisher's file: its validators, and how many listings it had."""

    etag: str | None = None
    last_modified: str | None = None
    listings: int = 0


@dataclass(frozen=True, slots=True)
class State:
    """What is remembered of the last update, by address. It stands beside the master, as JSON."""

    seen: Mapping[str, Seen] = field(default_factory=dict)

    @classmethod
    def beside(cls, master: Path) -> "State":
        """Read the state that belongs to a master; an empty one where there is none or it is damaged."""
        if not master.exists():
            return cls()
        with suppress(OSError, ValueError, TypeError, AttributeError):
            document: dict[str, Any] = json.loads(_beside(master).read_text(encoding="utf-8"))
            return cls({url: Seen(**known) for url, known in document.items()})
        return cls()

    def write(self, master: Path) -> None:
        """Write the state beside its master."""
        document = {
            url: {"etag": s.etag, "last_modified": s.last_modified, "listings": s.listings}
            for url, s in self.seen.items()
        }
        _replace(_beside(master), json.dumps(document, indent=1).encode())


def merged(filers: Iterable[Row], companies: Iterable[Row], funds: Iterable[Row]) -> list[Row]:
    """Return one row for each symbol.

    The SEC says which companies are listed in New York, under which name; country, size, ISIN and website are
    the other publisher's where it knows the symbol. A fund stays a fund whoever names it.
    """
    known = {row["ticker"]: row for row in companies}
    found = {symbol: row for symbol, row in known.items() if row["mic"] not in US}
    for row in filers:
        more = known.get(row["ticker"], row)
        found[row["ticker"]] = row | {name: more[name] for name in _FURTHER}
    found |= {row["ticker"]: row for row in funds}
    return list(found.values())


def shrunk(name: str, before: int, now: int) -> str | None:
    """Return why a table of `now` listings cannot follow one of `before`, None where it can."""
    if now >= KEPT * before:
        return None
    return (
        f"{name} has {now:,} listings, where there were {before:,}: more than a fifth is gone, so something "
        "is wrong with it. Nothing was changed."
    )


def put(rows: Iterable[Row], path: Path) -> int:
    """Write the security master that `rows` give to `path`, all or nothing; return how many listings it has.

    It is read back before it takes the old one's place. Raises OSError where nothing can be written.
    """
    aliases = read_aliases()
    new = path.with_name(f"{path.name}.new")
    try:
        write(group(map(listing, rows), frozenset(aliases.values())), aliases, new)
        count = len(load(new))
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)
    return count


def _beside(master: Path) -> Path:
    return master.with_name(f"{master.name}.state.json")


def _replace(path: Path, content: bytes) -> None:
    new = path.with_name(f"{path.name}.new")
    new.write_bytes(content)
    new.replace(path)

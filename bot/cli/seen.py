"""Which kinds of source `outlay doctor` has seen answer from here: a small file beside the database.

It is not in the database, since it says something of this machine and its network and not of the stories, and
since `outlay sources list` must not wait for a bot that holds the database.
"""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import msgspec

Seen = dict[str, datetime]  # a kind → when it last gave an article, in UTC


def seen_path(store: Path) -> Path:
    """Return where it is kept for a database: "outlay.db" has "outlay.seen.json"."""
    return store.with_suffix(".seen.json")


def load_seen(store: Path) -> Seen:
    """Return what was seen; nothing where nothing was kept, or nothing that can be read."""
    try:
        return msgspec.json.decode(seen_path(store).read_bytes(), type=Seen)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return {}


def note_seen(store: Path, kinds: Iterable[str], now: datetime) -> None:
    """Keep that these kinds were seen now. Raises OSError where it cannot be written."""
    seen = load_seen(store) | dict.fromkeys(kinds, now)
    path = seen_path(store)
    new = path.with_suffix(".new")
    new.write_bytes(msgspec.json.format(msgspec.json.encode(seen)))
    new.replace(path)


def is_the_publishers(settings: msgspec.Struct) -> bool:
    """Say whether a source asks where its kind asks by itself: another address says nothing of the publisher.

    A kind without an address of its own (`feed`) is asked wherever it is asked.
    """
    own = {field.name: field.default for field in msgspec.structs.fields(type(settings))}
    return all(
        getattr(settings, name) == own[name]
        for name in ("url", "urls", "stream_url")
        if own.get(name, msgspec.NODEFAULT) is not msgspec.NODEFAULT
    )

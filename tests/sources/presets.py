"""How a preset is built in the tests: from a table, as `outlay run` does it."""

from datetime import UTC, datetime
from typing import Any

from bot.config import Environment, Settings
from bot.fetch import Fetcher
from bot.parts import build_sources
from bot.ports import Source

NOW = datetime(2026, 11, 20, 13, tzinfo=UTC)


def built(fetcher: Fetcher, kind: str, **table: Any) -> Source:
    """Return the source that a `[[source]]` of this kind makes. Raises CannotRun as `outlay run` does."""
    (source,) = build_sources(
        Settings(sources=({"kind": kind, "name": kind, **table},)), Environment({}), fetcher
    )
    return source

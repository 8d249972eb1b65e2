"""Values become rows and rows become values."""

import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final, TypeVar, overload

import msgspec

from bot.domain.alert import Action, Channel, Delivery, News, Watch
from bot.domain.market import Ticker
from bot.domain.story import Story

T = TypeVar("T")

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND: Final = timedelta(microseconds=1)


@overload
def number(time: datetime) -> int: ...
@overload
def number(time: None) -> None: ...
def number(time: datetime | None) -> int | None:
    """Return a time as whole microseconds since 1970."""
    return None if time is None else (time - EPOCH) // MICROSECOND


@overload
def time(number: int) -> datetime: ...
@overload
def time(number: None) -> None: ...
def time(number: int | None) -> datetime | None:
    """Return the time (UTC) that `number` made a number of."""
    return None if number is None else EPOCH + number * MICROSECOND


def text(value: object) -> str:
    """Return a value as JSON text."""
    return msgspec.json.encode(value).decode()


def value(words: str, kind: type[T]) -> T:
    """Return the value of a kind that `text` made JSON of."""
    return msgspec.json.decode(words, type=kind)


def some(parts: Iterable[object]) -> str:
    """Return a JSON array for `in (select value from json_each(?))`: any length, no text built into SQL.

    PostgreSQL says json_array_elements_text for json_each; it is the one word that differs.
    """
    return text(list(parts))


def story(row: sqlite3.Row) -> Story:
    """Read `id` and `body`; the body was written before the story had its number."""
    return replace(value(row["body"], Story), id=row["id"])


def channel(row: sqlite3.Row) -> Channel:
    """Read `platform`, `space` and `place`."""
    return Channel(row["platform"], row["space"], row["place"])


def watch(row: sqlite3.Row) -> Watch:
    """Read a watch joined with its channel."""
    return Watch(
        channel=channel(row),
        ticker=Ticker(row["symbol"], row["mic"]),
        issuer=row["issuer"],
        name=row["name"],
        by=row["wished_by"],
        since=time(row["since"]),
        muted_until=time(row["muted_until"]),
    )


def said(news: Iterable[News]) -> str:
    """Return what a reply says as one word after another."""
    return " ".join(sorted(news))


def news(words: str) -> frozenset[News]:
    """Return the news that `said` made words of."""
    return frozenset(map(News, words.split()))


def delivery(row: sqlite3.Row | dict[str, Any]) -> Delivery:
    """Read a delivery joined with its channel, and with its story's revision as `newest`."""
    return Delivery(
        id=row["id"],
        story=row["story"],
        revision=row["revision"],
        channel=Channel(row["platform"], row["space"], row["place"]),
        action=Action(row["action"]),
        ticker=Ticker(row["symbol"], row["mic"]),
        attempts=row["attempts"],
        uncertain_since=time(row["uncertain_since"]),
        newest=row["newest"],
        owed_at=time(row["owed_at"]),
        news=news(row["news"]),
        gist=row["gist"],
    )

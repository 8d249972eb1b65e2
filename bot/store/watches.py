"""Channels, the watches that they keep, and who did what. A ticker is known by its symbol, which carries the
exchange's suffix outside the US and so is unique by itself; the MIC may be unknown."""

from collections.abc import Iterable
from datetime import datetime

from sqlite_utils import Database

from bot.domain.alert import Channel, Watch
from bot.domain.market import Ticker
from bot.store import rows


def channel_number(db: Database, channel: Channel) -> int:
    """Return a channel's number, giving it one the first time. Only for a writer."""
    return int(
        db.execute(
            """insert into channel (platform, space, place) values (?, ?, ?)
               on conflict (platform, space, place) do update set place = excluded.place returning id""",
            [channel.platform, channel.space, channel.id],
        ).fetchone()["id"]
    )


def watch(db: Database, wish: Watch) -> bool:
    number = channel_number(db, wish.channel)
    kept = db.execute(
        """insert into watch (channel, symbol, mic, issuer, name, wished_by, since, muted_until)
           values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (channel, symbol) do nothing""",
        [
            number,
            wish.ticker.symbol,
            wish.ticker.mic,
            wish.issuer,
            wish.name,
            wish.by,
            rows.number(wish.since),
            rows.number(wish.muted_until),
        ],
    ).rowcount
    db.execute("update channel set owner = coalesce(owner, ?) where id = ?", [wish.by, number])
    return kept > 0


def unwatch(db: Database, channel: Channel, ticker: Ticker) -> bool:
    dropped = db.execute(
        """delete from watch where symbol = ?
           and channel in (select id from channel where platform = ? and space = ? and place = ?)""",
        [ticker.symbol, channel.platform, channel.space, channel.id],
    ).rowcount
    return dropped > 0


def watches(db: Database, channel: Channel) -> list[Watch]:
    found = db.execute(
        """select w.*, c.platform, c.space, c.place from watch w join channel c on c.id = w.channel
           where c.platform = ? and c.space = ? and c.place = ? order by w.symbol""",
        [channel.platform, channel.space, channel.id],
    )
    return [rows.watch(row) for row in found]


def exchanges(db: Database) -> frozenset[str]:
    return frozenset(row["mic"] for row in db.execute("select distinct mic from watch"))


def mute(db: Database, channel: Channel, ticker: Ticker, until: datetime | None) -> bool:
    held = db.execute(
        """update watch set muted_until = ? where symbol = ?
           and channel in (select id from channel where platform = ? and space = ? and place = ?)""",
        [rows.number(until), ticker.symbol, channel.platform, channel.space, channel.id],
    ).rowcount
    return held > 0


def listening(db: Database, symbols: Iterable[str], now: datetime) -> list[Watch]:
    """Return the watches on any of the symbols, or on another listing of their issuers, oldest first.

    Muted ones are left out, and those of channels that take no messages and are not to be tried again yet.
    """
    found = db.execute(
        """select w.*, c.platform, c.space, c.place from watch w join channel c on c.id = w.channel
           where (c.disabled_at is null or c.retry_at <= :now)
             and (w.muted_until is null or w.muted_until <= :now)
             and (w.symbol in (select value from json_each(:symbols))
                  or w.issuer in (select i.issuer from watch i where i.issuer <> ''
                                  and i.symbol in (select value from json_each(:symbols))))
           order by w.since, c.platform, c.space, c.place, w.symbol""",
        {"symbols": rows.some(symbols), "now": rows.number(now)},
    )
    return [rows.watch(row) for row in found]


def note(db: Database, now: datetime, channel: Channel, *, user: str, action: str, detail: str) -> None:
    db.execute(
        "insert into audit (at, channel, who, action, detail) values (?, ?, ?, ?, ?)",
        [rows.number(now), channel_number(db, channel), user, action, detail],
    )

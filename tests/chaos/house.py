"""What the bot finds at its first start: settings, the companies that there are, and who watches them."""

import gzip
import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from bot.domain.alert import Channel, Watch
from bot.domain.market import Ticker
from bot.store import open_store
from tests.chaos.press import MIC, Story, master
from tests.vendors.tape import Tape

EVERY: Final = 0.3  # seconds between polls of the paper


async def furnish(
    folder: Path,
    *,
    feed: str,
    place: str,
    stories: Sequence[Story],
    channels: Sequence[Channel],
    platforms: Sequence[str] = (),
    vendor: Tape | None = None,
) -> Path:
    """Write settings, companies and watches into a folder; return the settings' file.

    `feed` is the paper's address and `place` its host and port. `platforms` are the tables to be named,
    `vendor` is where prices come from.
    """
    companies = folder / "securities.tsv.gz"
    companies.write_bytes(gzip.compress(master(stories).encode()))
    places = [place, *([vendor.place] if vendor else [])]
    tables = "".join(f'["{platform}"]\n' for platform in platforms)
    settings = folder / "outlay.toml"
    settings.write_text(
        f'[store]\npath = "{database(folder)}"\n[securities]\npath = "{companies}"\n'
        f"[fetch]\nallow = {json.dumps(places)}\n{vendor.settings if vendor else ''}"
        f'[log]\nlevel = "warning"\n'
        f'[observe]\nlisten = ""\n{tables}'
        f'[[source]]\nname = "paper"\nurl = "{feed}"\nevery = {EVERY}\nalert_first = true\n',
        encoding="utf-8",
    )
    store = await open_store(database(folder))
    now = datetime.now(UTC)
    for channel in channels:
        for company in {story.company for story in stories}:
            ticker = Ticker(company.symbol, MIC)
            await store.watch(Watch(channel, ticker, company.issuer, company.name, "U1", now))
    await store.close()
    return settings


def database(folder: Path) -> Path:
    return folder / "outlay.db"


def is_at_rest(folder: Path) -> bool:
    """Say whether the bot has nothing left to read or to deliver."""
    with closing(sqlite3.connect(f"{database(folder).as_uri()}?mode=ro", uri=True, timeout=5)) as db:
        [[unread]] = db.execute("select count(*) from article where state = 'new'")
        [[owed]] = db.execute("select count(*) from delivery where state in ('owed', 'sending')")
    return not unread and not owed

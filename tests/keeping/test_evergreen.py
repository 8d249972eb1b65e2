"""A publisher that keeps an item on top of its feed for two years: it is told once, whatever is forgotten."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.desk.poll import poll
from bot.fetch import Fetcher
from bot.ports import Source
from bot.sources.feed import Settings, build
from bot.store.sqlite import SqliteStore, open_store
from tests.store.examples import NOON
from tests.wires import Wire

DAY = timedelta(days=1)
ON_TOP = (
    "<item><title>Quarrystone pledges $3 billion to its Norrland smelter</title>"
    "<link>https://quarry.example/{link}</link><guid>{guid}</guid></item>"
)


@dataclass
class Hands:
    """A clock that is set by hand."""

    at: datetime = NOON

    def now(self) -> datetime:
        return self.at


def printed(month: int, *, guid: str) -> str:
    """Print the feed of a month: the item on top, which has no date, and one of that month."""
    fresh = (
        f"<item><title>Quarrystone output of month {month}</title>"
        f"<link>https://quarry.example/m{month}</link><guid>m{month}</guid></item>"
    )
    top = ON_TOP.format(link="pledge", guid=guid)
    return f'<rss version="2.0"><channel><title>Quarry</title>{top}{fresh}</channel></rss>'


async def forget(store: SqliteStore, before: datetime) -> int:
    articles = 0
    while went := await store.prune(before, 50):
        articles += went.get("articles", 0)
    return articles


@pytest.mark.parametrize("changes_its_guid", [False, True])
async def test_it_is_told_once(tmp_path: Path, changes_its_guid: bool) -> None:
    clock = Hands()
    store = await open_store(tmp_path / "outlay.db")
    forgotten = 0
    async with Wire() as wire, Fetcher(allow=[wire.place]) as fetcher:
        source: Source = build(Settings(name="quarry", url=wire.url("/feed")), fetcher)
        waiting: list[str | None] = []
        for month in range(26):
            guid = f"pledge-{month // 6}" if changes_its_guid else "pledge"
            wire.put("/feed", printed(month, guid=guid), etag=f'"{month}"')
            await poll(source, store, clock)
            for article in await store.unread(10):
                waiting.append(article.headline)
                await store.spoiled(article.id, "read")
            clock.at += 30 * DAY
            forgotten += await forget(store, clock.at - 60 * DAY)
        await source.close()
    await store.close()
    assert [words for words in waiting if words and "pledges" in words] == []  # the first poll alerts nothing
    assert len(waiting) == 25
    assert forgotten > 20

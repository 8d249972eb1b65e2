"""Real feeds, recorded by others: every one comes through, and says what feedparser says."""

from io import BytesIO
from pathlib import Path

import feedparser
import pytest

from bot.markup import headline_text
from bot.sources.identity import identified
from bot.sources.parse import read_feed

CAPTURES = Path(__file__).parents[2] / ".." / "shared" / "data" / "feeds"
FOUND = sorted(path for path in CAPTURES.rglob("*") if path.is_file() and path.suffix != ".tsv")

pytestmark = pytest.mark.skipif(not FOUND, reason="the recorded feeds (../shared/data/feeds) are not here")


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.name)
def test_comes_through(path: Path) -> None:
    data = path.read_bytes()
    feed = read_feed(data, f"https://feeds.example/{path.name}")
    theirs = feedparser.parse(BytesIO(data)).entries
    assert len(feed.items) == len(identified(feed, "capture")) == len(theirs)
    for mine, other in zip(feed.items, theirs, strict=True):
        assert mine.headline
        assert mine.headline.split() == headline_text(other["title"]).split()
        assert mine.published_at is not None or "0001" in other["published"]
        assert mine.guid is None or mine.guid == other["id"]
        if mine.link is not None and other.get("link", "").startswith("http"):
            assert mine.link == other["link"]

"""The plugins that docs/adding-a-*.md show, taken out of the page and put to work."""

import asyncio
import json
import os
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, datetime
from importlib import import_module
from inspect import signature
from pathlib import Path
from typing import Any

import pytest

from bot import plugins
from bot.cards.card import Card, Tone
from bot.config import Environment, Settings
from bot.domain.alert import Channel
from bot.domain.article import Voice
from bot.domain.errors import CannotRun, Refused, SourceTrouble
from bot.fetch import Fetcher
from bot.parts import build_chats, build_source, build_sources
from bot.ports import Found
from bot.sources.dialect import Dialect
from tests.docs.pages import blocks, rows, sections, words_of
from tests.wires import Wire

NOW = datetime(2026, 3, 11, 12, tzinfo=UTC)
NOTICES = (
    '[{"number": 7, "title": "A new tram works", "text": "Hall & Co will spend €40 million.",'
    ' "issued": "2026-03-11T10:00:00+01:00", "office": "press"}, {"number": 6, "title": "Roadworks"}]'
)

ANNOUNCEMENTS = (
    '<rss version="2.0"><channel><title>Announcements</title>'
    "<item><guid>2</guid><title>9901 - Tarn buys a smelter for $40 million</title>"
    "<pubDate>Wed, 11 Mar 2026 19:00:00 +0800</pubDate></item>"
    "<item><guid>1</guid><title>Closed on Friday</title></item></channel></rss>"
)
SOURCES = "docs/adding-a-source.md"


@pytest.fixture
def acme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A package `acme` of the reader's own, on the path."""
    package = tmp_path / "acme"
    package.mkdir()
    (package / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    yield package
    for name in [name for name in sys.modules if name.partition(".")[0] == "acme"]:
        del sys.modules[name]


def example(page: str, file: Path, place: int = 0) -> dict[str, Any]:
    """Write a page's first Python block, or the one in another place, to `file`; return its TOML, read."""
    text = words_of(page)
    file.write_text(blocks(text, "python")[place].text, encoding="utf-8")
    return tomllib.loads(blocks(text, "toml")[place].text)


async def test_the_preset_is_found_and_polled(acme: Path) -> None:
    document = example(SOURCES, acme / "harbour_exchange.py")
    async with Wire() as wire, Fetcher(allow=[wire.place]) as fetcher:
        (table,) = document["source"]
        settings = Settings(sources=({**table, "url": wire.url("/announcements.rss")},))
        (source,) = build_sources(settings, Environment({}), fetcher)
        assert (source.name, source.manner.every) == ("Harbour Exchange", 30.0)

        wire.put("/announcements.rss", ANNOUNCEMENTS, etag='"1"')
        first = await source.poll(None, NOW)
        (article,) = first.articles  # the holiday is the exchange's own
        assert (article.headline, article.tickers) == ("Tarn buys a smelter for $40 million", ("9901.HK",))
        assert (article.voice, article.outlet) == (Voice.FILING, "Harbour Exchange")
        assert (await source.poll(first.cursor, NOW)).unchanged

        wire.put("/announcements.rss", "<html><body>moved</body></html>", etag='"2"')
        with pytest.raises(SourceTrouble, match="web page"):
            await source.poll(first.cursor, NOW)
        await source.close()


async def test_the_preset_is_previewed_by_its_path(acme: Path) -> None:
    example(SOURCES, acme / "harbour_exchange.py")
    async with Wire() as wire:
        wire.put("/announcements.rss", ANNOUNCEMENTS)
        words = ["acme.harbour_exchange", "--allow", wire.place]
        words += ["--set", f"url={wire.url('/announcements.rss')}"]
        preview = ["-m", "bot", "sources", "preview", *words]
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *preview,
            env={**os.environ, "PYTHONPATH": str(acme.parent)},
            stdout=asyncio.subprocess.PIPE,
        )
        out, _ = await process.communicate()
    assert process.returncode == 0
    assert "2026-03-11 11:00  Tarn buys a smelter for $40 million  [9901.HK]" in out.decode()


def test_the_page_has_everything_that_a_dialect_can_say() -> None:
    told = [key.strip("`") for key, *_ in rows(sections(words_of(SOURCES))["A feed with a dialect"])]
    assert told == [field.name for field in fields(Dialect)]


async def test_the_source_is_found_and_polled(acme: Path) -> None:
    document = example(SOURCES, acme / "town_notices.py", 1)
    async with Wire() as wire, Fetcher(allow=[wire.place]) as fetcher:
        (table,) = document["source"]
        settings = Settings(sources=({**table, "url": wire.url("/notices.json")},))
        (source,) = build_sources(settings, Environment({}), fetcher)
        assert (source.name, source.manner.every) == ("Harbour Town", 300.0)

        wire.put("/notices.json", NOTICES, content_type="application/json", etag='"1"')
        first = await source.poll(None, NOW)
        assert [article.headline for article in first.articles] == ["A new tram works", "Roadworks"]
        assert first.articles[0].published_at == datetime(2026, 3, 11, 9, tzinfo=UTC)
        assert first.articles[0].id == "Harbour Town/7"
        assert first.articles[1].published_at is None

        again = await source.poll(first.cursor, NOW)
        assert again.unchanged
        assert not again.articles
        assert again.cursor == first.cursor

        wire.put("/notices.json", "<html>", etag='"2"')
        with pytest.raises(SourceTrouble, match="no list of notices"):
            await source.poll(first.cursor, NOW)
        await source.close()


async def test_the_source_refuses_what_makes_no_sense(acme: Path) -> None:
    document = example(SOURCES, acme / "town_notices.py", 1)
    async with Fetcher() as fetcher:
        for change, words in (({"every": 0}, "above 0"), ({"color": "red"}, "unknown field `color`")):
            table = {**document["source"][0], **change}
            with pytest.raises(CannotRun, match=words):
                build_sources(Settings(sources=(table,)), Environment({}), fetcher)


async def test_what_a_kind_needs_is_asked_for(acme: Path) -> None:
    words = words_of(SOURCES)
    (acme / "quay_tides.py").write_text(blocks(words, "python")[2].text, encoding="utf-8")
    table = {"kind": "acme.quay_tides", "name": "Tides"}
    async with Fetcher() as fetcher:
        with pytest.raises(CannotRun, match=r"needs quay: whose tides.* needs accept_terms: The harbour's"):
            build_source(table, Environment({}), fetcher, "Tides")
        allowed = {**table, "quay": "north", "accept_terms": True}
        source = build_source(allowed, Environment({}), fetcher, "Tides")
        assert source.name == "Tides"
        await source.close()


def test_a_secret_comes_from_its_variable(acme: Path) -> None:
    (acme / "keyed.py").write_text(blocks(words_of(SOURCES), "python")[3].text, encoding="utf-8")
    kind: Any = import_module("acme.keyed").Settings
    environment = Environment({"TOWN_NOTICES_KEY": "a key"})
    filled = environment.section(kind, {"kind": "acme.keyed", "name": "Town"}, "Town")
    assert filled.key.reveal() == "a key"


async def test_the_platform_is_found_posts_edits_and_finds(acme: Path, tmp_path: Path) -> None:
    document = example("docs/adding-a-platform.md", acme / "ledger_file.py")
    ((name, table),) = document.items()
    ledger = tmp_path / table["path"]
    (chat,) = build_chats(Settings(platforms={name: {"path": str(ledger)}}), Environment({}))
    assert chat.platform == name
    channel = Channel(name, "desk", "ledger")
    card = Card("Alibaba (BABA) pledges HK$5.0B", Tone.ALERT, story=1)

    await chat.open()
    assert await chat.find(channel, "a" * 24, NOW) is Found.NOTHING
    message = await chat.post(channel, card, "a" * 24)
    assert await chat.find(channel, "a" * 24, NOW) == message
    await chat.edit(message, card, "b" * 24)
    await chat.close()
    lines = [json.loads(line) for line in ledger.read_text(encoding="utf-8").splitlines()]
    assert [(line["key"][0], line["edits"]) for line in lines] == [("a", None), ("b", "a" * 24)]
    assert lines[0]["card"]["title"] == card.title

    ledger.unlink()
    ledger.mkdir()
    with pytest.raises(Refused, match="cannot be written"):
        await chat.post(channel, card, "c" * 24)


async def test_the_platform_needs_its_folder(acme: Path, tmp_path: Path) -> None:
    example("docs/adding-a-platform.md", acme / "ledger_file.py")
    module: Any = plugins.find("platforms", "acme.ledger_file")
    chat = module.build(module.Settings(path=str(tmp_path / "nowhere" / "ledger.jsonl")))
    with pytest.raises(CannotRun, match="does not exist"):
        await chat.open()


@pytest.mark.parametrize("kind", ["slack", "discord"])
def test_platforms_are_examined_as_the_page_says(kind: str) -> None:
    examine = signature(plugins.find("platforms", kind).examine)
    shown = f"examine({', '.join(examine.parameters)}) -> {examine.return_annotation.__name__}"
    assert f"`{shown}`" in words_of("docs/adding-a-platform.md")

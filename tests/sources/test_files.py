"""Articles in files: the forms that are read, and a folder that is watched."""

import logging
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.domain.article import Article
from bot.domain.errors import BadInput, CannotRun, SourceTrouble
from bot.fetch import Fetcher
from bot.ports import Manner, Source
from bot.sources.article_files import BadItem, articles_in, from_json, from_text
from bot.sources.files import Settings, build

NOW = datetime(2026, 11, 20, 13, tzinfo=UTC)
DAY = datetime(2026, 11, 19, tzinfo=UTC)


def text(words: str) -> Article:
    found = from_text(words, stem="story", source="files", now=NOW)
    assert isinstance(found, Article)
    return found


@pytest.mark.parametrize(
    "first", ["date 2026-11-19", "  date 2026-11-19 Loading... Loading...", "\ufeffDATE 2026-11-19 x"]
)
def test_a_date_line_is_dropped_for_its_date(first: str) -> None:
    article = text(f"{first}\n\nTarn digs\n\nTarn dug a mine.")
    assert (article.published_at, article.headline, article.body) == (DAY, "Tarn digs", "Tarn dug a mine.")


def test_a_date_line_may_be_followed_by_the_text_at_once() -> None:
    assert text("date 2026-11-19\nTarn dug a mine.").body == "Tarn dug a mine."


@pytest.mark.parametrize(
    "words", ["date 2026-11-199\n\nx", "dates 2026-11-19\n\nx", "a date 2026-11-19\n\nx"]
)
def test_what_is_no_date_line_stays(words: str) -> None:
    assert text(words).published_at is None
    assert text(words).headline is not None


@pytest.mark.parametrize("words", ["Tarn dug a mine.", "“Tarn dug a mine.”", 'It said: "we dig." (They do.)'])
def test_a_first_paragraph_with_a_full_stop_is_no_headline(words: str) -> None:
    assert (text(f"{words}\n\nMore.").headline, text(f"{words}\n\nMore.").body) == (None, f"{words}\n\nMore.")


def test_a_headline_may_stand_alone_or_on_two_lines() -> None:
    assert (text("Tarn digs").headline, text("Tarn digs").body) == ("Tarn digs", "")
    assert text("Tarn\r\ndigs\r\n \t\r\nIt did.").headline == "Tarn digs"


def test_an_empty_text_is_bad() -> None:
    assert isinstance(from_text(" \n ", stem="s", source="f", now=NOW), BadItem)


def test_json_carries_every_key() -> None:
    entry = {"id": 7, "headline": "Tarn digs", "body": "A mine.", "published_at": "2026-11-19T00:00:00Z"}
    entry |= {"url": "https://x.example/7", "source": "Hill Wire", "tickers": ["NYSE:TARN"], "extra": 1}
    assert from_json(entry, stem="s", source="files", now=NOW) == Article(
        "7", "files", "Tarn digs", "A mine.", NOW, DAY, "https://x.example/7", "Hill Wire", ("NYSE:TARN",)
    )


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ([], "no JSON object"),
        ({}, "neither a headline nor a body"),
        ({"headline": " ", "body": None}, "neither a headline nor a body"),
        ({"headline": 5}, '"headline" must be text'),
        ({"body": "x", "tickers": "TARN"}, '"tickers" must be a list'),
        ({"body": "x", "tickers": [5]}, '"tickers" must be a list'),
        ({"body": "x", "published_at": 5}, '"published_at" must be text'),
    ],
)
def test_json_that_is_no_article_says_why(entry: object, words: str) -> None:
    found = from_json(entry, stem="s", source="files", now=NOW)
    assert isinstance(found, BadItem)
    assert words in found.error
    assert found.id == "s"


def test_a_file_is_read_by_its_suffix(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<h1>Tarn digs</h1><p>A mine.</p>")
    (tmp_path / "b.json").write_text('{"headline": "Fell sells"}')
    (tmp_path / "c.json").write_text('[{"headline": "one"}, 5, {"id": "x", "headline": "two"}]')
    (tmp_path / "d.txt").write_bytes("Zürich pays".encode("cp1252"))
    (tmp_path / "e.json").write_text("{")
    found = [each for path in sorted(tmp_path.iterdir()) for each in articles_in(path, source="f", now=NOW)]
    assert [(each.id, isinstance(each, Article) and each.headline) for each in found] == [
        ("a", "Tarn digs"), ("b", "Fell sells"), ("1", "one"), ("2", False), ("x", "two"),
        ("d", "Zürich pays"), ("e", False),
    ]  # fmt: skip


def test_lines_are_read_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(
        b'\xef\xbb\xbf{"headline": "one"}\n\nnot json\n{"id": "x", "body": "two"}\n\xff\n'
        b'{"body": "a\\ud800"}\n{"headline": "one", "body": NaN}'
    )
    found = list(articles_in(path, source="f", now=NOW))
    assert [(each.id, type(each).__name__) for each in found] == [
        ("1", "Article"), ("3", "BadItem"), ("x", "Article"), ("5", "BadItem"), ("6", "Article"),
        ("7", "BadItem"),
    ]  # fmt: skip


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        list(articles_in(tmp_path / "none.txt", source="f", now=NOW))


# ------------------------------------------------------------------------------------------- the source


@pytest.fixture
async def source(tmp_path: Path) -> Source:
    async with Fetcher() as fetcher:
        return build(Settings(name="drop", path=str(tmp_path)), fetcher)


async def test_reads_what_is_new_or_changed(tmp_path: Path, source: Source) -> None:
    (tmp_path / "a.txt").write_text("Tarn digs")
    (tmp_path / "notes.md").write_text("not read")
    (tmp_path / ".hidden.txt").write_text("not read")
    first = await source.poll(None, NOW)
    assert [article.headline for article in first.articles] == ["Tarn digs"]
    assert (first.articles[0].source, first.articles[0].first_seen) == ("drop", NOW)
    again = await source.poll(first.cursor, NOW)
    assert (again.articles, again.unchanged, again.cursor) == ((), True, first.cursor)

    (tmp_path / "b.jsonl").write_text('{"headline": "one"}\n{"headline": "two"}\n')
    (tmp_path / "a.txt").write_text("Tarn digs deeper")
    os.utime(tmp_path / "a.txt", (1, 1))
    third = await source.poll(first.cursor, NOW)
    assert [article.headline for article in third.articles] == ["Tarn digs deeper", "one", "two"]
    assert third.articles[0].id == first.articles[0].id
    assert len({article.id for article in third.articles}) == 3

    (tmp_path / "a.txt").unlink()
    assert (await source.poll(third.cursor, NOW)).unchanged
    await source.close()


async def test_a_bad_file_is_logged_and_spoils_nothing(
    tmp_path: Path, source: Source, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "a.json").write_text("{")
    (tmp_path / "b.txt").write_text("Tarn digs")
    with caplog.at_level(logging.WARNING):
        poll = await source.poll(None, NOW)
    assert [article.headline for article in poll.articles] == ["Tarn digs"]
    assert "a.json" in caplog.text
    caplog.clear()
    assert (await source.poll(poll.cursor, NOW)).unchanged
    assert caplog.text == ""


async def test_one_file_is_a_source_too(tmp_path: Path) -> None:
    path = tmp_path / "wire.jsonl"
    async with Fetcher() as fetcher:
        source = build(Settings(name="drop", path=str(path), every=1, alert_first=True), fetcher)
        assert (source.name, source.manner) == ("drop", Manner(every=1, slowest=1, alert_first=True))
        with pytest.raises(SourceTrouble, match="cannot be read"):
            await source.poll(None, NOW)
        path.write_text('{"headline": "one"}\n')
        assert [article.headline for article in (await source.poll(None, NOW)).articles] == ["one"]
        with pytest.raises(CannotRun):
            build(Settings(name="drop", path=str(path), every=0), fetcher)

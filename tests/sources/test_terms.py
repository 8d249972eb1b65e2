"""Kinds whose publishers allow personal use only refuse to start until that was accepted."""

from typing import Any

import pytest

from bot import plugins
from bot.domain.errors import CannotRun
from bot.fetch import Fetcher
from bot.sources.needs import needs_of
from tests.sources.presets import built

TABLES: dict[str, dict[str, Any]] = {
    "google_news": {"searches": ["Tarn Metals"]},
    "yahoo": {"tickers": ["TARN"]},
    "seeking_alpha": {},
    "nasdaq": {},
}


@pytest.mark.parametrize("kind", TABLES)
async def test_without_consent_it_does_not_start(kind: str) -> None:
    async with Fetcher() as fetcher:
        for table in (TABLES[kind], {**TABLES[kind], "accept_terms": False}):
            with pytest.raises(CannotRun, match=r"needs accept_terms: .* personal.* accept_terms = true"):
                built(fetcher, kind, **table)


@pytest.mark.parametrize("kind", TABLES)
async def test_with_consent_it_does_and_asks_seldom(kind: str) -> None:
    async with Fetcher() as fetcher:
        source = built(fetcher, kind, **TABLES[kind], accept_terms=True)
        assert source.manner.every == 300.0
        await source.close()


@pytest.mark.parametrize(("kind", "key"), [("google_news", "searches"), ("yahoo", "tickers")])
async def test_all_that_is_missing_is_said_at_once(kind: str, key: str) -> None:
    async with Fetcher() as fetcher:
        with pytest.raises(
            CannotRun, match=f"needs {key}: what to .* It also needs accept_terms: .*personal"
        ):
            built(fetcher, kind)


def test_what_is_needed_is_said_in_whole_sentences() -> None:
    for kind in plugins.names("sources"):
        for words in needs_of(plugins.find("sources", kind).Settings).values():
            assert words.endswith("."), (kind, words)
            assert "- " not in words, (kind, words)


@pytest.mark.parametrize(("kind", "key"), [("google_news", "searches"), ("yahoo", "tickers")])
async def test_what_to_ask_for_must_be_said(kind: str, key: str) -> None:
    async with Fetcher() as fetcher:
        with pytest.raises(CannotRun, match=f"needs {key}: what to .* as \\["):
            built(fetcher, kind, accept_terms=True)

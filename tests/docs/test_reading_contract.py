"""docs/reading-contract.md against what `outlay read` prints for the story that it shows."""

import json
from typing import Any

import pytest
from click.testing import CliRunner

from bot.cli.read import read
from tests.docs.pages import ROOT, blocks, rows, words_of

PAGE = "docs/reading-contract.md"


def printed(*options: str) -> dict[str, Any]:
    result = CliRunner().invoke(read, [str(ROOT / "docs" / "examples" / "story.txt"), "--json", *options])
    answer: dict[str, Any] = json.loads(result.output)
    return answer


@pytest.fixture(scope="module")
def page() -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(blocks(words_of(PAGE), "json")[0].text)
    return answer


def shape(value: object) -> object:
    """Return the keys of an object and of what is in it, in order; of a list, those of its first entry."""
    if isinstance(value, dict):
        return [(key, shape(part)) for key, part in value.items()]
    if isinstance(value, list):
        return [shape(value[0])] if value else []
    return None


def test_the_page_shows_every_key_in_its_place(page: dict[str, Any]) -> None:
    assert shape(page) == shape(printed())


def test_what_the_page_shows_is_still_read(page: dict[str, Any]) -> None:
    answer = printed()
    for key in ("id", "headline", "published_at", "flagged", "kind", "status", "language", "commitment"):
        assert answer[key] == page[key], key
    for key in ("amounts", "quotations", "price_lines"):
        assert page[key][0] in answer[key], key
    assert page["cautions"] == answer["cautions"]
    assert page["cited_sources"] == answer["cited_sources"]


def test_offsets_are_what_the_page_says(page: dict[str, Any]) -> None:
    answer = printed("--with-text")
    text = answer.pop("text")
    assert answer.keys() == page.keys()
    assert text.startswith(f"{answer['headline']}\n\n")
    for key in ("because", "amounts", "quotations"):
        for entry in page[key]:
            assert text[entry["start"] : entry["end"]] == entry["text"]


def test_every_key_is_explained(page: dict[str, Any]) -> None:
    explained = {key.strip("`") for key, _ in rows(words_of(PAGE))}
    plain = {"id", "headline", "published_at"}
    assert explained >= page.keys() - plain

"""docs/reading.md against the reader: its story is read as the page says, and its mistakes are still made."""

import json
from typing import Any

import pytest
from click.testing import CliRunner

from bot.cli.read import read
from tests.docs.pages import blocks, rows, sections, words_of

PAGE = words_of("docs/reading.md")
MISTAKES = list(rows(sections(PAGE)["Twenty mistakes it still makes"]))


def printed(text: str) -> dict[str, Any]:
    result = CliRunner().invoke(read, ["-", "--json"], input=text)
    answer: dict[str, Any] = json.loads(result.output)
    return answer


def says(answer: Any, told: object) -> bool:
    """Return whether an answer holds what is told of it: of an object these keys, of a list these entries."""
    if isinstance(told, dict):
        return isinstance(answer, dict) and all(
            key in answer and says(answer[key], part) for key, part in told.items()
        )
    if isinstance(told, list):
        return bool(told or not answer) and all(any(says(one, part) for one in answer) for part in told)
    return bool(answer == told)


def test_the_story_is_read_as_the_page_says() -> None:
    answer = printed(blocks(PAGE, "text")[0].text)
    for key, told in json.loads(blocks(PAGE, "json")[0].text).items():
        assert says(answer[key], told), (key, answer[key])


@pytest.mark.parametrize(("text", "told", "wanted"), MISTAKES, ids=[text[:40] for text, _, _ in MISTAKES])
def test_a_mistake_is_still_made(text: str, told: str, wanted: str) -> None:
    """A failure is good news: the mistake is mended, and its line makes room for another."""
    assert wanted
    answer = printed(text)
    claims = json.loads(told.strip("`"))
    assert says(answer, claims), {key: answer[key] for key in claims}


def test_there_are_as_many_mistakes_as_the_heading_says() -> None:
    assert len({text for text, _, _ in MISTAKES}) == len(MISTAKES) == 20

"""What the publishers' interfaces have in common, where no single one shows it."""

from datetime import datetime, timedelta

import msgspec
import pytest

from bot.domain.errors import CannotRun, SourceTrouble
from bot.domain.secret import Secret
from bot.fetch.interface import decoded, key_of, sound
from bot.sources.answers import CATCH_UP, asked_since, date_of, link_of, must_tell
from tests.vendors.house import NOW

HOUR = timedelta(hours=1)


class Item(msgspec.Struct):
    id: int


@pytest.mark.parametrize(
    ("since", "asked"),
    [
        (NOW - HOUR, NOW - HOUR),
        (NOW - CATCH_UP, NOW - CATCH_UP),
        (NOW - CATCH_UP - HOUR, NOW - CATCH_UP),
        (NOW + HOUR, NOW),  # our clock was fast, and was put right
    ],
)
def test_from_when_is_asked(since: datetime, asked: datetime) -> None:
    assert asked_since(since, NOW, "wire") == asked


def test_bad_items_are_counted_and_the_first_is_named(caplog: pytest.LogCaptureFixture) -> None:
    raws = msgspec.json.decode(b'[{"id": 1}, {"id": "x"}, {}, {"id": 2}]', type=list[msgspec.Raw])
    assert [item.id for item in sound(raws, Item, "wire")] == [1, 2]
    assert '"wire": 2 of 4 items cannot be used and are left out. The first: ' in caplog.text


@pytest.mark.parametrize("body", [b"\xff\xfe", b'{"a": "\xff"}', b"[" * 200_000, b"nan", b""])
def test_no_body_raises_anything_but_trouble(body: bytes) -> None:
    with pytest.raises(SourceTrouble, match=r"^wire gave an answer of another shape"):
        decoded(body, list[int], "wire")


@pytest.mark.parametrize("key", [None, Secret(""), Secret("  "), Secret("two\nlines"), Secret("é")])
def test_what_no_header_can_carry_is_no_key(key: Secret | None) -> None:
    with pytest.raises(CannotRun, match="WIRE_KEY holds no key"):
        key_of(key, "WIRE_KEY")


def test_blanks_around_a_key_are_not_part_of_it() -> None:
    assert key_of(Secret(" k-1\n"), "WIRE_KEY") == "k-1"


@pytest.mark.parametrize("url", [None, "", "javascript:alert(1)", "/news/1", "ftp://x.example/"])
def test_a_link_must_be_one_that_opens(url: str | None) -> None:
    assert link_of(url) is None


def test_an_item_must_have_words_of_a_sane_length() -> None:
    must_tell("Tarn builds")
    must_tell(None, "", "Tarn builds a mine.")
    for words in ((None,), ("", " "), ("x" * 2001,)):
        with pytest.raises(ValueError, match=r"words|characters"):
            must_tell(*words)


def test_a_date_must_be_one() -> None:
    assert date_of("2026-11-20T08:00:00-05:00") == NOW
    for text in (None, "", "soon", "0001-01-01T00:00:00Z"):
        with pytest.raises(ValueError, match="its date is"):
            date_of(text)

"""Pages taken apart in another process: honest ones, and such as were built to hurt."""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.errors import SourceTrouble
from bot.pages import worker
from bot.pages.apart import Apart
from bot.pages.extract import LONGEST

SIZE = 3 << 20
STORY = (
    b"<html><body><article><h1>Tarn digs</h1><p>Tarn dug a mine behind the hill.</p></article></body></html>"
)


@pytest.fixture
async def apart() -> AsyncIterator[Apart]:
    apart = Apart()
    yield apart
    await apart.close()


def filled(piece: str, start: str = "") -> bytes:
    """Return a page of the largest size."""
    return (start + piece * ((SIZE - len(start)) // len(piece))).encode()


async def test_an_honest_page(apart: Apart) -> None:
    page = await apart.page(STORY, "text/html; charset=utf-8")
    assert (page.headline, page.body) == ("Tarn digs", "Tarn dug a mine behind the hill.")


async def test_the_charset_of_the_answer_counts(apart: Apart) -> None:
    assert (
        "Zürich"
        in (await apart.page("<p>Zürich grows</p>".encode("latin-1"), "text/html; charset=latin-1")).body
    )


HOSTILE = {
    "a million tags": filled("<p>a</p>", "<html><body><article>"),
    "deep": filled("<div>"),
    "unclosed": filled("<p>"),
    "quotes": filled('<a href="x '),
    "attributes": ("<p " + " ".join(f"a{n}=1" for n in range(SIZE // 9)) + ">").encode(),
    "deep JSON": b'<script type="application/ld+json">' + b"[" * SIZE,
    "commas": b'<script type="application/ld+json">[1' + b", " * (SIZE // 2),
    "walls": filled("content is for only for only ", "<article><p>"),
    "blanks": b"<p>x" + b" " * SIZE,
    "zeros": b"\0" * SIZE,
    "half pairs": "\ufeff<p>".encode("utf-16") + b"\xd8\x00" * 1000,
}


async def test_hostile_pages_are_bounded_and_cost_nobody_else_anything() -> None:
    apart, stalls = Apart(seconds=1.0), [0.0]
    watching = asyncio.create_task(note_stalls(stalls))
    for name, page in HOSTILE.items():
        began = time.monotonic()
        words = await said_of(apart, page)
        assert len(words) <= LONGEST, name
        assert time.monotonic() - began < 1.0 + 8.0, name  # and what a busy machine takes to start a process
    assert await said_of(apart, STORY) == "Tarn dug a mine behind the hill."
    assert "It takes too long" in await said_of(apart, HOSTILE["attributes"])
    await apart.close()
    watching.cancel()
    assert max(stalls) < 2.0  # a busy machine alone makes for some tenths


async def said_of(apart: Apart, page: bytes) -> str:
    """Return the text of a page, or why there is none."""
    try:
        return (await apart.page(page, "text/html")).body
    except SourceTrouble as trouble:
        return str(trouble)


async def note_stalls(stalls: list[float]) -> None:
    """Note by how many seconds the event loop is late."""
    while True:
        began = time.monotonic()
        await asyncio.sleep(0.01)
        stalls.append(time.monotonic() - began - 0.01)


async def test_a_late_answer_is_nobody_elses(apart: Apart) -> None:
    await apart.page(STORY, None)
    asking = asyncio.create_task(apart.page(filled("<p>a</p>", "<article>"), None))
    await asyncio.sleep(0.05)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert (await apart.page(STORY, None)).headline == "Tarn digs"


async def test_a_process_that_died_is_replaced(apart: Apart) -> None:
    await apart.page(STORY, None)
    assert apart._process is not None
    apart._process.kill()
    with pytest.raises(SourceTrouble, match="cannot be read"):
        await apart.page(STORY, None)
    assert (await apart.page(STORY, None)).headline == "Tarn digs"


async def test_the_process_knows_no_secret(apart: Apart, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    await apart.page(STORY, None)
    assert apart._process is not None
    try:
        environment = Path(f"/proc/{apart._process.pid}/environ").read_bytes()
    except FileNotFoundError:
        pytest.skip("this system does not show the environment of a process")
    assert b"PYTHONPATH" in environment
    assert b"xoxb-1" not in environment


def test_messages_say_how_long_they_are() -> None:
    message = worker.packed(worker.Question(b"x" * 1000, None))
    assert int.from_bytes(message[: worker.HEAD]) == len(message) - worker.HEAD

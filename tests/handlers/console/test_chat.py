import asyncio
import io
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import msgspec
import pytest

from bot.cards.card import Card, Picture, Tone
from bot.config import Environment
from bot.domain.alert import Channel, Message, Request
from bot.domain.errors import Refused
from bot.plugins import find
from bot.ports import Answer, Chat, Choice, Clerk, Found, PlaceNews
from handlers.console import Console, Settings, build
from handlers.console.chat import CHANNEL
from handlers.console.pictures import Album
from tests.cards.telling import NOON
from tests.conditions import until


class Echo:
    """`bot.ports.Clerk` that keeps what it was asked and says it back, with a picture where it has one."""

    def __init__(self, picture: Picture | None = None) -> None:
        self.asked: list[Request] = []
        self._picture = picture

    async def answer(self, request: Request) -> Answer:
        self.asked.append(request)
        return Answer(Card(title=f"You said {request.words}", picture=self._picture))

    async def complete(self, option: str, typed: str, channel: Channel) -> list[Choice]:
        return []

    async def heard(self, news: PlaceNews) -> None:
        raise AssertionError("A terminal has no news of places.")


class Screen(io.StringIO):
    """Standard output that is a terminal."""

    def isatty(self) -> bool:
        return True


@asynccontextmanager
async def serving(console: Console, clerk: Clerk) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.ensure_future(console.serve(clerk))
    try:
        yield task
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def console(typed: str = "", sink: io.StringIO | None = None) -> tuple[Console, io.StringIO]:
    sink = io.StringIO() if sink is None else sink
    return Console(Settings(), io.StringIO(typed), sink), sink


async def test_the_plugin_is_found_and_built() -> None:
    module = find("platforms", "console")
    settings = Environment({"NO_COLOR": "1"}).section(module.Settings, {"history": "typed.txt"}, "[console]")
    assert settings == Settings(history="typed.txt", no_color="1")
    chat: Chat = build(settings)
    assert chat.platform == "console"
    await chat.open()
    await chat.close()
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"colour": "red"}, Settings)


async def test_post_edit_find() -> None:
    chat, sink = console()
    card = Card(title="An alert", tone=Tone.ALERT, story=1)
    assert await chat.find(CHANNEL, "k1", NOON) is Found.NOTHING
    message = await chat.post(CHANNEL, card, "k1")
    assert message == Message(CHANNEL, "k1")
    assert await chat.find(CHANNEL, "k1", NOON) == message
    await chat.edit(message, Card(title="A better alert", tone=Tone.ALERT, story=1), "k2")
    assert await chat.find(CHANNEL, "k2", NOON) == message
    first, second = sink.getvalue().split("\n\n")[:2]
    assert first.startswith("── Alert · story 1 ─")
    assert second.startswith("── Alert, updated · story 1 ─")
    assert "A better alert" in second
    assert "\x1b" not in sink.getvalue()


async def test_tell_prints() -> None:
    chat, sink = console()
    await chat.tell("local", "local", Card(title="A word", tone=Tone.NOTICE))
    assert "A word" in sink.getvalue()


async def test_lines_are_commands_and_their_end_is_no_farewell() -> None:
    chat, sink = console("watch BABA\n\n  list  \n")
    clerk = Echo()
    async with serving(chat, clerk) as task:
        await until(lambda: "You said list" in sink.getvalue())
        assert [request.words for request in clerk.asked] == ["watch BABA", "list"]
        assert all(request.manages and request.channel == CHANNEL for request in clerk.asked)
        assert {f"added by {request.user}" for request in clerk.asked} == {"added by the console"}
        await asyncio.sleep(0.05)
        assert not task.done()


@pytest.mark.parametrize("word", ["quit", "QUIT", "exit"])
async def test_quit_is_a_farewell(word: str) -> None:
    chat, _ = console(f"{word}\nlist\n")
    clerk = Echo()
    async with asyncio.timeout(5):
        await chat.serve(clerk)
    assert clerk.asked == []


async def test_serving_again_goes_on_with_the_next_line() -> None:
    reader, writer = os.pipe()
    with open(reader, encoding="utf-8") as source, open(writer, "w", encoding="utf-8") as typist:  # noqa: PTH123 - descriptors
        sink = io.StringIO()
        chat, clerk = Console(Settings(), source, sink), Echo()
        async with serving(chat, clerk):
            typist.write("one\n")
            typist.flush()
            await until(lambda: len(clerk.asked) == 1)
        async with serving(chat, clerk):
            typist.write("two\n")
            typist.flush()
            await until(lambda: len(clerk.asked) == 2)
        typist.close()


async def test_unreadable_bytes_do_not_end_the_reading() -> None:
    reader, writer = os.pipe()
    os.write(writer, b"watch \xff\nlist\n")
    os.close(writer)
    with open(reader, encoding="utf-8") as source:  # noqa: PTH123 - a descriptor
        clerk = Echo()
        async with serving(Console(Settings(), source, io.StringIO()), clerk):
            await until(lambda: len(clerk.asked) == 2)
    assert clerk.asked[0].words == "watch \ufffd"


async def test_output_that_is_gone_is_refused() -> None:
    chat, sink = console()
    sink.close()
    with pytest.raises(Refused, match="Standard output"):
        await chat.post(CHANNEL, Card(title="t"), "k")


async def test_a_broken_pipe_is_refused() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with open(writer, "w", encoding="utf-8") as sink:  # noqa: PTH123 - a descriptor
        chat = Console(Settings(), io.StringIO(), sink)
        with pytest.raises(Refused):
            await chat.post(CHANNEL, Card(title="t"), "k")
        # What could not be written must not be tried again when the file is closed.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sink.fileno())


async def test_an_old_encoding_loses_characters_but_no_alert() -> None:
    raw = io.BytesIO()
    chat = Console(Settings(), io.StringIO(), io.TextIOWrapper(raw, encoding="ascii"))
    await chat.post(CHANNEL, Card(title="€950M – “now”"), "k")
    assert raw.getvalue() == b"?950M ? ?now?\n\n"


async def test_colour_only_on_a_terminal_and_only_if_wanted() -> None:
    for settings, coloured in ((Settings(), True), (Settings(no_color="1"), False)):
        screen = Screen()
        await Console(settings, io.StringIO(), screen).post(CHANNEL, Card(title="t"), "k")
        assert ("\x1b[" in screen.getvalue()) is coloured


PICTURE = Picture(b"\x89PNG bytes", "A line that rises.", "EXMP-day.png")


async def test_a_picture_becomes_a_file_and_its_place_is_printed(tmp_path: Path) -> None:
    root = tmp_path / "a place"
    root.mkdir()
    sink = io.StringIO()
    at_the_terminal = Console(Settings(), io.StringIO("chart EXMP\nchart EXMP\nquit\n"), sink, Album(root))
    async with serving(at_the_terminal, Echo(PICTURE)) as task:
        await until(task.done)
    [folder] = root.iterdir()
    [file] = folder.iterdir()
    assert (file.name, file.read_bytes()) == ("EXMP-day.png", PICTURE.png)
    assert folder.stat().st_mode & 0o777 == 0o700, "nobody else looks at what somebody asked for"
    assert file.as_uri() in sink.getvalue()
    assert "A line that rises." in sink.getvalue()


async def test_pictures_go_where_the_settings_say(tmp_path: Path) -> None:
    sink = io.StringIO()
    settings = Settings(pictures=str(tmp_path))
    async with serving(Console(settings, io.StringIO("chart EXMP\nquit\n"), sink), Echo(PICTURE)) as task:
        await until(task.done)
    [file] = tmp_path.glob("*/*.png")
    assert file.as_uri() in sink.getvalue()


async def test_a_picture_that_cannot_be_kept_is_told_in_words(tmp_path: Path) -> None:
    sink = io.StringIO()
    at_the_terminal = Console(Settings(), io.StringIO("chart EXMP\nquit\n"), sink, Album(tmp_path / "gone"))
    async with serving(at_the_terminal, Echo(PICTURE)) as task:
        await until(task.done)
    assert "A line that rises." in sink.getvalue()
    assert "file:" not in sink.getvalue()


def test_a_pictures_name_leads_nowhere_else(tmp_path: Path) -> None:
    kept = Album(tmp_path).keep(Picture(b"x", "", "../../escaped.png"))
    assert kept is not None
    assert kept.parent.parent == tmp_path

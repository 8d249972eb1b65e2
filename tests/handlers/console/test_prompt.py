"""The prompt, typed at through a pipe: the real prompt_toolkit, without a screen."""

import asyncio
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output import DummyOutput

from bot.commands.clerk import Clerk
from bot.domain.alert import Channel
from bot.ports import SourceHealth
from handlers.console import Console, Settings
from handlers.console.chat import CHANNEL
from handlers.console.prompt import CommandCompleter
from tests.cards.telling import BABA, film_reading
from tests.commands.office import Office


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def keys() -> Iterator[PipeInput]:
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        yield pipe


def plain_console(screen: Terminal, history: Path | None = None) -> Console:
    settings = Settings(no_color="1", history=str(history) if history else None)
    return Console(settings, Terminal(), screen)


@pytest.mark.parametrize("farewell", ["quit\r", "\x03", "\x04"], ids=["quit", "ctrl-c", "ctrl-d"])
async def test_commands_are_answered_until_the_user_leaves(keys: PipeInput, farewell: str) -> None:
    screen = Terminal()
    keys.send_text("watch Alibaba\rlist\r")
    keys.send_text(farewell)
    async with asyncio.timeout(10):
        await plain_console(screen).serve(Office().clerk)
    assert "Now watching Alibaba (BABA)" in screen.getvalue()
    assert "This channel watches 1 company" in screen.getvalue()


async def test_what_was_typed_is_kept_where_that_is_set(keys: PipeInput, tmp_path: Path) -> None:
    keys.send_text("list\rquit\r")
    history = tmp_path / "typed"
    async with asyncio.timeout(10):
        await plain_console(Terminal(), history).serve(Office().clerk)
    assert "+list" in history.read_text(encoding="utf-8")


async def completions(clerk: Clerk, typed: str, channel: Channel = CHANNEL) -> list[str]:
    """Return what the line would be with each completion."""
    completer = CommandCompleter(clerk, channel)
    found = completer.get_completions_async(Document(typed), CompleteEvent())
    return [typed[: len(typed) + one.start_position] + one.text async for one in found]


async def test_completion() -> None:
    office = Office()
    await office.told(film_reading(), post=BABA)
    clerk = office.clerk
    assert await completions(clerk, "un") == ["unwatch", "unmute"]
    assert "watch MSFT" in await completions(clerk, "watch micr")
    assert "watch BABA, MSFT" in await completions(clerk, "watch BABA, micr")
    assert "watch BABA MSFT" in await completions(clerk, "watch BABA micr")
    assert "mute BABA 4h" in await completions(clerk, "mute BABA 4")
    assert await completions(clerk, "why ") == ["why 1"]
    assert await completions(clerk, "list ") == []
    assert await completions(clerk, "dance ") == []
    assert await completions(clerk, "source r") == ["source resume", "source remove"]
    assert await completions(clerk, "source add pr") == ["source add prnewswire"]
    office.roster.put(SourceHealth("Harbour Wire"), added_in=CHANNEL)
    office.roster.put(SourceHealth("Settings Wire"))
    assert await completions(clerk, "source remove ") == ["source remove Harbour Wire"]
    assert await completions(clerk, "source pause harbour w") == ["source pause Harbour Wire"]
    assert await completions(clerk, "source resume ") == []


def test_without_an_event_loop_only_names_complete() -> None:
    completer = CommandCompleter(Office().clerk, CHANNEL)
    names = [one.text for one in completer.get_completions(Document("st"), CompleteEvent())]
    assert names == ["status"]
    assert not list(completer.get_completions(Document("watch m"), CompleteEvent()))

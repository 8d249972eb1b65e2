"""The platform that is there without any account: cards on standard output, commands from standard input."""

import asyncio
import os
import sys
import threading
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import ClassVar, Final, TextIO

import msgspec

from bot.cards.card import Card
from bot.domain.alert import Channel, Message, Request
from bot.domain.errors import Refused
from bot.ports import UNWATCHED, Clerk, Found, Pace, Witness
from handlers.console.pictures import Album
from handlers.console.prompt import Prompt, above_the_prompt
from handlers.console.text import render

CHANNEL: Final = Channel("console", "local", "terminal")
USER: Final = "the console"  # who did it, as people read it: "added by the console"

_WIDTH: Final = 80  # where the width cannot be asked
_WIDEST: Final = 100  # columns: longer lines are hard to read
_LEAVE: Final = frozenset({"quit", "exit", "bye", ":q"})


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`[console]`: `history` is the file that keeps what was typed, None to forget it; `pictures` the folder
    for pictures, None for the machine's temporary one."""

    ENVIRONMENT: ClassVar[Mapping[str, str]] = {"no_color": "NO_COLOR"}

    history: str | None = None
    pictures: str | None = None
    no_color: str | None = None


class Console:
    """`bot.ports.Chat` over standard input and output: one channel, and whoever sits there manages it."""

    platform: Final = "console"

    def __init__(
        self,
        settings: Settings,
        source: TextIO | None = None,
        sink: TextIO | None = None,
        album: Album | None = None,
    ) -> None:
        """Take `source` and `sink` in place of the standard streams, `album` in that of the settings'."""
        self._settings = settings
        self._source = source
        self._sink = sink
        self._posted: dict[str, Message] = {}
        self._lines: asyncio.Queue[str | None] | None = None
        self._album = album or Album(Path(settings.pictures) if settings.pictures else None)

    @property
    def repeat_is_safe_for(self) -> timedelta:
        """Nothing keeps a text from being printed twice; `find` knows what was."""
        return timedelta(0)

    @property
    def pace(self) -> Pace:
        """One text after another."""
        return Pace(width=1)

    async def open(self) -> None:
        """Nobody has to log in."""

    async def close(self) -> None:
        """Nothing is held."""

    async def post(self, channel: Channel, card: Card, key: str) -> Message:
        """Print a card. Raises Refused when standard output is gone."""
        await self._print(card)
        message = Message(channel, key)
        self._posted[key] = message
        return message

    async def edit(self, message: Message, card: Card, key: str) -> None:
        """Print a card again, marked as updated: what stands above cannot be changed. Raises Refused."""
        await self._print(card, updated=True)
        self._posted[key] = message

    async def reply(self, to: Message, card: Card, key: str) -> Message:
        """Print a card: a terminal has no threads. Raises Refused."""
        return await self.post(to.channel, card, key)

    async def find(
        self, channel: Channel, key: str, since: datetime, below: Message | None = None
    ) -> Message | Found:
        """Return the message with this key if this run printed it; this terminal shows no other run's."""
        del channel, since, below
        return self._posted.get(key, Found.NOTHING)

    async def tell(self, space: str, user: str, card: Card) -> None:
        """Print a card for the only user there is. Raises Refused."""
        del space, user
        await self._print(card)

    async def serve(self, clerk: Clerk, witness: Witness = UNWATCHED) -> None:
        """Take commands. Returns when the user leaves: `quit`, ctrl-c or ctrl-d at the prompt.

        Without a terminal the lines of standard input are the commands; their end is no farewell, since
        alerts may still be wanted: then this waits to be cancelled.
        """
        witness.stands()
        if self._input().isatty() and self._output().isatty():
            await Prompt(clerk, CHANNEL, self._settings.history).run(lambda words: self._say(words, clerk))
            return
        lines = self._reading()
        while (line := await lines.get()) is not None:
            if not await self._say(line, clerk):
                return
        await asyncio.Event().wait()

    async def _say(self, words: str, clerk: Clerk) -> bool:
        """Ask what was typed and print the answer; False when it was a farewell."""
        words = words.strip()
        if words.casefold() in _LEAVE:
            return False
        if words:
            answer = await clerk.answer(Request(words, USER, CHANNEL, manages=True, governs=True))
            await self._print(answer.card)
        return True

    def _reading(self) -> asyncio.Queue[str | None]:
        """Return the lines of standard input as they come, None for their end.

        A thread of its own reads them, since no event loop can wait for every kind of standard input; being
        a daemon, it never keeps the program from ending.
        """
        if self._lines is None:
            self._lines = queue = asyncio.Queue[str | None]()
            loop = asyncio.get_running_loop()
            source = _own_reader(self._input())

            def read() -> None:
                try:
                    for line in source:
                        loop.call_soon_threadsafe(queue.put_nowait, line)
                    loop.call_soon_threadsafe(queue.put_nowait, None)
                except (OSError, ValueError, RuntimeError):
                    return  # the stream or the loop was closed: nobody listens any more

            threading.Thread(target=read, name="standard input", daemon=True).start()
        return self._lines

    async def _print(self, card: Card, *, updated: bool = False) -> None:
        """Return when the card was handed to the terminal, no sooner. Raises Refused."""
        sink = self._output()

        def write() -> None:
            colour = sink.isatty() and not self._settings.no_color
            kept = None if card.picture is None else self._album.keep(card.picture)
            text = render(card, _columns(sink), colour=colour, updated=updated, picture=kept)
            encoding = sink.encoding or "utf-8"
            sink.write(text.encode(encoding, "replace").decode(encoding) + "\n")
            sink.flush()

        try:
            await above_the_prompt(write)
        except (OSError, ValueError) as error:
            raise Refused(f"Standard output takes no more text ({error}).") from error

    def _input(self) -> TextIO:
        return self._source or sys.stdin

    def _output(self) -> TextIO:
        return self._sink or sys.stdout


def build(settings: Settings) -> Console:
    """Return the console over the standard streams."""
    return Console(settings)


def _own_reader(stream: TextIO) -> TextIO:
    """Return a reader of its own on a stream's descriptor, which takes unreadable bytes for what they are.

    The interpreter closes its own one when it ends, and must not find it busy in another thread.
    """
    try:
        descriptor = stream.fileno()
    except (OSError, ValueError):
        return stream
    return open(descriptor, encoding="utf-8", errors="replace", closefd=False)


def _columns(sink: TextIO) -> int:
    try:
        return min(os.get_terminal_size(sink.fileno()).columns, _WIDEST)
    except (OSError, ValueError):
        return _WIDTH

"""A prompt that stays below the alerts, with history and completion."""

import asyncio
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Iterator
from contextlib import contextmanager, redirect_stderr
from typing import Final, TextIO, cast

from prompt_toolkit import PromptSession
from prompt_toolkit.application import run_in_terminal
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.history import FileHistory, InMemoryHistory
from prompt_toolkit.patch_stdout import StdoutProxy

from bot.commands.all import TABLE
from bot.commands.parse import begun
from bot.commands.table import OptionKind
from bot.domain.alert import Channel
from bot.ports import Choice, Clerk

# What is one of several words: names of sources have spaces in them.
_PARTED: Final = {OptionKind.TICKER, OptionKind.WATCHED}

GREETING: Final = "Say “help” to see what can be said, “quit” to leave."


class Prompt:
    """Asks for commands until the user leaves."""

    def __init__(self, clerk: Clerk, channel: Channel, history: str | None) -> None:
        """Keep what was typed in the file `history`, or nowhere when it is None."""
        self._session: PromptSession[str] = PromptSession(
            "outlay> ",
            completer=CommandCompleter(clerk, channel),
            complete_while_typing=True,
            history=FileHistory(history) if history else InMemoryHistory(),
            bottom_toolbar=GREETING,
        )

    async def run(self, say: Callable[[str], Awaitable[bool]]) -> None:
        """Hand each line to `say`, until that returns False or the user types ctrl-c or ctrl-d."""
        with _errors_above_the_prompt():
            while True:
                try:
                    words = await self._session.prompt_async()
                except (EOFError, KeyboardInterrupt):
                    return
                if not await say(words):
                    return


async def above_the_prompt(write: Callable[[], None]) -> None:
    """Call `write`, above the line being typed where there is one, and return when it has written.

    prompt_toolkit's stand-in for standard output will not do here: it takes a text at once and writes it
    later, so that a program killed meanwhile would have lost an alert that it believes to have shown. What
    has begun is finished, even if whoever waits is cancelled: the prompt waits for it.
    """
    await asyncio.shield(run_in_terminal(write))


@contextmanager
def _errors_above_the_prompt() -> Iterator[None]:
    """Print what goes to standard error above the prompt; one that is no terminal stays what it is."""
    if not sys.stderr.isatty():
        yield
        return
    with StdoutProxy(raw=True) as proxy, redirect_stderr(cast("TextIO", proxy)):
        yield


class CommandCompleter(Completer):
    """Completes command names from the table, and their options by asking the clerk."""

    def __init__(self, clerk: Clerk, channel: Channel) -> None:
        self._clerk = clerk
        self._channel = channel

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
        """Return command names only: the clerk can be asked in an event loop alone."""
        del complete_event
        return _names(document.text_before_cursor.lstrip())

    async def get_completions_async(
        self, document: Document, complete_event: CompleteEvent
    ) -> AsyncGenerator[Completion, None]:
        """Yield command names, and behind a command's name completions of its options."""
        del complete_event
        text = document.text_before_cursor.lstrip()
        for name in _names(text):
            yield name
        command, rest = begun(text) or (None, "")
        if command is None or not command.options:
            return
        kind = command.options[0].kind
        for choice in await self._clerk.complete(kind, rest, self._channel):
            yield _completion(choice, rest)
        head, between, last = rest.rpartition(" ")
        if between and "," not in last and head.strip():
            kinds = [option.kind for option in command.options[1:]] or [kind]
            for other in kinds if kind in _PARTED else ():
                for choice in await self._clerk.complete(other, last, self._channel):
                    yield _completion(choice, last)


def _names(typed: str) -> Iterator[Completion]:
    for command in TABLE:
        if command.name.startswith(typed.casefold()):
            yield Completion(command.name, start_position=-len(typed), display_meta=command.help)


def _completion(choice: Choice, typed: str) -> Completion:
    return Completion(choice.value, start_position=-len(typed), display=choice.label)

"""Takes pages apart in a process of its own, for that can be ended.

A thread cannot: a page of 3 MiB with hundreds of thousands of attributes or paragraphs holds the parser or
trafilatura for over a minute, and whatever else needs Python waits with it (docs/adr/0014-pages-apart.md).
"""

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from contextlib import suppress
from typing import Final

import msgspec

from bot.domain.errors import SourceTrouble
from bot.pages.article import Page
from bot.pages.worker import HEAD, Answer, Question, packed

SECONDS: Final = 8.0  # for one page; an honest one takes some hundredths of a second
START: Final = 20.0  # seconds until a fresh process must be ready
A_LIFE: Final = 500  # pages; then a fresh process takes over, with the memory of a fresh one
LARGE: Final = 1 << 20  # bytes; a page of this size leaves a process behind that has taken much memory

_GREETING: Final = Question(b"", None)  # a page without anything in it, to hear whether the process works


class Apart:
    """One process, started when the first page comes, and again after one that had to be ended.

    It knows nothing of the environment, where the tokens stand, and does not hear a Ctrl-C.
    """

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._process: Process | None = None
        self._taken = 0
        self._one_at_a_time = asyncio.Lock()

    async def page(self, body: bytes, content_type: str | None) -> Page:
        """Return the article of a page. Raises SourceTrouble when it takes too long, or cannot be read."""
        async with self._one_at_a_time:
            answer = await self._asked(Question(body, content_type))
        if answer.page is None:
            raise SourceTrouble(f"It cannot be read: {answer.error}.")
        return answer.page

    async def close(self) -> None:
        """End the process."""
        async with self._one_at_a_time:
            await self._end()

    async def _asked(self, question: Question) -> Answer:
        """Ask, and end the process unless it answers: a late answer would be taken for that of the next."""
        if self._taken >= A_LIFE:
            await self._end()
        is_answered = False
        try:
            process = self._process or await self._started()
            async with asyncio.timeout(self._seconds):
                answer = await _answer(process, question)
            is_answered = True
        except TimeoutError as error:
            raise SourceTrouble("It takes too long to read; it may have been built to.") from error
        except (OSError, EOFError, msgspec.DecodeError) as error:  # the process ended, or never began
            raise SourceTrouble(
                "It cannot be read: it takes too much memory, or the process for it does not start."
            ) from error
        finally:
            if not is_answered:
                await self._end()
        self._taken += 1
        if answer.page is None or len(question.body) > LARGE:
            await self._end()
        return answer

    async def _started(self) -> Process:
        self._process = process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot.pages.worker"),
            stdin=PIPE,
            stdout=PIPE,
            stderr=DEVNULL,
            env={"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            start_new_session=True,
        )
        async with asyncio.timeout(START):
            await _answer(process, _GREETING)
        return process

    async def _end(self) -> None:
        process, self._process, self._taken = self._process, None, 0
        if process is None:
            return
        with suppress(ProcessLookupError):  # it ended by itself
            process.kill()
        await process.wait()
        if process.stdin is not None:
            process.stdin.close()


async def _answer(process: Process, question: Question) -> Answer:
    if process.stdin is None or process.stdout is None:
        raise EOFError
    process.stdin.write(packed(question))
    await process.stdin.drain()
    head = await process.stdout.readexactly(HEAD)
    return msgspec.msgpack.decode(await process.stdout.readexactly(int.from_bytes(head)), type=Answer)

"""The process in which pages are taken apart: `python -m bot.pages.worker`, asked by bot/pages/apart.py.

Questions come in on standard input, answers go out on standard output, each as four bytes that say how long
it is and so many bytes of MessagePack. It ends with its input.
"""

import os
import resource
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import BinaryIO, Final

import msgspec

from bot.pages.article import Page
from bot.pages.extract import best_main, page_of

HEAD: Final = 4  # bytes, the highest first
MEMORY: Final = 512 << 20  # bytes of address space; a page of a megabyte takes some 150 MB
SECONDS: Final = 20  # of processor time for one page, should whoever asked be gone
NICENESS: Final = 10  # the bot itself goes first


class Question(msgspec.Struct, frozen=True):
    """A page as it was sent."""

    body: bytes
    content_type: str | None


class Answer(msgspec.Struct, frozen=True):
    """Its article, or why there is none."""

    page: Page | None
    error: str = ""


def packed(message: Question | Answer) -> bytes:
    """Return a message as it goes through the pipe."""
    data = msgspec.msgpack.encode(message)
    return len(data).to_bytes(HEAD) + data


def main() -> None:
    """Answer until there are no more questions."""
    os.nice(NICENESS)
    with suppress(ValueError, OSError):  # macOS knows the limit, and keeps it from being set
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.RLIM_INFINITY))
    rule = best_main()
    for question in _questions(sys.stdin.buffer):
        _spend_at_most(SECONDS)
        try:
            answer = Answer(page_of(question.body, question.content_type, rule))
        except Exception as error:  # noqa: BLE001 - lxml and trafilatura may raise anything on a page's account
            answer = Answer(None, f"{type(error).__name__}: {error}")
        sys.stdout.buffer.write(packed(answer))
        sys.stdout.buffer.flush()


def _questions(pipe: BinaryIO) -> Iterator[Question]:
    while len(head := pipe.read(HEAD)) == HEAD:
        yield msgspec.msgpack.decode(pipe.read(int.from_bytes(head)), type=Question)


def _spend_at_most(seconds: int) -> None:
    """Let the system end this process when it uses more processor time from here on: nothing else can stop a
    parser written in C."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))


if __name__ == "__main__":
    main()

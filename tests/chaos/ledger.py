"""The ledger: what a platform took and what it was asked, one line of JSON each, in a file that only grows.

Whoever posts cannot reach it; the platform's process writes it and is never killed.
"""

import time
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import msgspec


class Did(StrEnum):
    """What a line tells of. The first three are effects, seen by whoever reads the channel."""

    POST = "post"
    EDIT = "edit"
    REPLY = "reply"
    CALL = "call"  # somebody called about a channel, whatever came of it
    HELLO = "hello"  # a bot logs in
    TROUBLE = "trouble"  # the platform began to refuse everything, for `seconds`


class Entry(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line. `at` is seconds since 1970. `title` is what a push shows of a message, `text` all that can be
    read on it, addresses included; `above` is the message that a reply hangs on. Of a call `outcome` is what
    the platform did, and `seconds` how long it asked to be left alone."""

    at: float
    platform: str
    did: Did
    channel: str = ""
    message: str = ""
    above: str = ""
    title: str = ""
    text: str = ""
    outcome: str = ""
    seconds: float = 0.0


class Writer:
    """A platform's side of the ledger: every line is in the file before the platform answers."""

    def __init__(self, path: Path, platform: str) -> None:
        self._file = path.open("ab", buffering=0)
        self._platform = platform
        self._encoder = msgspec.json.Encoder()

    def close(self) -> None:
        self._file.close()

    def write(
        self,
        did: Did,
        *,
        channel: str = "",
        message: str = "",
        above: str = "",
        title: str = "",
        text: str = "",
        outcome: str = "",
        seconds: float = 0.0,
    ) -> None:
        entry = Entry(
            time.time(), self._platform, did, channel, message, above, title, text, outcome, seconds
        )
        self._file.write(self._encoder.encode(entry) + b"\n")


class Reader:
    """The harness's side: what came since it last looked."""

    def __init__(self, path: Path) -> None:
        path.touch()
        self._path = path
        self._read = 0  # bytes
        self._decoder = msgspec.json.Decoder(Entry)

    def news(self) -> Iterator[Entry]:
        """Give the entries written since the last look. A line that is not whole yet waits for the next."""
        with self._path.open("rb") as file:
            file.seek(self._read)
            whole, end, _ = file.read().rpartition(b"\n")
        self._read += len(whole) + len(end)
        for line in whole.splitlines():
            yield self._decoder.decode(line)

"""What systemd is told that started the program: it is ready, its loop still turns, it ends.

The protocol is sd_notify's: lines of NAME=value in one datagram to the socket that NOTIFY_SOCKET names. A
loop that does not turn for as long as WATCHDOG_USEC says sends nothing, and systemd then ends the program
and starts it again.
"""

import asyncio
import logging
import socket
from types import TracebackType
from typing import Final, Self

from bot.config import Environment

log = logging.getLogger(__name__)

OFTEN: Final = 3  # words within the time after which systemd gives up


class Systemd:
    """Tells systemd that the program is ready when the block begins, and from then on that it lives. Where
    there is no systemd it does nothing."""

    def __init__(self, address: str | None, patience: float | None) -> None:
        """`address` is the socket's, `patience` the seconds after which silence is death."""
        self._address = "\0" + address[1:] if address is not None and address.startswith("@") else address
        self._pause = None if patience is None else patience / OFTEN
        self._next: asyncio.TimerHandle | None = None

    @classmethod
    def of(cls, environment: Environment) -> Self:
        """Return it as systemd set the environment."""
        microseconds = environment.variables.get("WATCHDOG_USEC", "")
        patience = int(microseconds) / 1e6 if microseconds.isdecimal() and int(microseconds) > 0 else None
        return cls(environment.variables.get("NOTIFY_SOCKET") or None, patience)

    def __enter__(self) -> Self:
        self._say("READY=1")
        self._live()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._next is not None:
            self._next.cancel()
        self._say("STOPPING=1")

    def _live(self) -> None:
        if self._pause is not None and self._address is not None:
            self._next = asyncio.get_running_loop().call_later(self._pause, self._live)
            self._say("WATCHDOG=1")

    def _say(self, words: str) -> None:
        """Say something; nobody who does not listen may hold the program up."""
        if self._address is None:
            return
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as mouth:
                mouth.setblocking(False)
                mouth.sendto(words.encode(), self._address)
        except OSError as error:
            log.debug("systemd was not told %s: %s", words, error)

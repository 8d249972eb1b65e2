"""A bot that ends itself by SIGKILL at a named point, the n-th time that it comes there.

It is the composition of `outlay run`, in a process of its own. Of the steps of a delivery it hears by
`passing`. The two points that lie inside a transaction it sees in the statements that SQLite is about to run,
so the bot needs no hook for them: `in_fanout`, while the deliveries of a story are written, and
`during_migration`.
"""

import asyncio
import multiprocessing
import os
import signal
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Final

# They stand here for the server that the processes are forked from: each begins with the SDKs at hand.
import handlers.discord.chat
import handlers.slack.chat  # noqa: F401 - see above
from bot.app import serve
from bot.config import Environment, load

STEPS: Final = ("after_claim", "after_accept", "before_mark", "after_mark")
_FORKED: Final = multiprocessing.get_context("forkserver")
_FORKED.set_forkserver_preload([__name__])


@dataclass
class Fatal:
    """Counts how often a point is passed, and ends the process at the last time. Steps are points by their
    names; a statement is one when it begins with the point's words."""

    point: str
    times: int

    def __call__(self, step: str) -> None:
        if step == self.point:
            self.times -= 1
            if self.times == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    def hear(self, statement: str) -> None:
        """Hear of a statement that SQLite is about to run."""
        if " ".join(statement.split()).startswith(self.point):
            self(self.point)


def started(settings: Path, variables: Mapping[str, str], fatal: Fatal) -> BaseProcess:
    """Start a bot that ends at `fatal`, or when it is killed."""
    process = _FORKED.Process(target=_live, args=(settings, dict(variables), fatal))
    process.start()
    return process


def _live(settings: Path, variables: dict[str, str], fatal: Fatal) -> None:
    class Traced(sqlite3.Connection):
        """A connection that says what it is about to run."""

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.set_trace_callback(fatal.hear)

    if fatal.point not in STEPS:
        # This process is ours alone.
        sqlite3.connect = partial(sqlite3.connect, factory=Traced)  # type: ignore[assignment]  # as called here
    environment = Environment(variables)
    asyncio.run(serve(load(settings, environment), environment, fatal))

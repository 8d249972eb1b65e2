"""A whole day of a small wire, from poll to delivery, that ends itself by SIGKILL where it is told to.

    python -m tests.desk.wire_day FOLDER STEP TIMES

kills the process the TIMES-th time that it passes STEP. What it did by then stands in FOLDER: the store, and
the platforms' ledgers, which no crash takes away.
"""

import asyncio
import os
import signal
import sys
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from bot.cards.card import Card
from bot.desk.deliver import Deliverer
from bot.desk.poll import poll
from bot.desk.read import read_waiting
from bot.domain.alert import Watch
from bot.domain.article import Article
from bot.domain.market import Ticker
from bot.domain.reading import Mention, Reading, Role
from bot.domain.story import Story
from bot.ports import Cursor, Decide, Decision, Kept, Manner, Poll, Told
from bot.store.sqlite import SqliteStore, open_store
from tests.desk.chat import Ledger, LedgerChat
from tests.store.examples import (
    ACME_INVESTS,
    DISCORD,
    NOON,
    SLACK,
    ZETA,
    Hands,
    article,
    commitment,
    reading,
    watch,
)

STEPS: Final = (
    "before_remember",
    "after_remember",
    "in_tell",
    "after_tell",
    "after_claim",
    "after_accept",
    "before_mark",
    "after_mark",
)
ZETA_INVESTS: Final = Mention("Zeta", ZETA, (), Role.INVESTOR, ())


def read(given: Article) -> Reading:
    """Two articles about Acme's plant, one about another plant of Acme's, one about Zeta's."""
    if given.id == "wire-3":
        return reading(given, sum_of=commitment("7e9"))
    return reading(given, ZETA_INVESTS if given.id == "wire-4" else ACME_INVESTS)


def draw(told: Story, watched: Ticker) -> Card:
    return Card(f"{told.reading.article.id}, told {1 + len(told.also)} times")


class Wire:
    """Gives the same four articles at every poll."""

    name = "wire"
    manner = Manner(every=60.0, slowest=60.0, alert_first=True)

    async def poll(self, cursor: Cursor | None, now: datetime) -> Poll:
        return Poll(tuple(article(number) for number in (1, 2, 3, 4)), Cursor("1"))

    async def close(self) -> None:
        """There is nothing to let go of."""


@dataclass
class Steps:
    """Counts what is passed, and ends the process at the fatal one."""

    fatal: str = ""
    times: int = 0

    def __post_init__(self) -> None:
        self.passed: Counter[str] = Counter()

    def __call__(self, step: str) -> None:
        self.passed[step] += 1
        if step == self.fatal and self.passed[step] == self.times:
            os.kill(os.getpid(), signal.SIGKILL)


class Watched(SqliteStore):
    """The real store, which says when its steps are passed."""

    steps: Steps

    async def remember(
        self,
        source: str,
        poll: Poll,
        now: datetime,
        *,
        alert: bool,
        quiet: Collection[str] = (),
        shared: Collection[str] = (),
    ) -> Kept:
        self.steps("before_remember")
        new = await super().remember(source, poll, now, alert=alert, quiet=quiet, shared=shared)
        self.steps("after_remember")
        return new

    async def tell(
        self,
        reading: Reading,
        now: datetime,
        decide: Decide,
        *,
        since: datetime,
    ) -> Decision:
        def within(stories: Sequence[Story], watches: Sequence[Watch], told: Told | None) -> Decision:
            self.steps("in_tell")
            return decide(stories, watches, told)

        decision = await super().tell(reading, now, within, since=since)
        self.steps("after_tell")
        return decision


def chats(folder: Path, at: datetime = NOON, *, can_look: bool = True) -> dict[str, LedgerChat]:
    """Return a Slack that can only be looked up, and a Discord that knows repeats until two minutes past."""
    memory = timedelta(minutes=2)
    slack = LedgerChat("slack", ledger=Ledger(folder / "slack.jsonl"), can_look=can_look)
    discord = LedgerChat("discord", memory, Ledger(folder / "discord.jsonl"), at < NOON + memory, can_look)
    return {"slack": slack, "discord": discord}


async def set_up(folder: Path) -> None:
    """Both channels watch Acme, and Discord's watches Zeta too."""
    store = await open_store(folder / "outlay.db")
    for wish in (watch(SLACK), watch(DISCORD), watch(DISCORD, ZETA)):
        await store.watch(wish)
    await store.close()


async def day(folder: Path, at: datetime, steps: Steps, *, can_look: bool = True) -> None:
    """Walk every step once: poll, read, deliver."""
    store = await Watched.open(folder / "outlay.db")
    store.steps = steps
    clock = Hands(at)
    await poll(Wire(), store, clock)
    await read_waiting(store, read, clock)
    deliverer = Deliverer(store, chats(folder, at, can_look=can_look), draw, clock, passing=steps)
    await deliverer.deliver_due()
    await store.close()


if __name__ == "__main__":
    asyncio.run(day(Path(sys.argv[1]), NOON, Steps(sys.argv[2], int(sys.argv[3]))))

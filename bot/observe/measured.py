"""The meter that the steps tell of their work: counts, times, and what is under way."""

import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Final

from bot.domain.alert import Action, Delivery
from bot.domain.story import Story
from bot.observe.instruments import Instruments
from bot.ports import Became, Came, Outcome, Work

TELLING: Final = timedelta(minutes=10)  # from first sight to what is owed for it, at the longest
NEWS: Final = "news"
NOTHING: Final = "nothing"
TROUBLE: Final = "trouble"


class Measured:
    """`bot.ports.Meter` over the instruments. `steady` gives seconds on a clock that nobody sets."""

    def __init__(self, instruments: Instruments, steady: Callable[[], float] = time.monotonic) -> None:
        self._show = instruments
        self._steady = steady
        self._began: dict[Work, dict[object, float]] = {work: {} for work in Work}
        self._sources: set[str] = set()
        for work in Work:
            instruments.work.labels(work)
        for became in Became:
            instruments.read.labels(became)
        for came in Came:
            instruments.lookups.labels(came)

    @contextmanager
    def under_way(self, work: Work) -> Iterator[None]:
        """See the port."""
        piece, began = object(), self._steady()
        self._began[work][piece] = began
        try:
            yield
        finally:
            del self._began[work][piece]
            self._show.work.labels(work).observe(max(self._steady() - began, 0.0))

    def polled(self, source: str, new: int, revised: int, *, failed: bool) -> None:
        """See the port."""
        self._sources.add(source)
        gave = TROUBLE if failed else NEWS if new or revised else NOTHING
        self._show.polls.labels(source, gave).inc()
        self._show.kept.labels(source, "new").inc(new)
        self._show.kept.labels(source, "revised").inc(revised)

    def read(self, became: Became) -> None:
        """See the port."""
        self._show.read.labels(became).inc()

    def looked_up(self, came: Came, seconds: float) -> None:
        """See the port."""
        self._show.lookups.labels(came).inc()
        if came is not Came.LATE:
            self._show.held.labels(came).observe(seconds)

    def attempted(
        self,
        delivery: Delivery,
        outcome: Outcome,
        now: datetime,
        *,
        story: Story | None = None,
        because: str = "",
    ) -> None:
        """See the port."""
        platform, action = delivery.channel.platform, delivery.action
        self._show.attempts.labels(platform, action, outcome).inc()
        if outcome is Outcome.REFUSED:
            self._show.refusals.labels(platform, because or "unknown").inc()
        if story is None:
            return
        for since, began in news_of(story, delivery).items():
            seconds = max((now - began).total_seconds(), 0.0)
            self._show.latency.labels(platform, action, since).observe(seconds)

    def answered(self, platform: str, command: str, seconds: float, *, refused: bool) -> None:
        """See the port."""
        answer = "refused" if refused else "done"
        self._show.commands.labels(platform, command or "unknown", answer).inc()
        self._show.command_time.labels(platform).observe(seconds)

    # ------------------------------------------------------------------------------- read at a scrape

    def oldest(self) -> dict[Work, timedelta]:
        """Return how long the oldest piece of each work has been under way, where there is one."""
        now = self._steady()
        return {
            work: timedelta(seconds=now - min(began.values())) for work, began in self._began.items() if began
        }

    def show_work(self) -> None:
        """Bring the gauges of what is under way up to date."""
        oldest = self.oldest()
        for work, began in self._began.items():
            self._show.under_way.labels(work).set(len(began))
            self._show.longest.labels(work).set(oldest.get(work, timedelta()).total_seconds())

    def forget_sources(self, known: Collection[str]) -> None:
        """Drop the series of sources that are no longer among `known`."""
        for gone in self._sources - set(known):
            for gave in (NEWS, NOTHING, TROUBLE):
                self._show.polls.remove(gone, gave)
            for what in ("new", "revised"):
                self._show.kept.remove(gone, what)
            self._sources.discard(gone)


def news_of(story: Story, delivery: Delivery) -> dict[str, datetime]:
    """Return since when (UTC) there was the news that a message brought: its publication, where the source
    said when that was, and its first sight. A new alert brings the story; an edit or a reply brings the
    newest telling, whose date of publication is known only where the card shows it. One that came to be owed
    long after every telling brings none: it tells how the share went on, say.
    """
    shown = story.reading.article
    seen = shown.first_seen
    if delivery.action is not Action.POST:
        seen = max(told.at for told in story.tellings())
        if delivery.owed_at is not None and delivery.owed_at - seen > TELLING:
            return {}
    published = shown.published_at if shown.first_seen == seen else None
    return {"first_sight": seen} | ({"publication": published} if published else {})

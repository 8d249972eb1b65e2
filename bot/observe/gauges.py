"""What is read anew at each scrape: how sources, platforms, steps and the database do."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from prometheus_client import Gauge

from bot.observe.instruments import Instruments
from bot.ports import Backlog, Board, Enrolled, Pulse, SourceState, Status

PAUSED: Final = "paused"
STATES: Final = (*SourceState, PAUSED)


def show_status(show: Instruments, status: Status, backlog: Sequence[Backlog], now: datetime) -> None:
    """Bring the gauges up to date with the house as it is at `now` (UTC)."""
    show.started.set(status.started.timestamp())
    _show_sources(show, status.sources)
    _show_platforms(show, status.platforms)
    show_steps(show, status.steps)
    platforms = {pulse.name for pulse in status.platforms} | {owed.platform for owed in backlog}
    known = {owed.platform: owed for owed in backlog}
    for platform in platforms:
        owed = known.get(platform, Backlog(platform))
        show.owed.labels(platform).set(owed.open)
        age = (now - owed.oldest).total_seconds() if owed.oldest else 0.0
        show.oldest_owed.labels(platform).set(max(age, 0.0))
        off = sum(dead.channel.platform == platform for dead in status.disabled)
        show.disabled.labels(platform).set(off)


def show_steps(show: Instruments, steps: Iterable[Pulse]) -> None:
    """Say of each step whether it is at work."""
    for pulse in steps:
        show.step.labels(pulse.name).set(pulse.is_up)


def show_prices(show: Instruments, board: Board) -> None:
    """Say how the provider of prices does."""
    show.price_requests.labels(board.provider).set(board.asked)
    show.price_failures.labels(board.provider).set(board.failed)
    show.price_spared.labels(board.provider).set(board.spared)
    show.price_rests.labels(board.provider).set(board.rests)


def show_files(show: Instruments, database: Path) -> None:
    """Say how large the database and its write-ahead log are; what is not there is 0."""
    for name, path in {"database": database, "log": Path(f"{database}-wal")}.items():
        show.store_bytes.labels(name).set(path.stat().st_size if path.exists() else 0)


def _show_sources(show: Instruments, sources: Iterable[Enrolled]) -> None:
    of_sources = (show.last_answer, show.last_news, show.failures, show.gaps, show.state)
    for gauge in of_sources:
        gauge.clear()  # of sources that are no longer there
    for source in sources:
        health = source.health
        _at(show.last_answer, source.name, health.last_success)
        _at(show.last_news, source.name, health.last_news)
        show.failures.labels(source.name).set(health.failures)
        show.gaps.labels(source.name).set(health.gaps)
        now_in = PAUSED if source.rest else health.state
        for state in STATES:
            show.state.labels(source.name, state).set(state == now_in)


def _show_platforms(show: Instruments, platforms: Iterable[Pulse]) -> None:
    for pulse in platforms:
        show.connected.labels(pulse.name).set(pulse.is_up)
        show.rebuilt.labels(pulse.name).set(pulse.rebuilt)
        _at(show.heard, pulse.name, pulse.heard)


def _at(gauge: Gauge, name: str, moment: datetime | None) -> None:
    """Set a gauge to a point in time; what never was has no series."""
    if moment is not None:
        gauge.labels(name).set(moment.timestamp())

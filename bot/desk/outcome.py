"""What becomes of a source after a poll: how it does, when it is asked again, what its owner hears. Pure.

The owner hears once when a source stops, once when it is back, once when it keeps quiet for too long, and
once when it has moved. One or two failures are the weather.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from bot.cards.card import Card
from bot.desk.interval import LONGEST_RETRY_AFTER, after_failure, after_news, believed
from bot.desk.notices import source_back, source_lame, source_moved, source_silent, source_stopped
from bot.desk.silence import is_silent, listened
from bot.domain.errors import GoneForGood, SourceTrouble, TryLater
from bot.ports import Kept, Manner, Poll, SourceHealth, SourceState

log = logging.getLogger(__name__)

TELL_AFTER: Final = 3  # failures in a row


@dataclass(frozen=True, slots=True)
class PollReport:
    """What came of one poll: how many articles were new and how many revised (either waits to be read), how
    the source does now (`health.next_poll` is when to ask again, None is never), and what its owner must be
    told, once."""

    new: int
    health: SourceHealth
    notice: Card | None = None
    revised: int = 0


def worked(
    before: SourceHealth,
    given: Poll,
    kept: Kept,
    manner: Manner,
    *,
    now: datetime,
    jitter: float,
    in_chat: bool = False,
) -> PollReport:
    """Return what comes of a poll that worked. `jitter` is a number from 0 to 1; `in_chat` says that the
    source was added there, so that its owner hears of no settings."""
    has_gap = _has_gap(before, given, kept)
    if has_gap:
        log.warning("%s: all its %d items are new; some may be missed.", before.name, len(given.articles))
    if given.wait is not None and given.wait > LONGEST_RETRY_AFTER:
        log.warning("%s %s", before.name, _too_patient(given.wait))
    quiet = 0 if kept.new or kept.revised else before.quiet + 1
    rest = after_news(manner, quiet, given.wait, given.fresh_for, jitter)
    heard = listened(before, given, kept.new, now)
    health = replace(
        heard,
        state=SourceState.WELL,
        last_success=now,
        last_poll=now,
        next_poll=now + timedelta(seconds=rest),
        not_before=_not_before(given.wait, now),
        items=before.items + kept.new,
        failures=before.failures + 1 if given.partly else 0,
        error=given.partly,
        quiet=quiet,
        gaps=before.gaps + has_gap,
        last_gap=now if has_gap else before.last_gap,
        hushed=heard.hushed or is_silent(heard, now),
        shown=before.shown if given.unchanged else len(given.articles),
    )
    notices = []
    if given.partly and _was_told(health) and not _was_told(before):
        notices.append(source_lame(health))
    if (_was_told(before) and not _was_told(health)) or (before.hushed and not health.hushed):
        notices.append(source_back(health, kept.new))
    if given.moved is not None:
        notices.append(source_moved(health.name, given.moved, in_chat=in_chat))
    if health.hushed and not before.hushed:
        notices.append(source_silent(health, now))
    return PollReport(kept.new, health, _joined(notices), kept.revised)


def failed(
    before: SourceHealth,
    trouble: SourceTrouble,
    manner: Manner,
    *,
    now: datetime,
    jitter: float,
    in_chat: bool = False,
) -> PollReport:
    """Return what comes of a poll that gave nothing. `jitter` and `in_chat` are as in `worked`."""
    is_gone = isinstance(trouble, GoneForGood)
    wait = trouble.seconds if isinstance(trouble, TryLater) else None
    error = str(trouble) or "It gave no reason."
    if wait is not None and wait > LONGEST_RETRY_AFTER:
        error = f"{error} It {_too_patient(wait)}"
    rest = after_failure(manner, before.failures + 1, wait, jitter)
    health = replace(
        before,
        state=SourceState.STOPPED if is_gone else SourceState.FAILING,
        last_poll=now,
        next_poll=None if is_gone else now + timedelta(seconds=rest),
        not_before=_not_before(wait, now),
        failures=before.failures + 1,
        error=error,
    )
    is_newly_gone = is_gone and before.state is not SourceState.STOPPED
    is_news = is_newly_gone or (_was_told(health) and not _was_told(before))
    if not is_news:  # what the owner is told is logged as it is told
        log.warning(
            "The source %s gave nothing (%d in a row): %s", health.name, health.failures, health.error
        )
    return PollReport(0, health, source_stopped(health, in_chat=in_chat) if is_news else None)


def _was_told(health: SourceHealth) -> bool:
    """Say whether a source does so badly that its owner has been told."""
    return health.state is SourceState.STOPPED or health.failures >= TELL_AFTER


def _has_gap(before: SourceHealth, given: Poll, kept: Kept) -> bool:
    """Say whether items may have come and gone between two polls: it shows its latest, and we know none.

    A feed that was empty the last time has lost nothing: what it shows now came since. So has one that is
    asked for the first time, or at another address.
    """
    if not given.window or not given.articles or not before.shown:
        return False
    return not (kept.known or kept.revised) and len(given.quiet) < len(given.articles)


def _not_before(wait: float | None, now: datetime) -> datetime | None:
    return now + timedelta(seconds=believed(wait)) if wait else None


def _too_patient(wait: float) -> str:
    return (
        f"asks to be left alone for {wait / 86400:.0f} days, which must be a mistake: "
        f"only {LONGEST_RETRY_AFTER / 3600:.0f} h of it are believed."
    )


def _joined(notices: Sequence[Card]) -> Card | None:
    """Return one word of several: the first one's title, and what all of them say."""
    if not notices:
        return None
    return replace(notices[0], text=tuple(line for notice in notices for line in notice.text))

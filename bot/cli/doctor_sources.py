"""What `outlay doctor` says of the sources: each is asked, live, and what comes is counted."""

from collections import Counter
from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from bot.cards.patience import patience
from bot.cards.text import counted
from bot.cli.seen import is_the_publishers, note_seen, seen_path
from bot.config import Environment, Settings
from bot.domain.errors import CannotRun, GoneForGood, OutlayError, SourceTrouble
from bot.fetch import Fetcher, Forbidden
from bot.pages.extract import MEND, MISSING, has_extra
from bot.parts import SystemClock, build_source, filled_source
from bot.plugins import faults
from bot.ports import Check, Grade, Poll
from bot.sources.needs import terms_of


async def examine_sources(
    settings: Settings, environment: Environment, fetcher: Fetcher
) -> AsyncIterator[Check]:
    """Ask each source once, and keep which kinds answered at their publishers' own addresses."""
    for check in _as_a_whole(settings):
        yield check
    seen: list[str] = []
    unreached = 0
    for number, table in enumerate(settings.sources, start=1):
        name = str(table.get("name", f"number {number}"))
        try:
            _, filled = filled_source(table, environment, f"[[source]] {name}")
            source = build_source(table, environment, fetcher, f"[[source]] {name}")
        except CannotRun as error:
            yield Check(f"source {name}", Grade.BROKEN, str(error))
            continue
        if (terms := terms_of(type(filled))) is not None:
            yield Check(f"terms of {name}", Grade.LIMITED, f"accepted in the settings. {terms}")
        now, asked_before, answered_before = SystemClock().now(), fetcher.asked, fetcher.answered
        try:
            with faults(f"[[source]] {name}"):
                given = await source.poll(None, now)
        except (SourceTrouble, CannotRun) as trouble:
            yield Check(f"source {name}", Grade.BROKEN, str(trouble), _mend(trouble))
            was_asked = fetcher.asked > asked_before and not isinstance(trouble, Forbidden)
            unreached += was_asked and fetcher.answered == answered_before
        else:
            yield _answered(f"source {name}", given, now)
            if given.articles and is_the_publishers(filled):
                seen.append(str(table.get("kind", "feed")))
        finally:
            await source.close()
    if seen:
        store = Path(settings.store.path)
        try:
            note_seen(store, seen, SystemClock().now())
        except OSError as error:
            found = f"{seen_path(store)} cannot be written: {error.strerror}"
            mend = (
                "`outlay sources list` will not know what was seen; give this user the right to write there."
            )
            yield Check("what was seen", Grade.LIMITED, found, mend)
    if unreached and not fetcher.answered:
        yield _cut_off(unreached, settings.fetch.proxy)


def _as_a_whole(settings: Settings) -> Iterator[Check]:
    if not settings.sources and settings.user_sources.allowed:
        yield Check("sources", Grade.LIMITED, "none is set: only what people add in chat is watched")
    elif not settings.sources:
        mend = "Add a [[source]]; deploy/outlay.example.toml shows some."
        yield Check("sources", Grade.BROKEN, "none is set: there would be nothing to watch", mend)
    if any(table.get("pages") for table in settings.sources) and not has_extra():
        yield Check("pages", Grade.LIMITED, MISSING, MEND)
    for name, count in Counter(table.get("name") for table in settings.sources).items():
        if name is not None and count > 1:
            mend = "Give each [[source]] a name of its own."
            yield Check("sources", Grade.BROKEN, f'{count} of them are named "{name}"', mend)


def _cut_off(unreached: int, proxy: str | None) -> Check:
    """Say in one line what the many before it have in common: none of the sources answered."""
    found = f"no server answered at all: {counted(unreached, 'source')} could not be reached"
    mend = (
        "Look at this machine's network and DNS. If the web is reached through a proxy, set [fetch] proxy."
        if proxy is None
        else "Look at the proxy that [fetch] proxy names, and whether this machine reaches it."
    )
    return Check("network", Grade.LIMITED, found, mend)


def _mend(trouble: OutlayError) -> str | None:
    if isinstance(trouble, GoneForGood):
        return "Take it out of the settings, or give its new address."
    return patience(trouble)


def _answered(subject: str, given: Poll, now: datetime) -> Check:
    """Say what came: how many articles, how old the newest is, how many have tickers."""
    if not given.articles:
        return Check(subject, Grade.LIMITED, "it answers, and holds nothing at the moment")
    dates = [article.published_at for article in given.articles if article.published_at]
    newest = f"the newest {_age(now - max(dates))}" if dates else "none of them dated"
    tagged = sum(bool(article.tickers) for article in given.articles)
    words = f"{counted(len(given.articles), 'article')}, {newest}, {tagged} with tickers"
    if given.partly is not None:
        return Check(subject, Grade.LIMITED, f"{words}; but {given.partly}")
    return Check(subject, Grade.FINE, words)


def _age(age: timedelta) -> str:
    minutes = age.total_seconds() / 60
    if minutes < 0:
        return "of a moment to come"
    if minutes < 120:
        return f"{minutes:.0f} min old"
    return f"{minutes / 60:.0f} h old" if minutes < 48 * 60 else f"{age.days} days old"

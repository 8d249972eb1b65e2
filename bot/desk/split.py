"""A story that was joined wrongly becomes two.

Each of the two remembers the articles of the other: neither other words of one of them nor the same page from
elsewhere brings them together again.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from bot.desk.growth import begun, is_cancelled, recomposed
from bot.desk.match import match
from bot.domain.alert import Watch
from bot.domain.story import Story, Telling
from bot.ports import Clock, Parted, Stories, Told

Hold = Callable[[Story, datetime], timedelta | None]


def at_once(story: Story, now: datetime) -> None:
    """Look nothing up: alerts go at once."""
    del story, now


async def split_story(
    store: Stories, story: int, article: str, clock: Clock, hold: Hold = at_once
) -> Parted | None:
    """Take an article, by its id, out of a story, so that it tells one of its own; return both. `hold` says
    how long the alerts of that one wait at the most for what is looked up about it.

    None when the article does not tell that story together with others. Raises CannotRun when the store
    fails.
    """
    now = clock.now()
    return await store.split(story, article, now, partial(split, article=article, now=now, hold=hold))


def split(
    told: Told, watches: Sequence[Watch], *, article: str, now: datetime, hold: Hold = at_once
) -> Parted:
    """Return a story without the article whose id is given, and the story that this one tells for itself.
    Pure.

    `watches` are those on the companies of that article; whoever has one hears of its story as of a new one.
    """
    [out] = [reading for reading in told.readings if reading.article.id == article]
    left = [reading for reading in told.readings if reading.article.id != article]
    story = replace(told.story, apart=(*told.story.apart, Telling.of(out)))
    own = replace(begun(out), apart=(*told.story.apart, *(Telling.of(reading) for reading in left)))
    post = () if is_cancelled(own) else match(own, watches, now)
    return Parted(recomposed(story, left), own, post, hold(own, now))

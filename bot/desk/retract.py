"""What becomes of stories when publishers take articles back.

    changed = await retract_removed(store, removed, clock)

It is called before the poll that brought the removal moves the cursor on, so that a crash loses none.
"""

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from bot.desk.growth import recomposed, seen_anew
from bot.desk.standing import independent_of
from bot.domain.story import Story, Telling
from bot.ports import Clock, Stories, Told

log = logging.getLogger(__name__)


async def retract_removed(store: Stories, articles: Sequence[str], clock: Clock) -> list[Story]:
    """Take articles back by their ids, and change the stories that they told; return those stories.

    An article that waits is not read; one that told nothing, or that nobody knows, costs nothing; nor does
    one that was taken back before. Raises CannotRun when the store fails.
    """
    if not articles:
        return []
    now = clock.now()
    changed = await store.retract(articles, now, partial(without, now=now))
    for story in changed:
        standing = "is retracted" if story.retracted else "goes on without what was taken back"
        log.info("Story %d %s.", story.id, standing)
    return changed


def without(told: Told, gone: frozenset[str], *, now: datetime) -> Story:
    """Return a story without the articles whose ids are `gone`. Pure.

    It goes on while another article tells it that does not merely cite one that is gone; else it is
    retracted: it keeps its reading, so that its card can say what is told no longer.
    """
    story = told.story
    taken = [Telling.of(reading) for reading in told.readings if reading.article.id in gone]
    known = {telling.article for telling in story.withdrawn}
    withdrawn = (*story.withdrawn, *(telling for telling in taken if telling.article not in known))
    left = [reading for reading in told.readings if reading.article.id not in {t.article for t in withdrawn}]
    if story.retracted is None and independent_of([Telling.of(reading) for reading in left], withdrawn):
        after = recomposed(replace(story, withdrawn=withdrawn), left)
        return seen_anew(story, replace(after, revision=story.revision))
    return seen_anew(story, replace(story, withdrawn=withdrawn, retracted=story.retracted or now))

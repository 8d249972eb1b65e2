"""What one reading means for the stories: a new one, another telling of one, a correction, or nothing. Pure.

Which story it tells again is found in `bot.desk.joining`.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from bot.desk.joining import find_story, same_page
from bot.desk.match import match
from bot.domain.alert import Watch
from bot.domain.reading import Commitment, Reading, Status
from bot.domain.story import Story, Telling
from bot.ports import Decision


def decide(reading: Reading, stories: Sequence[Story], watches: Sequence[Watch], now: datetime) -> Decision:
    """Return what a reading does to `stories`, which share a company with it, newest first.

    A commitment joins the first story of the same event, else it is a new story; either alerts the channels
    whose watches it hits (the store leaves out those that hold the story). A cancelled commitment changes the
    story that it revokes and alerts nobody new. Anything else tells no story.
    """
    cancelled = reading.verdict.status is Status.CANCELLED
    if not reading.verdict.flagged and not cancelled:
        return Decision()
    if found := find_story(stories, reading):
        story, _ = found
        grown = retold(story, reading)
        revoked = grown.reading.verdict.status is Status.CANCELLED
        return Decision(grown, story.id, () if revoked else match(grown, watches, now))
    if cancelled:
        return Decision()
    story = Story(id=0, reading=reading, revision=1, first_seen=reading.article.first_seen)
    return Decision(story, None, match(story, watches, now))


def retold(story: Story, reading: Reading) -> Story:
    """Return the story after one more telling: its next revision.

    The card goes on showing the reading it showed, unless the new one corrects it (the same page), has the
    amount that it lacked, or changes how firm the commitment is. A change of firmness by an article that
    names no amount is noted on the reading that does, so that no figure is lost and each keeps its sentence.
    """
    shown = story.reading
    new = replace(story, revision=story.revision + 1)
    if same_page(story, reading) or _has_amount(reading) > _has_amount(shown):
        return _showing(new, reading)
    if not _changes_status(shown.verdict.status, reading.verdict.status):
        # An outlet that tells it twice is remembered, and changes nothing that the card shows.
        return replace(story if _is_named(story, reading) else new, also=(*story.also, Telling.of(reading)))
    if _has_amount(reading) or not _has_amount(shown):
        return _showing(new, reading)
    verdict = replace(shown.verdict, status=reading.verdict.status, flagged=reading.verdict.flagged)
    return replace(new, reading=replace(shown, verdict=verdict), also=(*story.also, Telling.of(reading)))


def _showing(story: Story, reading: Reading) -> Story:
    """Return the story with another reading on its card; the article that the card showed tells it too."""
    return replace(story, reading=reading, also=(Telling.of(story.reading), *story.also))


def _is_named(story: Story, reading: Reading) -> bool:
    """Say whether the card names the reading's outlet already."""
    named = {Telling.of(story.reading).outlet, *(telling.outlet for telling in story.also)}
    return Telling.of(reading).outlet in named


def _changes_status(before: Status | None, after: Status | None) -> bool:
    """Say whether a commitment became firm, or was revoked. A revoked one stays so."""
    if before is Status.CANCELLED or before is after:
        return False
    return after is Status.CANCELLED or (before is Status.RUMOURED and after is not None)


def _has_amount(reading: Reading) -> bool:
    return bool(reading.commitment and _ends(reading.commitment))


def _ends(commitment: Commitment) -> list[Decimal]:
    return [end for end in (commitment.low, commitment.high) if end is not None]

"""How a story stands after one more telling, after other words of one, or without one. Pure.

The card shows one telling. Another takes its place when it corrects the sum, has the sum that was missing, or
changes how firm the commitment is. A change of firmness by an article that names no sum is noted on the
reading that does, so that no figure is lost and each keeps its sentence.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Final

from bot.cards.alert import alert_card
from bot.desk.joining import By, Joined, origins, same_event
from bot.desk.joining.changes import says_it_was_wrong
from bot.desk.joining.sums import Sums, compare
from bot.desk.standing import is_own_word
from bot.domain.reading import Commitment, Reading, Status
from bot.domain.story import Change, Story, Telling

_LEAD: Final = 500  # characters in which an article says that it corrects an earlier one


def begun(reading: Reading) -> Story:
    """Return the story that a reading begins, without a number."""
    article = reading.article
    story = Story(id=0, reading=reading, revision=1, first_seen=article.first_seen, seed=article.id)
    return _counted(_standing(story, reading))


def retold(story: Story, reading: Reading, joined: Joined) -> Story:
    """Return the story after another article that tells it by the reason `joined`.

    Its revision grows when the card shows something else.
    """
    return seen_anew(story, _counted(_grown(story, reading, joined)))


def recomposed(story: Story, readings: Sequence[Reading]) -> Story:
    """Return the story as `readings` tell it, at least one, in the order in which they came.

    It keeps its number, its age and what was struck before. A sum that the card showed and shows no longer is
    struck. Its revision grows when the card shows something else. They tell it already, however far apart
    they were published.
    """
    first, *others = readings
    after = _standing(replace(story, reading=first, also=(), was=None, change=None, confirmed=None), first)
    for reading in others:
        after = _grown(after, reading, same_event(after, reading, window=timedelta.max))
    shown, shows = story.reading.commitment, after.reading.commitment
    if _sum(shown) == _sum(shows):
        after = replace(after, was=after.was or story.was, change=after.change or story.change)
    elif _has_sum(shown) and after.change is None:
        after = replace(after, was=shown, change=Change.CORRECTED)
    return seen_anew(story, _counted(after))


def seen_anew(before: Story, after: Story) -> Story:
    """Count the revision on when a reader of the card would see something else."""
    grows = alert_card(before) != alert_card(after)
    return replace(after, revision=before.revision + grows)


def is_cancelled(story: Story) -> bool:
    return story.reading.verdict.status is Status.CANCELLED


def _grown(story: Story, reading: Reading, joined: Joined | None) -> Story:
    """Return the story with another telling, its revision as it was."""
    shown = story.reading
    change = _change(shown, reading, joined)
    before, after = shown.verdict.status, reading.verdict.status
    if change is not None and not _is_weaker(after, before):
        story = replace(_showing(story, reading), was=shown.commitment, change=change)
    elif _has_sum(reading.commitment) > _has_sum(shown.commitment):
        story = _showing(story, reading)
    elif not _changes_status(before, after):
        story = _beside(story, reading)
    elif _has_sum(reading.commitment) or not _has_sum(shown.commitment):
        story = _restated(_showing(story, reading), shown.commitment)
    else:
        verdict = replace(shown.verdict, status=after, flagged=reading.verdict.flagged)
        story = _beside(replace(story, reading=replace(shown, verdict=verdict)), reading)
    return _standing(story, reading)


def _standing(story: Story, reading: Reading) -> Story:
    """Note of the latest telling that it stands, and whether the company itself speaks in it."""
    own = Telling.of(reading) if is_own_word(reading) else None
    return replace(story, confirmed=story.confirmed or own, withdrawn=_without(reading, story.withdrawn))


def _counted(story: Story) -> Story:
    """Note on how many sources all tellings rest."""
    return replace(story, origins=origins(story))


def _showing(story: Story, reading: Reading) -> Story:
    """Return the story with another reading on its card; the article that the card showed tells it too."""
    return replace(story, reading=reading, also=_without(reading, story.tellings()))


def _restated(story: Story, shown: Commitment | None) -> Story:
    """Strike the sum that the card has `shown` where the one on it now is not the same."""
    if not _has_sum(shown) or _sum(shown) == _sum(story.reading.commitment):
        return story
    return replace(story, was=shown, change=Change.RESTATED)


def _beside(story: Story, reading: Reading) -> Story:
    return replace(story, also=(*_without(reading, story.also), Telling.of(reading)))


def _without(reading: Reading, tellings: Sequence[Telling]) -> tuple[Telling, ...]:
    """Return the tellings without the article of a reading: it may come back to a story that it told once."""
    return tuple(telling for telling in tellings if telling.article != reading.article.id)


def _change(shown: Reading, reading: Reading, joined: Joined | None) -> Change | None:
    """Return how a reading changes the sum that the card shows, None when it does not."""
    if joined is None or joined.by not in {By.REVISION, By.URL, By.CORRECTION}:
        return None
    one, other = shown.commitment, reading.commitment
    if compare(one, other) is not Sums.DIFFER:
        return None
    before, after = _comparable(one, other)
    is_mistake = joined.by is not By.CORRECTION or says_it_was_wrong(reading.text[:_LEAD])
    if is_mistake or before is None or after is None:
        return Change.CORRECTED
    return Change.RAISED if after > before else Change.CUT


_Sum = tuple[Decimal | None, Decimal | None, str | None]


def _sum(commitment: Commitment | None) -> _Sum | None:
    """Return low, high and currency, None where no sum is known."""
    if commitment is None or (commitment.low is None and commitment.high is None):
        return None
    return commitment.low, commitment.high, commitment.currency


def _has_sum(commitment: Commitment | None) -> bool:
    return _sum(commitment) is not None


def _comparable(one: Commitment | None, other: Commitment | None) -> tuple[Decimal | None, Decimal | None]:
    """Return the sizes of two sums in their currency or in dollars; None for one that is not known so."""
    if one is None or other is None:
        return None, None
    if one.currency == other.currency:
        return _size(one), _size(other)
    return _in_dollars(one), _in_dollars(other)


def _size(commitment: Commitment) -> Decimal | None:
    return commitment.low if commitment.low is not None else commitment.high


def _in_dollars(commitment: Commitment) -> Decimal | None:
    return _size(commitment) if commitment.currency == "USD" else commitment.usd


def _is_weaker(after: Status | None, before: Status | None) -> bool:
    """Say whether a telling takes back nothing of what is known: a rumour about something firm, or the late
    announcement of something that is off."""
    if before is Status.CANCELLED:
        return after is not Status.CANCELLED
    return after is Status.RUMOURED and before is not Status.RUMOURED


def _changes_status(before: Status | None, after: Status | None) -> bool:
    """Say whether a commitment became firm, or was revoked. A revoked one stays so."""
    if before is Status.CANCELLED or before is after:
        return False
    return after is Status.CANCELLED or (before is Status.RUMOURED and after is not None)

"""Whether a reading tells a story again, and by what it is known to.

From the surest reason to the least: the article itself or its page; the same headline; the same investor with
an object and a sum that agree; headlines and leads of the same rare words. Against each but the first stand
sums that differ, another object and another place.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.desk.joining.address import page_of
from bot.desk.joining.gist import Gist
from bot.desk.joining.parties import (
    Objects,
    compare_objects,
    have_other_partners,
    name_others,
    share_a_company,
    share_an_investor,
)
from bot.desk.joining.places import are_elsewhere
from bot.desk.joining.sums import TOLERANCE, Sums, compare, is_telling, names_the_sum
from bot.desk.joining.titles import title_of
from bot.desk.joining.wording import cosine, rarity
from bot.domain.reading import Kind, Reading, Status
from bot.domain.story import Story

__all__ = ["TOLERANCE", "WINDOW", "By", "Joined", "find_story", "same_event", "same_page"]

WINDOW: Final = timedelta(hours=48)  # between the two articles' publication

# Kinds that readers take for one another: whoever builds a plant, pledges it, or builds it with a partner;
# whoever buys a company, a part of it, or new shares of it.
_NEAR: Final = (
    frozenset({Kind.CAPEX, Kind.PROGRAMME, Kind.JOINT_VENTURE}),
    frozenset({Kind.ACQUISITION, Kind.STAKE, Kind.FUNDING, Kind.JOINT_VENTURE}),
)
_OF_A_COMPANY: Final = frozenset({Kind.ACQUISITION, Kind.STAKE, Kind.FUNDING})

# How alike the words must be, from 0 to 1. Chosen on the tuned pairs of tests/desk/pairs.jsonl.
_NONE: Final = 0.0  # beside the same target, or a sum that hardly two events share
_WITH_A_SUM: Final = 0.12  # beside a round sum that agrees
_WITH_A_PLACE: Final = 0.15  # beside a place that both name
_ALONE: Final = 0.30  # beside nothing but the investor and a kind that is near
_OF_A_NEAR_KIND: Final = 0.40  # beside a round sum that agrees, and a kind that is near
_OF_ANOTHER_KIND: Final = 0.50  # beside a kind that is not near
_NEVER: Final = 2.0


class By(StrEnum):
    """What a reading is known by to tell a story again, the surest first."""

    REVISION = "revision"  # the article itself with other words
    URL = "url"  # the same page
    TITLE = "title"  # the same headline
    REVOKED = "revoked"  # the text says that it is off
    CORRECTION = "correction"  # the text says that the sum was raised, cut or corrected
    TERMS = "terms"  # the same investor, and sums or objects that agree
    WORDS = "words"  # headline and lead of the same rare words


@dataclass(frozen=True, slots=True)
class Joined:
    """Why a reading joins a story. `alike` is the cosine of their words, from 0 to 1."""

    by: By
    alike: float = 1.0


def find_story(
    stories: Sequence[Story], reading: Reading, *, window: timedelta = WINDOW
) -> tuple[Story, Joined] | None:
    """Return which of `stories`, newest first, a reading tells again, and why: the surest reason wins."""
    gist = Gist(reading)
    found = [(story, joined) for story in stories if (joined := _compared(story, gist, window))]
    return max(found, key=_sureness, default=None)


def same_event(story: Story, reading: Reading, *, window: timedelta = WINDOW) -> Joined | None:
    """Return why a reading tells a story again, None when it tells another event.

    The publisher's own page of the story, published again, is the story whatever sum it names now. Any other
    article must have been published within `window` of the story.
    """
    return _compared(story, Gist(reading), window)


def same_page(story: Story, reading: Reading) -> bool:
    """Say whether a reading is of a page that tells the story already. A front page is no such page."""
    url = reading.article.url
    if url is None or "/" not in page_of(url):
        return False
    pages = [story.reading.article.url, *(telling.url for telling in story.also)]
    return page_of(url) in {page_of(page) for page in pages if page}


def _sureness(found: tuple[Story, Joined]) -> tuple[int, float]:
    _, joined = found
    return -list(By).index(joined.by), joined.alike


def _compared(story: Story, gist: Gist, window: timedelta) -> Joined | None:
    shown, reading = story.reading, gist.reading
    if not share_a_company(shown, reading):
        return None
    if reading.article.id in {shown.article.id, *(telling.article for telling in story.also)}:
        return Joined(By.REVISION)
    if same_page(story, reading):
        return Joined(By.URL)
    if _is_late(story, reading, window) or not share_an_investor(shown, reading):
        return None
    return _weighed(story, Gist(shown), gist)


def _weighed(story: Story, shown: Gist, gist: Gist) -> Joined | None:
    """Return why a reading of one investor's tells the event that a story shows."""
    before, after = shown.reading, gist.reading
    sums = compare(before.commitment, after.commitment)
    if sums is Sums.DIFFER and not _speak_of_both_sums(shown, gist):
        return None
    objects = compare_objects(before, after)
    if objects is Objects.DIFFER or _are_ruled_out(shown, gist, objects):
        return None
    if sums is not Sums.DIFFER and gist.title is not None and gist.title in _titles(story):
        return Joined(By.TITLE)
    by, enough = _asked(shown, gist, sums, objects)
    alike = cosine(shown.words, gist.words, rarity())
    if alike < enough:
        return None
    return Joined(By.REVOKED if after.verdict.status is Status.CANCELLED else by, alike)


def _titles(story: Story) -> set[str | None]:
    """Return the headlines under which a story was told, as they are compared."""
    return {title_of(telling.headline, telling.outlet) for telling in story.tellings()}


def _are_ruled_out(shown: Gist, gist: Gist, objects: Objects) -> bool:
    """Say whether anything but the sums and the target makes two readings tell two events.

    Of one company that is bought each may name another home.
    """
    before, after = shown.reading, gist.reading
    is_bought = {before.verdict.kind, after.verdict.kind} <= _OF_A_COMPANY
    if have_other_partners(before, after) or _are_other_parts(shown, gist):
        return True
    return not (is_bought and objects is Objects.SHARED) and _are_elsewhere(shown, gist)


def _are_elsewhere(shown: Gist, gist: Gist) -> bool:
    """Say whether all places of the two differ, or those in each headline from all of the other's."""
    if are_elsewhere(shown.places, gist.places):
        return True
    return are_elsewhere(shown.headline_places, gist.places) and are_elsewhere(
        gist.headline_places, shown.places
    )


def _asked(shown: Gist, gist: Gist, sums: Sums, objects: Objects) -> tuple[By, float]:
    """Return by what two readings may be one event, and how alike their words must be for it."""
    before, after = shown.reading.verdict.kind, gist.reading.verdict.kind
    near = _are_near(before, after)
    is_shared = objects is Objects.SHARED
    if sums is Sums.DIFFER:
        by = By.CORRECTION if gist.says_it_changed else By.TERMS
        return by, _NONE if is_shared else _ALONE
    if sums is Sums.AGREE:
        is_odd = is_telling(shown.reading.commitment) or bool(shown.places & gist.places)
        if is_shared or (near and is_odd):
            return By.TERMS, _NONE
        return By.TERMS, _WITH_A_SUM if before is after else _OF_A_NEAR_KIND if near else _OF_ANOTHER_KIND
    if is_shared:
        return By.TERMS, _NONE if near else _ALONE
    if (objects is Objects.ABSENT and before in _OF_A_COMPANY) or _name_others(shown, gist):
        enough = _NEVER
    elif near:
        enough = _WITH_A_PLACE if shown.places & gist.places else _ALONE
    else:
        enough = _OF_ANOTHER_KIND
    return By.WORDS, enough


def _speak_of_both_sums(shown: Gist, gist: Gist) -> bool:
    """Say whether the later text tells that a sum changed, or one of the two names the other's sum, too."""
    one, other = shown.reading, gist.reading
    return (
        gist.says_it_changed or names_the_sum(other, one.commitment) or names_the_sum(one, other.commitment)
    )


def _name_others(shown: Gist, gist: Gist) -> bool:
    """Say whether each names a company, a site or anything else of which the other says nothing."""
    return (
        name_others(shown.reading, gist.reading)
        or _are_at_other_sites(shown, gist)
        or _name_others_instead(shown, gist)
    )


def _are_at_other_sites(shown: Gist, gist: Gist) -> bool:
    """Say whether both headlines say where, and no word of either place is in the other text."""
    if not shown.sites or not gist.sites:
        return False
    return not shown.sites & gist.all_words and not gist.sites & shown.all_words


def _name_others_instead(shown: Gist, gist: Gist) -> bool:
    """Say whether each lead names something of which the other text is silent, rarer than what both name."""
    rare = rarity()
    both = max(map(rare, shown.names & gist.names), default=0.0)
    before, after = shown.names - gist.all_words, gist.names - shown.all_words
    return max(map(rare, before), default=0.0) > both and max(map(rare, after), default=0.0) > both


def _are_other_parts(shown: Gist, gist: Gist) -> bool:
    """Say whether both say how much of a company is bought, and it is not the same: 5 % and then 10 %."""
    return bool(shown.parts and gist.parts and not shown.parts & gist.parts)


def _are_near(one: Kind | None, other: Kind | None) -> bool:
    return one is other or any({one, other} <= kinds for kinds in _NEAR)


def _is_late(story: Story, reading: Reading, window: timedelta) -> bool:
    """Say whether an article was published too long before or after the story."""
    began = (story.first_seen, _published(story.reading))
    return min(abs(_published(reading) - then) for then in began) > window


def _published(reading: Reading) -> datetime:
    return reading.article.published_at or reading.article.first_seen

"""What one reading means for the stories: a new one, another telling of one, a correction, or nothing. Pure.

other words of an article that tells a story
  no commitment any more ────────────▶ nothing: the story stays as it was told
  of the same companies, or sum ─────▶ the story as all its articles tell it now
  of something else altogether ──────▶ the story stays as it was told; the rest as for a new article
a new article
  of a story (`bot.desk.joining`) ───▶ another telling of it
  of a retracted one, from hearsay ──▶ nothing
  of nothing known ──────────────────▶ a new story, unless it is cancelled, or old words made new
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.desk.growth import begun, is_cancelled, recomposed, retold, seen_anew
from bot.desk.joining import find_story, page_of, same_event
from bot.desk.joining.same import WINDOW
from bot.desk.match import match
from bot.desk.standing import rests_on
from bot.domain.alert import Watch
from bot.domain.article import Article
from bot.domain.reading import Mention, Reading, Status
from bot.domain.story import ALERTING, Story, Telling
from bot.ports import Decision, Owed, Told

OLD: Final = timedelta(hours=48)  # since its publication; other words of an older article alert nobody new


def decide(
    reading: Reading,
    stories: Sequence[Story],
    watches: Sequence[Watch],
    now: datetime,
    told: Told | None = None,
    *,
    window: timedelta = WINDOW,
) -> Decision:
    """Return what a reading does to `stories`, which share a company with it, newest first.

    A commitment joins the first story of the same event, else it is a new story; either alerts the channels
    whose watches it hits (the store leaves out those that hold the story). A cancelled commitment changes the
    story that it revokes and alerts nobody new. Anything else tells no story. `told` is the story that the
    same article told in other words. `window` is how far apart the publication of two articles of one story
    may be.
    """
    if not reading.verdict.flagged and reading.verdict.status is not Status.CANCELLED:
        return Decision()
    if told is not None and _is_still_told(told, reading):
        return _revised(told, reading, watches, now)
    open_to = [story for story in stories if _is_open_to(story, reading.article)]
    if found := find_story(open_to, reading, window=window):
        story, joined = found
        grown = retold(story, reading, joined)
        return Decision(grown, story.id, _alerted(grown, watches, now))
    if reading.verdict.status is Status.CANCELLED or _is_old_news(reading.article, now):
        return Decision()
    if any(_repeats_what_was_taken_back(story, reading, window) for story in stories):
        return Decision()
    story = begun(reading)
    return Decision(story, None, match(story, watches, now))


def _revised(told: Told, reading: Reading, watches: Sequence[Watch], now: datetime) -> Decision:
    """Return the story with the article's new words in place of the earlier ones.

    Whoever has not heard of the story hears of it only when its card changed, and while it is news. An
    article that was taken back and stands again brings its story back.
    """
    article = reading.article
    story = told.story
    if story.retracted is not None:
        if article.id not in {telling.article for telling in story.withdrawn}:
            return Decision()
        withdrawn = tuple(telling for telling in story.withdrawn if telling.article != article.id)
        story = replace(story, retracted=None, withdrawn=withdrawn)
    gone = {telling.article for telling in story.withdrawn}
    before = [one for one in told.readings if one.article.id not in gone]
    readings = [reading if one.article.id == article.id else one for one in before]
    after = seen_anew(told.story, recomposed(story, readings))
    is_news = after.revision > told.story.revision and not _is_old_news(article, now)
    return Decision(after, story.id, _alerted(after, watches, now) if is_news else ())


def _alerted(story: Story, watches: Sequence[Watch], now: datetime) -> tuple[Owed, ...]:
    return () if is_cancelled(story) else match(story, watches, now)


def _is_still_told(told: Told, reading: Reading) -> bool:
    """Say whether an article in other words still tells the story that it told.

    A page is the best reason to take a story for the same. Only one whose companies are all others, and whose
    sum is another or none, has another event on it now, as a live page has.
    """
    before = next(one for one in told.readings if one.article.id == reading.article.id)
    if _marks(before.companies) & _marks(reading.companies):
        return True
    if before.commitment is None or reading.commitment is None:
        return same_event(told.story, reading) is not None
    one, other = before.commitment, reading.commitment
    is_same_sum = (one.low, one.high, one.currency) == (other.low, other.high, other.currency)
    return is_same_sum and one.currency is not None and before.verdict.kind is reading.verdict.kind


def _marks(companies: Iterable[Mention]) -> set[str]:
    return {mark for company in companies if company.role in ALERTING for mark in company.marks()}


def _is_open_to(story: Story, article: Article) -> bool:
    """Say whether an article may join a story: it stands, and nobody said that it is not of that event."""
    page = page_of(article.url) if article.url else ""
    is_page = "/" in page  # a front page is no page of anything
    return story.retracted is None and not any(
        telling.article == article.id or (is_page and telling.url and page_of(telling.url) == page)
        for telling in story.apart
    )


def _is_old_news(article: Article, now: datetime) -> bool:
    """Say whether an article is only new because it was worded anew."""
    published = article.published_at or article.first_seen
    return article.revised_at is not None and now - published > OLD


def _repeats_what_was_taken_back(story: Story, reading: Reading, window: timedelta) -> bool:
    """Say whether a reading tells from hearsay what its source took back meanwhile."""
    if story.retracted is None or same_event(story, reading, window=window) is None:
        return False
    return rests_on(Telling.of(reading), story.withdrawn)

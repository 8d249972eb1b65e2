"""What is new in a story for those who were told it: said below the alert, since an edit calls nobody. Pure.

Only what changes what they think of it is news: the company's own word, its end or return, another sum. One
more paper that tells it is not. How the share went on is said below only where the settings want it so.
"""

from collections.abc import Mapping
from typing import Final

from bot.cards.alert import alert_card
from bot.cards.card import Card, Fact, Tone
from bot.cards.follow_ups import follow_up_facts
from bot.cards.standing import source_notes, standing_facts, takers_back
from bot.cards.text import truncated
from bot.cards.title import LIMIT, sum_and_horizon, title
from bot.domain.alert import News
from bot.domain.figures import Moment
from bot.domain.market import Ticker
from bot.domain.reading import Commitment, Status
from bot.domain.story import Change, Story

_SUMS: Final[Mapping[Change | None, News]] = {
    Change.CORRECTED: News.CORRECTED,
    Change.RAISED: News.RAISED,
    Change.CUT: News.CUT,
}
_TONES: Final = {News.RETRACTED: Tone.RETRACTED, News.CANCELLED: Tone.CANCELLED}
_CHANGED: Final = frozenset(_SUMS.values())
_SENTENCES: Final = {
    News.RETRACTED: "{who} took back what told this story, and nobody else tells it on its own account.",
    News.RESTORED: "It was taken back, and is told again.",
}
_MOMENTS: Final = {News.HOUR: Moment.HOUR, News.CLOSE: Moment.CLOSE, News.OPEN: Moment.OPEN}
_BUTTONS: Final = frozenset({"Source", "Details", "Mute"})
# What the title begins with, in the order in which one goes before another.
_WORDS: Final = {
    News.RETRACTED: "Retracted",
    News.CANCELLED: "Cancelled",
    News.RESTORED: "Told again",
    News.CORRECTED: "Corrected",
    News.RAISED: "Raised",
    News.CUT: "Cut",
    News.CONFIRMED: "Confirmed",
    News.HOUR: "An hour later",
    News.CLOSE: "At the close",
    News.OPEN: "After the open",
}


def news_of(before: Story, after: Story) -> frozenset[News]:
    """Return what people must hear who know a story as it was `before`; nothing for one more telling."""
    if after.retracted is not None:
        return frozenset() if before.retracted is not None else frozenset({News.RETRACTED})
    found = set()
    if before.retracted is not None:
        found.add(News.RESTORED)
    if _is_cancelled(after) and not _is_cancelled(before):
        found.add(News.CANCELLED)
    if after.confirmed is not None and before.confirmed is None:
        found.add(News.CONFIRMED)
    if after.change in _SUMS and _sum(after) != _sum(before):
        found.add(_SUMS[after.change])
    return frozenset(found)


def news_card(story: Story, news: frozenset[News], watched: Ticker) -> Card:
    """Return the reply that says what is new in a story, each sum with the one that it takes the place of.

    The story is drawn as it stands: of one that was retracted meanwhile that alone is said, and of one that
    stands again nothing of it.
    """
    news = frozenset({News.RETRACTED}) if story.retracted is not None else news - {News.RETRACTED}
    said = [one for one in _WORDS if one in news]
    alert = alert_card(story, watched)
    lead = ", ".join(_WORDS[one] for one in said).capitalize()
    return Card(
        title=truncated(f"{lead}: {title(story.reading)}", LIMIT),
        tone=next((_TONES[one] for one in said if one in _TONES), alert.tone),
        text=tuple(_SENTENCES[one].format(who=takers_back(story)) for one in said if one in _SENTENCES),
        facts=(
            *_sums(story, news),
            *(standing_facts(story) if News.CONFIRMED in news else ()),
            *follow_up_facts(story, [_MOMENTS[one] for one in _MOMENTS if one in news], below=True),
        ),
        notes=source_notes(story)[:1],
        buttons=tuple(button for button in alert.buttons if button.label in _BUTTONS),
        url=alert.url,
        story=alert.story,
    )


def gist(story: Story, news: frozenset[News]) -> str:
    """Return news as one line that is the same whenever it is told, and another for other news."""
    if news and news <= frozenset(_MOMENTS):
        return " ".join(sorted(news))  # told once, whatever the sum is by then
    return f"{' '.join(sorted(news))}: {_sum(story)}"


def _is_cancelled(story: Story) -> bool:
    return story.reading.verdict.status is Status.CANCELLED


def _sum(story: Story) -> str:
    """Return the sum as the card shows it: what reads alike is no news."""
    return sum_and_horizon(story.reading.commitment or Commitment())


def _sums(story: Story, news: frozenset[News]) -> tuple[Fact, ...]:
    if not news & _CHANGED:
        return ()
    was = sum_and_horizon(story.was or Commitment())
    return (Fact("Amount", _sum(story) or "no longer told", was=was or None),)

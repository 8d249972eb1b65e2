"""What `outlay read` shows of one reading: the alert and why, or why there would be none."""

from bot.cards.alert import alert_card
from bot.cards.card import Card, Fact, Tone
from bot.cards.text import truncated
from bot.cards.why import why_card
from bot.domain.reading import Reading, Status
from bot.domain.story import Story

__all__ = ["preview_cards"]

_TITLE_LIMIT = 150
_ENGLISH = "en"


def preview_cards(reading: Reading) -> tuple[Card, ...]:
    """Return the cards for a reading that belongs to no stored story."""
    if reading.verdict.kind is None:
        return (_no_alert(reading),)
    story = Story(0, reading, 1, reading.article.first_seen)
    cards = (alert_card(story), why_card(story))
    return cards if reading.verdict.flagged else (_no_alert(reading), *cards)


def _no_alert(reading: Reading) -> Card:
    if reading.language != _ENGLISH:
        why = f"The article is not in English (it looks like {reading.language}), so it was not read."
    elif reading.verdict.status is Status.CANCELLED:
        why = "The commitment is off. Whoever was alerted to it is told; nobody else is."
    else:
        why = "The article does not tell of a company that commits its own money."
    return Card(
        title=f"No alert: {truncated(reading.article.headline or reading.text, _TITLE_LIMIT)}",
        tone=Tone.ANSWER,
        text=(why,),
        facts=(Fact("Score", f"{reading.verdict.score:.3f}"),),
        url=reading.article.url,
    )

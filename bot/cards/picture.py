"""A card whose picture cannot be shown: what it shows is said instead."""

from dataclasses import replace

from bot.cards.card import Card


def in_words(card: Card, why: str = "") -> Card:
    """Return a card with its picture in words, and with the reason where one is given."""
    if card.picture is None:
        return card
    reason = (f"The picture cannot be shown: {why}",) if why else ()
    return replace(card, picture=None, text=(*card.text, card.picture.words), notes=(*card.notes, *reason))

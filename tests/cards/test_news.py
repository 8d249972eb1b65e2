from dataclasses import replace

import pytest

from bot.cards.card import Fact, Tone
from bot.cards.news import gist, news_card, news_of
from bot.domain.alert import News
from bot.domain.article import Voice
from bot.domain.reading import Status
from bot.domain.story import Change, Story, Telling
from tests.store.examples import ACME, NOON, article, commitment, reading, story

KNOWN = story(reading(article(outlet="The Wire")), id=3)
FILING = Telling.of(reading(article(2, outlet="EDGAR", voice=Voice.FILING, headline="Form 8-K of Acme")))


def summed(low: str, change: Change | None) -> Story:
    return replace(
        KNOWN, reading=reading(sum_of=commitment(low)), was=KNOWN.reading.commitment, change=change
    )


CONFIRMED = replace(KNOWN, confirmed=FILING)
CANCELLED = replace(KNOWN, reading=reading(status=Status.CANCELLED))
RETRACTED = replace(KNOWN, retracted=NOON, withdrawn=(Telling.of(KNOWN.reading),))


@pytest.mark.parametrize(
    ("after", "news"),
    [
        (KNOWN, set()),
        (replace(KNOWN, also=(FILING,), origins=("EDGAR", "The Wire")), set()),
        (CONFIRMED, {News.CONFIRMED}),
        (CANCELLED, {News.CANCELLED}),
        (RETRACTED, {News.RETRACTED}),
        (summed("3e9", Change.CORRECTED), {News.CORRECTED}),
        (summed("3e9", Change.RAISED), {News.RAISED}),
        (summed("1e9", Change.CUT), {News.CUT}),
        (summed("2.1e9", Change.RESTATED), set()),
        (summed("2000000001", Change.CORRECTED), set()),  # nobody would see a difference
        (replace(summed("3e9", Change.RAISED), confirmed=FILING), {News.RAISED, News.CONFIRMED}),
    ],
)
def test_what_people_must_hear(after: Story, news: set[News]) -> None:
    assert news_of(KNOWN, after) == news


def test_what_was_heard_is_no_news() -> None:
    for known in (CONFIRMED, CANCELLED, RETRACTED, summed("3e9", Change.RAISED)):
        assert news_of(known, replace(known, revision=9)) == frozenset()


def test_a_story_that_is_told_again_is_news() -> None:
    assert news_of(RETRACTED, KNOWN) == {News.RESTORED}
    card = news_card(KNOWN, frozenset({News.RESTORED}), ACME)
    both = frozenset({News.RETRACTED, News.RESTORED})  # of which nobody heard the first
    assert news_card(KNOWN, both, ACME) == card
    assert card.title == "Told again: Acme (ACME) will invest $2.0B in a plant"
    assert card.text == ("It was taken back, and is told again.",)


def test_a_sum_is_shown_with_the_one_before() -> None:
    card = news_card(summed("3e9", Change.RAISED), frozenset({News.RAISED}), ACME)
    assert card.title == "Raised: Acme (ACME) will invest $3.0B in a plant"
    assert card.facts == (Fact("Amount", "$3.0B", was="$2.0B"),)
    assert card.url == KNOWN.reading.article.url
    assert card.notes == ("Source: The Wire, 4 Mar 2025, 12:01 UTC",)
    assert [button.words or button.url for button in card.buttons] == [card.url, "why 3", "mute ACME 1d"]


def test_a_confirmation_names_the_document() -> None:
    card = news_card(CONFIRMED, frozenset({News.CONFIRMED}), ACME)
    assert card.title.startswith("Confirmed: ")
    assert card.facts == (Fact("Standing", "Confirmed by the company's own filing (8-K)"),)


def test_several_are_said_in_one_reply() -> None:
    both = replace(summed("3e9", Change.CORRECTED), confirmed=FILING)
    card = news_card(both, news_of(KNOWN, both), ACME)
    assert card.title.startswith("Corrected, confirmed: ")
    assert [fact.label for fact in card.facts] == ["Amount", "Standing"]


def test_the_tone_is_the_news_one() -> None:
    assert news_card(CANCELLED, frozenset({News.CANCELLED}), ACME).tone is Tone.CANCELLED
    assert news_card(RETRACTED, frozenset({News.RETRACTED}), ACME).tone is Tone.RETRACTED
    assert news_card(CONFIRMED, frozenset({News.CONFIRMED}), ACME).tone is Tone.ALERT


def test_of_a_retracted_story_nothing_else_is_said() -> None:
    card = news_card(replace(RETRACTED, confirmed=FILING), frozenset({News.CONFIRMED}), ACME)
    assert card.title.startswith("Retracted: Acme (ACME)")
    assert card.text[0].startswith("The Wire took back what told this story")
    assert card.facts == ()


def test_a_gist_tells_one_piece_of_news_from_another() -> None:
    raised, more = summed("3e9", Change.RAISED), summed("4e9", Change.RAISED)
    said = frozenset({News.RAISED})
    assert gist(raised, said) == gist(replace(raised, id=9, revision=7), said)
    assert len({gist(raised, said), gist(more, said), gist(more, said | {News.CONFIRMED})}) == 3

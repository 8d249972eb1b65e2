import pytest

from bot.desk.joining.titles import title_of

PLAIN = "acme to build a plant"


@pytest.mark.parametrize(
    "headline",
    [
        "Acme to build a plant",
        "ACME TO BUILD A PLANT",
        "UPDATE 2-Acme to build a plant",
        "EXCLUSIVE: Acme to build a plant",
        "CORRECTING and REPLACING Acme to build a plant",
        "Acme to build a plant - The Wire",
        "Acme to build a plant | Company News",
        "Acme to build a plant.",
    ],
)
def test_one_headline_in_many_dresses(headline: str) -> None:
    assert title_of(headline) == PLAIN


def test_an_outlet_in_small_letters_is_known_by_its_name() -> None:
    assert title_of("Acme to build a plant - the wire", "the wire") == PLAIN
    assert title_of("Acme to build a plant - sources") != PLAIN


def test_sums_are_one_in_every_spelling() -> None:
    assert title_of("Acme to spend $2bn on plant") == title_of("Acme to spend $2 billion on plant")
    assert title_of("Acme to spend $2bn on plant") != title_of("Acme to spend $3bn on plant")


@pytest.mark.parametrize("headline", [None, "", "Acme buys Zeta"])
def test_too_short_to_know_a_story_by(headline: str | None) -> None:
    assert title_of(headline) is None

import pytest

from bot.reading.speech.cautions import find_cautions


@pytest.mark.parametrize(
    "sentence",
    [
        "Film makers, however, voice concerns about the plan.",
        "It remains unclear whether the deal will win approval.",
        "The deal is subject to regulatory approval.",
        "Critics say the project is too expensive.",
        "The talks could still fall through.",
        "There is no guarantee that a deal will be reached.",
        "Analysts doubt that the factory will ever be built.",
        "The takeover faces antitrust scrutiny.",
        "Analyst Jo Gray of Banco Norte doubted that the money would come.",
        "Fund managers warned that the cash would never arrive.",
        "Two lenders questioned whether the funds exist.",
    ],
)
def test_a_doubt_is_found(sentence: str) -> None:
    text = f"Acme will build. {sentence} It rained."
    assert [span.of(text) for span in find_cautions(text)] == [sentence]


@pytest.mark.parametrize(
    "sentence",
    [
        "The deal adds 300 jobs.",
        "Jo Gray welcomed the project.",
        "The quarter was clouded by concerns about interest rates.",
        "Profit fell on worries about tariffs.",
    ],
)
def test_other_sentences_are_not(sentence: str) -> None:
    assert find_cautions(f"Acme will build. {sentence}") == ()


def test_the_headline_is_none() -> None:
    headline = "Critics doubt that the deal is fair"
    assert find_cautions(f"{headline}\n\nAcme will build.", len(headline)) == ()

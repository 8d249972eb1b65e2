from dataclasses import replace

from bot.cards.why import why_card
from bot.domain.reading import Commitment, Reading, Role
from tests.cards.telling import BABA, HONG_KONG, film_reading, reading, story


def notes(told: Reading) -> list[tuple[str, str | None]]:
    return [(item.text, item.note) for item in why_card(story(3, told)).items]


def test_each_figure_stands_with_its_sentence() -> None:
    amount, yearly, price = notes(film_reading())[:3]
    assert amount[0].startswith("“The entertainment unit of Alibaba Group Holding Ltd BABA will put at least")
    assert amount[0].endswith("over five years, the Harbour Daily wrote.”")
    assert amount[1] == "Amount: at least HK$5.0B ($639.3M, as stated) over 5 years"
    assert yearly == ("HK$5.0B ÷ 5 years = HK$1.0B ($127.9M) a year", "Per year: worked out, not stated")
    assert price[0] == "“BABA rose 0.32% to $76.30 premarket on Wednesday.”"
    assert (price[1] or "").startswith("Share price (BABA): premarket +0.32 % to $76.30, Wednesday")
    assert (price[1] or "").endswith("(so $76.06 before)")


def test_each_speaker_stands_with_the_words() -> None:
    said = [(text, note) for text, note in notes(film_reading()) if note and note.startswith("Said")]
    assert said[0][1] == "Said by Bo Lam (lawmaker) and Ada Wu (Lantau University)"
    assert said[1][0].startswith("“Studios have waited")


def test_what_carried_the_verdict_and_the_watch() -> None:
    card = why_card(story(3, film_reading()), HONG_KONG)
    facts = {fact.label: fact.value for fact in card.facts}
    assert facts["Read as"] == "Announced · programme, with a probability of 97%"
    assert facts["Because of"] == "“will put at least HK$5 billion”"
    assert facts["Alibaba (BABA)"] == "commits the money; also listed as 9988.HK"
    assert facts["Watch"] == "this channel watches 9988.HK, another listing of Alibaba"
    direct = why_card(story(3, film_reading()), BABA)
    assert {f.label: f.value for f in direct.facts}["Watch"] == "this channel watches BABA"


def test_a_low_probability_stands_beside_that_of_any_article() -> None:
    film = film_reading()
    doubtful = replace(film, verdict=replace(film.verdict, score=0.18))
    facts = {fact.label: fact.value for fact in why_card(story(3, doubtful)).facts}
    assert facts["Read as"] == (
        "Announced · programme, with a probability of 18%; of all articles one in sixty is a commitment"
    )


def test_a_story_that_can_alert_nobody_says_why() -> None:
    film = film_reading()
    assert "Alerts" not in {fact.label for fact in why_card(story(3, film)).facts}
    named = tuple(replace(company, role=Role.MENTION) for company in film.companies)
    facts = {fact.label: fact.value for fact in why_card(story(3, replace(film, companies=named))).facts}
    assert facts["Alerts"] == "nobody: no listed company is read as taking part in it"


def test_funds_are_named_here_and_only_here() -> None:
    card = why_card(story(3, film_reading()))
    assert any("Example Emerging Fund (FEEM)" in note for note in card.notes)


def test_a_story_without_figures_says_so() -> None:
    assert "no figure" in why_card(story(3, reading())).text[0]


def test_no_figure_without_its_sentence() -> None:
    film = film_reading()
    assert film.commitment is not None
    unproved: Commitment = replace(film.commitment, span=None)
    assert not [note for _, note in notes(replace(film, commitment=unproved)) if note and "Amount" in note]

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.cards.alert import alert_card
from bot.cards.card import Button, Fact, Quoted, Tone
from bot.domain.market import Ticker
from bot.domain.reading import Reading, Role, Status
from bot.domain.story import Telling
from tests.cards.telling import ALIBABA, HONG_KONG, NOON, dollars, film_reading, reading, span, story


def facts(told: Reading) -> dict[str, str]:
    card = alert_card(story(3, told))
    return {fact.label: str(fact.value) for fact in card.facts}


def test_the_whole_card() -> None:
    card = alert_card(story(3, film_reading()))
    assert card.tone is Tone.ALERT
    assert card.story == 3
    assert card.url == "https://news.example/film"
    assert card.facts == (
        Fact("Status", "Announced · programme"),
        Fact("Amount", "at least HK$5.0B ($639.3M, as stated) over 5 years"),
        Fact("Per year", "HK$1.0B ($127.9M)"),
        Fact("Through", "entertainment unit of Alibaba"),
        Fact("Share price (BABA)", "premarket +0.32 % to $76.30, Wednesday, as stated by the article"),
    )
    assert card.quotations == (
        Quoted("Studios have waited a decade for this", "Mei Chan, chair of the Producers' Guild"),
    )
    assert card.notes == (
        "Doubt: Many doubt that cinemas can win back their audience.",
        "Source: Example Wire, 11 Mar 2026, 12:00 UTC, citing Harbour Daily",
    )
    assert card.buttons == (
        Button("Source", url="https://news.example/film"),
        Button("Details", words="why 3"),
        Button("Mute", words="mute BABA 1d"),
        Button("Not relevant", words="irrelevant 3"),
    )


@pytest.mark.parametrize(
    ("actor", "shown"),
    [
        ("Alibaba", False),
        ("Alibaba Group", False),
        ("Alibaba Group Holding Limited", False),
        ("Alibaba Holdings International", False),
        ("BABA", False),
        ("Alibaba Cloud", True),
        ("a unit of Alibaba", True),
    ],
)
def test_the_companys_own_name_is_not_told_twice(actor: str, shown: bool) -> None:
    told = reading(commitment=dollars("2000000000", actor=actor))
    assert ("Through" in facts(told)) is shown


def test_the_mute_button_mutes_the_watch_that_matched() -> None:
    card = alert_card(story(3, film_reading()), watched=HONG_KONG)
    assert Button("Mute", words="mute 9988.HK 1d") in card.buttons


@pytest.mark.parametrize(
    ("status", "tone", "words"),
    [
        (Status.RUMOURED, Tone.RUMOUR, "Rumoured · capital spending"),
        (Status.CANCELLED, Tone.CANCELLED, "Cancelled · capital spending"),
        (Status.PROGRESS, Tone.ALERT, "In progress · capital spending"),
        (None, Tone.ALERT, "Capital spending"),
    ],
)
def test_what_is_not_firm_reads_so(status: Status | None, tone: Tone, words: str) -> None:
    told = reading(status=status)
    assert alert_card(story(3, told)).tone is tone
    assert facts(told)["Status"] == words


def test_the_unknown_is_left_out() -> None:
    bare = reading(kind=None, status=None, url=None, outlet=None)
    bare = replace(bare, article=replace(bare.article, published_at=None))
    card = alert_card(story(0, bare))
    assert not any((card.facts, card.quotations, card.text, card.buttons))
    assert card.notes == ("Source: wire, seen 11 Mar 2026, 12:00 UTC",)
    assert card.story is None
    assert "None" not in str(card.title)


def test_who_else_tells_it() -> None:
    tellings = tuple(
        Telling(f"t{n}", outlet, None, NOON + timedelta(minutes=n))
        for n, outlet in enumerate(["Reuters", "Example Wire", "AP", "Reuters"])
    )
    card = alert_card(story(3, film_reading(), also=tellings))
    assert card.notes[-1] == "also: Reuters, AP"


def test_many_tellers_are_counted() -> None:
    tellings = tuple(Telling(f"t{n}", f"Outlet {n}", None, NOON) for n in range(8))
    card = alert_card(story(3, film_reading(), also=tellings))
    assert card.notes[-1].endswith("Outlet 4 and 3 more")


def test_speakers_of_the_same_words_stand_together() -> None:
    film = film_reading()
    card = alert_card(story(3, replace(film, quotations=film.quotations[:2])))
    assert card.quotations == (
        Quoted("new jobs", "Bo Lam (lawmaker) and Ada Wu (Lantau University)", direct=False),
    )


def test_prices_of_companies_that_are_only_mentioned_stay_out() -> None:
    film = film_reading()
    mentioned = replace(film, companies=(replace(ALIBABA, role=Role.MENTION),))
    assert "Share price (BABA)" not in facts(mentioned)


def test_a_price_of_a_company_without_ticker_goes_by_name() -> None:
    film = film_reading()
    unlisted = replace(ALIBABA, ticker=None, listings=())
    line = replace(film.prices[0].line, ticker=None, company="Alibaba Group Holding")
    told = replace(film, companies=(unlisted,), prices=(replace(film.prices[0], line=line),))
    assert "Share price (Alibaba Group Holding)" in facts(told)


def test_the_purpose_of_a_deal_is_a_fact_of_its_own() -> None:
    film = film_reading()
    assert film.commitment is not None
    long = replace(film, commitment=replace(film.commitment, purpose="studios and schools " * 9))
    assert facts(long)["For"].startswith("studios and schools")
    assert "For" not in facts(film)


def test_partners_are_named() -> None:
    partner = replace(ALIBABA, name="Corvid Energy plc", ticker=Ticker("CVD.L"), role=Role.PARTNER)
    assert facts(replace(film_reading(), companies=(ALIBABA, partner)))["With"] == "Corvid Energy (CVD.L)"


def test_a_long_quotation_is_cut() -> None:
    film = film_reading()
    text = film.text + "\n\n“" + "money " * 200 + "”"
    told = replace(
        film,
        text=text,
        quotations=(replace(film.quotations[2], span=span(text, ("money " * 200).strip())),),
    )
    [quoted] = alert_card(story(3, told)).quotations
    assert quoted.words.endswith("…")
    assert len(quoted.words) <= 280

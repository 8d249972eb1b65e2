from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from bot.cards.alert import alert_card
from bot.cards.card import Card, Fact, Tone
from bot.cards.standing import standing_in_brief
from bot.cards.why import why_card
from bot.domain.article import Voice
from bot.domain.reading import Commitment
from bot.domain.story import Change, Story, Telling
from tests.cards.telling import NOON, dollars, reading, story

TOLD = reading(commitment=dollars("3000000000"))
BARE = reading()
WAS = dollars("2000000000")


def telling(outlet: str, number: int = 2, **changes: object) -> Telling:
    plain = Telling(f"t{number}", outlet, None, NOON + timedelta(minutes=number))
    return replace(plain, **changes)  # type: ignore[arg-type]  # replace() checks the names at run time


def shown(of: Story, **changes: object) -> Card:
    return alert_card(replace(of, **changes))  # type: ignore[arg-type]  # as above


def fact(card: Card, label: str) -> Fact | None:
    return next((fact for fact in card.facts if fact.label == label), None)


class TestChangedSums:
    def test_the_earlier_figure_is_struck(self) -> None:
        card = shown(story(3, TOLD), was=WAS, change=Change.CORRECTED)
        assert fact(card, "Amount") == Fact("Amount", "$3.0B", was="$2.0B")
        assert card.notes[-1] == "Corrected: it was told as $2.0B before"

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            (Change.RAISED, "Raised from $2.0B"),
            (Change.CUT, "Cut from $2.0B"),
            (Change.RESTATED, "Told as $2.0B before"),
        ],
    )
    def test_a_raise_and_a_cut_say_from_where(self, change: Change, words: str) -> None:
        assert shown(story(3, TOLD), was=WAS, change=change).notes[-1] == words

    def test_the_yearly_share_is_struck_with_it(self) -> None:
        def over_two_years(whole: str) -> Commitment:
            return dollars(whole, horizon_years=Decimal(2), per_year=Decimal(whole) / 2)

        now, was = over_two_years("3000000000"), over_two_years("2000000000")
        card = shown(story(3, reading(commitment=now)), was=was, change=Change.RAISED)
        assert fact(card, "Per year") == Fact("Per year", "$1.5B", was="$1.0B")

    def test_a_sum_that_is_told_no_longer_is_struck_too(self) -> None:
        card = shown(story(3, BARE), was=WAS, change=Change.CORRECTED)
        assert fact(card, "Amount") == Fact("Amount", "no longer told", was="$2.0B")

    def test_what_reads_the_same_is_not_struck(self) -> None:
        card = shown(story(3, TOLD), was=dollars("3000000001"), change=Change.CORRECTED)
        assert fact(card, "Amount") == Fact("Amount", "$3.0B")
        assert len(card.notes) == 1


class TestStanding:
    def test_a_filing_that_confirms_is_named_by_its_form(self) -> None:
        filing = telling("SEC", voice=Voice.FILING, headline="8-K/A - ALIBABA GROUP (0001577552) (Filer)")
        card = shown(story(3, TOLD, also=(filing,)), confirmed=filing)
        assert fact(card, "Standing") == Fact("Standing", "Confirmed by the company's own filing (8-K/A)")
        assert fact(why_card(replace(story(3, TOLD, also=(filing,)), confirmed=filing)), "Standing")

    def test_a_release_and_a_filing_without_a_form(self) -> None:
        for voice, words in ((Voice.RELEASE, "press release"), (Voice.FILING, "filing")):
            own = telling("Wire", voice=voice, headline="Alibaba invests")
            card = shown(story(3, TOLD, also=(own,)), confirmed=own)
            assert fact(card, "Standing") == Fact("Standing", f"Confirmed by the company's own {words}")

    def test_what_the_company_told_first_is_told_by_it(self) -> None:
        own = replace(TOLD, article=replace(TOLD.article, voice=Voice.RELEASE))
        card = shown(story(3, own), confirmed=Telling.of(own))
        assert fact(card, "Standing") == Fact("Standing", "Told by the company's own press release")

    def test_what_outlets_tell_says_nothing_of_it(self) -> None:
        assert fact(shown(story(3, TOLD)), "Standing") is None


class TestOrigins:
    ECHOES = (telling("Echo", 2, cites=("SCMP",)), telling("Bell", 3, cites=("SCMP",)))

    def test_echoes_of_one_are_one_source(self) -> None:
        cited = replace(TOLD, cited_sources=("SCMP",))
        card = shown(story(3, cited, also=self.ECHOES), origins=("SCMP",))
        assert card.notes[-2:] == ("also: Echo, Bell", "3 outlets, all citing SCMP")

    def test_the_one_source_may_be_among_them(self) -> None:
        card = shown(story(3, TOLD, also=self.ECHOES), origins=("Example Wire",))
        assert card.notes[-1] == "3 outlets, one source: Example Wire"

    def test_independent_sources_are_counted(self) -> None:
        card = shown(story(3, TOLD, also=self.ECHOES), origins=("Example Wire", "SCMP"))
        assert card.notes[-1] == "2 sources, neither citing another"
        three = shown(story(3, TOLD, also=self.ECHOES), origins=("Example Wire", "SCMP", "Bell"))
        assert three.notes[-1] == "3 sources, none citing another"

    def test_one_outlet_alone_needs_no_count(self) -> None:
        assert len(shown(story(3, TOLD), origins=("Example Wire",)).notes) == 1


class TestRetracted:
    def test_the_card_says_so_and_strikes_what_it_said(self) -> None:
        told = story(3, TOLD, also=(telling("Echo", cites=("Example Wire",)),))
        card = shown(told, retracted=NOON, withdrawn=(telling("Example Wire"),))
        assert card.tone is Tone.RETRACTED
        assert card.title.startswith("Retracted: Alibaba (BABA) will invest $3.0B")
        assert "Example Wire took back what told this story" in card.text[0]
        assert card.facts == (
            Fact("Status", "Retracted by Example Wire", was="Announced · capital spending"),
            Fact("Amount", "nobody stands by it now", was="$3.0B"),
        )
        assert card.quotations == ()
        assert len(card.notes) == 1
        assert [button.label for button in card.buttons] == ["Source", "Details"]

    def test_the_evidence_says_so_too(self) -> None:
        gone = replace(story(3, TOLD), retracted=NOON, withdrawn=(telling("Example Wire"),))
        assert why_card(gone).text[0] == "Retracted: Example Wire took back what told this story."

    def test_a_story_that_goes_on_says_who_left_it(self) -> None:
        card = shown(story(3, TOLD), withdrawn=(telling("Echo"),))
        assert card.tone is Tone.ALERT
        assert card.notes[-1] == "Echo took an article about this back"


def test_in_brief() -> None:
    assert standing_in_brief(story(3, TOLD)) == ""
    whole = replace(
        story(3, TOLD), origins=("a", "b"), confirmed=telling("SEC"), was=WAS, change=Change.RAISED
    )
    assert standing_in_brief(whole) == "2 sources, confirmed by the company, raised"

from dataclasses import replace
from decimal import Decimal

import pytest

from bot.desk.growth import begun, recomposed, retold
from bot.desk.joining import By, Joined
from bot.domain.article import Voice
from bot.domain.reading import Commitment, Reading, Status
from bot.domain.story import Change
from tests.store.examples import ACME_HK, ACME_INVESTS, article, commitment, reading, story

NO_SUM = Commitment(actor="Acme")
REUTERS = article(2, outlet="Reuters")
TERMS = Joined(By.TERMS)
CORRECTION = Joined(By.CORRECTION)


def second(sum_of: Commitment | None = None, status: Status = Status.ANNOUNCED) -> Reading:
    """Return another outlet's reading of the same event."""
    return reading(REUTERS, sum_of=sum_of, status=status)


def filing(number: int = 3, *, tag: str = "ACME", status: Status = Status.ANNOUNCED) -> Reading:
    """Return the reading of a filing by whoever is tagged."""
    filed = article(
        number, outlet="SEC", voice=Voice.FILING, tickers=(tag,), headline="8-K - ACME CORP (Filer)"
    )
    return reading(filed, status=status, sum_of=NO_SUM)


class TestRetold:
    def test_the_first_amount_takes_the_card(self) -> None:
        grown = retold(story(reading(sum_of=NO_SUM)), second(), TERMS)
        assert grown.reading == second()
        assert [telling.article for telling in grown.also] == ["wire-1"]
        assert grown.was is None

    def test_a_known_amount_keeps_the_card(self) -> None:
        grown = retold(story(), second(sum_of=commitment("2.05e9")), TERMS)
        assert grown.reading == reading()
        assert grown.was is None

    def test_a_rumour_that_came_true_takes_the_card(self) -> None:
        assert retold(story(reading(status=Status.RUMOURED)), second(), TERMS).reading == second()

    def test_firmness_without_an_amount_keeps_the_figure_and_its_sentence(self) -> None:
        rumour = story(reading(status=Status.RUMOURED))
        grown = retold(rumour, second(sum_of=NO_SUM), TERMS)
        assert grown.reading.verdict.status is Status.ANNOUNCED
        assert grown.reading.commitment == rumour.reading.commitment
        assert grown.reading.article == rumour.reading.article
        assert [telling.outlet for telling in grown.also] == ["Reuters"]

    def test_a_rumour_about_an_announcement_changes_nothing_but_who_tells_it(self) -> None:
        grown = retold(story(), second(status=Status.RUMOURED), TERMS)
        assert grown.reading == reading()
        assert grown.revision == 2

    def test_an_outlet_that_tells_it_twice_changes_nothing_on_the_card(self) -> None:
        again = reading(article(3, outlet="Reuters"))
        grown = retold(retold(story(), second(), TERMS), again, TERMS)
        assert grown.revision == 2
        assert [telling.article for telling in grown.also] == ["wire-2", "wire-3"]

    def test_an_article_that_comes_back_tells_it_once(self) -> None:
        grown = retold(story(), second(), TERMS)
        assert retold(grown, second(), Joined(By.REVISION)).also == grown.also

    def test_the_sources_behind_it_are_counted(self) -> None:
        echo = reading(article(3, outlet="Echo", headline="Plant for Acme"), cites=("Reuters",))
        own = reading(article(2, outlet="Reuters", headline="Acme will spend on a plant"))
        grown = retold(retold(begun(reading()), own, TERMS), echo, TERMS)
        assert grown.origins == ("The Wire", "Reuters")

    def test_an_article_without_an_outlet_goes_by_its_source(self) -> None:
        assert retold(story(), reading(article(2, outlet=None)), TERMS).also[0].outlet == "wire"


class TestChangedSums:
    def test_the_same_page_with_another_sum_corrects_it(self) -> None:
        corrected = second(commitment("3e9"))
        grown = retold(story(), corrected, Joined(By.URL))
        assert (grown.reading, grown.was, grown.change) == (corrected, commitment(), Change.CORRECTED)

    @pytest.mark.parametrize(("to", "change"), [("3e9", Change.RAISED), ("1e9", Change.CUT)])
    def test_a_raise_and_a_cut_keep_the_earlier_sum(self, to: str, change: Change) -> None:
        grown = retold(story(), second(commitment(to)), CORRECTION)
        assert (grown.was, grown.change) == (commitment(), change)

    def test_sums_in_two_currencies_are_compared_in_dollars(self) -> None:
        euros = commitment("3e9", "EUR", usd=Decimal("3.3e9"))
        assert retold(story(), second(euros), CORRECTION).change is Change.RAISED
        unknown = commitment("9e9", "EUR")
        assert retold(story(), second(unknown), CORRECTION).change is Change.CORRECTED

    def test_who_says_that_it_was_wrong_corrects(self) -> None:
        mistaken = article(2, outlet="Reuters", headline="CORRECTED: Acme to build a plant")
        grown = retold(story(), reading(mistaken, sum_of=commitment("3e9")), CORRECTION)
        assert grown.change is Change.CORRECTED

    def test_who_makes_a_rumour_firm_strikes_a_figure_that_was_a_little_different(self) -> None:
        rumour = begun(reading(status=Status.RUMOURED))
        grown = retold(rumour, second(commitment("2.05e9")), TERMS)
        assert grown.reading.commitment == commitment("2.05e9")
        assert (grown.was, grown.change) == (commitment(), Change.RESTATED)
        told = [reading(status=Status.RUMOURED), second(commitment("2.05e9"))]
        assert recomposed(grown, told) == grown

    def test_who_makes_a_rumour_firm_with_the_same_figure_strikes_nothing(self) -> None:
        grown = retold(begun(reading(status=Status.RUMOURED)), second(), TERMS)
        assert (grown.was, grown.change) == (None, None)

    def test_what_agrees_changes_nothing(self) -> None:
        grown = retold(story(), second(commitment("2.05e9")), CORRECTION)
        assert (grown.reading, grown.was) == (reading(), None)

    def test_a_rumour_of_more_leaves_what_is_firm(self) -> None:
        grown = retold(story(), second(commitment("3e9"), Status.RUMOURED), CORRECTION)
        assert grown.reading == reading()
        assert grown.was is None

    def test_more_money_does_not_revive_what_is_off(self) -> None:
        off = story(reading(status=Status.CANCELLED, flagged=False))
        grown = retold(off, second(commitment("3e9")), CORRECTION)
        assert grown.reading.verdict.status is Status.CANCELLED


class TestOwnWord:
    def test_a_filing_of_the_investor_confirms(self) -> None:
        rumour = story(reading(status=Status.RUMOURED))
        grown = retold(rumour, filing(), TERMS)
        assert grown.confirmed is not None
        assert grown.confirmed.article == "wire-3"
        assert grown.reading.verdict.status is Status.ANNOUNCED
        assert grown.reading.commitment == commitment()
        assert grown.revision == 2

    @pytest.mark.parametrize("tag", ["NYSE:ACME", "09123.HK", ACME_HK.symbol, "acme"])
    def test_by_any_listing_as_wires_write_it(self, tag: str) -> None:
        assert begun(filing(tag=tag)).confirmed is not None

    def test_not_a_filing_of_another(self) -> None:
        assert begun(filing(tag="ZETA")).confirmed is None

    def test_not_what_the_company_calls_talks(self) -> None:
        assert begun(filing(status=Status.RUMOURED)).confirmed is None

    def test_not_an_outlet(self) -> None:
        assert begun(reading(article(tickers=("ACME",)))).confirmed is None

    def test_a_release_without_tags_is_of_whom_its_headline_names(self) -> None:
        release = reading(article(voice=Voice.RELEASE))
        assert begun(release).confirmed is not None
        deep = replace(ACME_INVESTS.spans[0], start=400, end=404)
        below = replace(ACME_INVESTS, spans=(deep,))
        assert begun(reading(article(voice=Voice.RELEASE), below)).confirmed is None


class TestRecomposed:
    def test_as_if_told_one_by_one(self) -> None:
        told = [reading(sum_of=NO_SUM, status=Status.RUMOURED), second(), filing()]
        one_by_one = begun(told[0])
        for each in told[1:]:
            one_by_one = retold(one_by_one, each, TERMS)
        assert replace(recomposed(begun(told[0]), told), revision=0) == replace(one_by_one, revision=0)

    def test_nothing_new_is_no_revision(self) -> None:
        known = begun(reading())
        assert recomposed(known, [reading()]) == known

    def test_it_keeps_number_age_and_what_people_parted(self) -> None:
        known = story(id=7, revision=3)
        after = recomposed(known, [second()])
        assert (after.id, after.revision, after.first_seen) == (7, 4, known.first_seen)

    def test_a_sum_that_is_told_no_longer_is_struck(self) -> None:
        after = recomposed(story(), [reading(sum_of=commitment("3e9"))])
        assert (after.was, after.change) == (commitment(), Change.CORRECTED)
        gone = recomposed(story(), [reading(sum_of=NO_SUM)])
        assert (gone.was, gone.change) == (commitment(), Change.CORRECTED)

    def test_what_was_struck_stays_struck(self) -> None:
        struck = story(was=commitment("1e9"), change=Change.RAISED)
        after = recomposed(struck, [reading(), second()])
        assert (after.was, after.change) == (commitment("1e9"), Change.RAISED)

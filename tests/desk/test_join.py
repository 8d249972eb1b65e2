from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.join import canonical, decide, retold, same_event
from bot.domain.market import Ticker
from bot.domain.reading import Commitment, Kind, Mention, Reading, Role, Status
from bot.domain.story import Telling
from bot.ports import Decision, Owed
from tests.store.examples import (
    ACME,
    ACME_HK,
    ACME_INVESTS,
    MINUTE,
    NOON,
    SLACK,
    ZETA,
    article,
    commitment,
    reading,
    story,
    watch,
)

NO_SUM = Commitment(actor="Acme")
REUTERS = article(2, outlet="Reuters")


def second(*companies: Mention, sum_of: Commitment | None = None, kind: Kind = Kind.CAPEX) -> Reading:
    """Return another outlet's reading, of the same event unless told otherwise."""
    return reading(REUTERS, *companies, sum_of=sum_of, kind=kind)


class TestDecide:
    def test_what_is_no_commitment_tells_no_story(self) -> None:
        read = reading(flagged=False, kind=None, status=None)
        assert decide(read, [story()], [watch()], NOON) == Decision()

    def test_a_new_event_is_a_new_story_for_whoever_watches(self) -> None:
        decision = decide(reading(), [], [watch()], NOON)
        assert decision.joins is None
        assert decision.story == replace(story(), id=0)
        assert decision.post == (Owed(SLACK, ACME),)

    def test_the_same_event_joins_the_story(self) -> None:
        known = story(id=7)
        decision = decide(second(), [known], [watch()], NOON)
        assert decision.joins == 7
        assert decision.story is not None
        assert decision.story.revision == 2
        assert decision.story.also == (Telling("wire-2", "Reuters", REUTERS.url, NOON + 2 * MINUTE),)
        assert decision.story.reading == known.reading
        assert decision.post == (Owed(SLACK, ACME),)

    def test_the_newest_of_several_is_joined(self) -> None:
        assert decide(second(), [story(id=9), story(id=3)], [], NOON).joins == 9

    def test_another_event_of_the_company_is_a_new_story(self) -> None:
        decision = decide(second(kind=Kind.STAKE), [story(id=7)], [watch()], NOON)
        assert decision.joins is None
        assert decision.post == (Owed(SLACK, ACME),)

    def test_a_cancelled_commitment_changes_its_story_and_alerts_nobody(self) -> None:
        cancelled = reading(REUTERS, status=Status.CANCELLED, flagged=False)
        decision = decide(cancelled, [story(id=7)], [watch()], NOON)
        assert decision.joins == 7
        assert decision.story is not None
        assert decision.story.reading.verdict.status is Status.CANCELLED
        assert decision.story.revision == 2
        assert decision.post == ()

    def test_a_cancelled_commitment_that_nobody_heard_of_is_no_story(self) -> None:
        cancelled = reading(REUTERS, status=Status.CANCELLED, flagged=False)
        assert decide(cancelled, [], [watch()], NOON) == Decision()

    def test_a_late_announcement_does_not_revive_a_cancelled_story(self) -> None:
        cancelled = story(reading(status=Status.CANCELLED, flagged=False))
        decision = decide(second(), [cancelled], [watch()], NOON)
        assert decision.story is not None
        assert decision.story.reading.verdict.status is Status.CANCELLED
        assert decision.post == ()


class TestSameEvent:
    def test_another_listing_is_the_same_investor(self) -> None:
        assert same_event(story(), second(Mention("Acme", ACME_HK, (ACME,), Role.INVESTOR, ())))

    def test_another_investor_is_another_event(self) -> None:
        zeta = Mention("Zeta", ZETA, (), Role.INVESTOR, ())
        assert not same_event(story(), second(zeta, replace(ACME_INVESTS, role=Role.TARGET)))

    def test_unlisted_investors_are_known_by_name(self) -> None:
        nimbus = Mention("Nimbus Works", None, (), Role.INVESTOR, ())
        known = story(reading(article(), nimbus))
        assert same_event(known, second(replace(nimbus, name="NIMBUS WORKS")))
        assert not same_event(known, second(replace(nimbus, name="Nimbus Mills")))

    def test_without_any_investor_the_other_companies_count(self) -> None:
        bought = replace(ACME_INVESTS, role=Role.TARGET)
        assert same_event(story(reading(article(), bought)), second(bought))
        assert not same_event(story(), second(Mention("Zeta", ZETA, (), Role.TARGET, ())))

    def test_another_object_of_a_purchase_is_another_event(self) -> None:
        bought = Mention("Zeta Mills Inc.", ZETA, (), Role.TARGET, ())
        known = story(reading(article(), ACME_INVESTS, bought, kind=Kind.STAKE, sum_of=NO_SUM))

        def again(name: str, ticker: Ticker | None = None) -> bool:
            target = Mention(name, ticker, (), Role.TARGET, ())
            return same_event(known, second(ACME_INVESTS, target, kind=Kind.STAKE))

        assert again("Renamed", ZETA)
        assert again("Zeta")
        assert not again("Omega Inc.")
        assert same_event(known, second(ACME_INVESTS, kind=Kind.STAKE))

    @pytest.mark.parametrize(
        ("one", "other", "same"),
        [
            (commitment("2e9"), commitment("2.1e9"), True),
            (commitment("2e9"), commitment("1.9e9"), True),
            (commitment("2e9"), commitment("2.2e9"), False),
            (commitment("2e9"), NO_SUM, True),
            (NO_SUM, commitment("2e9"), True),
            (commitment("5e9", high=Decimal("6e9")), commitment("6e9"), True),
            (commitment("5e9"), commitment(None, high=Decimal("5e9"), currency="USD"), True),
            (commitment("5e9", "HKD", usd=Decimal("639.3e6")), commitment("640e6"), True),
            (commitment("5e9", "HKD", usd=Decimal("639.3e6")), commitment("5e9"), False),
            (commitment("5e9", "HKD"), commitment("5e8", "EUR"), True),
            (commitment("0"), commitment("0"), True),
        ],
    )
    def test_amounts(self, one: Commitment, other: Commitment, same: bool) -> None:
        assert same_event(story(reading(sum_of=one)), second(sum_of=other)) is same

    def test_the_same_page_with_another_sum_is_a_correction(self) -> None:
        page = article(2, url="http://www.wire.example/1/?utm_source=x#top")
        assert same_event(story(), reading(page, sum_of=commitment("9e9")))
        assert not same_event(story(), reading(page, kind=Kind.STAKE))

    def test_a_front_page_is_not_a_page(self) -> None:
        front = article(1, url="https://wire.example/")
        again = article(2, url="https://wire.example")
        assert not same_event(story(reading(front)), reading(again, sum_of=commitment("9e9")))

    @given(st.decimals(1, 10**12, places=2), st.decimals(1, 10**12, places=2))
    def test_agreeing_is_mutual(self, a: Decimal, b: Decimal) -> None:
        one, other = reading(sum_of=commitment(str(a))), second(sum_of=commitment(str(b)))
        assert same_event(story(one), other) is same_event(story(other), one)


class TestRetold:
    def test_the_first_amount_takes_the_card(self) -> None:
        grown = retold(story(reading(sum_of=NO_SUM)), second())
        assert grown.reading == second()
        assert [telling.article for telling in grown.also] == ["wire-1"]

    def test_a_known_amount_keeps_the_card(self) -> None:
        grown = retold(story(), second(sum_of=commitment("2.05e9")))
        assert grown.reading == reading()

    def test_a_correction_takes_the_card(self) -> None:
        corrected = reading(article(2, url=article(1).url), sum_of=commitment("3e9"))
        assert retold(story(), corrected).reading == corrected

    def test_a_rumour_that_came_true_takes_the_card(self) -> None:
        rumour = story(reading(status=Status.RUMOURED))
        assert retold(rumour, second()).reading == second()

    def test_firmness_without_an_amount_keeps_the_figure_and_its_sentence(self) -> None:
        rumour = story(reading(status=Status.RUMOURED))
        grown = retold(rumour, second(sum_of=NO_SUM))
        assert grown.reading.verdict.status is Status.ANNOUNCED
        assert grown.reading.commitment == rumour.reading.commitment
        assert grown.reading.article == rumour.reading.article
        assert [telling.outlet for telling in grown.also] == ["Reuters"]

    def test_a_rumour_about_an_announcement_changes_nothing_but_who_tells_it(self) -> None:
        grown = retold(story(), reading(REUTERS, status=Status.RUMOURED))
        assert grown.reading == reading()
        assert grown.revision == 2

    def test_an_outlet_that_tells_it_twice_changes_nothing_on_the_card(self) -> None:
        again = reading(article(3, outlet="Reuters"))
        grown = retold(retold(story(), second()), again)
        assert grown.revision == 2
        assert [telling.article for telling in grown.also] == ["wire-2", "wire-3"]

    def test_an_article_without_an_outlet_goes_by_its_source(self) -> None:
        assert retold(story(), reading(article(2, outlet=None))).also[0].outlet == "wire"


@pytest.mark.parametrize(
    ("url", "page"),
    [
        ("HTTPS://WWW.Wire.example/A/b/", "wire.example/A/b"),
        ("http://wire.example/a?id=2&utm_medium=rss&fbclid=x#c", "wire.example/a?id=2"),
        ("https://wire.example/", "wire.example"),
    ],
)
def test_canonical(url: str, page: str) -> None:
    assert canonical(url) == page

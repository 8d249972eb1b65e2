from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.joining import By, Joined, same_event
from bot.domain.market import Ticker
from bot.domain.reading import Commitment, Kind, Mention, Reading, Role
from tests.store.examples import (
    ACME,
    ACME_HK,
    ACME_INVESTS,
    ZETA,
    article,
    commitment,
    reading,
    story,
)

NO_SUM = Commitment(actor="Acme")
REUTERS = article(2, outlet="Reuters")


def second(*companies: Mention, sum_of: Commitment | None = None, kind: Kind = Kind.CAPEX) -> Reading:
    """Return another outlet's reading, of the same event unless told otherwise."""
    return reading(REUTERS, *companies, sum_of=sum_of, kind=kind)


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

        def again(name: str, ticker: Ticker | None = None) -> Joined | None:
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
        assert (same_event(story(reading(sum_of=one)), second(sum_of=other)) is not None) is same

    def test_the_same_page_tells_the_story_whatever_sum_and_kind_are_read_in_it(self) -> None:
        page = article(2, url="http://www.wire.example/1/?utm_source=x#top")
        assert same_event(story(), reading(page, sum_of=commitment("9e9"))) == Joined(By.URL)
        assert same_event(story(), reading(page, kind=Kind.STAKE)) == Joined(By.URL)

    def test_a_page_with_other_companies_on_it_now_tells_another_event(self) -> None:
        page = article(2, url=article(1).url)
        zeta = Mention("Zeta", ZETA, (), Role.INVESTOR, ())
        assert not same_event(story(), reading(page, zeta))

    def test_a_front_page_is_not_a_page(self) -> None:
        front = article(1, url="https://wire.example/")
        again = article(2, url="https://wire.example")
        assert not same_event(story(reading(front)), reading(again, sum_of=commitment("9e9")))

    @given(st.decimals(1, 10**12, places=2), st.decimals(1, 10**12, places=2))
    def test_agreeing_is_mutual(self, a: Decimal, b: Decimal) -> None:
        one, other = reading(sum_of=commitment(str(a))), second(sum_of=commitment(str(b)))
        assert same_event(story(one), other) == same_event(story(other), one)

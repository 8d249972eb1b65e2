from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.joining import By, Joined, find_story, same_event
from bot.domain.market import Ticker
from bot.domain.reading import Commitment, Kind, Mention, Reading, Role, Status
from bot.domain.story import Telling
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


class TestReasons:
    """Each reason to join, and what stands against it."""

    def told(self, headline: str, *companies: Mention, number: int = 2, **changes: object) -> Reading:
        """Return a reading of a headline alone, by default without a sum."""
        plain = {"sum_of": NO_SUM, "kind": Kind.CAPEX} | changes
        words = article(number, headline=headline, body="", outlet=f"Outlet {number}")
        read = reading(words, *companies, **plain)  # type: ignore[arg-type]  # keywords of reading()
        return replace(read, text=headline)

    def by(self, one: Reading, other: Reading) -> By | None:
        joined = same_event(story(one), other)
        return joined.by if joined else None

    def test_the_article_itself_in_other_words(self) -> None:
        assert self.by(reading(), self.told("All is new", number=1)) is By.REVISION

    def test_the_same_headline(self) -> None:
        headline = "Acme to build a nickel smelter"
        copy = self.told(f"{headline} - The Wire", number=3)
        assert self.by(self.told(headline), copy) is By.TITLE

    def test_the_headline_of_any_of_its_articles(self) -> None:
        headline = "Acme to build a nickel smelter"
        other = Telling.of(self.told(headline, number=4))
        known = story(self.told("Nickel maker enlarges its works"), also=(other,))
        assert same_event(known, self.told(headline, number=5)) == Joined(By.TITLE)

    def test_a_sum_that_agrees(self) -> None:
        sum_of = commitment("4.3e8")
        one = self.told("Acme puts $430 million into smelter", sum_of=sum_of)
        assert self.by(one, self.told("Acme bets on nickel", number=3, sum_of=sum_of)) is By.TERMS

    def test_rare_words(self) -> None:
        one = self.told("Acme plans nickel smelter in Ohio")
        assert self.by(one, self.told("Nickel smelter of Acme to rise in Ohio", number=3)) is By.WORDS
        assert self.by(one, self.told("Acme plans a warehouse", number=3)) is None

    def test_never_across_places(self) -> None:
        one = self.told("Acme plans nickel smelter in Ohio")
        assert self.by(one, self.told("Acme plans nickel smelter in Texas", number=3)) is None

    def test_never_across_sums_unless_the_text_says_that_they_changed(self) -> None:
        one = self.told("Acme to spend $2 billion on nickel smelter", sum_of=commitment("2e9"))
        more = commitment("3e9")
        plain = self.told("Acme to spend $3 billion on nickel smelter", number=3, sum_of=more)
        raised = self.told("Acme raises nickel smelter investment to $3 billion", number=3, sum_of=more)
        assert self.by(one, plain) is None
        assert self.by(one, raised) is By.CORRECTION

    def test_what_is_off_finds_what_it_revokes(self) -> None:
        one = self.told("Acme plans nickel smelter in Ohio")
        off = {"status": Status.CANCELLED, "flagged": False}
        assert self.by(one, self.told("Acme scraps nickel smelter in Ohio", number=3, **off)) is By.REVOKED
        assert self.by(one, self.told("Acme scraps battery plant in Texas", number=3, **off)) is None

    def test_two_bidders_for_one_target(self) -> None:
        target = Mention("Omega Mills", None, (), Role.TARGET, ())
        zeta = Mention("Zeta", ZETA, (), Role.INVESTOR, ())
        one = self.told("Acme bids for Omega Mills", ACME_INVESTS, target, kind=Kind.ACQUISITION)
        rival = self.told("Zeta bids for Omega Mills", zeta, target, number=3, kind=Kind.ACQUISITION)
        assert self.by(one, rival) is None

    def test_a_stake_of_another_size(self) -> None:
        target = Mention("Omega Mills", None, (), Role.TARGET, ())
        one = self.told("Acme buys a 5% stake in Omega Mills", ACME_INVESTS, target, kind=Kind.STAKE)
        more = self.told(
            "Acme lifts stake in Omega Mills to 10%", ACME_INVESTS, target, number=3, kind=Kind.STAKE
        )
        assert self.by(one, more) is None

    def test_after_the_window(self) -> None:
        headline = "Acme plans nickel smelter in Ohio"
        late = replace(self.told(headline), article=article(60 * 49, headline=headline))
        assert self.by(self.told(headline), late) is None

    def test_the_surest_reason_wins(self) -> None:
        newest = story(self.told("Nickel smelter of Acme to rise in Ohio", number=3), id=9)
        same_title = story(self.told("Acme plans nickel smelter in Ohio", number=4), id=3)
        found = find_story([newest, same_title], self.told("Acme plans nickel smelter in Ohio", number=5))
        assert found is not None
        assert found[0].id == 3
        assert found[1].by is By.TITLE

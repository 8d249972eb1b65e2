from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from bot.commands.ledger import ledger, totals
from bot.domain.market import Ticker
from bot.domain.reading import Commitment, Kind, Mention, Role, Status
from bot.domain.story import Story
from tests.cards.telling import ALIBABA, BABA, HONG_KONG, NOON, dollars, reading, story

KESTREL = Mention("Kestrel Robotics Inc.", Ticker("KST", "XNAS"), (), Role.TARGET, ())


def told(
    number: int, commitment: Commitment | None, *, status: Status = Status.ANNOUNCED, **more: object
) -> Story:
    made = reading(article=f"a{number}", status=status, commitment=commitment)
    return story(number, replace(made, **more), at=NOON + timedelta(days=number))  # type: ignore[arg-type]  # by name


def plant(
    number: int, value: str, purpose: str = "a battery plant in Ohio", status: Status = Status.ANNOUNCED
) -> Story:
    return told(number, dollars(value, purpose=purpose), status=status)


def test_sums_are_added() -> None:
    book = ledger([plant(1, "1e9"), plant(2, "3e9", "offices in Leeds")], [BABA])
    assert [entry.story.id for entry in book.firm] == [2, 1]
    assert totals(book.firm).usd == Decimal("4e9")


def test_an_announcement_made_again_counts_once() -> None:
    book = ledger([plant(1, "1e9"), plant(2, "1.02e9"), plant(3, "1e9", status=Status.PROGRESS)], [BABA])
    assert len(book.firm) == 1
    assert [s.id for s in book.firm[0].tellings] == [1, 2, 3]
    assert totals(book.firm).usd == Decimal("1e9")


def test_like_sums_for_other_things_count_twice() -> None:
    book = ledger([plant(1, "1e9"), plant(2, "1e9", "offices in Leeds")], [BABA])
    assert len(book.firm) == 2


def test_a_raised_bid_for_the_same_company_is_one_deal() -> None:
    deal = replace(reading(kind=Kind.ACQUISITION), companies=(ALIBABA, KESTREL))
    first = story(1, replace(deal, commitment=dollars("1e9")))
    raised = story(2, replace(deal, commitment=dollars("2e9")), at=NOON + timedelta(days=1))
    assert len(ledger([first, raised], [BABA]).firm) == 1


def test_rumours_and_what_was_called_off_are_apart() -> None:
    book = ledger(
        [
            plant(1, "1e9", "a foundry in Kent", status=Status.RUMOURED),
            plant(2, "2e9"),
            plant(3, "2e9", status=Status.CANCELLED),
            plant(4, "5e9", "offices in Leeds"),
        ],
        [BABA],
    )
    assert [e.story.id for e in book.rumoured] == [1]
    assert [e.story.id for e in book.cancelled] == [2]
    assert [e.story.id for e in book.firm] == [4]


def test_a_rumour_that_comes_true_is_firm_with_the_announced_sum() -> None:
    book = ledger([plant(1, "1e9", status=Status.RUMOURED), plant(2, "1.04e9")], [BABA])
    assert not book.rumoured
    assert totals(book.firm).usd == Decimal("1.04e9")


def test_a_later_rumour_takes_nothing_back() -> None:
    book = ledger([plant(1, "1e9"), plant(2, "1e9", status=Status.RUMOURED)], [BABA])
    assert [e.story.id for e in book.firm] == [1]


def test_only_the_investor_and_any_listing_of_it_count() -> None:
    target = replace(
        plant(1, "1e9"), reading=replace(reading(), companies=(replace(ALIBABA, role=Role.TARGET),))
    )
    assert not ledger([target], [BABA]).firm
    assert ledger([plant(2, "1e9")], [HONG_KONG]).firm


def test_sums_without_dollars_stay_in_their_currency() -> None:
    yen = Commitment(low=Decimal("3e11"), currency="JPY", purpose="a wafer fab")
    limit = Commitment(high=Decimal("5e9"), currency="HKD", usd=Decimal("6.4e8"), purpose="film studios")
    book = ledger([told(1, yen), told(2, limit), told(3, Commitment(purpose="a railway"))], [BABA])
    sums = totals(book.firm)
    assert sums.usd == Decimal("6.4e8")
    assert sums.other == (("JPY", Decimal("3e11")),)
    assert sums.without_sum == 1
    assert sums.limits == 1

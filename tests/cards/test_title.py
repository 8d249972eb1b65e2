from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cards.text import width
from bot.cards.title import LIMIT, title
from bot.domain.market import Ticker
from bot.domain.reading import Bound, Commitment, Kind, Mention, Role, Status
from tests.cards.telling import ALIBABA, dollars, film_reading, reading

KESTREL = Mention("Kestrel Robotics Inc.", Ticker("KST", "XNAS"), (), Role.TARGET, ())
CORVID = Mention("Corvid Energy plc", Ticker("CVD.L", "XLON"), (), Role.PARTNER, ())
PLANT = "a battery plant in Ohio"


def test_the_line_reads_alone() -> None:
    amount = "at least HK$5.0B ($639.3M, as stated) over 5 years"
    assert title(film_reading()) == f"Alibaba (BABA) pledges {amount} to Hong Kong film and culture"


@pytest.mark.parametrize(
    ("kind", "status", "line"),
    [
        (Kind.CAPEX, Status.ANNOUNCED, "will invest about $2.1B in"),
        (Kind.CAPEX, Status.RUMOURED, "reportedly plans to invest about $2.1B in"),
        (Kind.CAPEX, Status.PROGRESS, "moves ahead with its investment of about $2.1B in"),
        (Kind.CAPEX, Status.CANCELLED, "shelves its investment of about $2.1B in"),
        (Kind.PROGRAMME, Status.ANNOUNCED, "pledges about $2.1B to"),
        (None, None, "commits about $2.1B to"),
    ],
)
def test_money_for_a_purpose(kind: Kind | None, status: Status | None, line: str) -> None:
    told = reading(kind=kind, status=status, commitment=_plant())
    assert title(told) == f"Alibaba (BABA) {line} a battery plant in Ohio"


@pytest.mark.parametrize(
    ("kind", "status", "with_sum", "without"),
    [
        (Kind.ACQUISITION, Status.ANNOUNCED, "to pay about $2.1B for", "to buy"),
        (Kind.ACQUISITION, Status.RUMOURED, "in talks to pay about $2.1B for", "in talks to buy"),
        (
            Kind.ACQUISITION,
            Status.CANCELLED,
            "shelves its deal of about $2.1B for",
            "shelves its purchase of",
        ),
        (Kind.STAKE, Status.ANNOUNCED, "takes a stake of about $2.1B in", "takes a stake in"),
        (Kind.FUNDING, Status.ANNOUNCED, "leads funding of about $2.1B for", "leads funding of"),
    ],
)
def test_money_for_a_company(kind: Kind, status: Status, with_sum: str, without: str) -> None:
    deal = reading(kind=kind, status=status, companies=(ALIBABA, KESTREL), commitment=_plant())
    assert title(deal) == f"Alibaba (BABA) {with_sum} Kestrel Robotics (KST)"
    assert title(replace(deal, commitment=None)) == f"Alibaba (BABA) {without} Kestrel Robotics (KST)"


def test_a_joint_venture_names_the_other_side_and_the_purpose() -> None:
    venture = reading(kind=Kind.JOINT_VENTURE, companies=(ALIBABA, CORVID), commitment=_plant())
    assert title(venture) == (
        "Alibaba (BABA) puts about $2.1B into a joint venture with Corvid Energy (CVD.L) for " + PLANT
    )
    alone = replace(venture, companies=(ALIBABA,), commitment=Commitment(purpose=PLANT))
    assert title(alone) == "Alibaba (BABA) forms a joint venture for a battery plant in Ohio"


@pytest.mark.parametrize(
    ("words", "status", "verb"),
    [
        ("The purchase was completed.", Status.PROGRESS, "completes"),
        ("It won the regulator's nod.", Status.PROGRESS, "moves ahead with"),
        ("Regulators blocked it.", Status.CANCELLED, "is blocked in"),
        ("The plan was halved.", Status.CANCELLED, "cuts back"),
        ("It was put on hold.", Status.CANCELLED, "puts on hold"),
        ("Alibaba Group Holding walked away.", Status.CANCELLED, "shelves"),
    ],
)
def test_the_verb_says_no_more_than_the_article(words: str, status: Status, verb: str) -> None:
    known = reading(words, status=status, because=(words,), commitment=_plant())
    assert title(known).startswith(f"Alibaba (BABA) {verb} its investment of")


def test_an_unlisted_buyer_of_a_listed_company() -> None:
    told = reading(
        kind=Kind.ACQUISITION, companies=(KESTREL,), commitment=dollars("5e8", actor="Ardmore Capital LLP")
    )
    assert title(told) == "Ardmore Capital to pay $500M for Kestrel Robotics (KST)"


def test_without_an_actor_the_company_comes_first() -> None:
    told = reading(kind=Kind.ACQUISITION, companies=(KESTREL,), commitment=dollars("5e8"))
    assert title(told) == "Kestrel Robotics (KST): announced acquisition, $500M"


def test_without_any_company_the_headline_stands() -> None:
    assert title(reading("Money moves\n\nSomewhere.", companies=())) == "Money moves"
    assert title(reading("", companies=()))


def test_a_commitment_without_sum_and_purpose_leaves_the_word_to_the_headline() -> None:
    told = reading("Alibaba plans something large\n\nIt did not say what.")
    assert title(told) == "Alibaba (BABA): Alibaba plans something large"


def test_two_investors() -> None:
    other = replace(CORVID, role=Role.INVESTOR)
    told = reading(companies=(ALIBABA, other), commitment=_plant())
    assert title(told) == (
        "Alibaba (BABA), with Corvid Energy (CVD.L), will invest about $2.1B in a battery plant in Ohio"
    )


def test_nobody_buys_itself() -> None:
    target = replace(KESTREL, role=Role.INVESTOR)
    told = reading(
        kind=Kind.ACQUISITION,
        companies=(ALIBABA, target),
        commitment=replace(_plant(), purpose="Kestrel Robotics Inc"),
    )
    assert title(told) == "Alibaba (BABA) to pay about $2.1B for Kestrel Robotics Inc"


@pytest.mark.parametrize(
    ("purpose", "end"),
    [
        ("to build a port", "$2.1B to build a port"),
        ("build a port", "$2.1B to build a port"),
        ("form a venture that builds ports", "$2.1B to form a venture that builds ports"),
        ("into ports", "$2.1B into ports"),
        ("ports", "$2.1B in ports"),
    ],
)
def test_the_purpose_joins_on(purpose: str, end: str) -> None:
    told = reading(commitment=replace(_plant(), bound=Bound.EXACT, purpose=purpose))
    assert title(told).endswith(end)


def test_a_place_is_no_stake() -> None:
    told = reading(kind=Kind.STAKE, commitment=replace(_plant(), bound=Bound.EXACT, purpose="Ohio"))
    assert title(told) == "Alibaba (BABA) will invest $2.1B in Ohio"


@given(st.text(max_size=400), st.sampled_from(Kind), st.sampled_from(Status))
def test_the_line_keeps_to_its_limit(purpose: str, kind: Kind, status: Status) -> None:
    told = reading(kind=kind, status=status, commitment=replace(_plant(), purpose=purpose))
    assert width(title(told)) <= LIMIT


def _plant() -> Commitment:
    return Commitment(
        purpose=PLANT, low=Decimal("2.1e9"), currency="USD", bound=Bound.ABOUT, usd=Decimal("2.1e9")
    )

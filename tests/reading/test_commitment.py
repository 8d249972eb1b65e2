"""The new money of a story: which sum, who, what for, over how long."""

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest

from bot.domain.article import Span
from bot.domain.reading import Bound, Commitment, Kind, Mention, Role, Status, UsdBasis, Verdict
from bot.reading.commitment.commitment import settle
from bot.reading.money.amounts import find_amounts


def _mention(text: str, name: str, role: Role) -> Mention:
    spans = tuple(Span(*match.span()) for match in re.finditer(re.escape(name), text))
    return Mention(name, None, (), role, spans)


def _settle(
    text: str,
    kind: Kind | None = Kind.CAPEX,
    status: Status = Status.ANNOUNCED,
    *,
    investor: str = "Kilnworks",
    others: str = "",
) -> Commitment | None:
    companies = [_mention(text, investor, Role.INVESTOR)]
    if others:
        companies.append(_mention(text, others, Role.MENTION))
    verdict = Verdict(kind is not None, 0.9, kind, status if kind else None, ())
    return settle(text, verdict, companies, find_amounts(text))


def _sum(text: str, **kept: str) -> tuple[Decimal | None, Decimal | None]:
    found = _settle(text, **kept)  # type: ignore[arg-type]  # only the names of companies are passed on
    assert found is not None
    return found.low, found.high


def test_everything_that_a_sentence_says() -> None:
    text = (
        "Kilnworks to fire up\n\nKilnworks Inc said it will invest at least 5 billion euros ($5.5 billion) "
        "over the next five years to build two brick plants in Ohio, its largest outlay yet."
    )
    found = _settle(text, investor="Kilnworks Inc")
    assert found == Commitment(
        actor="Kilnworks Inc",
        purpose="build two brick plants in Ohio",
        low=Decimal(5_000_000_000),
        high=None,
        currency="EUR",
        bound=Bound.AT_LEAST,
        usd=Decimal(5_500_000_000),
        usd_basis=UsdBasis.STATED,
        horizon_years=Decimal(5),
        per_year=Decimal(1_000_000_000),
        per_year_usd=Decimal(1_100_000_000),
        span=found.span if found else None,
    )
    assert found.span is not None
    assert found.span.of(text) == "5 billion euros"


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("Kilnworks will invest up to $50 million in kilns.", None, 50),
        ("Kilnworks will invest $40 million to $50 million in kilns.", 40, 50),
        ("Kilnworks will invest more than $50 million in kilns.", 50, None),
        # the new money, not the running total
        (
            "Kilnworks will invest another $50 million in Ohio, bringing its investment to $900 million.",
            50,
            None,
        ),
        # the whole, not a part
        ("Kilnworks will spend $50 million on a plant, including $20 million for kilns.", 50, None),
        # not the subsidy, nor what it earned
        (
            "Kilnworks will build a $50 million plant with $30 million in tax credits. It made $80 million.",
            50,
            None,
        ),
        # not an earlier deal
        (
            "In 2013 Kilnworks invested $90 million in a mill. Kilnworks now invests $50 million in kilns.",
            50,
            None,
        ),
        # each party's half, and the whole told later
        (
            (
                "Each company will invest up to $25 million in kilns. The $50 million "
                "investment by Kilnworks and its partner will create jobs."
            ),
            None,
            50,
        ),
    ],
)
def test_the_right_sum(text: str, low: int | None, high: int | None) -> None:
    millions = [None if end is None else Decimal(end * 1_000_000) for end in (low, high)]
    assert list(_sum(text)) == millions


def test_another_companys_deal_is_not_the_commitment() -> None:
    text = (
        "Kilnworks will expand its plant. Rival maker Tilebase agreed to buy a mill for $90 million in May."
    )
    assert _settle(text, others="Tilebase") is None


def test_a_sum_told_in_two_currencies_is_one() -> None:
    text = (
        "Kilnworks injects $192 million into brick arm\n\n"
        "Kilnworks has injected 12.33 billion rupees ($192.04 million) into its brick arm."
    )
    found = _settle(text, Kind.FUNDING)
    assert found is not None
    assert (found.low, found.currency, found.usd) == (Decimal(12_330_000_000), "INR", Decimal(192_040_000))


def test_the_horizon_may_stand_elsewhere() -> None:
    text = (
        "Kilnworks will invest $50 million in Ohio.\n"
        "The $50 million will be spent over five years, Kilnworks said."
    )
    found = _settle(text)
    assert found is not None
    assert found.per_year == Decimal(10_000_000)


def test_a_price_a_share_is_no_commitment() -> None:
    assert _settle("Kilnworks raised its bid for Tilebase to $12 a share.", Kind.ACQUISITION) is None


def test_no_verdict_no_commitment() -> None:
    assert _settle("Kilnworks will invest $50 million.", None) is None


def test_a_cancelled_plan_keeps_its_sum() -> None:
    found = _settle("Kilnworks scraps a $50 million plant in Ohio.", status=Status.CANCELLED)
    assert found is not None
    assert found.low == Decimal(50_000_000)


def test_a_described_unit_is_the_one_that_shares_its_words() -> None:
    text = (
        "The brick giant's tiles and glazing division has committed to investing $50 million in Ohio. "
        "Kilnworks Digital Mortar Group was not involved. Kilnworks Glazing and Fine Tiles Group has hired "
        "potters. Kilnworks is listed in Ohio."
    )
    found = _settle(text)
    assert found is not None
    assert found.actor == "Kilnworks Glazing and Fine Tiles Group"


def test_the_investors_legal_name_is_preferred() -> None:
    text = "Kilnworks Ltd is a brick maker. Kilnworks will invest $50 million in Ohio."
    companies = (Mention("Kilnworks", None, (), Role.INVESTOR, (Span(0, 13), Span(32, 41))),)
    verdict = Verdict(True, 0.9, Kind.CAPEX, Status.ANNOUNCED, ())
    found = settle(text, verdict, companies, find_amounts(text))
    assert found is not None
    assert found.actor == "Kilnworks Ltd"


def test_a_printed_ticker_is_no_actor() -> None:
    text = "Kilnworks, Inc. (Nasdaq: KILN) today said it will invest $50 million in Ohio."
    named, printed = Span(0, 9), Span(16, 30)
    verdict = Verdict(True, 0.9, Kind.CAPEX, Status.ANNOUNCED, ())
    for spans, actor in (((named, printed), "Kilnworks"), ((printed,), "Kilnworks Inc")):
        companies = (Mention("Kilnworks Inc", None, (), Role.INVESTOR, spans),)
        found = settle(text, verdict, companies, find_amounts(text))
        assert found is not None
        assert found.actor == actor


@pytest.mark.parametrize("role", [Role.INVESTOR, Role.MENTION])
@pytest.mark.parametrize(
    ("text", "actor", "high"),
    [
        ("Kilnworks will invest up to $90 million and Tilebase up to $50 million in Ohio.", "Kilnworks", 90),
        ("Kilnworks will invest up to $50 million and Tilebase up to $90 million in Ohio.", "Kilnworks", 50),
        (
            "Potbank will get an investment of up to $90 million from Kilnworks, $50 million from Tilebase.",
            "Kilnworks",
            90,
        ),
    ],
)
def test_each_investor_gives_its_own_sum(text: str, actor: str, high: int, role: Role) -> None:
    companies = [_mention(text, "Kilnworks", Role.INVESTOR), _mention(text, "Tilebase", role)]
    verdict = Verdict(True, 0.9, Kind.STAKE, Status.ANNOUNCED, ())
    found = settle(text, verdict, companies, find_amounts(text))
    assert found is not None
    assert (found.actor, found.high or found.low) == (actor, Decimal(high * 1_000_000))


@pytest.mark.parametrize(
    ("text", "kind", "purpose"),
    [
        ("Kilnworks will invest $50 million in new kilns, it said.", Kind.CAPEX, "new kilns"),
        (
            "Kilnworks will build a $50 million brick plant in Ohio, it said.",
            Kind.CAPEX,
            "brick plant in Ohio",
        ),
        (
            "Kilnworks agreed to buy brick maker Tilebase for $50 million.",
            Kind.ACQUISITION,
            "brick maker Tilebase",
        ),
        ("Kilnworks is leading a $50 million investment in Tilebase, it said.", Kind.FUNDING, "Tilebase"),
        (
            "Kilnworks has begun an initiative to revive Ohio’s potteries. Kilnworks committed $50 million.",
            Kind.PROGRAMME,
            "revive Ohio’s potteries",
        ),
        (
            "Kilnworks raised its bid for brick maker Tilebase to 50 million euros.",
            Kind.ACQUISITION,
            "brick maker Tilebase",
        ),
        ("Kilnworks invested $50 million.", Kind.CAPEX, None),
        (
            "Kilnworks raised its bid for Norway's Tilebase AG to about 50 million euros, it said.",
            Kind.ACQUISITION,
            "Norway's Tilebase AG",
        ),
        (
            "Kilnworks plans to invest $50 million through the end of the decade to build a pottery in Ohio.",
            Kind.CAPEX,
            "build a pottery in Ohio",
        ),
        ("Kilnworks announced plans to invest approximately $50 million.", Kind.CAPEX, None),
        (
            "Kilnworks will invest $50 million to form a 50/50 joint venture that will make tiles in Ohio.",
            Kind.JOINT_VENTURE,
            "make tiles in Ohio",
        ),
    ],
)
def test_purpose(text: str, kind: Kind, purpose: str | None) -> None:
    found = _settle(text, kind)
    assert found is not None
    assert found.purpose == purpose


# Stories with invented facts: who commits the money, who else is named, and the sum, null where none is told.
_STORIES = (Path(__file__).parent / "commitments.jsonl").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("line", _STORIES)
def test_the_new_money_of_a_story(line: str) -> None:
    row = json.loads(line)
    text = row["text"]
    companies = [
        *(_mention(text, name, Role.INVESTOR) for name in row["investors"]),
        *(_mention(text, name, Role.MENTION) for name in row["others"]),
    ]
    status = Status(row["status"])
    verdict = Verdict(status is not Status.CANCELLED, 0.9, Kind(row["kind"]), status, ())
    found = settle(text, verdict, companies, find_amounts(text))
    told = None if found is None else (found.low, found.high, found.currency, found.horizon_years)
    wanted = (row["low"], row["high"], row["currency"], row["years"])
    assert told == (wanted if row["currency"] else None)


# A kind, what the money is for (nothing where nothing is said) and the sentence that says it.
_PURPOSES = (Path(__file__).parent / "purposes.tsv").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("line", _PURPOSES)
def test_purpose_by_grammar(line: str) -> None:
    kind, purpose, text = line.split("\t")
    found = _settle(text, Kind(kind))
    assert found is not None
    assert (found.purpose or "") == purpose


def test_any_order_of_sums_settles_in_short_time() -> None:
    text = " ".join(f"Kilnworks will invest ${number * number}m in kilns." for number in range(1, 2_000))
    found = _settle(text)
    assert found is not None
    assert found.low == Decimal(1_000_000)

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import msgspec

from bot.domain.article import Article, Span
from bot.domain.market import Money, Origin, PriceLine, Session, Ticker
from bot.domain.reading import (
    Amount,
    AmountRole,
    Bound,
    Commitment,
    Exposure,
    Kind,
    Mention,
    Quotation,
    Reading,
    Role,
    StatedPrice,
    Status,
    UsdBasis,
    Verdict,
)
from bot.reading.contract import to_contract

TEXT = "Acme will spend HK$5 billion. “Yes,” she said. Bolt fell 1.5% to $3."
ARTICLE = Article(
    "7", "test", None, TEXT, datetime(2031, 1, 2, tzinfo=UTC), datetime(2031, 1, 1, 9, tzinfo=UTC)
)


def whole() -> Reading:
    line = PriceLine(
        None, Decimal("-0.015"), Money(Decimal(3), "USD"), Session.CLOSE, Origin.STATED, company="Bolt"
    )
    return Reading(
        article=ARTICLE,
        text=TEXT,
        language="en",
        verdict=Verdict(True, 0.97, Kind.CAPEX, Status.ANNOUNCED, (Span(0, 28),)),
        companies=(
            Mention("Acme", Ticker("1.HK", "XHKG"), (Ticker("ACME", "XNYS"),), Role.INVESTOR, (Span(0, 4),)),
            Mention("Bolt", None, (), Role.MENTION, (Span(47, 51),)),
        ),
        amounts=(
            Amount(
                Span(16, 28), Money(Decimal(5_000_000_000), "HKD"), Bound.EXACT, AmountRole.INVESTMENT,
                horizon_years=Decimal("2.5"), usd=Decimal(640_000_000), usd_basis=UsdBasis.STATED,
            ),
        ),
        commitment=Commitment(
            actor="Acme", low=Decimal("5E+9"), currency="HKD", per_year=Decimal("2E+9") + Decimal("0.50")
        ),
        quotations=(Quotation(Span(31, 34), "she", None, direct=True),),
        prices=(StatedPrice(line, Span(47, 69)),),
        exposure=(Exposure(Ticker("AIQ", "XNAS"), "A fund", Span(0, 4)),),
        cited_sources=("Reuters",),
        cautions=(Span(0, 29),),
    )  # fmt: skip


def test_every_key_is_present_for_nothing_found() -> None:
    empty = Reading(ARTICLE, TEXT, "de", Verdict(False, 0.0, None, None, ()))
    assert to_contract(empty) == {
        "id": "7", "headline": None, "published_at": "2031-01-01T09:00:00Z", "flagged": False, "score": 0.0,
        "kind": None, "status": None, "because": [], "language": "de", "companies": [], "amounts": [],
        "commitment": None, "quotations": [], "price_lines": [], "exposure": [], "cited_sources": [],
        "cautions": [],
    }  # fmt: skip


def test_everything_is_printed() -> None:
    printed = msgspec.json.decode(msgspec.json.encode(to_contract(whole(), with_text=True)))
    assert printed["text"] == TEXT
    assert printed["because"] == [{"text": "Acme will spend HK$5 billion", "start": 0, "end": 28}]
    assert printed["companies"][0] == {
        "name": "Acme", "ticker": "1.HK", "mic": "XHKG", "listings": ["ACME"], "role": "investor",
        "spans": [[0, 4]],
    }  # fmt: skip
    assert printed["companies"][1]["ticker"] is None
    assert printed["companies"][1]["mic"] is None
    assert printed["amounts"] == [
        {
            "text": "HK$5 billion", "start": 16, "end": 28, "value": 5000000000, "value_max": None,
            "currency": "HKD", "bound": "exact", "role": "investment", "horizon_years": 2.5, "usd": 640000000,
            "usd_basis": "stated",
        }
    ]  # fmt: skip
    assert printed["commitment"] == {
        "actor": "Acme", "purpose": None, "low": 5000000000, "high": None, "currency": "HKD", "usd": None,
        "usd_basis": None, "horizon_years": None, "per_year": 2000000000.5, "per_year_usd": None,
    }  # fmt: skip
    assert printed["quotations"] == [
        {"text": "Yes", "start": 31, "end": 34, "speaker": "she", "affiliation": None, "direct": True}
    ]
    assert printed["price_lines"] == [
        {
            "ticker": None, "change_pct": -1.5, "price": 3, "currency": "USD", "session": "close",
            "day": None, "name": "Bolt",
        }
    ]  # fmt: skip
    assert printed["exposure"] == [{"ticker": "AIQ", "name": "A fund"}]
    assert printed["cited_sources"] == ["Reuters"]
    assert printed["cautions"] == ["Acme will spend HK$5 billion."]


def test_whole_numbers_are_printed_whole() -> None:
    assert b'"value":5000000000,' in msgspec.json.encode(to_contract(whole()))


def test_half_a_pair_of_characters_does_not_keep_it_from_being_printed() -> None:
    article = replace(ARTICLE, id="7\ud800", headline="Açme \udfff🚀")
    printed = msgspec.json.decode(msgspec.json.encode(to_contract(replace(whole(), article=article))))
    assert printed["id"] == "7?"
    assert printed["headline"] == "Açme ?🚀"

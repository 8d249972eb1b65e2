"""A reading as the JSON that `outlay read` prints: a public contract (docs/reading-contract.md).

Every key is present. What is unknown is null or an empty list; whole numbers are printed as whole numbers;
every `text` is the exact substring of the reading's text at its offsets.
"""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from bot.domain.article import Span
from bot.domain.reading import Amount, Commitment, Mention, Quotation, Reading, StatedPrice

__all__ = ["to_contract"]

Json = dict[str, Any]


def to_contract(reading: Reading, *, with_text: bool = False) -> Json:
    """Return the contract's object for one reading. `with_text` adds the `text` that the offsets count in."""
    text = reading.text
    verdict = reading.verdict
    contract: Json = {
        "id": _whole(reading.article.id),
        "headline": _whole(headline) if (headline := reading.article.headline) else headline,
        "published_at": _moment(reading.article.published_at),
        "flagged": verdict.flagged,
        "score": verdict.score,
        "kind": verdict.kind,
        "status": verdict.status,
        "because": [_piece(text, span) for span in verdict.because],
        "language": reading.language,
        "companies": [_company(mention) for mention in reading.companies],
        "amounts": [_amount(text, amount) for amount in reading.amounts],
        "commitment": None if reading.commitment is None else _commitment(reading.commitment),
        "quotations": [_quotation(text, quotation) for quotation in reading.quotations],
        "price_lines": [_price(stated) for stated in reading.prices],
        "exposure": [{"ticker": fund.ticker.symbol, "name": fund.name} for fund in reading.exposure],
        "cited_sources": list(reading.cited_sources),
        "cautions": [span.of(text) for span in reading.cautions],
    }
    if with_text:
        contract["text"] = text
    return contract


def _whole(text: str) -> str:
    """Return `text` without halves of pairs, which no JSON can hold: all other fields are of cleaned text."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def _piece(text: str, span: Span) -> Json:
    return {"text": span.of(text), "start": span.start, "end": span.end}


def _company(mention: Mention) -> Json:
    return {
        "name": mention.name,
        "ticker": mention.ticker.symbol if mention.ticker else None,
        "mic": (mention.ticker.mic or None) if mention.ticker else None,
        "listings": [ticker.symbol for ticker in mention.listings],
        "role": mention.role,
        "spans": [[span.start, span.end] for span in mention.spans],
    }


def _amount(text: str, amount: Amount) -> Json:
    return {
        **_piece(text, amount.span),
        "value": _number(amount.money.value),
        "value_max": _number(amount.money_max),
        "currency": amount.money.currency,
        "bound": amount.bound,
        "role": amount.role,
        "horizon_years": _number(amount.horizon_years),
        "usd": _number(amount.usd),
        "usd_basis": amount.usd_basis,
    }


def _commitment(commitment: Commitment) -> Json:
    return {
        "actor": commitment.actor,
        "purpose": commitment.purpose,
        "low": _number(commitment.low),
        "high": _number(commitment.high),
        "currency": commitment.currency,
        "usd": _number(commitment.usd),
        "usd_basis": commitment.usd_basis,
        "horizon_years": _number(commitment.horizon_years),
        "per_year": _number(commitment.per_year),
        "per_year_usd": _number(commitment.per_year_usd),
    }


def _quotation(text: str, quotation: Quotation) -> Json:
    return {
        **_piece(text, quotation.span),
        "speaker": quotation.speaker,
        "affiliation": quotation.affiliation,
        "direct": quotation.direct,
    }


def _price(stated: StatedPrice) -> Json:
    line = stated.line
    printed: Json = {
        "ticker": line.ticker.symbol if line.ticker else None,
        "change_pct": None if line.change is None else _number(line.change * 100),
        "price": _number(line.last.value) if line.last else None,
        "currency": line.last.currency if line.last else None,
        "session": line.session,
        "day": line.day,
    }
    if line.ticker is None:
        printed["name"] = line.company
    return printed


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _moment(moment: datetime | None) -> str | None:
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")

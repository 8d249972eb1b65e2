"""The commitment of a story: the new money, who commits it, what for and over how long."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from bot.domain.article import Span
from bot.domain.reading import Amount, Bound, Commitment, Mention, Status, UsdBasis, Verdict
from bot.reading.commitment.actor import name_actor
from bot.reading.commitment.new_money import Telling, choose
from bot.reading.commitment.purpose import find_purpose
from bot.reading.wording.sentences import sentences

__all__ = ["settle"]


def settle(
    text: str, verdict: Verdict, companies: Sequence[Mention], amounts: Sequence[Amount]
) -> Commitment | None:
    """Return the story's commitment, None when the story has none or names no sum for it.

    `amounts` are those of `text`, in order. The commitment is the new money: not a running total, not what
    others or earlier stories spent, not a price per share. "Up to" fills only `high`, a range both ends.
    """
    if verdict.kind is None or not amounts:
        return None
    telling = Telling(text, sentences(text), companies, is_off=verdict.status is Status.CANCELLED)
    chosen = choose(telling, verdict.kind, amounts)
    if chosen is None:
        return None
    whole, horizon = chosen.amount, chosen.horizon
    at = telling.sentence_of(whole.span)
    low, high = _ends(whole, chosen.bound)
    return Commitment(
        actor=name_actor(text, telling.sentences[at], whole.span, companies),
        purpose=find_purpose(text, verdict.kind, telling.sentences, at, _with_restatement(text, whole)),
        low=low,
        high=high,
        currency=whole.money.currency,
        bound=chosen.bound,
        usd=whole.usd,
        usd_basis=whole.usd_basis,
        horizon_years=horizon,
        per_year=_each_year(high if low is None else low, horizon),
        per_year_usd=_each_year(whole.usd, horizon),
        span=whole.span,
    )


def _ends(amount: Amount, bound: Bound) -> tuple[Decimal | None, Decimal | None]:
    if amount.money_max is not None:
        return amount.money.value, amount.money_max
    return (None, amount.money.value) if bound is Bound.UP_TO else (amount.money.value, None)


_CENT: Final = Decimal("0.01")


def _each_year(value: Decimal | None, horizon: Decimal | None) -> Decimal | None:
    """Return an even share of `value` for each year of `horizon`, to the cent."""
    if value is None or not horizon:
        return None
    share = (value / horizon).quantize(_CENT)
    whole = share.to_integral_value()
    return whole if whole == share else share


_RESTATEMENT: Final = re.compile(r"\s?\([^()\n]{1,60}\)")


def _with_restatement(text: str, amount: Amount) -> Span:
    closed = _RESTATEMENT.match(text, amount.span.end) if amount.usd_basis is UsdBasis.STATED else None
    return Span(amount.span.start, closed.end()) if closed else amount.span

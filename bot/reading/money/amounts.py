"""Every sum of money in an article: value, currency, range, bound, role, horizon and its sum in dollars."""

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from typing import Final, NamedTuple

from bot.domain.article import Span
from bot.domain.market import Money
from bot.domain.reading import Amount, AmountRole, UsdBasis
from bot.reading.money.amount_roles import roles
from bot.reading.money.bounds import bound_of
from bot.reading.money.horizon import assign, horizons
from bot.reading.money.money import Sum, sums

__all__ = ["find_amounts"]


class _Folded(NamedTuple):
    """A sum with its restatement in dollars; `end` is where the text goes on behind both."""

    money: Sum
    end: int
    dollars: Sum | None = None


def find_amounts(text: str) -> tuple[Amount, ...]:
    """Return every occurrence of a sum of money in `text`, in order. Linear in the text's length.

    A sum in another currency that is restated in US dollars directly behind it ("HK$5 billion ($639.3
    million)") is one amount with its `usd`; any other pair is two. Of a range restated as a range, `usd` is
    the lower end.
    """
    folded = _fold(text, sums(text))
    if not folded:
        return ()
    spans = [Span(item.money.start, item.end) for item in folded]
    lengths = assign(text, horizons(text, spans), spans)
    kinds = roles(text, [item.money for item in folded], [item.end for item in folded])
    return tuple(map(partial(_amount, text), folded, kinds, lengths))


def _amount(text: str, item: _Folded, role: AmountRole, horizon: Decimal | None) -> Amount:
    money = item.money
    usd, basis = _in_dollars(item)
    return Amount(
        span=Span(money.start, money.end),
        money=Money(money.low, money.currency),
        bound=bound_of(text, money.start, item.end),
        role=role,
        money_max=money.high,
        horizon_years=horizon if role in _SPENT else None,
        usd=usd,
        usd_basis=basis,
    )


def _in_dollars(item: _Folded) -> tuple[Decimal, UsdBasis] | tuple[None, None]:
    if item.dollars:
        return item.dollars.low, UsdBasis.STATED
    return (item.money.low, UsdBasis.NATIVE) if item.money.currency == "USD" else (None, None)


# What is spent or owed has a horizon; "a one-year target of $12" and "profit in three years" have none.
_SPENT: Final = frozenset((AmountRole.INVESTMENT, AmountRole.OTHER))

# Between a sum and its restatement: "INR 99/month ($1.35", "2 euros or $2.13", "S$450 million (about $332".
_RESTATES: Final = re.compile(
    r"(?:\s?/\s?\w{1,8}|\s(?:a|per|an)\s\w{1,12})?"
    r"(?:\s?[(\[]\s?(?:or\s)?|,?\sor\s|,\s(?:equal to\s|equivalent to\s)|\s?=\s?)"
    r"(?:(?:about|around|approximately|approx\.?|roughly|some|nearly|almost|over|more than|equivalent to"
    r"|equal to|worth|~|≈|=)\s?)?\Z",
    re.IGNORECASE,
)
_CLOSES: Final = re.compile(r"[^()\n]{0,24}[)\]]")
_RATE: Final = re.compile(r"\s?=\s?\Z")


def _fold(text: str, found: Sequence[Sum]) -> list[_Folded]:
    out: list[_Folded] = []
    for money in found:
        last = out[-1] if out and out[-1].dollars is None else None
        if last and _RATE.match(text, last.money.end, money.start):
            out.pop()  # "($1 = 64.2050 rupees)" is a rate of exchange, not two sums
            continue
        if (
            last
            and money.currency == "USD" != last.money.currency
            and money.minor == last.money.minor
            and _RESTATES.match(text, last.money.end, money.start)
        ):
            closing = _CLOSES.match(text, money.end) if "(" in text[last.money.end : money.start] else None
            out[-1] = _Folded(last.money, closing.end() if closing else money.end, money)
        else:
            out.append(_Folded(money, money.end))
    return out

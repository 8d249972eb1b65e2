"""Which of a story's sums is its new money.

Mentions of one sum are one candidate. Its best mention makes its weight: where it stands, whose money it is,
and what the words around it say about it being new, history, a part or a running total.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from operator import attrgetter
from typing import Final

from bot.domain.article import Span
from bot.domain.reading import Amount, AmountRole, Bound, Kind, Mention, Role, UsdBasis
from bot.reading.commitment.newness import newness
from bot.reading.commitment.owner import owner_of

__all__ = ["Chosen", "Telling", "choose"]


_START: Final = attrgetter("start")


@dataclass(frozen=True, slots=True)
class Telling:
    """The text that tells of the sums, cut into `sentences` (at least one), with the companies in it.

    `is_off` says that the story is of a cancelled commitment.
    """

    text: str
    sentences: tuple[Span, ...]
    companies: Sequence[Mention]
    is_off: bool = False

    def sentence_of(self, span: Span) -> int:
        """Return which sentence, counted from 0, holds `span`."""
        return max(0, bisect_right(self.sentences, span.start, key=_START) - 1)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The mention that stands for the commitment, with the bound and horizon that any mention states."""

    amount: Amount
    bound: Bound
    horizon: Decimal | None


_ENOUGH: Final = 0.5  # below this weight no sum of the story is its commitment
_REPEATED: Final = 0.7
_CANDIDATES: Final = 40  # new money is told early; a list of hundreds of sums would only cost time


def choose(telling: Telling, kind: Kind, amounts: Sequence[Amount]) -> Chosen | None:
    """Return the sum that is most likely the story's new money, None when none is likely enough."""
    likely = (amount for amount in amounts if _may_be_new(telling.text, kind, amount))
    groups: list[list[Amount]] = []
    for amount in islice(likely, _CANDIDATES):
        same = next((group for group in groups if _are_same(group[0], amount)), None)
        if same is None:
            groups.append([amount])
        else:
            same.append(amount)
    weighed = [
        (max(_weight(telling, one) for one in group) + _REPEATED * min(len(group) - 1, 2), -place)
        for place, group in enumerate(groups)
    ]
    weight, place = max(weighed, default=(0.0, 0))
    if weight < _ENOUGH:
        return None
    group = groups[-place]
    retold = [one for one in amounts if one.role is AmountRole.OTHER and _are_same(group[0], one)]
    return _stand_in(telling, group, retold, groups)


_DEAL_VALUE: Final = re.compile(
    r"\b(?:deal|takeover|offer|bid|transaction|acquisition|purchase|merger|buyout|agreement)\b[^;]{0,60}"
    r"\b(?:valu(?:es|ed|ing)|enterprise value|equity value|worth)\b[^;]{0,60}\Z",
    re.IGNORECASE,
)


def _may_be_new(text: str, kind: Kind, amount: Amount) -> bool:
    """Tell whether a sum may be the commitment: an investment, or what a takeover values its target at."""
    if amount.role is AmountRole.INVESTMENT:
        return True
    if kind is not Kind.ACQUISITION or amount.role is not AmountRole.VALUATION:
        return False
    start = amount.span.start
    return _DEAL_VALUE.search(text, max(0, start - 140), start) is not None


# ---------------------------------------------------------------------------------------------- one sum


_SAME: Final = Decimal("0.03")  # a headline rounds


def _are_same(one: Amount, other: Amount) -> bool:
    """Tell whether two mentions give one sum: the same, a headline's rounding, or its sum in dollars."""
    if None not in (one.money_max, other.money_max) and one.money_max != other.money_max:
        return False
    if one.money.currency == other.money.currency:
        return _close(one.money.value, other.money.value)
    return one.usd is not None and other.usd is not None and _close(one.usd, other.usd)


def _close(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) <= _SAME * max(abs(one), abs(other))


def _stand_in(
    telling: Telling, group: Sequence[Amount], retold: Sequence[Amount], groups: Sequence[Sequence[Amount]]
) -> Chosen:
    """Return the fullest mention of a group, with what it and the same sum elsewhere (`retold`) state.

    "Each will invest up to $50 million" beside "the $100 million": the whole takes the bound of its parts.
    """
    times = Counter(one.money for one in group)

    def fullness(one: Amount) -> tuple[bool, int, int, bool, bool, bool, int]:
        return (
            one.usd_basis is UsdBasis.STATED,
            times[one.money],
            len(one.money.value.normalize().as_tuple().digits),
            one.bound is not Bound.EXACT,
            one.horizon_years is not None,
            not _in_headline(telling, one),
            -one.span.start,
        )

    best, told = max(group, key=fullness), [*group, *retold]
    for others in groups:
        each = next((one for one in others if _is_each(telling.text, one)), None)
        whole = _whole_of(each, groups) if each else None
        if each is None or whole is None:
            continue
        if others is group:
            best, told = whole, [each, whole]
        elif whole in group:
            told.append(each)
    alike = [one for one in told if one.money.currency == best.money.currency]
    bound = next((one.bound for one in alike if one.bound is not Bound.EXACT), best.bound)
    horizon = next((one.horizon_years for one in told if one.horizon_years is not None), None)
    return Chosen(best, bound, horizon)


def _in_headline(telling: Telling, amount: Amount) -> bool:
    """Tell whether a sum stands in a headline: a first sentence that has no final mark."""
    first = telling.sentences[0]
    return amount.span.start < first.end and telling.text[first.end - 1] not in '.!?"\\”’'


_EACH_BEHIND: Final = re.compile(r"\s(?:each|apiece)\b")
_EACH_BEFORE: Final = re.compile(r"\beach(?:\s[a-z]+){0,6}\s\Z", re.IGNORECASE)


def _is_each(text: str, amount: Amount) -> bool:
    """Tell whether a sum is what each of several parties gives."""
    start = amount.span.start
    before = _EACH_BEFORE.search(text, max(0, start - 60), start)
    return before is not None or _EACH_BEHIND.match(text, amount.span.end) is not None


def _whole_of(each: Amount, groups: Sequence[Sequence[Amount]]) -> Amount | None:
    """Return the sum that is two, three or four times what each party gives, None where none is told."""
    wholes = [each.money.value * parties for parties in (2, 3, 4)]
    return next(
        (
            group[0]
            for group in groups
            if group[0].money.currency == each.money.currency and group[0].money.value in wholes
        ),
        None,
    )


# ---------------------------------------------------------------------------------------------- the weight


_PLACE: Final = (3.0, 2.6, 1.9, 1.5, 1.2, 1.0, 0.8)  # by sentence, the headline or the lead first
_LATE: Final = 0.5
_LATE_AND_OFF: Final = -2.0  # a cancelled story's late sums belong to other plans
_INVESTOR_BEFORE: Final = 1.3
_INVESTOR_HERE: Final = 0.6
_OTHERS_MONEY: Final = -1.6
_REACH_AHEAD: Final = 240  # characters of a sum's sentence before it that say whether it is new
_REACH_BEHIND: Final = 120  # and behind it


def _weight(telling: Telling, amount: Amount) -> float:
    """Return how much speaks for a mention being the story's new money."""
    at = telling.sentence_of(amount.span)
    sentence = telling.sentences[at]
    text, start, end = telling.text, amount.span.start, amount.span.end
    late = _LATE_AND_OFF if telling.is_off else _LATE
    weight = _PLACE[at] if at < len(_PLACE) else late
    ahead = max(sentence.start, start - _REACH_AHEAD)
    weight += newness(text[ahead:start], text[end : min(sentence.end, end + _REACH_BEHIND)])
    if _is_anothers(telling, amount):
        return weight + _OTHERS_MONEY
    return weight + _company_weight(telling.companies, sentence, amount.span)


def _is_anothers(telling: Telling, amount: Amount) -> bool:
    """Tell whether a sum is given out to another company than the investor that is named first."""
    first = next((company for company in telling.companies if company.role is Role.INVESTOR), None)
    if first is None:
        return False
    owner = owner_of(telling.text, amount.span, telling.companies)
    return owner is not None and owner.name != first.name and owner.role is not Role.TARGET


def _company_weight(companies: Sequence[Mention], sentence: Span, amount: Span) -> float:
    """Return what the companies in a sum's sentence say: the investor's own money, or another's deal."""
    here = sorted(
        (span.start, company.role)
        for company in companies
        for span in company.spans
        if sentence.start <= span.start < sentence.end and company.role is not Role.TARGET
    )
    before = [role for start, role in here if start < amount.start]
    if before:
        others = before[0] is Role.MENTION and before[-1] is Role.MENTION
        # Where the story names no investor, who stands before the sum may well be it.
        known = any(company.role is Role.INVESTOR for company in companies)
        return (_OTHERS_MONEY if known else 0.0) if others else _INVESTOR_BEFORE
    return _INVESTOR_HERE if any(role is Role.INVESTOR for _, role in here) else 0.0

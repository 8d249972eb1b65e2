"""The new money of a story: which of its sums is the commitment, who commits it, what for and over how long."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from bot.domain.article import Span
from bot.domain.reading import (
    Amount,
    AmountRole,
    Bound,
    Commitment,
    Kind,
    Mention,
    Role,
    Status,
    UsdBasis,
    Verdict,
)
from bot.reading.actor import name_actor
from bot.reading.purpose import find_purpose
from bot.reading.sentences import sentence_at, sentences

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
    spans = sentences(text)
    telling = _Telling(text, spans, companies, verdict.status is Status.CANCELLED)
    chosen = _choose(telling, [amount for amount in amounts if _may_be_new(text, verdict.kind, amount)])
    if chosen is None:
        return None
    whole = chosen.amount
    at = _index(spans, whole.span)
    low, high = _ends(whole, chosen.bound)
    base = low if low is not None else high
    horizon = chosen.horizon
    return Commitment(
        actor=name_actor(text, spans[at], whole.span, companies),
        purpose=find_purpose(text, verdict.kind, spans, at, _behind_restatement(text, whole)),
        low=low,
        high=high,
        currency=whole.money.currency,
        bound=chosen.bound,
        usd=whole.usd,
        usd_basis=whole.usd_basis,
        horizon_years=horizon,
        per_year=_each_year(base, horizon),
        per_year_usd=_each_year(whole.usd, horizon),
        span=whole.span,
    )


def _ends(amount: Amount, bound: Bound) -> tuple[Decimal | None, Decimal | None]:
    if amount.money_max is not None:
        return amount.money.value, amount.money_max
    return (None, amount.money.value) if bound is Bound.UP_TO else (amount.money.value, None)


def _each_year(value: Decimal | None, horizon: Decimal | None) -> Decimal | None:
    if value is None or not horizon:
        return None
    share = (value / horizon).quantize(Decimal("0.01"))
    return share.to_integral_value() if share == share.to_integral_value() else share


def _behind_restatement(text: str, amount: Amount) -> int:
    closed = _RESTATEMENT.match(text, amount.span.end) if amount.usd_basis is UsdBasis.STATED else None
    return closed.end() if closed else amount.span.end


_RESTATEMENT: Final = re.compile(r"\s?\([^()\n]{1,60}\)")


# ---------------------------------------------------------------------------------------------- the choice


@dataclass(frozen=True, slots=True)
class _Telling:
    """The text that tells of the sums, cut into sentences, with the companies in it.

    `is_off` says that the story is of a cancelled commitment.
    """

    text: str
    sentences: tuple[Span, ...]
    companies: Sequence[Mention]
    is_off: bool


@dataclass(frozen=True, slots=True)
class _Chosen:
    """The mention that stands for the commitment, with what its other mentions add."""

    amount: Amount
    bound: Bound
    horizon: Decimal | None


_ENOUGH: Final = 0.5  # below this no sum of the story is its commitment
_REPEATED: Final = 0.7
_SAME: Final = Decimal("0.03")  # a headline rounds


def _choose(telling: _Telling, amounts: Sequence[Amount]) -> _Chosen | None:
    """Return the sum that is most likely the story's new money.

    Mentions of the same sum are one candidate; its best mention and how often it is told make its weight.
    """
    groups: list[list[Amount]] = []
    for amount in amounts:
        same = next((group for group in groups if _are_same(group[0], amount)), None)
        if same is None:
            groups.append([amount])
        else:
            same.append(amount)
    weighed = [
        (max(_weight(telling, one) for one in group) + _REPEATED * min(len(group) - 1, 2), -place, group)
        for place, group in enumerate(groups)
    ]
    if not weighed:
        return None
    weight, _, group = max(weighed, key=lambda item: item[:2])
    if weight < _ENOUGH:
        return None
    return _stand_in(telling, group, groups)


_DEAL_VALUE: Final = re.compile(
    r"\b(?:deal|takeover|offer|bid|transaction|acquisition|purchase|merger|buyout|agreement)\b[^.;]{0,60}"
    r"\b(?:valu(?:es|ed|ing)|enterprise value|equity value|worth)\b[^.;]{0,60}\Z",
    re.IGNORECASE,
)


def _may_be_new(text: str, kind: Kind, amount: Amount) -> bool:
    """Tell whether a sum may be the commitment: an investment, or the value that a takeover puts on its target."""
    if amount.role is AmountRole.INVESTMENT:
        return True
    if kind is not Kind.ACQUISITION or amount.role is not AmountRole.VALUATION:
        return False
    start = amount.span.start
    return _DEAL_VALUE.search(text, max(0, start - 140), start) is not None


def _are_same(one: Amount, other: Amount) -> bool:
    """Tell whether two mentions give one sum: the same, a headline's rounding, or its sum in dollars."""
    if one.money_max != other.money_max and one.money_max is not None and other.money_max is not None:
        return False
    if one.money.currency == other.money.currency:
        return _close(one.money.value, other.money.value)
    dollars = (one.usd, other.usd)
    return dollars[0] is not None and dollars[1] is not None and _close(dollars[0], dollars[1])


def _close(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) <= _SAME * max(abs(one), abs(other))


def _stand_in(telling: _Telling, group: Sequence[Amount], groups: Sequence[Sequence[Amount]]) -> _Chosen:
    """Return the fullest mention of a group, with the bound and the horizon that any of them states.

    "Each will invest up to $50 million" beside "the $100 million": the whole takes the bound of its parts.
    """
    best = max(group, key=lambda one: (_detail(one), not _in_headline(telling, one), -one.span.start))
    told = list(group)
    for others in groups:
        each = next((one for one in others if _is_each(telling.text, one)), None)
        if each is None:
            continue
        whole = _whole_of(each, groups)
        if others is group and whole is not None:
            best, told = whole, [each, whole]
        elif whole is not None and whole in group:
            told.append(each)
    bound = next((one.bound for one in told if one.bound is not Bound.EXACT), best.bound)
    horizon = next((one.horizon_years for one in told if one.horizon_years is not None), None)
    return _Chosen(best, bound, horizon)


def _in_headline(telling: _Telling, amount: Amount) -> bool:
    """Tell whether a sum stands in a headline: a first sentence that has no final mark."""
    first = telling.sentences[0]
    return amount.span.start < first.end and telling.text[first.end - 1] not in '.!?"”’'


def _detail(amount: Amount) -> tuple[bool, int, bool, bool]:
    digits = len(amount.money.value.normalize().as_tuple().digits)
    stated = amount.usd_basis is UsdBasis.STATED
    return stated, digits, amount.bound is not Bound.EXACT, amount.horizon_years is not None


_EACH_BEHIND: Final = re.compile(r"\s(?:each|apiece)\b")
_EACH_BEFORE: Final = re.compile(r"\beach(?:\s[a-z]+){0,6}\s\Z", re.IGNORECASE)


def _is_each(text: str, amount: Amount) -> bool:
    start = amount.span.start
    return bool(
        _EACH_BEHIND.match(text, amount.span.end) or _EACH_BEFORE.search(text, max(0, start - 60), start)
    )


def _whole_of(each: Amount, groups: Sequence[Sequence[Amount]]) -> Amount | None:
    """Return the sum that is two, three or four times what each party gives, None where none is told."""
    for group in groups:
        one = group[0]
        if one.money.currency == each.money.currency and one.money.value in (
            each.money.value * times for times in (2, 3, 4)
        ):
            return one
    return None


# ---------------------------------------------------------------------------------------------- the weight


_PLACE: Final = (3.0, 2.6, 1.9, 1.5, 1.2, 1.0, 0.8)
_LATE: Final = 0.5
_LATE_AND_OFF: Final = -2.0
_INVESTOR_HERE: Final = 1.3
_INVESTOR_NEAR: Final = 0.6
_OTHERS_MONEY: Final = -1.6
# What the words around a sum say about it being new, in the order of their weight.
_BEHIND: Final = re.compile(r"\s(?:each|apiece)\b")
_EACH_BEFORE: Final = re.compile(r"\beach(?:\s[a-z]+){0,6}\s\Z", re.IGNORECASE)


def _is_each(text: str, amount: Amount) -> bool:
    start = amount.span.start
    return bool(
        _EACH_BEHIND.match(text, amount.span.end) or _EACH_BEFORE.search(text, max(0, start - 60), start)
    )


def _whole_of(each: Amount, groups: Sequence[Sequence[Amount]]) -> Amount | None:
    """Return the sum that is two, three or four times what each party gives, None where none is told."""
    for group in groups:
        one = group[0]
        if one.money.currency == each.money.currency and one.money.value in (
            each.money.value * times for times in (2, 3, 4)
        ):
            return one
    return None


# ---------------------------------------------------------------------------------------------- the weight


_PLACE: Final = (3.0, 2.6, 1.9, 1.5, 1.2, 1.0, 0.8)
_LATE: Final = 0.5
_LATE_AND_OFF: Final = -2.0
_INVESTOR_HERE: Final = 1.3
_INVESTOR_NEAR: Final = 0.6
_OTHERS_MONEY: Final = -1.6
# What the words around a sum say about it being new, in the order of their weight.
_BEFORE: Final = (
    (-3.0, re.compile(r"\b(?:bring(?:s|ing)?|brought|tak(?:es|ing)|total(?:l?ing|s)?|cumulative|lift(?:s|ing))\b[^.;]{0,50}\b(?:to|of|investments?)\s(?:\w+\s){0,3}\Z|\balready\b[^.;]{0,90}\Z|\bsince\b[^.;]{0,90}\Z", re.IGNORECASE)),
    (-2.0, re.compile(r"\b(?:previously|formerly|earlier (?:this|last)|last year|[Ii]n (?:[A-Z][a-z]+ )?(?:19|20)\d\d,?|years? ago|months? ago|unlike|rival|tried|fell apart|rejected|would cost|might cost|follow(?:s|ing|ed) (?:a|an|the)|(?:comes|came) (?:as|after|on top)|compared)\b[^.;]{0,110}\Z")),
    (-3.0, re.compile(r"\b(?:capacity|expansion|upgrade|part|production|work|output|construction|half)\s(?:of|at|in|on)\s(?:its|their|the|an?)\s(?:existing\s|current\s)?\Z", re.IGNORECASE)),
    (-1.2, re.compile(r"\b(?:including|includes|of which|of that|with|initial(?:ly)?|first phase|part of)\s(?:about |around |up to |more than |nearly |an? )?\Z", re.IGNORECASE)),
    (0.6, re.compile(r"\b(?:additional|another|further|extra|new|fresh)\s(?:[a-z]+\s){0,2}\Z", re.IGNORECASE)),
    (0.8, re.compile(r"\b(?:will|would|to|plans?|agree[ds]?|commit\w*|pledge[sd]?|is|are)\s(?:(?:to|also|jointly|be|plans?)\s)*(?:invest|spend|buy|acquire|build|pay|pour|pump|inject|put|commit|acquiring|buying|investing|spending|building|leading)\w*\b[^.;]{0,90}\Z", re.IGNORECASE)),
)  # fmt: skip
_BEHIND: Final = (
    (-2.5, re.compile(r"[^.;,]{0,40}\b(?:to date|so far|in total|cumulatively)\b", re.IGNORECASE)),
    (-2.0, re.compile(r"[^.;]{0,70}\b(?:in (?:[A-Z][a-z]+ )?(?:19|20)\d\d(?!\s?[-–])|last year|years? ago|months? ago|earlier this year|in (?:January|February|March|April|May|June|July|August|September|October|November|December))\b")),
    (-1.0, re.compile(r"[^.;,]{0,30}\b(?:will go|going|would go|goes) (?:to|toward|towards|into|on)\b", re.IGNORECASE)),
)  # fmt: skip


def _weight(telling: _Telling, amount: Amount) -> float:
    """Return how much speaks for a mention being the story's new money."""
    at = _index(telling.sentences, amount.span)
    sentence = telling.sentences[at]
    late = _LATE_AND_OFF if telling.is_off else _LATE  # a cancelled story's late sums are other plans
    weight = _PLACE[at] if at < len(_PLACE) else late
    weight += sum(
        value for value, cue in _BEFORE if cue.search(telling.text, sentence.start, amount.span.start)
    )
    weight += sum(value for value, cue in _BEHIND if cue.match(telling.text, amount.span.end, sentence.end))
    return weight + _company_weight(telling.companies, sentence, amount.span)


def _company_weight(companies: Sequence[Mention], sentence: Span, amount: Span) -> float:
    """Return what the companies in a sum's sentence say: the investor's own words, or another's deal."""
    here = sorted(
        (span.start, company.role)
        for company in companies
        for span in company.spans
        if sentence.start <= span.start < sentence.end and company.role is not Role.TARGET
    )
    before = [role for start, role in here if start < amount.start]
    if before:
        return _OTHERS_MONEY if before[0] is Role.MENTION and before[-1] is Role.MENTION else _INVESTOR_HERE
    return _INVESTOR_NEAR if any(role is Role.INVESTOR for _, role in here) else 0.0


def _index(spans: tuple[Span, ...], span: Span) -> int:
    """Return which sentence holds a span."""
    found = sentence_at(spans, span.start)
    return spans.index(found) if found else 0

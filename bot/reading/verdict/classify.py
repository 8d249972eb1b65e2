"""The verdict: whether a story is a company committing money, what kind, how firm, and the words that say so.

Two models read the headline, and the first sentences of the body one by one (`odds`). The headline weighs as
it stands; a sentence says more and fainter, so it starts with an allowance that shrinks with its place.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from bot.domain.article import Span
from bot.domain.reading import Kind, Status, Verdict
from bot.reading.verdict import status
from bot.reading.verdict.cues import COMMITTING, find_cues
from bot.reading.verdict.evidence import speaks_of_others
from bot.reading.verdict.features import see
from bot.reading.verdict.model import logistic, softmax
from bot.reading.verdict.odds import odds
from bot.reading.verdict.plainer import as_headline
from bot.reading.verdict.vocabulary import Seen, numbered
from bot.reading.wording.sentences import sentences

__all__ = ["BAR", "judge"]

BAR: Final = 0.144
"""The least score of a flagged story: where, of a fifth of the unfiltered stream that was kept from training,
as many headlines are flagged as tell a commitment."""

_LEAD: Final = 4  # sentences of the body that are asked
_LEAD_CHARACTERS: Final = 3000  # where they must stand
_SHORTEST: Final = 25  # characters; less is a dateline or a section's name
_ALLOWANCE: Final = 0.5  # log-odds, for the first sentence of a body
_FADE: Final = 0.35  # log-odds, for each further one
_BESIDE_HEADLINE: Final = 0.5  # the same where there is a headline to go by
_HEADLINE_SAY: Final = 0.5  # the headline's part in the log-odds of a sentence of the lead
_CLEAR: Final = 2.0  # log-odds of a headline; above it the lead changes little
_NEAR_BEST: Final = 1.5  # log-odds
# Words that say plainly that a sum will be invested or a round is led, and nothing that takes it back. They
# are too rare in the labelled headlines for the model to trust them.
_INVEST: Final = "x:invest"
_IN_HEADLINE: Final = frozenset({"x:lead"})
_IN_LEAD: Final = frozenset({"x:lead", _INVEST})
_PLAIN: Final = 2.0  # log-odds
_PLAINEST: Final = 3.5  # where a company is named that will invest a sum: 95 of 100 such headlines tell one
_SPENT: Final = 1.5
_OTHERS_MONEY: Final = frozenset({"x:not borrowed", "x:not granted"})
_BORROWED: Final = -5.0  # whoever raises a sum spends none, whatever it is for: 2 of 93 such headlines count
_HINDSIGHT: Final = "x:not hindsight"
_LONG_AGO: Final = -5.0  # "five years ago", "if you had invested": none of 55 counts
_OTHERS: Final = -8.0  # log-odds of what analysts think and of what sellers tell: none of 55 counts
_STATE: Final = "x:not state"
_COMMITTING: Final = frozenset(f"x:{name}" for name in COMMITTING)
_NOT_PLAIN: Final = {
    "x:not any more",
    "x:not buyback",
    "x:not charity",
    "x:not hindsight",
    "x:not offering",
    "x:not raised",
    "x:not results",
    "x:not sale",
    _STATE,
    "x:not trading",
}
_MOST_REASONS: Final = 3

# A length of time or a programme, and neither a site nor a company to buy, makes a programme.
_NOT_PLEDGED: Final = {"x:as site", "x:as whole", "x:as control", "x:as venture", "x:as round"}
_PLEDGED: Final = 0.3

# Less than half of a company is a stake in it.
_MINORITY: Final = re.compile(
    r"\b(?:buy\w*|bought|tak\w+|took|acquir\w+|purchas\w+)\s(?:an?\s|about\s|up to\s|around\s){0,2}"
    r"(?:[1-4]?\d(?:\.\d+)?)\s?(?:%|percent|per cent|pct)\s(?:of|stake|interest|shareholding)\b",
    re.IGNORECASE,
)
_MINOR: Final = 0.5
_FORMED: Final = 0.6  # a joint venture that is formed, launched or signed

_UNDOING: Final = "x:not any more"


@dataclass(frozen=True, slots=True)
class _Part:
    """A headline or a sentence, what the model sees of it, and its log-odds of telling a commitment."""

    span: Span
    seen: Seen
    odds: float


def judge(text: str, headline_length: int = 0, outlays: Sequence[Span] = ()) -> Verdict:
    """Return the verdict on an English `text` whose first `headline_length` characters are the headline.

    `outlays` are the sums that a named company is said to invest, as `evidence.outlays` gives them.
    """
    parts = _parts(text, headline_length, outlays)
    if not parts:
        return Verdict(False, 0.0, None, None, ())
    unlikely = 1.0
    for part in parts:
        unlikely *= 1 - logistic(part.odds)
    score = 1 - unlikely
    telling = _telling(parts, headline_length)
    if score < BAR and not _may_be_cancelled(text, telling):
        return Verdict(False, _rounded(score), None, None, ())
    firmness = status.settle([part.span.of(text) for part in telling], [part.seen for part in telling])
    if firmness is Status.CANCELLED:
        return Verdict(False, _rounded(score), _kind(text, telling), firmness, _reasons(text, telling))
    if score < BAR:
        return Verdict(False, _rounded(score), None, None, ())
    return Verdict(True, _rounded(score), _kind(text, telling), firmness, _reasons(text, telling))


def _parts(text: str, headline_length: int, outlays: Sequence[Span] = ()) -> list[_Part]:
    worth = list(islice(_worth(text, headline_length), _LEAD))
    if not headline_length:
        return [_lead(text, span, outlays, _ALLOWANCE - _FADE * at) for at, span in enumerate(worth)]
    head = Span(0, headline_length)
    seen = see(head.of(text))
    said = _plain(head, seen, outlays, _IN_HEADLINE) + _others(text, head)
    headline = _Part(head, seen, odds(head.of(text), seen) + said)
    parts = [headline]
    doubtful = headline.odds < _CLEAR
    for at, span in enumerate(worth[: _LEAD - 1]):
        part = _lead(text, span, outlays, _BESIDE_HEADLINE - _FADE * at, doubtful=doubtful)
        # The headline has a say in what the lead tells: most pages mention somebody's deal somewhere.
        parts.append(replace(part, odds=_HEADLINE_SAY * headline.odds + (1 - _HEADLINE_SAY) * part.odds))
    return parts


def _worth(text: str, headline_length: int) -> Iterator[Span]:
    """Give the sentences at the beginning of the body that are long enough to say something."""
    last = min(headline_length + _LEAD_CHARACTERS, len(text))
    for span in sentences(text):
        if headline_length <= span.start and span.start + _SHORTEST <= min(span.end, last):
            yield Span(span.start, min(span.end, last))


def _lead(
    text: str, span: Span, outlays: Sequence[Span], allowance: float, *, doubtful: bool = True
) -> _Part:
    short = as_headline(span.of(text))
    seen = see(short)
    said = _plain(span, seen, outlays, _IN_LEAD) + _others(text, span)
    return _Part(span, seen, odds(short, seen, doubtful=doubtful) + allowance + said)


def _others(text: str, span: Span) -> float:
    return _OTHERS if speaks_of_others(text, span) else 0.0


def _plain(span: Span, seen: Seen, outlays: Sequence[Span], wording: frozenset[str]) -> float:
    """Return what plain wording adds: the more if the sum's spender is named."""
    cues = seen.cues
    spent = any(span.start <= outlay.start < span.end for outlay in outlays)
    if _HINDSIGHT in cues:
        return _LONG_AGO
    if not spent and not cues.isdisjoint(_OTHERS_MONEY):
        return _BORROWED
    if not cues.isdisjoint(_NOT_PLAIN - {_STATE} if spent else _NOT_PLAIN):
        return 0.0
    if spent and not cues.isdisjoint(_IN_LEAD):
        return _PLAINEST
    if cues.isdisjoint(wording):
        return _SPENT if spent and wording is _IN_LEAD and not cues.isdisjoint(_COMMITTING) else 0.0
    return _PLAIN


def _telling(parts: Sequence[_Part], headline_length: int) -> list[_Part]:
    """Return the parts that say what happened: the headline, and the sentences that speak most of money."""
    best = max(part.odds for part in parts)
    lead = [part for part in parts if part.odds > best - _NEAR_BEST]
    return [parts[0], *(part for part in lead if part is not parts[0])] if headline_length else lead


def _may_be_cancelled(text: str, telling: Sequence[_Part]) -> bool:
    return any(_UNDOING in part.seen.cues or status.may_be_cancelled(part.span.of(text)) for part in telling)


def _kind(text: str, telling: Sequence[_Part]) -> Kind:
    model = numbered("kind")
    totals = [0.0] * len(model.classes)
    for part in telling:
        weight = logistic(part.odds) + 0.05
        for at, share in enumerate(softmax(model.scores(part.seen))):
            totals[at] += weight * share
    said = set().union(*(part.seen.cues for part in telling))
    if "x:as pledge" in said and said.isdisjoint(_NOT_PLEDGED):
        totals[model.classes.index(Kind.PROGRAMME)] += _PLEDGED
    if any(_MINORITY.search(part.span.of(text)) for part in telling):
        totals[model.classes.index(Kind.STAKE)] += _MINOR * len(telling)
    if "x:venture" in said:
        totals[model.classes.index(Kind.JOINT_VENTURE)] += _FORMED * len(telling)
    return Kind(model.classes[totals.index(max(totals))])


def _reasons(text: str, telling: Sequence[_Part]) -> tuple[Span, ...]:
    """Return the turns of phrase that carried the verdict, or the likeliest part where none stands out."""
    kept: list[Span] = []
    for part in telling:
        for span in sorted(span for _, span in find_cues(text, part.span.start, part.span.end)):
            if kept and span.start < kept[-1].end:
                kept[-1] = Span(kept[-1].start, max(kept[-1].end, span.end))
            else:
                kept.append(span)
    if not kept:
        return (max(telling, key=lambda part: part.odds).span,)
    # Those with a figure first to be kept; shown in the order of the text.
    kept.sort(key=lambda span: not any(c.isdigit() for c in span.of(text)))
    return tuple(sorted(kept[:_MOST_REASONS]))


def _rounded(score: float) -> float:
    return round(min(max(score, 0.0), 1.0), 4)

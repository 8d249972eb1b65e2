"""Over how long a sum is to be spent: "over the next five years", "2025 to 2030", "20-plus years"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from bot.domain.article import Span

__all__ = ["Horizon", "assign", "horizons"]


@dataclass(frozen=True, slots=True)
class Horizon:
    """A stated length of time at `span`, in `years`."""

    span: Span
    years: Decimal


_WORDS: Final = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "eighteen": 18, "twenty": 20, "twenty-five": 25,
    "thirty": 30, "forty": 40, "fifty": 50, "a": 1,
}  # fmt: skip
_YEARS_EACH: Final = {
    "year": Decimal(1), "yr": Decimal(1), "month": Decimal(1) / 12, "quarter": Decimal("0.25"),
    "decade": Decimal(10),
}  # fmt: skip

_COUNT: Final = (
    r"\d{1,2}(?:\.\d)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|eighteen"
    r"|twenty-five|twenty|thirty|forty|fifty"
)
_LENGTH: Final = re.compile(
    rf"\b(?P<count>{_COUNT})(?:[\s-](?:to|or)[\s-](?P<upper>{_COUNT}))?(?:[\s-]?plus|\+|[\s-]odd)?(?P<joint>[\s-])"
    r"(?:(?:more|full|fiscal|financial|calendar|consecutive)\s)?(?P<unit>year|yr|month|quarter|decade)(?P<many>s?)\b"
    r"|\b(?:a|the|next|coming)\s(?P<decade>decade)\b(?!-long)|\b(?P<long>decade)-long\b",
    re.IGNORECASE | re.ASCII,  # else "fİve" is a five that no table holds
)
_UNITS: Final = ("year", "Year", "month", "Month", "quarter", "decade", "Decade", "yr")
# What leads a length that lies ahead. "last" and "past" lie behind; "every two years" is a rhythm.
_AHEAD: Final = re.compile(
    r"\b(?:over|within|during|in|for|across|throughout|spanning|lasting|through|next|coming|spread over"
    r"|takes?|lasts)\s"
    r"(?:(?<!\bin\s)(?:about|around|roughly|nearly|at least|up to|more than|as many as)\s)?"
    r"(?:(?:the|a|an|its|their|this)\s)?(?:(?:next|coming|following|first|initial|entire)\s)?"
    r"(?:(?:period|course|span)\sof\s)?(?:(?:the|about|at least|up to)\s)?(?:(?:next|coming|following)\s)?\Z",
    re.IGNORECASE,
)
_NOT_A_LENGTH: Final = re.compile(
    r"[\s-](?:old|ago|earlier|low|lows|high|highs|later|after|since|ended|notes?|treasury|price|target|average|maturity)\b"
)

# "the biggest gain in a decade", "doubled in five years to $2 billion": these lengths lie behind.
_RECORD: Final = re.compile(
    r"\b(?:biggest|largest|most|first|record|highest|lowest|worst|best|fastest|slowest|doubled|tripled|grown|risen)\b"
    r"[^.;,]{0,40}\b(?:in|for)\s(?:(?:about|around|nearly|almost|at least|more than|over)\s)?(?:the\s)?\Z",
    re.IGNORECASE,
)

# "between 2025 and 2030", "from fiscal 2024 to 2028", "2021-2027", "2025-30".
_PAIR: Final = re.compile(
    r"(?P<first>(?:19|20)\d\d)\s?(?:(?P<word>and|to|through|until|till)\s|[-–—]\s?)"
    r"(?:(?:FY|fiscal|financial year|the end of|end of|early|late|mid)[\s-]?)?"
    r"(?P<last>(?:19|20)\d\d|\d\d)(?![\d/.-]\d|\d)"
)
_FROM: Final = re.compile(
    r"\b(?:between|from)\s(?:(?:the|end|of|years?|early|late|mid|fiscal|financial|FY)[\s-]?){0,3}\Z",
    re.IGNORECASE,
)


def horizons(text: str, spans: Sequence[Span]) -> tuple[Horizon, ...]:
    """Return the lengths of time that lie ahead and stand near one of `spans`, which are in order.

    They come in order, too; a lone "by 2028" is none.
    """
    found: dict[int, Horizon] = {}
    for start, end in _around(spans):
        for unit in _UNITS:
            at = text.find(unit, start, end)
            while at >= 0:
                match = _LENGTH.search(text, max(0, at - 36), at + len(unit) + 6)
                if match and (horizon := _length(text, match)):
                    found[match.start()] = horizon
                at = text.find(unit, at + len(unit), end)
        for century in ("20", "19"):
            at = text.find(century, start, end)
            while at >= 0:
                match = _PAIR.match(text, at)
                if match and (horizon := _pair(text, match)):
                    found[match.start()] = horizon
                at = text.find(century, at + len(century), end)
    return tuple(found[start] for start in sorted(found))


_REACH_BACK: Final = 140  # from a length back to its sum
_REACH_ON: Final = 110  # and on to it
_LONGEST: Final = 60  # a length of time, with room


def _around(spans: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """Yield the stretches of text that are near enough to one of `spans` to tell its length, in order."""
    start = end = 0
    for span in spans:
        if span.start - _REACH_ON - _LONGEST > end:
            if end:
                yield start, end
            start = span.start - _REACH_ON - _LONGEST
        end = max(end, span.end + _REACH_BACK + _LONGEST)
    if end:
        yield start, end


def _length(text: str, match: re.Match[str]) -> Horizon | None:
    span = Span(*match.span())
    ahead = _AHEAD.search(text, max(0, match.start() - 60), match.start())
    if match["long"]:
        return Horizon(span, Decimal(10))
    if _RECORD.search(text, max(0, match.start() - 50), match.start()):
        return None
    if match["decade"]:
        return Horizon(span, Decimal(10)) if ahead or match.group().lower().startswith("next") else None
    if _NOT_A_LENGTH.match(text, match.end()):
        return None
    compound = not match["many"] and match["joint"] == "-"  # "a five-year plan"
    if not (ahead or compound or "plus" in match.group()):
        return None
    count = match["upper"] or match["count"]
    number = Decimal(_WORDS.get(count.lower(), 0) or count)
    return Horizon(span, _tidy(number * _YEARS_EACH[match["unit"].lower()]))


def _pair(text: str, match: re.Match[str]) -> Horizon | None:
    start = match.start()
    led = _FROM.search(text, max(0, start - 40), start)
    if not led and (match["word"] or text[max(0, start - 1) : start] in _JOINED_DIGITS):
        return None
    first, closing = int(match["first"]), match["last"]
    last = int(closing) if len(closing) == 4 else first // 100 * 100 + int(closing)
    years = last - first
    return Horizon(Span(*match.span()), Decimal(years)) if 0 < years <= 60 else None


_JOINED_DIGITS: Final = frozenset("0123456789/.-")


def _tidy(years: Decimal) -> Decimal:
    whole = years.to_integral_value()
    return whole if abs(years - whole) < Decimal("0.001") else years.quantize(Decimal("0.01")).normalize()


def assign(text: str, found: Sequence[Horizon], spans: Sequence[Span]) -> tuple[Decimal | None, ...]:
    """Return the horizon of each sum, given the sums' spans in order.

    A length belongs to the sum before it in its sentence ("$5 billion over four years"); if there is none, or
    the next one is the nearer by far ("a five-year plan to invest $5 billion"), to the sum behind it.
    """
    out: list[Decimal | None] = [None] * len(spans)
    behind = 0
    for horizon in found:
        while behind < len(spans) and spans[behind].end <= horizon.span.start:
            behind += 1
        back = _back(text, spans[behind - 1], horizon) if behind else None
        on = _on(text, horizon, spans[behind]) if behind < len(spans) else None
        if back is not None and (on is None or (out[behind - 1] is None and back <= 4 * on + 12)):
            chosen = behind - 1
        elif on is not None:
            chosen = behind
        else:
            continue
        if out[chosen] is None:
            out[chosen] = horizon.years
            if chosen and _SET_AGAINST.fullmatch(text, spans[chosen - 1].end, spans[chosen].start):
                out[chosen - 1] = horizon.years
    return tuple(out)


# "to 3 trillion yen from 2 trillion yen for the three years": both over the three years.
_SET_AGAINST: Final = re.compile(r",?\s(?:up\s|down\s)?from\s")
# What was spent before the length began to lie ahead, and what happened in between.
_DONE: Final = re.compile(
    r"\b(?:has|have|had)\s(?:already\s|since\s)?(?:raised|invested|spent|poured|put|injected|sunk)\b[^.;,]{0,30}\Z"
)
_TO_COME: Final = re.compile(r"\b(?:next|coming|following)\b", re.IGNORECASE)
_PAST: Final = re.compile(r"\blast (?:year|month|week|quarter)\b|\bago\b|\b(?:previous|past)\b")
# "for the next five years": how long something is had, unless it is to be spent.
_FOR: Final = re.compile(
    r"\bfor\s(?:(?:the|next|coming|following|about|at least|another)\s){0,3}\Z", re.IGNORECASE
)
_SPENDS: Final = re.compile(r"\b(?:invest|spend|commit|pledg|pour|put|alloc|earmark|inject)", re.IGNORECASE)


def _back(text: str, sum_: Span, horizon: Horizon) -> int | None:
    """Return how far behind a sum its length of time stands, None where it is not the sum's."""
    gap = _gap(text, sum_.end, horizon.span.start, _REACH_BACK)
    if gap is None or _PAST.search(text, sum_.end, horizon.span.start):
        return None
    done = _DONE.search(text, max(0, sum_.start - 70), sum_.start)
    return None if done and not _TO_COME.search(text, sum_.end, horizon.span.start) else gap


def _on(text: str, horizon: Horizon, sum_: Span) -> int | None:
    """Return how far ahead of its sum a length of time stands, None where it is not the sum's."""
    start, end = horizon.span.start, horizon.span.end
    gap = _gap(text, end, sum_.start, _REACH_ON)
    if gap is None or not _FOR.search(text, max(0, start - 40), start):
        return gap
    return gap if _SPENDS.search(text, end, sum_.start) else None


_BREAK: Final = re.compile(r"[.!?][\"”’)]*\s+[A-Z“\"]|\n|;\s")


def _gap(text: str, start: int, end: int, reach: int) -> int | None:
    """Return how many characters part two places, None when they are far or in two sentences."""
    gap = end - start
    return gap if 0 <= gap <= reach and _BREAK.search(text, start, end) is None else None

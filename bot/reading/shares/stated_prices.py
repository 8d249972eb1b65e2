"""What an article says that a share did today: "BABA shares were up 0.32% to $76.30 premarket Wednesday".

Only moves of a share over one day count. A move needs a subject that is a share or a company, right before
its verb; moves over weeks and years, of indexes, sales and profits are left out.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from bot.domain.article import Span
from bot.domain.market import Money, Origin, PriceLine, Securities, Ticker
from bot.domain.reading import Mention, StatedPrice
from bot.reading.money.money import Sum, sums
from bot.reading.shares.listings import listing_meant
from bot.reading.shares.moves import Move, find_moves, may_move, names_share, takes_longer
from bot.reading.wording.sentences import sentences

__all__ = ["find_stated_prices"]

_SHARES: Final = (
    r"(?:(?:american\sdepositary|(?:[\w.]+\s)?[\w.]+-(?:listed|traded)|ordinary|common|preferred|class\s[a-c])\s)?"
    r"(?:(?:shares?|stock|scrip)(?:\sprice)?|adrs?|adss?)"
)
_ASIDE: Final = r"(?:,[^,]{0,90},|\s\([^)]*\))?"
_HAD: Final = (
    r"(?:\s(?:had|has|have|was|were|is|are|also|then|initially|each|both|earlier|later|briefly|recently|already"
    r"|immediately|last|currently|trading|traded|closed|ended|finished|settled|opened|ending|closing|price"
    r"|after[- ]hours|on|today|(?:mon|tues|wednes|thurs|fri)day))*\s?$"
)


@cache
def _pattern(text: str) -> re.Pattern[str]:
    """Return a pattern without regard to case, made when it is first needed: most texts need none."""
    return re.compile(text, re.IGNORECASE)


# What stands between a name and the verb: "’s shares", nothing, "erased most of".
_ITS_SHARES: Final = rf"^(?:[’']s?)?\s{_SHARES}{_ASIDE}{_HAD}"
_ITSELF: Final = rf"^{_ASIDE}(?:{_HAD}|\s(?:eras|par|recoup|recover|revers|trimm)\w+\s(?:[a-z]+\s){{0,4}}$)"
# What stands before a name.
_SHARES_OF: Final = rf"\b{_SHARES}\s(?:of|in|for)\s(?:[\w’'-]+\s){{0,4}}?$"
_OF: Final = r"\b(?:at|of|for|in|by|from|with|to|against)\s(?:the\s)?(?:[\w-]+\s){0,4}?$"
# What stands before the verb where there is no name.
_THE_SHARES: Final = (
    rf"(?:^|[\s,(])(?:the|its|their|his)\s(?:[\w.’'-]+\s){{0,4}}?{_SHARES}{_ASIDE}{_HAD}"
    rf"|(?:^|[,;]\s)(?:and\s|while\s|but\s)?{_SHARES}{_HAD}"
    rf"|\b{_SHARES}\s(?:of|in)\s(?:the|its)\s(?:[\w’'-]+\s){{0,3}}?"
    rf"(?:company|group|firm|bank|lender|insurer|airline|carrier|retailer|[a-z]*maker|giant|owner|parent|miner)"
    rf"{_ASIDE}{_HAD}"
)
_AND: Final = rf"^[^,;]{{0,40}}?[,\s]*\b(?:and|then|but|before|after)\b{_HAD}"
_UNKNOWN: Final = re.compile(
    rf"(?P<name>(?:[A-Z][\w&.-]*\s){{0,3}}[A-Z][\w&.-]*)(?:[’']s)?\s(?:shares|stock){_HAD}"
)
_ITS_DATA: Final = re.compile(
    r"(?:[’']s)?\s(?:data|estimates|figures|polls?|surveys?|research)\b"
)  # a vendor's
_BACK: Final = 12  # sentences in which the company is looked for whose share "its shares" are
_NO_NAMES: Final = frozenset({"The", "Its", "Their", "U.S", "Shares"})
_WAY_TO = (
    r"(?:(?:\s?(?:higher|lower))?,?\s?(?:to(?:\s(?:trade|close|end|finish|settle)\sat)?|at)\s"
    r"(?:(?:about|around)\s)?|(?:about|around)?\s?)"
)
_TO: Final = _WAY_TO
_PRICE_AHEAD: Final = rf"{_WAY_TO}[^\s\d]{{0,5}}\s?\d"
_Naming = tuple[Span, Mention]


@dataclass(frozen=True, slots=True)
class _Share:
    """Whose share it is. `is_named` says that the words name the share itself, not just its company."""

    ticker: Ticker | None
    company: str
    is_named: bool


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence with the namings in it (start, end, company), and the company that was named last before."""

    said: str
    namings: tuple[tuple[int, int, Mention], ...]
    last: Mention | None
    securities: Securities


def find_stated_prices(
    text: str, companies: Sequence[Mention], securities: Securities
) -> tuple[StatedPrice, ...]:
    """Return the one-day moves and prices of shares that `text` states, in order, each with its sentence.

    `companies` are the text's own, as `find_companies` gives them; a share of none of them is looked up by
    the name before it and kept without a ticker if nobody lists it.
    """
    if not may_move(text):
        return ()
    namings = sorted(((span, mention) for mention in companies for span in mention.spans), key=_begins)
    spans = sentences(text)
    found: list[StatedPrice] = []
    for n, span in enumerate(spans):
        said = span.of(text)
        if not may_move(said):
            continue
        inside = tuple((s.start - span.start, s.end - span.start, m) for s, m in _within(namings, span))
        if not inside and not names_share(said):
            continue
        last = _told_last(text, spans[:n], namings)
        found += (StatedPrice(line, span) for line in _lines(_Sentence(said, inside, last, securities)))
    return tuple(found)


def _within(namings: Sequence[_Naming], span: Span) -> Sequence[_Naming]:
    """Return the namings inside `span`."""
    first, stop = (bisect_left(namings, at, key=_begins) for at in (span.start, span.end))
    return [naming for naming in namings[first:stop] if naming[0].end <= span.end]


def _told_last(text: str, before: Sequence[Span], namings: Sequence[_Naming]) -> Mention | None:
    """Return the company that "its shares" means: the first of the nearest sentence before that names any."""
    for span in reversed(before[-_BACK:]):
        for naming, mention in _within(namings, span):
            if not _ITS_DATA.match(text, naming.end):
                return mention
    return namings[0][1] if namings else None


def _begins(naming: _Naming) -> int:
    return naming[0].start


def _lines(sentence: _Sentence) -> Iterator[PriceLine]:
    moves = find_moves(sentence.said)
    priced = any(_pattern(_PRICE_AHEAD).match(sentence.said, move.end) for move in moves)
    prices = sums(sentence.said) if priced else ()
    share: _Share | None = None
    done = 0
    for move in moves:
        share = _share(sentence, Span(done, move.start), share)
        price = _price(sentence.said, move, prices)
        done = move.end if price is None else max(move.end, price.end)
        if share is None or takes_longer(sentence.said, move):
            continue
        if move.change is None and (price is None or not share.is_named):
            continue
        yield PriceLine(
            share.ticker,
            move.change,
            None if price is None else Money(price.low, price.currency),
            move.session,
            Origin.STATED,
            company=None if share.ticker else share.company,
            day=move.day,
        )


def _price(said: str, move: Move, prices: Sequence[Sum]) -> Sum | None:
    """Return the price that a move ends at: right behind it, after "to" or "at"."""
    price = next((p for p in prices if p.start >= move.end), None)
    if price is None or price.scaled or price.high is not None or price.low <= 0:
        return None
    return price if _pattern(_TO).fullmatch(said, move.end, price.start) else None


def _share(sentence: _Sentence, ahead: Span, same: _Share | None) -> _Share | None:
    """Return whose share moves, going by the words from the last move up to the verb (`ahead`)."""
    words = ahead.of(sentence.said)
    shares = names_share(words)
    named = _named_share(sentence, ahead) or (_unknown_share(sentence, words) if shares else None)
    if named is not None:
        return named
    if shares and _pattern(_THE_SHARES).search(words):
        said, verb = sentence.said, ahead.end
        own = (
            m for b, e, m in reversed(sentence.namings) if e <= verb and not _pattern(_OF).search(said, 0, b)
        )
        company = next(own, sentence.last)
        if company is not None:
            return _Share(listing_meant(company, "", words), company.name, is_named=True)
        return None
    return same if same is not None and _pattern(_AND).match(words) else None


def _named_share(sentence: _Sentence, ahead: Span) -> _Share | None:
    """Return the share of the company that is named last before the verb, if it is the verb's subject."""
    said = sentence.said
    for start, end, company in reversed(sentence.namings):
        if start < ahead.start or end > ahead.end:
            continue
        between = said[end : ahead.end]
        of_it = _pattern(_SHARES_OF).search(said, ahead.start, start) is not None
        itself = _pattern(_ITSELF).match(between) is not None
        ticker = listing_meant(company, said[ahead.start : start], between)
        if _pattern(_ITS_SHARES).match(between) or (of_it and (itself or "," in between)):
            return _Share(ticker, company.name, is_named=True)
        if itself and not _pattern(_OF).search(said, ahead.start, start):
            return _Share(ticker, company.name, is_named=False)
    return None


def _unknown_share(sentence: _Sentence, words: str) -> _Share | None:
    """Return the share of a company that `find_companies` did not find: "Kelvaro shares fell"."""
    match = _UNKNOWN.search(words)
    if match is None or match["name"] in _NO_NAMES:
        return None
    listed = sentence.securities.by_name(match["name"])
    return _Share(None if listed is None else listed.ticker, match["name"], is_named=True)

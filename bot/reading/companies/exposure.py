"""Funds that an article names as a way to hold a company. They are never companies to alert on."""

import re
from typing import Final

from bot.domain.article import Span
from bot.domain.market import Securities, Security, SecurityType
from bot.domain.reading import Exposure

__all__ = ["find_exposure"]

_SYMBOL: Final = re.compile(r"[A-Z](?<![\w$].)[A-Z]{1,4}(?!\w)")
_EXCHANGE: Final = re.compile(r"\(?(?:(?:NYSE(?:\s?Arca)?|NYSEARCA|NASDAQ|Nasdaq|BATS|CBOE)\s?:\s?)?$")
_FUND_WORDS: Final = ("ETF", "ETN", "Fund", "Trust", "Portfolio", "Index", "Shares", "SPDR")
_FUND: Final = re.compile(r"\b(?:ETFs?|ETNs?|Fund|Trust|Portfolio|Index|Shares|iShares|SPDR)\b")
_WORD: Final = re.compile(r"[^\W_]+")
_MARKED: Final = 20  # characters before a symbol in which its exchange may stand
_REACH: Final = 120  # characters before a symbol in which the fund's name may begin


def find_exposure(text: str, securities: Securities) -> tuple[Exposure, ...]:
    """Return the funds that `text` names with their symbol, in order, each once.

    A symbol counts where words of the fund's own name, or "ETF" and its like, stand right before it; the span
    goes from the first of them to the symbol. Names are the security master's.
    """
    if not any(word in text for word in _FUND_WORDS):
        return ()
    found: dict[str, Exposure] = {}
    for match in _SYMBOL.finditer(text):
        fund = securities.by_symbol(match[0])
        if fund is None or fund.type is not SecurityType.FUND or fund.ticker.symbol in found:
            continue
        marked = _EXCHANGE.search(text, max(0, match.start() - _MARKED), match.start())
        start = _begins(text, marked.start() if marked else match.start(), fund)
        if start is not None:
            end = match.end() + text.startswith(")", match.end())
            found[fund.ticker.symbol] = Exposure(fund.ticker, fund.name, Span(start, end))
    # "FlexShares ESG & Climate … FEEM": a word of one fund's name may be another fund's symbol.
    return tuple(a for a in found.values() if not any(_lies_in(a.span, b.span) for b in found.values()))


def _lies_in(inner: Span, outer: Span) -> bool:
    return inner != outer and outer.start <= inner.start and inner.end <= outer.end


def _begins(text: str, symbol: int, fund: Security) -> int | None:
    """Return where the name of `fund` begins before its symbol, None if what stands there names no fund."""
    own = {word.lower() for word in _WORD.findall(fund.name)}
    first = _WORD.search(fund.name)
    line = text.rfind("\n", 0, symbol) + 1
    before = list(_WORD.finditer(text, max(line, symbol - _REACH), symbol))
    if not before or symbol - before[-1].end() > 3:
        return None
    last = before[-1]
    if last[0].lower() not in own and not _FUND.fullmatch(last[0]):
        return None
    begins = [w.start() for w in before if first is not None and w[0] == first[0]]
    return begins[-1] if begins else last.start()

"""Tickers that an article prints: "(NYSE: F)", "$F", "<2317.TW>", "(WMT)", and the wires' "Walmart Inc. WMT".

A symbol in brackets or behind an exchange is a mark by itself. A bare one, and one in brackets without an
exchange, is a mark only right behind the name of its company: "IT", "ALL" and "ON" are words.
"""

import re
from dataclasses import dataclass
from itertools import islice
from typing import Final

from bot.domain.article import Span
from bot.domain.market import Securities, Security, Ticker

__all__ = ["EXCHANGES", "Mark", "behind", "find_marks"]

# Exchanges of New York as articles name them, for the symbols that the security master does not hold.
EXCHANGES: Final = {
    "NYSE": "XNYS",
    "NASDAQ": "XNAS",
    "NYSE AMERICAN": "XASE",
    "NYSE ARCA": "ARCX",
    "AMEX": "XASE",
}

_SYMBOL = r"[A-Z0-9][A-Z0-9&]{0,9}(?:[.\-][A-Z]{1,2})?"
_MARK: Final = re.compile(
    rf"""
      [(\[]\s*(?P<exchange>[A-Za-z][A-Za-z .\-]{{1,18}}?)\s?:\s?(?P<listed>{_SYMBOL})\b [^)\]]{{0,60}} [)\]]
    | \b(?P<bare_exchange>NYSE|NASDAQ|Nasdaq|LSE|TSX|HKEX|ASX)\s?:\s?(?P<bare>{_SYMBOL})\b
    | (?<![\w$])\$(?P<cash>[A-Z]{{1,5}})\b(?!\$)
    | <(?P<ric>{_SYMBOL})>
    """,
    re.VERBOSE,
)
_MOST: Final = 150  # a text that prints more tickers is a table, and would only cost time
_BEHIND: Final = re.compile(rf"[\s,]{{0,2}}[(\[]?\s?(?P<symbol>{_SYMBOL})\b\s?[)\]]?")


@dataclass(frozen=True, slots=True)
class Mark:
    """A printed ticker. `security` is None when the master does not hold it; `span` covers the whole mark."""

    ticker: Ticker
    security: Security | None
    span: Span


def find_marks(text: str, securities: Securities) -> tuple[Mark, ...]:
    """Return the tickers that are marked as such wherever they stand, in order."""
    if not any(sign in text for sign in "(<$[:"):
        return ()
    found: list[Mark] = []
    for match in islice(_MARK.finditer(text), _MOST):
        exchange = match["exchange"] or match["bare_exchange"]
        symbol = match["listed"] or match["bare"] or match["cash"] or match["ric"]
        security = securities.by_symbol(f"{exchange}:{symbol}" if exchange else symbol)
        if security is not None:
            found.append(Mark(security.ticker, security, Span(*match.span())))
        elif exchange and exchange.upper() in EXCHANGES:
            found.append(Mark(Ticker(symbol, EXCHANGES[exchange.upper()]), None, Span(*match.span())))
    return tuple(found)


def behind(text: str, end: int, security: Security, securities: Securities) -> Mark | None:
    """Return the bare ticker right behind a company's name that ends at `end`, if it is that company's."""
    match = _BEHIND.match(text, end)
    if match is None:
        return None
    marked = securities.by_symbol(match["symbol"])
    if marked is None or marked.issuer != security.issuer:
        return None
    stop = match.end() if text[match.end() - 1] in ")]" else match.end("symbol")
    return Mark(marked.ticker, marked, Span(match.start("symbol"), stop))

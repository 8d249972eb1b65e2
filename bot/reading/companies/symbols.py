"""Tickers that an article prints: "(NYSE: F)", "$F", "<2317.TW>", "(WMT)", and the wires' "Walmart Inc. WMT".

A symbol behind an exchange, or in brackets with its market ("(000660.KS)"), is a mark by itself. A bare one,
and one in brackets with neither, is a mark only right behind the name of its company: "IT", "ALL" and "ON"
are words.
"""

import re
from collections.abc import Iterator
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
_ANCHOR: Final = re.compile(r"[(\[$<:]")
_BRACKETED: Final = re.compile(
    rf"[(\[]\s*(?P<exchange>[A-Za-z][A-Za-z .\-]{{1,18}}?)\s?:\s?(?P<symbol>{_SYMBOL})\b[^)\]]{{0,60}}[)\]]"
)
_BARE: Final = re.compile(
    rf"\b(?P<exchange>NYSE|NASDAQ|Nasdaq|LSE|TSX|HKEX|ASX)\s?:\s?(?P<symbol>{_SYMBOL})\b"
)
_ALONE: Final = {
    "$": re.compile(r"\$(?<![\w$].)(?P<symbol>[A-Z]{1,5})\b(?!\$)"),
    "<": re.compile(rf"<(?P<symbol>{_SYMBOL})>"),
}
# "(000660.KS)": the market behind the dot makes it a mark.
_WITH_MARKET: Final = re.compile(r"[(\[](?P<symbol>[A-Z0-9][A-Z0-9&\-]{0,11}\.[A-Z]{1,2})[)\]]")
_EXCHANGE: Final = 8  # characters before a colon in which an exchange's name begins
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
    return tuple(
        mark for match in islice(_marks(text), _MOST) if (mark := _mark(match, securities)) is not None
    )


def _marks(text: str) -> Iterator[re.Match[str]]:
    """Give what is printed like a ticker, none inside another. Only the signs that mark one are looked at."""
    done = 0
    for anchor in _ANCHOR.finditer(text):
        at, sign = anchor.start(), anchor[0]
        if at < done:
            continue
        if sign in _ALONE:
            match = _ALONE[sign].match(text, at)
        elif sign == ":":
            match = _BARE.search(text, max(done, at - _EXCHANGE), at + 20)
        else:
            match = _WITH_MARKET.match(text, at) or _BRACKETED.match(text, at)
        if match is not None:
            done = match.end()
            yield match


def _mark(match: re.Match[str], securities: Securities) -> Mark | None:
    exchange, symbol = match.groupdict().get("exchange"), match["symbol"]
    security = securities.by_symbol(f"{exchange}:{symbol}" if exchange else symbol)
    if security is not None:
        return Mark(security.ticker, security, Span(*match.span()))
    if exchange and exchange.upper() in EXCHANGES:
        return Mark(Ticker(symbol, EXCHANGES[exchange.upper()]), None, Span(*match.span()))
    return None


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

"""Tickers that a wire prints in its text: "(NASDAQ: ACMR)", "(TSX: SHOP; NYSE: SHOP)", "(NYSE/TSX: AEM)"."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Final

from bot.sources.item import Item

MOST: Final = 8  # a text that prints more is about the market, not about a company

_EXCHANGE: Final = (
    r"(?i:NYSE(?:\s(?:American|Arca|MKT))?|NASDAQ(?:\s?[GC][SM])?|AMEX|OTCQ[BX]|OTC(?:\s?Pink)?|TSX(?:-?V)?"
    r"|LSE|AIM|HKEX|SEHK|HKSE|ASX|TSE|SGX|SIX|XETRA|FWB|NSE|BSE|Euronext\s(?:Paris|Amsterdam|Brussels))"
)
_MARK: Final = re.compile(
    rf"(?<![\w/])({_EXCHANGE}(?:\s?/\s?{_EXCHANGE})*)\s?:\s?([A-Z0-9][A-Z0-9.\-]{{0,9}})(?![\w-])"
)


def printed_tickers(text: str) -> tuple[str, ...]:
    """Return the tickers that stand in a text behind their exchange, as "NYSE:AEM", each once, in order."""
    return tuple(islice(dict.fromkeys(_marks(text)), MOST))


def tagged(item: Item) -> Item:
    """Return the item with the tickers that its text prints behind those that its publisher tagged."""
    printed = printed_tickers("\n".join((item.headline or "", item.body or item.summary)))
    known = {ticker.partition(":")[2].strip() or ticker for ticker in item.tickers}
    new = tuple(ticker for ticker in printed if ticker.partition(":")[2] not in known)
    return replace(item, tickers=(*item.tickers, *new))


def _marks(text: str) -> Iterator[str]:
    for found in _MARK.finditer(text):
        for exchange in found[1].split("/"):
            yield f"{' '.join(exchange.split())}:{found[2].rstrip('.-')}"

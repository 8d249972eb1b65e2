"""Which of an issuer's listings matter to a reader: at home and in New York, not the copies abroad."""

import re
from collections.abc import Sequence
from typing import Final

from bot.domain.market import Security, Ticker

__all__ = ["others"]

_NEW_YORK: Final = frozenset({"XNYS", "XNAS", "XASE"})
# Exchanges that mostly copy other countries' shares: Frankfurt, Vienna, Milan and London's order book abroad.
_COPIES: Final = {
    "XETR": "Germany",
    "XWBO": "Austria",
    "XMIL": "Italy",
    "XLON": "United Kingdom",
    "XMEX": "Mexico",
}
_SENIOR: Final = re.compile(r"\^|-(?:P[A-Z]?|W[ST]?|U|R|RT|UN)$|-PF[A-Z]\.TO$")
_LONDON_COPY: Final = re.compile(r"0[A-Z0-9]{3}\.L$")
_MOST: Final = 4


def others(listings: Sequence[Security], shown: Ticker) -> tuple[Ticker, ...]:
    """Return the listings beside the one that is shown: no copies, no preferred shares, no grey market."""
    kept = [
        s.ticker
        for s in listings
        if s.ticker != shown
        and s.ticker.mic not in {"OTCM", ""}
        and _COPIES.get(s.ticker.mic, s.country) == s.country
        and not _SENIOR.search(s.ticker.symbol)
        and not _LONDON_COPY.match(s.ticker.symbol)
        and (s.ticker.mic not in _NEW_YORK or _share(s.ticker.symbol, listings))
    ]
    return tuple(kept[:_MOST])


def _share(symbol: str, listings: Sequence[Security]) -> bool:
    """Say whether a symbol of New York is a share: notes and units are longer than the share's by more."""
    shortest = min(len(s.ticker.symbol) for s in listings if s.ticker.mic in _NEW_YORK)
    return len(symbol) <= shortest + 2 and (len(symbol) < 5 or symbol[-1] not in "WURPZ")

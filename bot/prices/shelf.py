"""What a provider answered a moment ago. Bounded; what is too old is never given. Times are handed in."""

from collections import OrderedDict
from dataclasses import dataclass
from typing import Final, NamedTuple

from bot.domain.market import Session, Ticker
from bot.domain.price import Snapshot

FRESH: Final = 60.0  # seconds
MOST: Final = 4096  # listings; some 4 MB


class Kept(NamedTuple):
    """An answer: `snapshot` is None where the provider had nothing of the listing. `session` was its
    exchange's when it was asked."""

    snapshot: Snapshot | None
    session: Session
    at: float


@dataclass(frozen=True, slots=True)
class Found:
    """An answer that is fresh. `snapshot` is None where the provider had nothing."""

    snapshot: Snapshot | None


class Shelf:
    """The last answer about each listing, for a minute, and never past the session that it was asked in: a
    price of the premarket is none of the regular hours, however young it is."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Ticker, Kept] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def put(self, ticker: Ticker, snapshot: Snapshot | None, session: Session, at: float) -> None:
        """Keep an answer that came at `at`, in seconds on a steady clock."""
        self._kept[ticker] = Kept(snapshot, session, at)
        self._kept.move_to_end(ticker)
        while len(self._kept) > MOST:
            self._kept.popitem(last=False)

    def fresh(self, ticker: Ticker, session: Session, at: float) -> Found | None:
        """Return what is known of a listing at `at`; None where it must be asked for."""
        kept = self._kept.get(ticker)
        if kept is None:
            return None
        if kept.session is not session or at - kept.at >= FRESH:
            del self._kept[ticker]
            return None
        return Found(kept.snapshot)

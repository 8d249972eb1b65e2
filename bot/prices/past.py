"""What is known of a share's last days: closes and splits, which are kept for a while."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from bot.domain.price import Close, Split
from bot.prices.american import day_in_new_york, known_closes, newest_day

KEPT: Final = timedelta(minutes=30)  # a close may be corrected, and a split told late


@dataclass(frozen=True, slots=True)
class Past:
    """The closes and the splits of a share's last days, each oldest first."""

    closes: tuple[Close, ...] = ()
    splits: tuple[Split, ...] = ()

    def known_at(self, seen_at: datetime) -> "Past":
        """Return what of it a vendor can know whose data ends at `seen_at` (UTC)."""
        return Past(known_closes(self.closes, seen_at, "XNYS"), self.splits)


class _Era(NamedTuple):
    """As long as these two are the same, no close and no split is added."""

    newest: date | None  # the last day whose close is known
    today: date

    @classmethod
    def of(cls, seen_at: datetime, now: datetime) -> "_Era":
        return cls(newest_day(seen_at, "XNYS"), day_in_new_york(now))


class Pasts:
    """The pasts of a vendor's shares, so that each minute's prices need not bring them again.

    They end with the era: at the bell, as soon as the vendor knows the day's close, and at midnight.
    """

    def __init__(self) -> None:
        self._era: _Era | None = None
        self._kept: dict[str, tuple[datetime, Past]] = {}

    def known(self, symbols: Iterable[str], seen_at: datetime, now: datetime) -> dict[str, Past]:
        """Return those that are known still at `now`, for a vendor whose data ends at `seen_at` (UTC)."""
        if _Era.of(seen_at, now) != self._era:
            return {}
        kept = ((symbol, self._kept[symbol]) for symbol in symbols if symbol in self._kept)
        return {symbol: past for symbol, (since, past) in kept if timedelta() <= now - since < KEPT}

    def keep(self, pasts: Mapping[str, Past], seen_at: datetime, now: datetime) -> None:
        """Keep what was asked for at `now`, when the vendor's data ended at `seen_at`."""
        era = _Era.of(seen_at, now)
        if era != self._era:
            self._era, self._kept = era, {}
        self._kept |= {symbol: (now, past) for symbol, past in pasts.items()}

"""When a provider may be asked: not while it wants patience, seldom while it fails. Pure: times are given.

closed ──FAILURES in a row──▶ open ──its time is over──▶ half open ──an answer──▶ closed
                               ▲                             │
                               └──────────a failure──────────┘  (open for twice as long)
"""

from dataclasses import dataclass
from typing import Final

FAILURES: Final = 3  # in a row
SHORTEST: Final = 30.0  # seconds that it stays open the first time
LONGEST: Final = 900.0  # seconds; a vendor that is back is found after a quarter of an hour at most
LONGEST_WISH: Final = 3600.0  # seconds of patience that a vendor can ask for


@dataclass(slots=True)
class Breaker:
    """Keeps requests from a provider that would not answer them. All times are seconds on a steady clock."""

    failures: int = 0  # in a row
    _until: float = 0.0  # nothing is asked before
    _opened: float = 0.0  # for how long it was opened the last time, 0 while closed
    _probing: bool = False

    def may_ask(self, now: float) -> bool:
        """Say whether a request may be sent now. While half open only one may: whoever is told True sends it,
        and says what became of it."""
        if now < self._until or self._probing:
            return False
        self._probing = self._opened > 0
        return True

    def rests(self, now: float) -> float:
        """Return for how many seconds more nothing is asked, 0 where something may be."""
        return max(self._until - now, 0.0)

    def answered(self) -> None:
        """A request was answered."""
        self.failures, self._opened, self._probing = 0, 0.0, False

    def failed(self, now: float, wish: float | None = None) -> None:
        """A request failed. `wish` is for how many seconds the vendor asks to be left alone, if it said."""
        was_asked_late = now < self._until  # it was under way already when others made us stop
        self.failures += 1
        self._probing = False
        if wish is not None:
            self._rest(now + min(max(wish, 0.0), LONGEST_WISH))
        if was_asked_late or self.failures < FAILURES:
            return
        self._opened = min(2 * self._opened, LONGEST) if self._opened else SHORTEST
        self._rest(now + self._opened)

    def given_up(self) -> None:
        """A request ended without telling anything of the vendor: nobody wants its answer any more."""
        self._probing = False

    def _rest(self, until: float) -> None:
        """Ask nothing before; never sooner than was said already."""
        self._until = max(self._until, until)

"""What goes wrong on a platform, drawn by seed: the n-th call meets the n-th draw.

3 % fail before the message is taken, 3 % answer 502 after it, 2 % hang and 2 % lose the connection after it;
storms of 429 come and go. A few answers are pages: of a server in front, of a login, of an error.
"""

from collections.abc import Callable
from enum import StrEnum
from random import Random
from typing import Final


class Trouble(StrEnum):
    """How a call goes wrong. After: the platform has taken the message."""

    STORM = "429"
    ERROR_BEFORE = "500 before"
    PAGE_503 = "503 page before"
    PAGE_403 = "403 page before"
    GATEWAY_AFTER = "502 after"
    HANG_AFTER = "hang after"
    RESET_AFTER = "reset after"
    PAGE_AFTER = "200 page after"


SHARES: Final = {
    Trouble.ERROR_BEFORE: 0.03,
    Trouble.PAGE_503: 0.005,
    Trouble.PAGE_403: 0.001,
    Trouble.GATEWAY_AFTER: 0.03,
    Trouble.HANG_AFTER: 0.02,
    Trouble.RESET_AFTER: 0.02,
    Trouble.PAGE_AFTER: 0.005,
}
LOGIN_SHARE: Final = 0.01  # of the calls with which a bot logs in, that fail
BETWEEN_STORMS: Final = 12.0  # seconds, on average
STORM: Final = (0.5, 2.0)  # seconds that a storm lasts
BETWEEN_DROPS: Final = (2.0, 8.0)  # seconds between two cuts of the socket
BEFORE: Final = 0.02  # seconds at most until a call is looked at
AFTER: Final = 0.04  # seconds at most until its answer is sent


class Weather:
    """The weather over one platform. `now` is a steady clock in seconds; `on_storm` hears how long each one
    lasts when it is met."""

    def __init__(self, seed: str, now: Callable[[], float], on_storm: Callable[[float], None]) -> None:
        self._calls = Random(f"{seed}:calls")
        self._logins = Random(f"{seed}:logins")
        self._storms = Random(f"{seed}:storms")
        self._delays = Random(f"{seed}:delays")
        self._drops = Random(f"{seed}:drops")
        self._now = now
        self._on_storm = on_storm
        self._begins = now() + self._storms.expovariate(1 / BETWEEN_STORMS)
        self._ends = self._begins + self._storms.uniform(*STORM)
        self._told = False

    def strikes(self) -> Trouble | None:
        """Return what befalls the next call about a message, None when it goes well."""
        if self.storm() > 0:
            return Trouble.STORM
        draw = self._calls.random()
        for trouble, share in SHARES.items():
            draw -= share
            if draw < 0:
                return trouble
        return None

    def strikes_login(self) -> bool:
        """Say whether the next call of a login fails."""
        return self._logins.random() < LOGIN_SHARE

    def storm(self) -> float:
        """Return for how many seconds more everything is refused; 0 outside a storm."""
        now = self._now()
        while now >= self._ends:
            self._begins = self._ends + self._storms.expovariate(1 / BETWEEN_STORMS)
            self._ends = self._begins + self._storms.uniform(*STORM)
            self._told = False
        if now < self._begins:
            return 0.0
        if not self._told:
            self._told = True
            self._on_storm(self._ends - now)
        return self._ends - now

    def delay(self, most: float) -> float:
        return self._delays.uniform(0, most)

    def until_drop(self) -> float:
        """Return in how many seconds the socket is cut next."""
        return self._drops.uniform(*BETWEEN_DROPS)

"""What ought to last as long as the house does is kept going: its steps, and the platforms' connections.

Whatever ends one of them, the others go on, and it is begun again after a pause that grows while it keeps
breaking. How each fares is a `Pulse`; who runs the house hears once of a bout of breaking, and of its end.

Lengths of time are measured on a clock that nobody sets.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import random
from typing import Final

from bot.cards.card import Card
from bot.desk.alarms import platform_away, platform_back, step_broke, step_works
from bot.domain.errors import CannotRun, OutlayError, StoreTrouble
from bot.domain.secret import redacted
from bot.ports import Clock, Pulse, Witness

log = logging.getLogger(__name__)

OFTEN: Final = 5  # losses without a lasting recovery: what comes back and goes again is told of, too


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds: `first` is the pause after the first break, doubled after each up to `longest`. What has stood
    for `lived` is well again. A platform may be away for `away` before anybody is bothered."""

    first: float = 1.0
    longest: float = 60.0
    lived: float = 60.0
    away: float = 120.0

    def pause(self, breaks: int, jitter: float) -> float:
        """Return how long to pause after so many breaks in a row; `jitter` is from 0 to 1. Many bots lose a
        platform in the same moment, and should not all be back in the same moment."""
        whole = min(self.first * 2.0 ** min(breaks - 1, 30), self.longest)
        return whole * (0.5 + jitter / 2)


class Supervisor:
    """Keeps the steps and the platforms of one house. `tell` is the way to the operator.

    `strict` lets a step's unforeseen error end the house: so a test sees what users must not suffer.
    """

    def __init__(
        self,
        clock: Clock,
        tell: Callable[[Card], None],
        patience: Patience | None = None,
        *,
        strict: bool = False,
        jitter: Callable[[], float] = random,
    ) -> None:
        self._clock = clock
        self._tell = tell
        self._patience = patience or Patience()
        self._strict = strict
        self._jitter = jitter
        self._steps: dict[str, _Kept] = {}
        self._platforms: dict[str, _Kept] = {}

    @property
    def steps(self) -> tuple[Pulse, ...]:
        """How each step fares."""
        return tuple(kept.pulse() for kept in self._steps.values())

    @property
    def platforms(self) -> tuple[Pulse, ...]:
        """How each platform's connection fares."""
        return tuple(kept.pulse() for kept in self._platforms.values())

    async def step(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        """Do `work` until it returns, again whenever it breaks.

        Raises CannotRun for what does not pass, such as a damaged database.
        """
        kept = self._steps[name] = _Kept(name, self._clock, self._patience, _Voice(self._tell, *STEP), 0.0)
        while True:
            kept.stands()
            try:
                return await work()
            except Exception as error:
                cause = _cause(error)
                if isinstance(cause, StoreTrouble):
                    kept.falters(str(cause))  # the operator hears of the store from whoever minds it
                elif isinstance(cause, CannotRun):
                    raise cause from None
                elif self._strict:
                    raise
                else:
                    log.exception("The %s broke, and is begun again.", name)
                    kept.lost(_words(cause))
            pause = kept.pause(self._jitter())
            log.warning("The %s rests for %.1f s: %s.", name, pause, kept.why)
            await asyncio.sleep(pause)

    async def platform(
        self, name: str, work: Callable[[Witness], Awaitable[None]], ends: Callable[[Exception], bool]
    ) -> None:
        """Do `work`, which tells its witness how the connection fares, until it returns; again whenever it
        raises anything but what `ends` is true of. An SDK may raise anything."""
        voice = _Voice(self._tell, *PLATFORM)
        kept = self._platforms[name] = _Kept(name, self._clock, self._patience, voice, self._patience.away)
        while True:
            try:
                return await work(kept)
            except Exception as error:
                if ends(error):
                    raise
                log.debug("%s: what ended the connection", name, exc_info=True)
                kept.lost(_words(error))
            pause = kept.pause(self._jitter())
            log.warning("%s: the connection ended: %s. Trying again in %.1f s.", name, kept.why, pause)
            await asyncio.sleep(pause)


@dataclass(frozen=True, slots=True)
class _Voice:
    """The way to the operator, and the words for a bout that begins and one that ends."""

    tell: Callable[[Card], None]
    broke: Callable[[str, str], Card]
    works: Callable[[str], Card]


STEP: Final = (step_broke, step_works)
PLATFORM: Final = (platform_away, platform_back)


class _Kept:
    """The record of one thing that is kept, and the witness of its connection.

    A bout begins with the first loss and ends when this has stood for long enough. It is told of once this
    was down for `away` seconds, or was lost `OFTEN` times.
    """

    def __init__(self, name: str, clock: Clock, patience: Patience, voice: _Voice, away: float) -> None:
        self._name = name
        self._clock = clock
        self._patience = patience
        self._voice = voice
        self._away = away
        self._loop = asyncio.get_running_loop()
        self._is_up = False
        self._stood = 0  # how often it was put up
        self._since = self._loop.time()
        self._heard: float | None = None
        self._breaks = 0  # in a row, as the pauses count them
        self._losses = 0  # of this bout
        self._is_told = False
        self._recovery: asyncio.TimerHandle | None = None
        self._complaint: asyncio.TimerHandle | None = None
        self.why: str | None = None

    def pulse(self) -> Pulse:
        """Return how this fares now."""
        return Pulse(
            name=self._name,
            is_up=self._is_up,
            since=self._moment(self._since),
            rebuilt=max(self._stood - 1, 0),
            heard=None if self._heard is None else self._moment(self._heard),
            ended=self.why,
            is_ailing=self._losses > 0,
        )

    def pause(self, jitter: float) -> float:
        """Count a break; return for how many seconds to leave it alone."""
        self._breaks += 1
        return self._patience.pause(self._breaks, jitter)

    def stands(self) -> None:
        """See `bot.ports.Witness`."""
        self._stood += 1
        self._turn(is_up=True)
        _cancel(self._complaint)
        _cancel(self._recovery)
        self._recovery = self._loop.call_later(self._patience.lived, self._well)

    def heard(self) -> None:
        """See `bot.ports.Witness`."""
        self._heard = self._loop.time()

    def lost(self, why: str) -> None:
        """See `bot.ports.Witness`."""
        was_up = self._is_up or not self._losses
        self.falters(why)
        if not was_up:  # it failed to come back, which is no loss of its own
            return
        self._losses += 1
        _cancel(self._complaint)
        if self._losses >= OFTEN or not self._away:
            self._bother()
        else:
            self._complaint = self._loop.call_later(self._away, self._bother)

    def falters(self, why: str) -> None:
        """Note that this ended by something that is told of elsewhere."""
        self.why = redacted(why).rstrip(".")  # it is shown in channels, and an address may hold a ticket
        self._turn(is_up=False)
        _cancel(self._recovery)

    def _turn(self, *, is_up: bool) -> None:
        if self._is_up != is_up:
            self._is_up, self._since = is_up, self._loop.time()

    def _bother(self) -> None:
        if not self._is_told:
            self._is_told = True
            self._voice.tell(self._voice.broke(self._name, self.why or "no reason is known"))

    def _well(self) -> None:
        self._breaks = self._losses = 0
        if self._is_told:
            self._is_told = False
            self._voice.tell(self._voice.works(self._name))

    def _moment(self, at: float) -> datetime:
        """Return a time of the loop's clock as the house's clock has it now."""
        return self._clock.now() - timedelta(seconds=self._loop.time() - at)


def _cause(error: Exception) -> Exception:
    """Return what made a step break: of several things what does not pass, else what nobody foresaw."""
    if not isinstance(error, ExceptionGroup):
        return error
    causes = [_cause(one) for one in error.exceptions]
    return min(causes, key=lambda one: (isinstance(one, StoreTrouble), not isinstance(one, CannotRun)))


def _words(error: Exception) -> str:
    said = str(error).rstrip(".")
    if isinstance(error, OSError | OutlayError):
        return said or type(error).__name__
    return f"{type(error).__name__}: {said}" if said else type(error).__name__


def _cancel(timer: asyncio.TimerHandle | None) -> None:
    if timer is not None:
        timer.cancel()

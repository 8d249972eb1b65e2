"""Discord's limits: what a 429 asks for, and discord.py's account of the buckets without its sleep.

discord.py sleeps where a bucket is empty, and also after the call that emptied it, with the answer already
in its hands. A delivery has a deadline: a sleep that outlasts it makes a message that stands into one that
nobody knows of. So here an empty bucket says at once for how long, and the call comes back then.
"""

import asyncio
from dataclasses import dataclass
from math import isfinite, nan
from types import TracebackType
from typing import Final

import aiohttp
import discord
from discord.http import HTTPClient, Ratelimit

from bot.domain.errors import LONGEST_WAIT

UNSAID: Final = 5.0  # seconds to wait when a 429 does not say how long
CROWDED: Final = 1_000  # buckets; at so many more than were left last time, those out of use are dropped


@dataclass(frozen=True, slots=True)
class Patience:
    """What a 429 asks for: so many seconds, `everywhere` or where it was met. A `shared` limit is met through
    what others do there; Discord does not hold it against the bot."""

    seconds: float
    everywhere: bool
    shared: bool


async def patience(response: aiohttp.ClientResponse) -> Patience:
    """Read what a 429 asks for. The body is exact and the header in whole seconds; either may be missing. A
    page instead of Discord's own answer is from the network in front of it, and stands for everything."""
    own = response.content_type == "application/json"
    body = await _body(response) if own else {}
    scope = response.headers.get("X-RateLimit-Scope")
    everywhere = (
        not own or scope == "global" or "X-RateLimit-Global" in response.headers or body.get("global") is True
    )
    asked = [_seconds(body.get("retry_after")) or _seconds(response.headers.get("Retry-After")) or 0.0]
    if not everywhere and response.headers.get("X-RateLimit-Remaining") == "0":
        # The limit that was met and the bucket's may differ, and the bucket is empty too.
        asked.append(_seconds(response.headers.get("X-RateLimit-Reset-After")) or 0.0)
    return Patience(max(asked) or UNSAID, everywhere, scope == "shared")


class Http(HTTPClient):
    """discord.py's line to the API, with buckets that nobody sleeps in."""

    _keep: int = CROWDED

    def get_ratelimit(self, key: str) -> Ratelimit:
        """Return the bucket of a key. discord.py looks through all buckets for each new one, once there are
        256; with ten thousand channels that takes longer than to send to them."""
        bucket = self._buckets.get(key)
        if bucket is None:
            if len(self._buckets) >= self._keep:
                self._buckets = {name: one for name, one in self._buckets.items() if not one.is_inactive()}
                self._keep = len(self._buckets) + CROWDED
            bucket = self._buckets[key] = Bucket(self.max_ratelimit_timeout)
        return bucket


class Bucket(Ratelimit):
    """What is left of one limit, as the last answer said."""

    def update(self, response: aiohttp.ClientResponse, *, use_clock: bool = False) -> None:
        """Take in what an answer says of the limit, where that makes sense: the message stands in any case,
        and the next 429 says more."""
        try:
            super().update(response, use_clock=use_clock)
        except (LookupError, ValueError, OverflowError):
            self.reset_after = nan
        if not 0 <= self.reset_after <= LONGEST_WAIT:
            self.reset()  # type: ignore[no-untyped-call]  # it has no arguments

    async def acquire(self) -> None:
        """Take one call. Raises RateLimited where none is left."""
        now = self._last_request = asyncio.get_running_loop().time()
        if self.is_expired():
            self.reset()  # type: ignore[no-untyped-call]  # it has no arguments
        if self.remaining <= 0 and self.expires is not None:
            raise discord.RateLimited(self.expires - now)
        self.remaining -= 1
        self.outgoing += 1

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.outgoing -= 1


async def _body(response: aiohttp.ClientResponse) -> dict[str, object]:
    try:
        found = await response.json()
    except (aiohttp.ClientError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _seconds(said: object) -> float | None:
    """Read a number of seconds; None where there is none."""
    if not isinstance(said, str | int | float):
        return None
    try:
        found = float(said)
    except ValueError:
        return None
    return found if isfinite(found) and found > 0 else None

"""A GET with manners: conditional, within a deadline and a size, few at a time, and its troubles in words."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, contextmanager
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Final, Self

from bot.domain.errors import GoneForGood, SourceTrouble, TryLater
from bot.fetch.body import ENCODINGS, Body
from bot.fetch.client import Client, Reply, Resolver, system_resolver
from bot.fetch.guard import Forbidden, shown
from bot.fetch.seats import Seats
from bot.fetch.stream import HEARTBEAT, Stream, Streams
from bot.fetch.walls import LOOKED_AT, wall_of, walled
from bot.ports import Fetched

USER_AGENT: Final = "Outlay/0.1"
DEADLINE: Final = 20.0  # seconds for a GET with all its redirects; waiting for one's turn is not counted
LIMIT: Final = 10 << 20  # bytes, decoded
REDIRECTS: Final = 5
MOVED_FOR_GOOD: Final = frozenset({301, 308})
WALLS: Final = frozenset({403, 429, 503})  # a page that keeps programs out bears one of these
EXPLAINED: Final = WALLS | {400, 422}  # an interface says what it does not like
MOVED: Final = MOVED_FOR_GOOD | {302, 303, 307}

FIRST_STAMP: Final = 1_000_000_000  # what is less is a length, not seconds since 1970

ADVICE: Final = {
    401: "it wants a key: check what the publisher asks for",
    402: "it wants to be paid: check your plan with the publisher",
    403: "it refuses us: it may want a key, or a user_agent in [fetch] that names you",
    404: "nothing is there: check the address",
    406: "it does not like how we ask: check the address",
    451: "it may not show this here, for legal reasons",
}


class Answered(SourceTrouble):
    """The server answers, and has nothing for us: a status of 4xx, which `status` says.

    `said` is the beginning of its answer, in its own words: to be looked at, not to be shown.
    """

    def __init__(self, message: str, status: int, said: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.said = said


class Denied(Answered):
    """401, 402 or 403: the publisher knows us, or does not want to."""


class Fetcher:
    """What sources and price providers reach the web with.

    `allow` exempts places ("host:port") from the address guard; `proxy` is an http(s) address; `ca_file`
    holds certificates to trust beside the usual ones; `timeout` is in seconds, for a whole GET. The
    environment's proxy settings and `.netrc` are not used. Fetchers that share `seats` take turns: a
    host is asked a few things at a time, whichever of them asks. Raises CannotRun for a proxy or a file that
    cannot be used.
    """

    def __init__(
        self,
        *,
        allow: Collection[str] = (),
        proxy: str | None = None,
        ca_file: str | None = None,
        timeout: float = DEADLINE,
        user_agent: str | None = None,
        resolve: Resolver = system_resolver,
        seats: Seats | None = None,
    ) -> None:
        self._client = Client(
            allow=frozenset(allow),
            proxy=proxy,
            ca_file=ca_file,
            timeout=timeout,
            user_agent=user_agent or USER_AGENT,
            resolve=resolve,
        )
        self._streams = Streams(
            allow=frozenset(allow),
            proxy=proxy,
            ca_file=ca_file,
            timeout=timeout,
            user_agent=user_agent or USER_AGENT,
            resolve=resolve,
        )
        self._timeout = timeout
        self.seats = seats or Seats()
        self.asked = 0  # GETs so far, each redirect counted
        self.answered = 0  # how many of them a server answered, whatever it said

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close all connections."""
        await self._client.close()

    async def get(
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        headers: Mapping[str, str] | None = None,
        limit: int = LIMIT,
        may_follow: Callable[[str], Awaitable[None]] | None = None,
    ) -> Fetched:
        """GET an address; with `etag` or `last_modified` only if it changed since (else status 304, no body).

        `headers` go to the address's own origin only: a redirect elsewhere drops them, as they may hold keys.
        `may_follow` is asked about each address that a redirect names; it raises SourceTrouble to stop.
        Raises TryLater when asked to wait (429, 503) or for a passing trouble, Walled (a TryLater) for a page
        that keeps programs out, GoneForGood for 410, Forbidden when the guard refuses the address, Answered
        for another 4xx, and SourceTrouble for the rest.
        """
        common = {"Accept-Encoding": ENCODINGS, "Accept": "*/*"}
        if etag is not None:
            common["If-None-Match"] = etag
        if last_modified is not None:
            common["If-Modified-Since"] = last_modified
        origin = self._client.place_of(url)
        left = self._timeout
        here, moved = url, True
        for hop in range(REDIRECTS + 1):
            with _led_by(url, hop):
                place = self._client.place_of(here)
            own = dict(headers or {}) if place == origin else {}
            async with self.seats.one(place.host):
                began = asyncio.get_running_loop().time()
                self.asked += 1
                try:
                    with _led_by(url, hop):
                        async with asyncio.timeout(left), self._client.get(here, common | own) as reply:
                            self.answered += 1
                            if reply.status not in MOVED or (target := reply.location()) is None:
                                return await _settle(reply, moved=moved and hop > 0, limit=limit)
                            moved = moved and reply.status in MOVED_FOR_GOOD
                except TimeoutError as error:
                    raise TryLater(
                        f"{place} did not finish within {self._timeout:g} s: it may be slow or down."
                    ) from error
                left -= asyncio.get_running_loop().time() - began
            here = target
            if may_follow is not None:
                await may_follow(here)
        raise SourceTrouble(f"{shown(url)} redirects more than {REDIRECTS} times: check the address.")

    def stream(
        self, url: str, *, headers: Mapping[str, str] | None = None, heartbeat: float = HEARTBEAT
    ) -> AbstractAsyncContextManager[Stream]:
        """Open a WebSocket, for as long as the context lasts. It is pinged every `heartbeat` seconds.

        Raises Forbidden when the guard refuses the address, TryLater for a passing trouble and SourceTrouble
        for the rest; so do the messages that are then exchanged.
        """
        return self._streams.open(url, headers or {}, heartbeat)


@contextmanager
def _led_by(url: str, hops: int) -> Iterator[None]:
    """Say of an address that the guard refuses how we came by it: `url` led there, by so many redirects."""
    try:
        yield
    except Forbidden as refused:
        if not hops:
            raise
        words = f"{shown(url)} redirects to another address: {refused}"
        raise Forbidden(words, refused.place, redirected=True) from refused


async def _settle(reply: Reply, *, moved: bool, limit: int) -> Fetched:
    """Turn an answer into a value, or into trouble."""
    wait = _retry_after(reply)
    body: bytes | None = None
    if 200 <= reply.status < 300:
        unpacked = Body(shown(reply.url), reply.headers.get("content-encoding"), limit)
        async for chunk in reply.chunks():
            unpacked.feed(chunk)
        body = unpacked.finish()
    elif reply.status != 304:
        said = await _beginning(reply) if reply.status in EXPLAINED else ""
        if reply.status in WALLS and (wall := wall_of(reply.url, said, reply.headers)) is not None:
            raise walled(reply.url, wall, reply.status, wait)
        raise _trouble(reply, wait, said)
    return Fetched(
        status=reply.status,
        url=reply.url,
        body=body,
        content_type=reply.headers.get("content-type"),
        etag=reply.headers.get("etag"),
        last_modified=reply.headers.get("last-modified"),
        wait=wait,
        fresh_for=_max_age(reply),
        moved=moved,
    )


async def _beginning(reply: Reply) -> str:
    """Return the beginning of a refusal's page."""
    page = Body(shown(reply.url), reply.headers.get("content-encoding"), LIMIT)
    try:
        async for chunk in reply.chunks():
            page.feed(chunk)
            if page.size >= LOOKED_AT:
                break
    except SourceTrouble:
        pass  # what it is packed in is no matter: the refusal stands, and the headers may tell
    return page.beginning(LOOKED_AT).decode("utf-8", "replace")


def _trouble(reply: Reply, wait: float | None, said: str) -> SourceTrouble:
    status, url = reply.status, shown(reply.url)
    if status == 410:
        return GoneForGood(f"{url} answered 410: it is gone for good.")
    if status in (429, 503):
        why = "we ask too often" if status == 429 else "it is busy or closed for repairs"
        return TryLater(f"{url} answered {status}: {why}.", wait)
    if status >= 500 or status in (408, 425):
        return TryLater(f"{url} answered {status}: the trouble is on its side.", wait)
    words = f"{url} answered {status}: {ADVICE.get(status, 'check the address')}."
    if status in (401, 402, 403):
        return Denied(words, status, said)
    return Answered(words, status, said) if 400 <= status < 500 else SourceTrouble(words)


def _retry_after(reply: Reply) -> float | None:
    """Return the seconds of a Retry-After header in either form; of X-RateLimit-Reset where a 429 has none.

    A date is measured against the answer's own Date, so that two clocks that differ do no harm; against ours
    where it has none.
    """
    value = reply.headers.get("retry-after", "").strip()
    if not value and reply.status == 429:
        return _until_reset(reply)
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - _answered_at(reply))
    except (ValueError, TypeError):
        return None


def _until_reset(reply: Reply) -> float | None:
    """Return the seconds until an interface's limit has room again: of seconds since 1970, or of seconds."""
    value = reply.headers.get("x-ratelimit-reset", "").strip()
    if not (value.isascii() and value.isdigit() and len(value) <= 10):
        return None
    seconds = float(value)
    try:
        return max(1.0, seconds - _answered_at(reply)) if seconds > FIRST_STAMP else seconds
    except (ValueError, TypeError):
        return None


def _answered_at(reply: Reply) -> float:
    """Return when the answer was made, in seconds since 1970, by its own clock where it tells."""
    answered = reply.headers.get("date")
    return parsedate_to_datetime(answered).timestamp() if answered else time.time()


def _max_age(reply: Reply) -> float | None:
    """Return the seconds of Cache-Control's max-age, None where there is none."""
    for word in reply.headers.get("cache-control", "").lower().split(","):
        name, _, value = word.strip().partition("=")
        if name == "max-age" and value.isascii() and value.isdigit():
            return float(value[:9])
    return None

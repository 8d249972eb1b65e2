"""The publishers' server: real HTTP on the loopback, with the feed or the trouble of the simulated hour."""

import asyncio
import gzip
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime
from hashlib import blake2b
from typing import Final, Self

from aiohttp import web

from bot.ports import Clock
from tests.week import troubles
from tests.week.habits import HOUR, Form, Validators
from tests.week.paper import printed
from tests.week.publisher import Item, Publisher
from tests.week.troubles import LOST, SPOILT, Trouble

HERE: Final = "127.0.0.1"
NOBODY: Final = "::1"  # nothing listens there
STUCK: Final = 6 * HOUR  # as long an ETag stays that should have changed

TYPES: Final = {
    Form.RSS: "application/rss+xml",
    Form.ATOM: "application/atom+xml",
    Form.JSON: "application/feed+json",
}
PAGE: Final = b"<!doctype html><html><head><title>One moment</title></head><body>Who asks?</body></html>"

# The troubles that are one plain answer: its statuses and its body.
PLAIN: Final = {
    Trouble.ERROR: ((500, 502), b"trouble"),
    Trouble.BUSY: ((503,), b""),
    Trouble.PAGE: ((200,), PAGE),
    Trouble.EMPTY: ((200,), b""),
    Trouble.MISSING: ((404,), b"nothing here"),
    Trouble.REFUSED: ((503,), b""),
    Trouble.UNKNOWN: ((503,), b""),
}


@dataclass(frozen=True, slots=True)
class Serving:
    """What a bot was given whole, or truthfully told that it has already: the items, and when (UTC)."""

    at: datetime
    items: tuple[Item, ...]


@dataclass(slots=True)
class _Edition:
    """What the server keeps of a publisher: the state of its feed as last asked for, since when it is so, and
    until when it asked to be left alone."""

    state: str = ""
    since: datetime | None = None
    closed_until: datetime | None = None


@dataclass
class Press:
    """The server. Each publisher has a host name of its own. `clock` is the world's.

    `patience` is longer than a bot waits for an answer, in seconds. `requests` counts the questions,
    `hurried` those that came although Retry-After had asked for more time.
    """

    publishers: Sequence[Publisher]
    clock: Clock
    start: datetime
    patience: float
    requests: int = 0
    hurried: int = 0
    port: int = 0
    _served: dict[str, Serving] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._by_host = {f"{each.name}.example": each for each in self.publishers}
        self._editions = {each.name: _Edition() for each in self.publishers}
        self._runner = web.ServerRunner(web.Server(self._answer), access_log=None, shutdown_timeout=0.1)

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        site = web.TCPSite(self._runner, HERE, 0)
        await site.start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    def url(self, publisher: Publisher) -> str:
        return f"http://{publisher.name}.example:{self.port}{troubles.HOME}"

    def places(self) -> Iterable[str]:
        """Return what the guard must let through."""
        return [f"{host}:{self.port}" for host in self._by_host]

    async def resolve(self, host: str, _: int) -> list[str]:
        """Stand in for the name server."""
        trouble = troubles.now_on(self._by_host[host].episodes, self.clock.now())
        if trouble is Trouble.UNKNOWN:
            raise OSError("the name is not known")
        return [NOBODY if trouble is Trouble.REFUSED else HERE]

    def take(self, publisher: Publisher) -> Serving | None:
        """Return what was served to the poll that just ended, and forget it."""
        return self._served.pop(publisher.name, None)

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        publisher = self._by_host[request.host.partition(":")[0]]
        now = self.clock.now()
        self.requests += 1
        closed_until = self._editions[publisher.name].closed_until
        self.hurried += closed_until is not None and now < closed_until
        if (redirect := troubles.route(publisher.episodes, request.path, now)) is not None:
            status, path = redirect
            where = f"http://{publisher.name}.example:{self.port}{path}"
            return web.Response(status=status, headers={"Location": where})
        if request.path == LOST:
            return web.Response(body=PAGE, content_type="text/html")
        trouble = troubles.now_on(publisher.episodes, now)
        refusal = await self._trouble(request, publisher, trouble, now)
        return self._feed(request, publisher, trouble, now) if refusal is None else refusal

    async def _trouble(
        self, request: web.BaseRequest, publisher: Publisher, trouble: Trouble | None, now: datetime
    ) -> web.StreamResponse | None:
        """Play a trouble in which no feed is given; None when it is given after all."""
        match trouble:
            case Trouble.BUSY_SECONDS | Trouble.THROTTLED | Trouble.THROTTLED_UNTIL:
                return self._closed(publisher, trouble, now)
            case Trouble.HANGS:
                await asyncio.sleep(self.patience)
                return web.Response(status=504)
            case Trouble.RESET | Trouble.SHORT:
                return await _broken(request, printed(publisher, publisher.on_show(now), now), trouble)
            case Trouble.DAMAGED:
                packed = gzip.compress(printed(publisher, publisher.on_show(now), now), 1)
                half = len(packed) // 2
                damaged = packed[:half] + bytes(40) + packed[half + 40 :]
                return web.Response(body=damaged, headers={"Content-Encoding": "gzip"})
            case Trouble.REFUSED | Trouble.UNKNOWN if request.transport is not None:
                request.transport.abort()  # it is a connection that stood before
        answer = PLAIN.get(trouble) if trouble else None
        if answer is None:
            return None
        statuses, body = answer
        return web.Response(status=publisher.dice.choice(statuses), body=body, content_type="text/html")

    def _closed(self, publisher: Publisher, trouble: Trouble, now: datetime) -> web.Response:
        """Ask to be left alone for a while, in seconds or until a date."""
        wait = timedelta(minutes=publisher.dice.randint(10, 100))
        self._editions[publisher.name].closed_until = now + wait
        until = _date(now + wait) if trouble is Trouble.THROTTLED_UNTIL else str(wait.seconds)
        status = 503 if trouble is Trouble.BUSY_SECONDS else 429
        return web.Response(status=status, headers={"Retry-After": until, "Date": _date(now)})

    def _feed(
        self, request: web.BaseRequest, publisher: Publisher, trouble: Trouble | None, now: datetime
    ) -> web.Response:
        shown = publisher.on_show(now)
        headers = {"Content-Type": TYPES[publisher.habits.form], "Date": _date(now)}
        if publisher.habits.lasting:
            headers["Cache-Control"] = "public, max-age=43200"
        if trouble not in SPOILT:
            headers |= self._validators(publisher, shown, now)
            if _is_known(request, headers):
                if publisher.habits.validators is not Validators.STUCK:
                    self._served[publisher.name] = Serving(now, tuple(shown))
                return web.Response(status=304, headers=headers)
        body = printed(publisher, shown, now)
        if trouble is Trouble.CUT:
            body = body[: int(len(body) * publisher.dice.uniform(0.2, 0.95))]
        elif trouble is Trouble.MALFORMED:
            body = body.replace(b"</title>", b" & &nbsp;</title>", 1)
        else:
            self._served[publisher.name] = Serving(now, tuple(shown))
        if publisher.habits.packs:
            body = gzip.compress(body, 1)
            headers["Content-Encoding"] = "gzip"
        return web.Response(body=body, headers=headers)

    def _validators(self, publisher: Publisher, shown: Sequence[Item], now: datetime) -> dict[str, str]:
        edition = self._editions[publisher.name]
        words = " ".join(f"{item.token}.{item.version(now)}" for item in shown)
        state = blake2b(words.encode(), digest_size=8).hexdigest()
        if edition.since is None or state != edition.state:
            edition.state, edition.since = state, now
        modified = {"Last-Modified": _date(edition.since)}
        sent: dict[Validators, dict[str, str]] = {
            Validators.ETAG: {"ETag": f'"{state}"'},
            Validators.WEAK: {"ETag": f'W/"{state}"'},
            Validators.MODIFIED: modified,
            Validators.BOTH: {"ETag": f'"{state}"'} | modified,
            Validators.RESTLESS: {"ETag": f'"{publisher.dice.randrange(10**9)}"'},
            Validators.STUCK: {"ETag": f'"{(now - self.start) // STUCK}"'},
        }
        return sent.get(publisher.habits.validators, {})


def _is_known(request: web.BaseRequest, headers: dict[str, str]) -> bool:
    if (etag := headers.get("ETag")) is not None:
        return request.headers.get("If-None-Match") == etag
    modified = headers.get("Last-Modified")
    return modified is not None and request.headers.get("If-Modified-Since") == modified


def _date(moment: datetime) -> str:
    return format_datetime(moment, usegmt=True)


async def _broken(request: web.BaseRequest, body: bytes, trouble: Trouble) -> web.StreamResponse:
    """Promise a whole body and give half of it, in good order or with a reset."""
    response = web.StreamResponse(headers={"Content-Type": "application/xml"})
    response.content_length = len(body)
    await response.prepare(request)
    await response.write(body[: len(body) // 2])
    if request.transport is not None:
        if trouble is Trouble.RESET:
            request.transport.abort()
        else:
            request.transport.close()
    return response

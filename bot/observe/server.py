"""The endpoints /metrics, /livez and /readyz, for this machine alone unless the settings say otherwise."""

import asyncio
import errno
import ipaddress
import logging
import platform
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Final, Protocol

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

from bot.domain.errors import CannotRun
from bot.domain.trail import note
from bot.observe.gauges import show_files, show_prices, show_status, show_steps
from bot.observe.instruments import Instruments
from bot.observe.measured import Measured
from bot.observe.verdict import dead, hung, not_ready
from bot.ports import Clock, Deliveries, Prices, Pulse, Status

log = logging.getLogger(__name__)

LAG_EVERY: Final = 1.0  # seconds between looks at how late the event loop is
LAST_ANSWERS: Final = 0.5  # seconds for answers that are under way when the house ends
SLOWEST: Final = 5.0  # seconds for the house to say how it does


class Observed(Protocol):
    """The house, as far as it is watched."""

    @property
    def clock(self) -> Clock: ...
    @property
    def deliveries(self) -> Deliveries: ...
    @property
    def prices(self) -> Prices: ...
    @property
    def steps(self) -> Sequence[Pulse]:
        """How each step fares. Never waits."""

    async def status(self) -> Status:
        """Return how everything does. Raises CannotRun when the store fails."""


@dataclass(slots=True)
class Observatory:
    """What is measured of one house. `database` is its file, `sources` how many its settings have, `prove`
    writes to the store and raises CannotRun when that fails, `newest_backup` says when (UTC) it was made and
    is None where the settings ask for none, `steady` gives seconds on a clock that nobody sets.
    """

    database: Path
    sources: int
    prove: Callable[[], Awaitable[None]]
    newest_backup: Callable[[], datetime | None] | None = None
    steady: Callable[[], float] = time.monotonic
    show: Instruments = field(init=False)
    meter: Measured = field(init=False)
    _looking: asyncio.TimerHandle | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.show = Instruments(CollectorRegistry())
        self.meter = Measured(self.show, self.steady)
        self.show.build.info({"version": version("outlay"), "python": platform.python_version()})

    @asynccontextmanager
    async def open(self, house: Observed, listen: str, *, public: bool) -> AsyncIterator[str]:
        """Answer while the block lasts, at `listen` ("host:port", port 0 for any); yield that address.

        Raises CannotRun when it cannot be used.
        """
        host, port = address(listen, public=public)
        routes = web.Application()
        routes.router.add_get("/metrics", partial(self._metrics, house))
        routes.router.add_get("/livez", partial(self._alive, house))
        routes.router.add_get("/readyz", partial(self._ready, house))
        runner = web.AppRunner(routes, access_log=None, shutdown_timeout=LAST_ANSWERS)
        await runner.setup()
        try:
            try:
                await web.TCPSite(runner, host, port).start()
            except OSError as error:
                raise CannotRun(_cannot_listen(listen, error)) from error
            bound = runner.addresses[0]
            note(log, "endpoints_opened", address=f"{bound[0]}:{bound[1]}")
            self._look(asyncio.get_running_loop().time())
            yield f"{bound[0]}:{bound[1]}"
        finally:
            if self._looking is not None:
                self._looking.cancel()
            await runner.cleanup()

    async def _metrics(self, house: Observed, _: web.Request) -> web.Response:
        self.meter.show_work()
        show_files(self.show, self.database)
        show_steps(self.show, house.steps)
        show_prices(self.show, house.prices.state)
        self.show.backups_wanted.set(self.newest_backup is not None)
        backup = self.newest_backup() if self.newest_backup is not None else None
        self.show.backup.set(backup.timestamp() if backup else 0)
        await self._survey(house)
        return web.Response(
            body=generate_latest(self.show.registry), headers={"Content-Type": CONTENT_TYPE_LATEST}
        )

    async def _alive(self, house: Observed, _: web.Request) -> web.Response:
        wrong = hung(self.meter.oldest())
        if wrong and await self._refuses():
            wrong = []  # what waits for a full disk waits in a new process, too, which would know less
        return _said(dead(house.steps, house.clock.now()) + wrong)

    async def _ready(self, house: Observed, _: web.Request) -> web.Response:
        return _said(await self._survey(house))

    async def _survey(self, house: Observed) -> list[str]:
        """Look at everything, and bring the gauges up to date; return what is missing for it to be ready."""
        missing = await self._refuses()
        self.show.store_trouble.set(bool(missing))
        if not missing:
            try:
                status, backlog = await house.status(), await house.deliveries.backlog()
            except CannotRun as trouble:
                missing = [str(trouble)]
            else:
                show_status(self.show, status, backlog, house.clock.now())
                self.meter.forget_sources([source.name for source in status.sources])
                missing = not_ready(status, self.sources)
        self.show.ready.set(not missing)
        return missing

    async def _refuses(self) -> list[str]:
        """Write to the store; return why that does not work, nothing when it does."""
        now = asyncio.get_running_loop().time
        began = now()
        try:
            async with asyncio.timeout(SLOWEST):
                await self.prove()
        except CannotRun as trouble:
            return [str(trouble)]
        except TimeoutError:
            return [f"The store did not answer within {SLOWEST:.0f} s."]
        finally:
            self.show.store_write.set(now() - began)
        return []

    def _look(self, due: float) -> None:
        """Measure by how much the event loop is late: people and platforms wait for as long."""
        loop = asyncio.get_running_loop()
        self.show.loop_lag.set(max(loop.time() - due, 0.0))
        due = loop.time() + LAG_EVERY
        self._looking = loop.call_at(due, self._look, due)


def address(listen: str, *, public: bool) -> tuple[str, int]:
    """Return host and port of "host:port" or "[host]:port". Raises CannotRun when it is no such thing, or
    when other machines reach it and `public` does not say that this is meant."""
    host, _, port = listen.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not host or not port.isdecimal() or int(port) > 65535:
        raise CannotRun(
            f'[observe] listen is "{listen}". Write it as "host:port", for example "127.0.0.1:9464"; "" '
            "means no endpoints."
        )
    if not public and not is_this_machine(host):
        raise CannotRun(
            f'[observe] listen is "{listen}", which other machines may reach, and nobody is asked for a '
            "password there. Use 127.0.0.1, or set [observe] public = true and let only your monitoring in."
        )
    return host, int(port)


def is_this_machine(host: str) -> bool:
    """Say whether only this machine reaches what listens at a host."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _cannot_listen(listen: str, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        why = "another program uses that port. Give this one another"
    else:
        why = f"{error.strerror or error}. Give an address of this machine"
    return f'[observe] listen is "{listen}", and {why}, or set it to "" for no endpoints.'


def _said(wrong: Sequence[str]) -> web.Response:
    """Answer 200 when nothing is wrong, else 503 with what is."""
    return web.Response(status=503 if wrong else 200, text="".join(f"{line}\n" for line in wrong or ["ok"]))

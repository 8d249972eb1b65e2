"""The endpoints, over a house that does as it is told."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.domain.alert import Action, Channel
from bot.domain.errors import CannotRun, StoreTrouble, TryLater
from bot.observe.server import Observatory, address
from bot.ports import Enrolled, PausedSource, Pulse, SourceHealth, SourceState, Status, Work
from bot.prices.board import PriceBoard
from bot.store.memory import MemoryStore
from tests.contracts.test_store import new_for, tell
from tests.prices.vendor import BABA, PREMARKET, Vendor
from tests.store.examples import NOON

ROOM = Channel("slack", "T1", "C1")
WELL = Status(
    started=NOON,
    sources=(Enrolled(SourceHealth("wire", SourceState.WELL, last_success=NOON)),),
    platforms=(Pulse("slack", is_up=True, since=NOON),),
    steps=(Pulse("reading", is_up=True, since=NOON),),
)
DOWN = Pulse("slack", is_up=False, since=NOON, ended="invalid_auth")


@dataclass
class FakeHouse:
    """`bot.observe.server.Observed`, with a clock that is set by hand."""

    state: Status = WELL
    at: datetime = NOON
    trouble: StoreTrouble | None = None
    deliveries: MemoryStore = field(default_factory=MemoryStore)
    prices: PriceBoard = field(default_factory=lambda: PriceBoard(Vendor()))

    @property
    def clock(self) -> "FakeHouse":
        return self

    def now(self) -> datetime:
        return self.at

    @property
    def steps(self) -> tuple[Pulse, ...]:
        return self.state.steps

    async def status(self) -> Status:
        return self.state

    async def prove(self) -> None:
        if self.trouble:
            raise self.trouble


@dataclass
class Watched:
    """A house with its endpoints open."""

    house: FakeHouse
    observatory: Observatory
    url: str
    steady: list[float]

    async def asks(self, path: str) -> tuple[int, str]:
        async with aiohttp.ClientSession() as session, session.get(f"http://{self.url}{path}") as answer:
            return answer.status, await answer.text()

    async def figures(self) -> dict[tuple[str, ...], float]:
        """Return each sample's value by its name and the values of its labels."""
        families = text_string_to_metric_families((await self.asks("/metrics"))[1])
        return {
            (sample.name, *sample.labels.values()): sample.value
            for family in families
            for sample in family.samples
        }


@pytest.fixture
async def watched(tmp_path: Path) -> AsyncIterator[Watched]:
    house, steady = FakeHouse(), [0.0]
    database = tmp_path / "outlay.db"
    database.write_bytes(b"x" * 4096)
    observatory = Observatory(database, 1, house.prove, lambda: NOON, lambda: steady[0])
    async with observatory.open(house, "127.0.0.1:0", public=False) as url:
        yield Watched(house, observatory, url, steady)


async def test_all_is_well(watched: Watched) -> None:
    assert await watched.asks("/livez") == (200, "ok\n")
    assert await watched.asks("/readyz") == (200, "ok\n")
    assert (await watched.figures())["outlay_ready",] == 1
    assert (await watched.asks("/"))[0] == 404


async def test_a_platform_that_is_down_is_not_ready_and_lives(watched: Watched) -> None:
    watched.house.state = replace(WELL, platforms=(DOWN,))
    assert await watched.asks("/readyz") == (503, "slack is not connected: invalid_auth.\n")
    assert (await watched.asks("/livez"))[0] == 200
    assert (await watched.figures())["outlay_ready",] == 0


async def test_a_stranger_who_sends_half_a_request_holds_no_end_up(tmp_path: Path) -> None:
    """The promise is ten seconds for everything; a web server's own patience is longer."""
    house = FakeHouse()
    observatory = Observatory(tmp_path / "outlay.db", 1, house.prove)
    async with observatory.open(house, "127.0.0.1:0", public=False) as url:
        host, port = url.split(":")
        answer, half = await asyncio.open_connection(host, int(port))
        half.write(b"POST /livez HTTP/1.1\r\nHost: here\r\nContent-Length: 100\r\n\r\nhalf")
        assert b"405" in await answer.readline()
        begun = time.monotonic()
    assert time.monotonic() - begun < 3
    half.close()


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (replace(WELL, sources=()), "sources were not started"),
        (replace(WELL, platforms=()), "No platform was connected"),
    ],
)
async def test_a_house_that_is_not_open_yet_is_not_ready(watched: Watched, state: Status, words: str) -> None:
    watched.house.state = state
    status, said = await watched.asks("/readyz")
    assert status == 503
    assert words in said


async def test_a_store_that_refuses_is_not_ready_and_the_figures_go_on(watched: Watched) -> None:
    watched.house.trouble = StoreTrouble("The disk is full.")
    assert await watched.asks("/readyz") == (503, "The disk is full.\n")
    figures = await watched.figures()
    assert figures["outlay_store_trouble",] == 1
    assert figures["outlay_store_bytes", "database"] == 4096
    watched.house.trouble = None
    assert (await watched.figures())["outlay_store_trouble",] == 0


async def test_a_step_that_stays_down_does_not_live(watched: Watched) -> None:
    broken = Pulse("reading", is_up=False, since=NOON, ended="ValueError: why")
    watched.house.state = replace(WELL, steps=(broken,))
    assert (await watched.asks("/livez"))[0] == 200  # it is begun again
    watched.house.at = NOON + timedelta(minutes=3)
    status, said = await watched.asks("/livez")
    assert (status, said) == (503, "The reading has been down for 180 s: ValueError: why.\n")


async def test_work_that_hangs_does_not_live_unless_it_waits_for_the_store(watched: Watched) -> None:
    with watched.observatory.meter.under_way(Work.READ):
        watched.steady[0] = 60
        assert (await watched.asks("/livez"))[0] == 200
        watched.steady[0] = 121
        status, said = await watched.asks("/livez")
        assert status == 503
        assert "read, has been under way for 121 s" in said
        watched.house.trouble = StoreTrouble("The disk is full.")
        assert (await watched.asks("/livez"))[0] == 200
    watched.house.trouble = None
    assert (await watched.asks("/livez"))[0] == 200


async def test_sources_come_and_go(watched: Watched) -> None:
    rests = Enrolled(SourceHealth("other", failures=3), rest=PausedSource("other", "U1", NOON))
    watched.house.state = replace(WELL, sources=(*WELL.sources, rests))
    figures = await watched.figures()
    assert figures["outlay_source_state", "wire", "well"] == 1
    assert figures["outlay_source_state", "other", "paused"] == 1
    assert figures["outlay_source_state", "other", "waiting"] == 0
    assert figures["outlay_source_failures", "other"] == 3
    assert figures["outlay_source_last_answer_timestamp_seconds", "wire"] == NOON.timestamp()
    assert ("outlay_source_last_answer_timestamp_seconds", "other") not in figures
    watched.house.state = WELL
    assert not any("other" in key for key in await watched.figures())


async def test_what_is_owed_is_shown_by_platform(watched: Watched) -> None:
    owing = MemoryStore()
    await tell(owing, 1, new_for(ROOM))
    watched.house.deliveries = owing
    watched.house.at = NOON + timedelta(seconds=90)
    figures = await watched.figures()
    assert figures["outlay_owed_deliveries", "slack"] == 1
    assert figures["outlay_oldest_owed_seconds", "slack"] == 90
    [delivery] = await owing.claim(NOON, 1, timedelta(seconds=15))
    assert delivery.action is Action.POST
    await owing.dead(delivery, "the test is over")
    figures = await watched.figures()
    assert figures["outlay_owed_deliveries", "slack"] == 0
    assert figures["outlay_oldest_owed_seconds", "slack"] == 0


async def test_backups_and_the_event_loop_are_shown(watched: Watched) -> None:
    figures = await watched.figures()
    assert figures["outlay_backups_wanted",] == 1
    assert figures["outlay_backup_timestamp_seconds",] == NOON.timestamp()
    assert 0 <= figures["outlay_loop_lag_seconds",] < 5
    assert figures["process_open_fds",] > 0


@pytest.mark.parametrize(("newest", "wanted"), [(lambda: None, 1), (None, 0)])
async def test_backups_that_were_never_made_are_told_from_none_that_are_wanted(
    watched: Watched, newest: Callable[[], None] | None, wanted: int
) -> None:
    watched.observatory.newest_backup = newest
    figures = await watched.figures()
    assert figures["outlay_backup_timestamp_seconds",] == 0
    assert figures["outlay_backups_wanted",] == wanted


async def test_a_second_one_on_the_same_port_is_told(watched: Watched) -> None:
    other = Observatory(Path("other.db"), 1, watched.house.prove)
    with pytest.raises(CannotRun, match="another program uses that port"):
        async with other.open(watched.house, watched.url, public=False):
            pass


@pytest.mark.parametrize("listen", ["127.0.0.1:9464", "localhost:1", "[::1]:9464", "127.9.9.9:80"])
def test_this_machine_may_be_listened_to(listen: str) -> None:
    host, port = address(listen, public=False)
    assert listen in (f"{host}:{port}", f"[{host}]:{port}")


@pytest.mark.parametrize("listen", ["0.0.0.0:9464", "[::]:9464", "10.0.0.5:9464", "outlay.example:80"])
def test_other_machines_only_where_that_is_meant(listen: str) -> None:
    with pytest.raises(CannotRun, match="public = true"):
        address(listen, public=False)
    assert address(listen, public=True)


@pytest.mark.parametrize("listen", ["9464", ":9464", "127.0.0.1", "127.0.0.1:", "127.0.0.1:x", "a:70000"])
def test_an_address_that_is_none_is_refused(listen: str) -> None:
    with pytest.raises(CannotRun, match="host:port"):
        address(listen, public=True)


async def test_how_the_provider_of_prices_does_is_counted(watched: Watched) -> None:
    vendor = Vendor(troubles=[TryLater("too often", 20.0)])
    async with PriceBoard(vendor) as watched.house.prices:
        for _ in range(2):  # the second is not sent
            await watched.house.prices.lines([BABA], PREMARKET)
        figures = await watched.figures()
    assert figures["outlay_price_requests", "Example"] == 1
    assert figures["outlay_price_failures", "Example"] == 1
    assert figures["outlay_price_spared", "Example"] == 0
    assert 19 < figures["outlay_price_rests_seconds", "Example"] <= 20

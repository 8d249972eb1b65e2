"""Descriptors and memory run out: the house goes on with what it can, and takes up the rest afterwards."""

import asyncio
import resource
import sys
from pathlib import Path
from typing import Final

import pytest

from tests.faults.machine import hang_up
from tests.journeys.newspaper import PLANT, PLEDGE, Newspaper
from tests.journeys.program import ROOT, started
from tests.journeys.stage import SlackStage, until, written
from tests.wires import Wire

WITHIN = 30.0  # seconds
FEW = 3  # descriptors: fewer than any program has open
MANY = 1024

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="The limits of a running process are Linux's."
)


@pytest.mark.parametrize("stage", ["slack"], indirect=True)
async def test_descriptors_that_run_out_stop_nothing_for_good(
    stage: SlackStage, wire: Wire, tmp_path: Path
) -> None:
    paper = Newspaper(wire, "/wire", "Harbour Business Wire")
    path = written(tmp_path, stage, {"harbour": paper.url}, wire.place)
    process = await started("run", "--config", str(path), environment=stage.environment())
    assert process.stdout is not None
    log: list[bytes] = []
    reading = asyncio.create_task(collect(process.stdout, log))
    try:
        await stage.connected()
        await until(lambda: wire.asked, "the first poll", WITHIN)
        await stage.say("watch BABA")
        resource.prlimit(process.pid, resource.RLIMIT_NOFILE, (FEW, MANY))
        await stage.slack.drop_sockets()
        hang_up(stage.slack._runner)
        hang_up(wire._runner)
        paper.publish(PLEDGE)
        await until(lambda: b"Too many open files" in b"".join(log), "nothing more can be opened", WITHIN)
        await asyncio.sleep(1.0)
        assert process.returncode is None
        assert stage.messages() == []
        resource.prlimit(process.pid, resource.RLIMIT_NOFILE, (MANY, MANY))
        await until(stage.messages, "what waited is told", WITHIN)
        paper.publish(PLANT)
        await until(lambda: len(stage.messages()) == 2, "the next one is told", WITHIN)
        assert "slack" in (await stage.say("status")).casefold()
        assert process.returncode is None
    finally:
        process.kill()
        await process.wait()
        await reading


async def collect(stream: asyncio.StreamReader, lines: list[bytes]) -> None:
    """Keep what a program prints."""
    while line := await stream.readline():
        lines.append(line)


GREEDY: Final = """
import asyncio, resource, sys
from datetime import timedelta
from bot.desk.read import read_waiting
from bot.ports import Cursor, Poll
from bot.store.memory import MemoryStore
from tests.store.examples import NOON, Hands, article, reading

def read(given):
    if given.body == "greedy":
        return bytearray(8 * 2**30)
    return reading(given)

async def main():
    store = MemoryStore()
    articles = (article(1), article(2, body="greedy"), article(3))
    await store.remember("wire", Poll(articles, Cursor()), NOON, alert=True)
    resource.setrlimit(resource.RLIMIT_AS, (4 * 2**30, resource.RLIM_INFINITY))
    report = await read_waiting(store, read, Hands())
    print(report.articles, report.spoiled, len(await store.unread(10)))

asyncio.run(main())
"""


async def test_an_article_whose_reading_fills_the_memory_is_put_aside_and_the_others_are_read() -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", GREEDY),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(WITHIN):
        output, trouble = await process.communicate()
    assert output.decode().split() == ["3", "1", "0"], trouble.decode()
    assert b"MemoryError" in trouble

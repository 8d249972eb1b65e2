"""`outlay run` as those see it who watch it: the log along the way of one article, and the endpoints."""

import asyncio
import json
import socket
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
from prometheus_client.parser import text_string_to_metric_families

from tests.journeys.newspaper import PLEDGE, RETOLD, Newspaper
from tests.journeys.program import finished, running
from tests.journeys.stage import Stage, until, written
from tests.platforms.slack_state import Shown
from tests.wires import Wire

Line = dict[str, Any]


@dataclass
class Log:
    """What a process writes to its log, line by line, as it comes."""

    process: Process
    lines: list[Line] = field(default_factory=list)
    raw: list[str] = field(default_factory=list)

    async def read(self) -> None:
        assert self.process.stdout is not None
        async for line in self.process.stdout:
            self.raw.append(line.decode())
            self.lines.append(json.loads(line))

    def of(self, event: str) -> list[Line]:
        return [line for line in self.lines if line["event"] == event]


@asynccontextmanager
async def logging(path: Path, stage: Stage) -> AsyncIterator[Log]:
    async with running(path, {"OUTLAY_LOG_FORM": "json", **stage.environment()}) as process:
        log = Log(process)
        reading = asyncio.ensure_future(log.read())
        try:
            yield log
        finally:
            process.kill()
            await reading


async def asked(log: Log, path: str) -> tuple[int, str]:
    """Ask an endpoint of the process; return the status and the words."""
    await until(lambda: log.of("endpoints_opened"), "the endpoints are open")
    address = log.of("endpoints_opened")[0]["address"]
    async with aiohttp.ClientSession() as session, session.get(f"http://{address}{path}") as answer:
        return answer.status, await answer.text()


async def ready(log: Log, within: float = 10.0) -> None:
    """Wait until it calls itself ready, or fail with what it lacks: it may post before it listens."""
    deadline = asyncio.get_running_loop().time() + within
    while (said := await asked(log, "/readyz")) != (200, "ok\n"):
        assert asyncio.get_running_loop().time() < deadline, said
        await asyncio.sleep(0.1)


async def test_one_article_is_followed_by_its_id_to_the_message(
    stage: Stage, wire: Wire, tmp_path: Path
) -> None:
    paper = Newspaper(wire, "/wire", "Harbour Business Wire")
    pearl = Newspaper(wire, "/pearl", "Pearl Daily")
    path = written(tmp_path, stage, {"harbour": paper.url, "pearl": pearl.url}, wire.place)
    async with logging(path, stage) as log:
        await stage.connected()
        await until(lambda: len({one.path for one in wire.asked}) == 2, "the first polls")
        await stage.say("watch BABA")
        paper.publish(PLEDGE)
        await until(lambda: log.of("delivery_sent"), "the alert is sent")
        pearl.publish(RETOLD)
        await until(lambda: log.of("delivery_edited"), "the alert is edited")
        [first, second] = [line["article"] for line in log.of("article_kept")]
        way = [json.loads(line) for line in log.raw if first in line]
        assert [line["event"] for line in way] == [
            *("article_kept", "article_read", "story_told", "delivery_sent", "delivery_edited")
        ]
        assert {line["source"] for line in way[:3]} == {"harbour"}
        sent = way[3]
        assert sent["message_id"] == message_id(stage)
        assert sent["story"] == way[2]["story"]
        assert (sent["platform"], sent["action"]) == (stage.platform, "post")
        way = [json.loads(line) for line in log.raw if second in line]
        assert [line["event"] for line in way] == [
            *("article_kept", "article_read", "story_joined", "delivery_edited")
        ]
        [edited] = log.of("delivery_edited")
        assert (edited["story"], edited["message_id"]) == (sent["story"], sent["message_id"])


def message_id(stage: Stage) -> str:
    [seen] = stage.messages()
    return seen.raw.ts if isinstance(seen.raw, Shown) else seen.raw.id


async def test_the_endpoints_tell_how_it_does(stage: Stage, wire: Wire, tmp_path: Path) -> None:
    paper = Newspaper(wire, "/wire", "Harbour Business Wire")
    path = written(tmp_path, stage, {"harbour": paper.url}, wire.place)
    async with logging(path, stage) as log:
        assert (await asked(log, "/livez"))[0] == 200
        await stage.connected()
        await until(lambda: wire.asked, "the first poll")
        await stage.say("watch BABA")
        paper.publish(replace(PLEDGE, at=datetime.now(UTC)))
        await until(lambda: log.of("delivery_sent"), "the alert is sent")
        await ready(log)
        families = text_string_to_metric_families((await asked(log, "/metrics"))[1])
        found = {sample.name: sample for family in families for sample in family.samples}
    assert found["outlay_platform_connected"].labels == {"platform": stage.platform}
    assert found["outlay_platform_connected"].value == 1
    assert found["outlay_alert_latency_seconds_count"].value == 1
    assert 0 < found["outlay_alert_latency_seconds_sum"].value < 30
    assert found["outlay_source_last_answer_timestamp_seconds"].labels == {"source": "harbour"}
    assert found["outlay_commands_total"].labels["command"] == "watch"
    assert found["outlay_store_bytes"].value > 0


async def test_a_port_that_is_taken_is_said_and_exits_with_2(
    stage: Stage, wire: Wire, tmp_path: Path
) -> None:
    path = written(tmp_path, stage, {"harbour": wire.url("/wire")}, wire.place)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        listen = f"127.0.0.1:{taken.getsockname()[1]}"
        async with running(path, {"OUTLAY_OBSERVE_LISTEN": listen, **stage.environment()}) as process:
            code, said = await finished(process)
    assert code == 2, said
    assert "another program uses that port" in said
    assert "Traceback" not in said

"""`outlay doctor` finds what would not work and says how to mend it."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.cli.doctor import compare_clocks
from bot.cli.seen import load_seen
from bot.ports import Grade
from tests.journeys.newspaper import PLEDGE, Newspaper
from tests.journeys.program import finished, running, started
from tests.journeys.stage import SlackStage, Stage, written
from tests.platforms.slack import LoopbackSlack
from tests.wires import Wire


async def doctor(path: Path, environment: dict[str, str]) -> tuple[int | None, str]:
    return await finished(await started("doctor", "--config", str(path), environment=environment))


async def test_when_all_is_well_it_says_so(stage: Stage, wire: Wire, tmp_path: Path) -> None:
    paper = Newspaper(wire, "/wire", "Harbour Business Wire")
    paper.publish(PLEDGE)
    code, said = await doctor(
        written(tmp_path, stage, {"harbour": paper.url}, wire.place), stage.environment()
    )
    assert code == 0, said
    assert "source harbour: 1 article," in said
    assert "FAIL" not in said
    assert "network" not in said
    assert "ok  clock: within" in said
    assert "note  backups: none are made: no folder is set" in said
    assert "is free, and for this machine only" in said
    assert not stage.messages()


async def test_each_broken_thing_is_named_with_its_cure(stage: Stage, wire: Wire, tmp_path: Path) -> None:
    wire.put("/page", "<!doctype html><html><body>Please log in</body></html>", content_type="text/html")
    wire.put("/busy", status=429, headers={"Retry-After": "299"})
    wire.put("/over", status=410)
    feeds = {"gone": "/nowhere", "page": "/page", "busy": "/busy", "over": "/over"}
    path = written(tmp_path, stage, {name: wire.url(at) for name, at in feeds.items()}, wire.place)
    environment = stage.environment() | {
        name: "wrong-token" for name in ("SLACK_BOT_TOKEN", "DISCORD_TOKEN") if name in stage.environment()
    }
    code, said = await doctor(path, environment)
    assert code == 2
    failed = [line for line in said.splitlines() if line.startswith("FAIL")]
    assert any("token" in line for line in failed)
    assert any("gone" in line and "404" in line for line in failed)
    assert any("page" in line for line in failed)
    assert "we ask too often.\n      → It asks to be left alone for 5 min: try again after that." in said
    assert "gone for good.\n      → Take it out of the settings, or give its new address." in said
    assert "asked again" not in said
    assert "wrong-token" not in said
    assert "Traceback" not in said


async def test_each_source_says_what_came_and_one_that_cannot_start_hides_no_other(
    stage: Stage, wire: Wire, tmp_path: Path
) -> None:
    paper = Newspaper(wire, "/wire", "Harbour Business Wire")
    paper.publish(PLEDGE)
    more = (
        '[[source]]\nkind = "edgar"\nname = "SEC"\n'
        f'[[source]]\nkind = "prnewswire"\nname = "Copy"\nurl = "{paper.url}"\n'
        f'[[source]]\nkind = "nasdaq"\nname = "Mine"\nurl = "{paper.url}"\naccept_terms = true\n'
    )
    path = written(tmp_path, stage, {"harbour": paper.url}, wire.place, more)
    code, said = await doctor(path, stage.environment())
    assert code == 2
    assert 'FAIL  source SEC: The source "SEC" needs contact' in said
    assert re.search(r"ok  source harbour: 1 article, the newest \S+ \S+ old, \d with tickers", said)
    assert "ok  source Copy: 1 article," in said
    assert "note  terms of Mine: accepted in the settings. Nasdaq's terms allow" in said
    # Only an answer from the publisher's own address says that the publisher was seen.
    assert load_seen(tmp_path / "outlay.db").keys() == {"feed"}


@pytest.mark.parametrize(
    ("channel", "words"),
    [
        ("pigeon:loft:1", 'there is no platform "pigeon"'),
        ("console:local:terminal", "console is not set up here"),
    ],
)
async def test_an_operators_channel_that_nobody_serves_is_said(
    stage: Stage, wire: Wire, tmp_path: Path, channel: str, words: str
) -> None:
    paper = Newspaper(wire, "/wire", "Harbour Business Wire")
    more = f'[operator]\nchannel = "{channel}"\n'
    path = written(tmp_path, stage, {"harbour": paper.url}, wire.place, more)
    code, said = await doctor(path, stage.environment())
    assert code == 2
    assert f"FAIL  operator: [operator] channel is {channel}, and {words}" in said
    async with running(path, stage.environment()) as process:
        await stage.connected()
        process.terminate()
        _, said = await finished(process)
    assert words in said


@pytest.mark.parametrize(
    ("fetch", "words"),
    [
        ("", "DNS. If the web is reached through a proxy, set [fetch] proxy."),
        ('proxy = "http://127.0.0.1:9"\n', "the proxy that [fetch] proxy names"),
    ],
)
async def test_where_no_source_is_reached_one_line_says_so(
    stage: Stage, tmp_path: Path, fetch: str, words: str
) -> None:
    place = "127.0.0.1:9"  # discard: nobody listens there
    feeds = {name: f"http://{place}/{name}" for name in ("one", "two")}
    path = written(tmp_path, stage, feeds, place)
    path.write_text(path.read_text().replace("[fetch]\n", f"[fetch]\n{fetch}"))
    code, said = await doctor(path, stage.environment())
    assert code == 2
    *_, found, mend, _ = said.splitlines()
    assert found == "note  network: no server answered at all: 2 sources could not be reached"
    assert words in mend


POLLS = """
from bot.ports import Manner
from bot.sources.settings import Asked as Settings
class build:
    def __init__(self, settings, fetcher): self.name = settings.name
    async def poll(self, cursor, now): return now.tide
    async def close(self): ...
"""


async def test_a_faulty_kind_keeps_no_other_source_from_being_looked_at(
    stage: Stage, wire: Wire, tmp_path: Path
) -> None:
    (tmp_path / "quays").mkdir()
    (tmp_path / "quays" / "imports.py").write_text("import no_such_tide\n")
    (tmp_path / "quays" / "polls.py").write_text(POLLS)
    paper = Newspaper(wire, "/wire", "Harbour Business Wire")
    paper.publish(PLEDGE)
    path = written(tmp_path, stage, {}, wire.place)
    with path.open("a") as settings:
        for kind in ("imports", "polls"):
            settings.write(f'[[source]]\nkind = "quays.{kind}"\nname = "{kind}"\n')
        settings.write(f'[[source]]\nname = "harbour"\nurl = "{paper.url}"\n')
    code, said = await doctor(path, stage.environment() | {"PYTHONPATH": str(tmp_path)})
    assert code == 2, said
    assert "FAIL  source imports: The module of the kind" in said
    assert "FAIL  source polls: [[source]] polls is at fault: AttributeError" in said
    assert "(polls.py, line 6)" in said
    assert "ok  source harbour" in said
    assert "Traceback" not in said


async def test_absent_scopes_are_named(wire: Wire, tmp_path: Path) -> None:
    async with LoopbackSlack(scopes=frozenset({"commands", "app_mentions:read"})) as slack:
        stage = SlackStage(slack)
        paper = Newspaper(wire, "/wire", "Harbour Business Wire")
        path = written(tmp_path, stage, {"harbour": paper.url}, wire.place)
        code, said = await doctor(path, stage.environment())
    assert code == 2
    assert "slack scope chat:write: absent" in said


async def test_a_file_that_is_no_database_is_said(stage: Stage, wire: Wire, tmp_path: Path) -> None:
    path = written(tmp_path, stage, {}, wire.place)
    (tmp_path / "outlay.db").write_text("this is a letter, not a database", encoding="utf-8")
    (tmp_path / "outlay.db").chmod(0o600)
    code, said = await doctor(path, stage.environment())
    assert code == 2
    assert "FAIL  database" in said


@pytest.mark.parametrize(
    ("off", "grade"), [(0, Grade.FINE), (25, Grade.FINE), (-90, Grade.BROKEN), (90, Grade.BROKEN)]
)
def test_a_clock_that_is_off_is_told_from_one_that_is_right(off: int, grade: Grade) -> None:
    there = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
    check = compare_clocks("slack", there, there + timedelta(seconds=off))
    assert check.grade is grade
    assert ("ahead" in check.found) is (off > 30)

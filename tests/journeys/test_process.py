"""`outlay run` as its user starts it: a process of its own, ended by signals or killed."""

import asyncio
import signal
from functools import partial
from pathlib import Path

import pytest

from tests.journeys.newspaper import PLANT, PLEDGE, RETOLD, Item, Newspaper
from tests.journeys.program import finished, running
from tests.journeys.stage import EVERY, DiscordStage, SlackStage, Stage, until, written
from tests.platforms.discord import LoopbackDiscord
from tests.platforms.slack import LoopbackSlack
from tests.wires import Wire

CONSOLE = '[console]\n[[source]]\nname = "a"\nurl = "https://wire.example/feed"\n'
TAPE = '[prices]\nkind = "tests.vendors.tape"\nurl = "http://127.0.0.1:9"\n'
UNKNOWN_FUND = '[follow_ups]\nat = ["hour"]\nbenchmark = "NOFUND"\n'


def polls(wire: Wire) -> int:
    return len(wire.asked)


def polled_since(wire: Wire, before: int) -> bool:
    return polls(wire) > before


def stands(stage: Stage, messages: int) -> bool:
    return len(stage.messages()) == messages


async def test_sigterm_ends_it_in_order_and_a_restart_repeats_nothing(
    stage: Stage, wire: Wire, tmp_path: Path
) -> None:
    paper = Newspaper(wire, "/wire", "Harbour Business Wire")
    path = written(tmp_path, stage, {"harbour": paper.url}, wire.place)
    async with running(path, stage.environment()) as process:
        await stage.connected()
        await until(lambda: polls(wire), "the first poll")
        await stage.say("watch BABA")
        paper.publish(PLEDGE)
        await until(stage.messages, "the alert stands")
        process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(10):
            assert await process.wait() == 0

    before = polls(wire)
    async with running(path, stage.environment()):
        await stage.connected()
        await until(lambda: polls(wire) >= before + 3, "polls after the restart")
        assert len(stage.messages()) == 1
        assert "BABA" in await stage.say("list")


async def test_killed_again_and_again_it_loses_nothing_and_posts_nothing_twice(
    stage: Stage, wire: Wire, tmp_path: Path
) -> None:
    paper = Newspaper(wire, "/wire", "Harbour Business Wire")
    path = written(tmp_path, stage, {"harbour": paper.url}, wire.place)
    async with running(path, stage.environment()) as process:
        await stage.connected()
        await until(lambda: polls(wire), "the first poll")
        await stage.say("watch BABA TM MSFT RIO")
        process.kill()

    companies = (
        ("Alibaba Group Holding Ltd (NYSE: BABA)", "Thailand"),
        ("Toyota Motor Corp (NYSE: TM)", "Kentucky"),
        ("Microsoft Corp. (NASDAQ: MSFT)", "Sweden"),
        ("Rio Tinto (NYSE: RIO)", "Quebec"),
    )
    told = []
    for number, (company, where) in enumerate(companies):
        async with running(path, stage.environment()) as process:
            seen = polls(wire)
            headline = f"{company.partition(' (')[0]} to invest ${number + 2}.5 billion in a plant in {where}"
            body = (
                f"{company} will invest ${number + 2}.5 billion in a new plant in {where}, it said on Friday."
            )
            paper.publish(Item(f"kill-{number}", headline, body))
            told.append(where)
            await until(partial(polled_since, wire, seen), "a poll after the restart", seconds=20)
            # Somewhere between the poll and the mark that the message stands: a little later each time.
            await asyncio.sleep(0.03 * number)
            process.kill()
            await process.wait()

    async with running(path, stage.environment()):
        await until(lambda: len(stage.messages()) >= len(told), "every alert stands", seconds=30)
        await asyncio.sleep(EVERY * 3)
        assert sorted(next(w for w in told if w in m.text) for m in stage.messages()) == sorted(told)


async def test_a_refused_token_is_said_and_exits_with_2(stage: Stage, wire: Wire, tmp_path: Path) -> None:
    paper = Newspaper(wire, "/wire", "Harbour Business Wire")
    path = written(tmp_path, stage, {"harbour": paper.url}, wire.place)
    wrong = {
        name: f"{value[:5]}wrong" if name.endswith("TOKEN") else value
        for name, value in stage.environment().items()
    }
    async with running(path, wrong) as process:
        code, said = await finished(process)
    assert code == 2
    assert "TOKEN" in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ('[[source]]\nname = "a"\nurl = "https://wire.example/feed"\n', "No platform is set"),
        ("[console]\n", "No source is set"),
        ('[teams]\n[[source]]\nname = "a"\nurl = "https://wire.example"\n', 'no kind "teams"'),
        ("[store\n", "not valid TOML"),
        ('[console]\n[[source]]\nkind = "fax"\nname = "a"\n', 'no kind "fax"'),
        ('[console]\n[operator]\nchannel = "x"\n', "[operator] channel"),
        ('[console]\n[fetch]\nallow = ["nonsense"]\n', "host:port"),
        ("[fech]\n", "no table [fech]. Did you mean [fetch]?"),
        (f'{CONSOLE}[follow_ups]\nat = ["hour"]\n', "[follow_ups] at asks for prices"),
        (CONSOLE + TAPE + UNKNOWN_FUND, '[follow_ups] benchmark is "NOFUND"'),
    ],
)
async def test_settings_that_cannot_run_are_said_and_exit_with_2(
    tmp_path: Path, settings: str, words: str
) -> None:
    path = tmp_path / "outlay.toml"
    path.write_text(settings)
    async with running(path, {"OUTLAY_STORE_PATH": str(tmp_path / "outlay.db")}) as process:
        code, said = await finished(process)
    assert code == 2, said
    assert words in said
    assert "Traceback" not in said


async def test_all_that_is_to_be_mended_in_the_sources_is_said_at_once(tmp_path: Path) -> None:
    path = tmp_path / "outlay.toml"
    path.write_text(
        '[console]\n[[source]]\nkind = "edgar"\nname = "SEC"\n[[source]]\nkind = "nasdaq"\nname = "Mine"\n'
        '[[source]]\nkind = "fax"\nname = "Fax"\n'
    )
    async with running(path, {"OUTLAY_STORE_PATH": str(tmp_path / "outlay.db")}) as process:
        code, said = await finished(process)
    assert code == 2, said
    assert "3 things keep the sources from working" in said
    for words in ('"SEC" needs contact', '"Mine" needs accept_terms', 'no kind "fax"'):
        assert words in said


async def test_both_platforms_get_the_same_story(wire: Wire, tmp_path: Path) -> None:
    paper = Newspaper(wire, "/wire", "Harbour Business Wire")
    async with LoopbackSlack() as slack, LoopbackDiscord() as discord:
        stages: tuple[Stage, ...] = (SlackStage(slack), DiscordStage(discord))
        path = written(tmp_path, stages[0], {"harbour": paper.url}, wire.place)
        environment = stages[0].environment() | stages[1].environment()
        async with running(path, environment):
            for stage in stages:
                await stage.connected()
            await until(lambda: polls(wire), "the first poll")
            for stage in stages:
                await stage.say("watch BABA")
            paper.publish(PLEDGE, RETOLD, PLANT)
            for stage in stages:
                await until(partial(stands, stage, 2), "both stories stand")
            pushes = [sorted(m.push.split("\n")[0] for m in stage.messages()) for stage in stages]
            assert pushes[0] == pushes[1]


async def test_a_platform_that_is_down_at_the_start_is_waited_for(wire: Wire, tmp_path: Path) -> None:
    paper = Newspaper(wire, "/wire", "Harbour Business Wire")
    slack = LoopbackSlack()
    await slack.start()
    stage = SlackStage(slack)
    path = written(tmp_path, stage, {"harbour": paper.url}, wire.place)
    await slack.stop()
    async with running(path, stage.environment()) as process:
        await until(lambda: polls(wire), "polling goes on")
        assert process.returncode is None
        await slack.start()
        await slack.connected(within=30)
        assert "works" in await stage.say("status")
    await slack.stop()


async def test_a_second_one_on_the_same_database_refuses_to_start(
    stage: Stage, wire: Wire, tmp_path: Path
) -> None:
    paper = Newspaper(wire, "/wire", "Harbour Business Wire")
    path = written(tmp_path, stage, {"harbour": paper.url}, wire.place)
    async with running(path, stage.environment()):
        await stage.connected()
        async with running(path, stage.environment()) as second:
            code, said = await finished(second)
    assert code == 2
    assert "Another Outlay" in said

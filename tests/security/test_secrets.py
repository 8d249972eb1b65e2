"""No token, key or secret address leaves the program but in the request that it is for.

The real program runs with tokens and keys made up for this, at the level debug; both platforms and every
vendor with a key are made to fail in many ways. Then its output and its database are searched.
"""

import asyncio
import re
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import pytest

from bot.domain.secret import Secret
from tests.journeys.newspaper import PLEDGE, Newspaper
from tests.journeys.program import ROOT, finished, running
from tests.journeys.stage import until
from tests.platforms.discord import LoopbackDiscord
from tests.platforms.discord_faults import Kind
from tests.platforms.slack import LoopbackSlack
from tests.platforms.slack_state import APP_TOKEN, BOT_TOKEN, Fault
from tests.wires import Wire

# In parts, so that no scanner of repositories takes it for somebody's.
DISCORD_TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4" + ".GabcDE." + "aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789ab"
KEYS = {
    "FINNHUB_API_KEY": "fin9hub0key1made2up3",
    "BENZINGA_API_KEY": "ben8zin1ga2key3made4",
    "MASSIVE_API_KEY": "mas7sive1key2made3up",
    "APCA_API_KEY_ID": "PKALPACAKEYMADEUP000",
    "APCA_API_SECRET_KEY": "alpaca5secret6made7up8for9this0",
    "SLACK_SIGNING_SECRET": "8" * 32,
}
PASSWORD = "pass5word6made7up"
FORBIDDEN = (BOT_TOKEN, APP_TOKEN, DISCORD_TOKEN, PASSWORD, *KEYS.values())
# What the servers made up themselves: the tickets of sockets, the addresses to answer at.
MADE_UP = re.compile(r"ticket=\w|/response/r\d|/(?:webhooks|interactions)/\d+/[0-9a-f]{32}")


@pytest.fixture
async def slack() -> AsyncIterator[LoopbackSlack]:
    async with LoopbackSlack() as server:
        server.add_channel("C1")
        yield server


@pytest.fixture
async def discord() -> AsyncIterator[LoopbackDiscord]:
    async with LoopbackDiscord() as server:
        server.state.token = DISCORD_TOKEN
        server.add_channel("100")
        yield server


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    async with Wire() as wire:
        yield wire


def environment(slack: LoopbackSlack, discord: LoopbackDiscord) -> dict[str, str]:
    return {
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_APP_TOKEN": APP_TOKEN,
        "OUTLAY_SLACK_API_URL": slack.api_url,
        "DISCORD_TOKEN": DISCORD_TOKEN,
        "OUTLAY_DISCORD_API_URL": discord.api_url,
        "OUTLAY_DISCORD_GATEWAY_URL": discord.gateway_url,
        **KEYS,
    }


def settings(folder: Path, wire: Wire) -> Path:
    """Write settings with a feed that works and every kind of source that wants a key, all at one address."""
    sources = "".join(
        f'[[source]]\nkind = "{kind}"\nname = "{kind}"\nurl = "{wire.url("/vendor")}"\nevery = 0.3\n'
        for kind in ("finnhub", "benzinga", "massive", "alpaca")
    )
    path = folder / "outlay.toml"
    path.write_text(
        f'[store]\npath = "{folder / "outlay.db"}"\n[fetch]\nallow = ["{wire.place}"]\n'
        f'[[source]]\nkind = "feed"\nname = "feed"\nurl = "{wire.url("/feed")}"\nevery = 0.3\n{sources}'
        '[slack]\nmanagers = ["U1"]\n[user_sources]\nallowed = true\n[log]\nlevel = "debug"\n',
        encoding="utf-8",
    )
    return path


def assert_nothing_leaks(said: str, folder: Path) -> None:
    assert said
    for path in folder.iterdir():
        said += path.read_bytes().decode("latin-1")
    assert [secret for secret in FORBIDDEN if secret in said] == []
    assert MADE_UP.findall(said) == []


async def test_no_way_to_fail_shows_a_secret(
    slack: LoopbackSlack, discord: LoopbackDiscord, wire: Wire, tmp_path: Path
) -> None:
    paper = Newspaper(wire, "/feed", "Harbour Wire")
    wire.put("/vendor", "<html>who are you?</html>", status=401)
    async with running(settings(tmp_path, wire), environment(slack, discord)) as process:
        await slack.connected(within=20)
        await discord.connected()
        await slack.command("/outlay watch BABA", channel="C1")
        await discord.command("watch", {"tickers": "BABA"}, channel="100")
        for fault in (Fault.STATUS_500, Fault.RESET, Fault.HTML, Fault.BROKEN_JSON):
            slack.fail("chat.postMessage", fault)
        for kind in (Kind.SERVER_ERROR, Kind.BAD_GATEWAY, Kind.RESET_AFTER, Kind.HTML):
            discord.fail(kind)
        paper.publish(PLEDGE)
        await until(lambda: slack.calls("chat.postMessage"), "Slack is asked", seconds=20)
        await until(lambda: discord.calls("POST", "/channels/100/messages"), "Discord is asked", seconds=20)
        for gone in ("expired_url", Fault.STATUS_500, Fault.RESET, Fault.HTML):
            slack.fail("response_url", gone)
            slack.fail("chat.postEphemeral", "channel_not_found")
            with suppress(TimeoutError):
                async with asyncio.timeout(0.5):
                    await slack.command(f"/outlay source add https://me:{PASSWORD}@a.example/", channel="C1")
        wire.put("/vendor", "{", status=200)
        slack.fail("apps.connections.open", "invalid_auth")
        await slack.drop_sockets()
        await discord.malformed_event()
        await discord.drop_gateway()
        with suppress(TimeoutError):
            await slack.connected(within=1)
        process.terminate()
        _, said = await finished(process)
    assert '"level": "debug"' in said or "debug" in said.casefold(), "everything was logged that there is"
    assert "finnhub" in said
    assert_nothing_leaks(said, tmp_path)


async def test_a_start_that_is_refused_shows_no_secret(
    slack: LoopbackSlack, discord: LoopbackDiscord, wire: Wire, tmp_path: Path
) -> None:
    discord.state.token = "another"
    slack.fail("auth.test", "invalid_auth", times=9)
    Newspaper(wire, "/feed", "Harbour Wire")
    wire.put("/vendor", "{}", status=403)
    async with running(settings(tmp_path, wire), environment(slack, discord)) as process:
        code, said = await finished(process)
    assert code == 2
    assert_nothing_leaks(said, tmp_path)


NOBODY_CAUGHT = """
import sys, threading
from bot.cli.logs import log_to_standard_error, log_what_nobody_caught

def fail():
    raise ValueError("GET https://a.example/?token=" + sys.argv[1])

log_to_standard_error("info", "json")
log_what_nobody_caught()
thread = threading.Thread(target=fail)
thread.start()
thread.join()
fail()
"""


def test_what_nobody_caught_shows_no_secret() -> None:
    command = [sys.executable, "-c", NOBODY_CAUGHT, DISCORD_TOKEN]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 1
    assert done.stderr.count("ValueError: GET https://a.example/?token=***") == 2
    assert DISCORD_TOKEN not in done.stdout + done.stderr


def test_a_secret_hides_itself_wherever_it_is_printed() -> None:
    secret = Secret(DISCORD_TOKEN)
    error = ValueError(secret)
    assert DISCORD_TOKEN not in f"{error} {error!r} {error.args} {secret} {[secret]}"

"""Slack's requests over HTTP: only what Slack signed, just now and for the first time, is let in.

What people do is taken as over the socket: `test_what_is_said_over_http_is_answered` goes through it once,
since the listener behind both is the same.
"""

import asyncio
import json
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from bot.cards.card import Button, Card
from bot.domain.alert import Channel, Footing, Request
from bot.domain.errors import CannotRun
from bot.domain.secret import Secret
from bot.ports import Grade
from handlers.slack.chat import SlackChat
from handlers.slack.examine import examine
from handlers.slack.receive import BODY_WITHIN, LARGEST, PATH
from handlers.slack.signature import REMEMBERED, Came, Flaw, Gate, signature
from tests.handlers.slack.clerk import NotingClerk
from tests.handlers.slack.conftest import opened, serving, settings
from tests.journeys.program import finished, running
from tests.platforms.slack_http import FORM, SIGNING_SECRET, LoopbackSlackOverHttp, sign
from tests.platforms.slack_state import BOT_TOKEN, TEAM, Fault
from tests.wires import Wire

NOW = 1_790_000_000.0
C1 = Channel("slack", TEAM, "C1")
BODY = b"command=%2Foutlay&text=list&user_id=U1&channel_id=C1&team_id=T0OUTLAY"


# ---------------------------------------------------------------------------------------------- the gate


def gate() -> Gate:
    return Gate(Secret(SIGNING_SECRET), Came())


def signed(at: float, body: bytes = BODY) -> dict[str, str]:
    stamp = str(int(at))
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": sign(stamp, body)}


@pytest.mark.parametrize("apart", [-300, -1, 0, 1, 300])
def test_what_slack_signed_within_five_minutes_is_let_in(apart: int) -> None:
    assert gate().flaw(signed(NOW + apart), BODY, NOW) is None


@pytest.mark.parametrize("apart", [-301, 301, -86_400, 10**9])
def test_what_was_signed_at_another_time_is_not(apart: int) -> None:
    assert gate().flaw(signed(NOW + apart), BODY, NOW) is Flaw.OUT_OF_TIME


def test_what_was_tampered_with_is_not() -> None:
    headers = signed(NOW)
    for body in (BODY + b"x", BODY[:-1], b"", BODY.replace(b"list", b"help")):
        assert gate().flaw(headers, body, NOW) is Flaw.NOT_SIGNED
    later = {**headers, "X-Slack-Request-Timestamp": str(int(NOW) + 1)}
    assert gate().flaw(later, BODY, NOW) is Flaw.NOT_SIGNED


@pytest.mark.parametrize(
    "forged", ["", "v0=", "v0=" + "0" * 64, "ü", "\udcff", signature("5" * 31, "1", BODY)]
)
def test_no_other_signature_will_do(forged: str) -> None:
    assert gate().flaw({**signed(NOW), "X-Slack-Signature": forged}, BODY, NOW) is Flaw.NOT_SIGNED


@pytest.mark.parametrize("stamp", ["", "soon", "-1", "1e9", "¹²", "9" * 400, " 1790000000"])
def test_a_time_is_digits(stamp: str) -> None:
    assert gate().flaw({**signed(NOW), "X-Slack-Request-Timestamp": stamp}, BODY, NOW) is Flaw.NO_TIME


def test_the_same_request_is_let_in_once_for_as_long_as_it_is_good() -> None:
    once = gate()
    ahead = signed(NOW + 299)  # good for ten minutes all in all
    assert once.flaw(ahead, BODY, NOW) is None
    for later in (0, 300, 599):
        assert once.flaw(ahead, BODY, NOW + later) is Flaw.SEEN
    assert once.flaw(ahead, BODY, NOW + 600) is Flaw.OUT_OF_TIME
    assert once.flaw(signed(NOW + 1), BODY, NOW) is None, "the same words a second later are another request"


def test_what_is_not_signed_takes_no_room_and_what_is_takes_little() -> None:
    came = Came()
    door = Gate(Secret(SIGNING_SECRET), came)
    for number in range(1_000):
        door.flaw({**signed(NOW), "X-Slack-Signature": f"v0={number}"}, BODY, NOW)
    assert len(came._stamps) == 0
    for number in range(REMEMBERED + 10):
        assert came.first_time(str(number), int(NOW), NOW)
    assert len(came._stamps) == REMEMBERED
    came.first_time("much later", int(NOW) + 1_000, NOW + 1_000)
    assert len(came._stamps) == 1


# --------------------------------------------------------------------------------------------- the server


def over_http(slack: LoopbackSlackOverHttp, port: int) -> AbstractAsyncContextManager[SlackChat]:
    secret = Secret(SIGNING_SECRET)
    return opened(slack, mode="http", listen=f"127.0.0.1:{port}", signing_secret=secret, app_token=None)


@pytest.fixture
async def slack(unused_tcp_port: int) -> AsyncIterator[LoopbackSlackOverHttp]:
    async with LoopbackSlackOverHttp(f"http://127.0.0.1:{unused_tcp_port}{PATH}") as server:
        server.add_channel("C1")
        yield server


@pytest.fixture
def clerk() -> NotingClerk:
    return NotingClerk()


@pytest.fixture
async def chat(
    slack: LoopbackSlackOverHttp, clerk: NotingClerk, unused_tcp_port: int
) -> AsyncIterator[SlackChat]:
    async with over_http(slack, unused_tcp_port) as chat, serving(chat, clerk, slack):
        yield chat


@pytest.mark.usefixtures("chat")
@pytest.mark.parametrize("kind", ["tampered", "too old", "too new", "replayed", "unsigned"])
async def test_a_stranger_gets_401(slack: LoopbackSlackOverHttp, clerk: NotingClerk, kind: str) -> None:
    now = time.time()
    if kind == "tampered":
        status, text = await slack.knock(BODY + b"x", signed=sign(str(int(now)), BODY), form=FORM)
    elif kind == "too old":
        status, text = await slack.knock(BODY, stamp=now - 302, form=FORM)
    elif kind == "too new":
        status, text = await slack.knock(BODY, stamp=now + 302, form=FORM)
    elif kind == "replayed":
        assert (await slack.knock(BODY, stamp=now, form=FORM))[0] == 200
        status, text = await slack.knock(BODY, stamp=now, form=FORM, headers={"X-Slack-Retry-Num": "1"})
    else:
        status, text = await slack.knock(BODY, headers={"X-Slack-Signature": ""}, form=FORM)
    assert (status, text) == (401, "")
    await slack.command("/outlay help", channel="C1")
    assert [asked.words for asked in clerk.asked if asked.words != "help"] == (
        ["list"] if kind == "replayed" else []
    )


@pytest.mark.usefixtures("chat")
async def test_slack_may_make_sure_of_the_address(slack: LoopbackSlackOverHttp) -> None:
    asked = json.dumps({"type": "url_verification", "challenge": "abc", "token": "old"}).encode()
    status, text = await slack.knock(asked)
    assert (status, json.loads(text)) == (200, {"challenge": "abc"})
    assert (await slack.knock(asked, signed="v0=0"))[0] == 401


@pytest.mark.usefixtures("chat")
async def test_a_body_has_a_limit(slack: LoopbackSlackOverHttp) -> None:
    assert (await slack.knock(b"x" * (LARGEST + 1)))[0] == 413


@pytest.mark.usefixtures("chat")
async def test_a_body_that_drips_is_waited_for_no_longer_than_slack_waits(unused_tcp_port: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", unused_tcp_port)
    started = time.monotonic()
    writer.write(f"POST {PATH} HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n".encode())

    async def drip() -> None:
        while True:
            writer.write(b"x")
            await asyncio.sleep(0.1)

    dripping = asyncio.create_task(drip())
    assert b"408" in await reader.readline()
    assert time.monotonic() - started < BODY_WITHIN + 1
    dripping.cancel()
    writer.close()


@pytest.mark.usefixtures("chat")
@pytest.mark.parametrize(
    ("body", "form"),
    [
        (b"{", "application/json"),
        (b"[]", "application/json"),
        (b"\xff\xfe", "application/json"),
        (b"payload=%7B", FORM),
        (b"payload=7", FORM),
        (b"{}", "application/json; charset=none"),
        (b"", FORM),
    ],
)
async def test_a_signed_body_that_makes_no_sense_harms_nothing(
    slack: LoopbackSlackOverHttp, clerk: NotingClerk, body: bytes, form: str
) -> None:
    assert (await slack.knock(body, form=form))[0] in {200, 400, 404}
    assert (await slack.command("/outlay list", channel="C1")).words.startswith("Answer to list")
    assert [asked.words for asked in clerk.asked] == ["list"]


async def test_other_paths_and_methods_are_nobodys(
    slack: LoopbackSlackOverHttp, chat: SlackChat, unused_tcp_port: int
) -> None:
    for line, status in (("GET /", b"404"), (f"GET {PATH}", b"405"), ("POST /slack", b"404")):
        reader, writer = await asyncio.open_connection("127.0.0.1", unused_tcp_port)
        writer.write(f"{line} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".encode())
        assert status in await reader.readline()
        writer.close()


async def test_what_is_said_over_http_is_answered(
    slack: LoopbackSlackOverHttp, chat: SlackChat, clerk: NotingClerk
) -> None:
    clerk.slow = 1.0
    seen = await slack.command("/outlay recent", channel="C1", user="U2")
    assert (seen.private_to, slack.acks[0] < 0.8) == ("U2", True), "acknowledged before it is answered"
    clerk.slow = 0.0
    message = await chat.post(
        C1, Card("Solvane commits $2B", buttons=(Button("Details", words="why 7"),)), "k"
    )
    alert = slack.messages("C1")[0]
    assert await slack.click(alert, "Details", user="U2") is not None
    assert (await slack.mention("why", channel="C1", user="U2", thread=alert)).private_to is None
    assert clerk.asked[1:] == [
        Request("why 7", "U2", C1, about=message),
        Request("why", "U2", C1, about=message, footing=Footing()),
    ]
    assert slack.calls("apps.connections.open") == []


async def test_an_event_that_comes_three_times_is_answered_once(
    slack: LoopbackSlackOverHttp, chat: SlackChat, clerk: NotingClerk
) -> None:
    body = json.dumps(slack.mention_payload("why", channel="C1")).encode()
    now = time.time()
    for attempt in range(3):
        status, _ = await slack.knock(body, stamp=now + attempt, headers={"X-Slack-Retry-Num": str(attempt)})
        assert status == 200, "Slack signs each attempt anew"
    await slack.mention("list", channel="C1")
    assert [asked.words for asked in clerk.asked] == ["why", "list"]


async def test_strangers_do_not_fill_the_log(
    slack: LoopbackSlackOverHttp, chat: SlackChat, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    caplog.clear()
    for _ in range(20):
        await slack.knock(b"{}", signed="v0=0")
    assert len([record for record in caplog.records if record.name.startswith("handlers.slack")]) <= 1


@pytest.mark.usefixtures("chat")
async def test_nor_does_what_is_no_request_at_all(
    unused_tcp_port: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.clear()
    for noise in (b"\x16\x03\x01\x02 this is TLS\r\n", b"POST / HTTP/1.1\r\nX: " + b"x" * 20_000):
        answer, stranger = await asyncio.open_connection("127.0.0.1", unused_tcp_port)
        stranger.write(noise + b"\r\n\r\n")
        assert b"400" in await answer.readline()
        stranger.close()
    assert not caplog.records


async def test_an_address_that_is_taken_is_said(
    slack: LoopbackSlackOverHttp, chat: SlackChat, clerk: NotingClerk, unused_tcp_port: int
) -> None:
    async with over_http(slack, unused_tcp_port) as second:
        with pytest.raises(CannotRun, match=r"\[slack\] listen: nothing can listen at 127"):
            await second.serve(clerk)


async def test_the_doctor_says_whether_it_could_listen(
    slack: LoopbackSlackOverHttp,
    unused_tcp_port_factory: Callable[[], int],
    chat: SlackChat,
    unused_tcp_port: int,
) -> None:
    filled = {"mode": "http", "signing_secret": Secret(SIGNING_SECRET), "app_token": None}
    for port, grade in ((unused_tcp_port_factory(), Grade.FINE), (unused_tcp_port, Grade.LIMITED)):
        found = await examine(settings(slack, listen=f"127.0.0.1:{port}", **filled))
        (check,) = [check for check in found.checks if check.subject == "slack over http"]
        assert check.grade is grade


async def test_the_secret_stays_inside(
    slack: LoopbackSlackOverHttp, chat: SlackChat, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    slack.fail("response_url", Fault.STATUS_500)
    await slack.command("/outlay list", channel="C1")
    await slack.knock(b"{}", signed="v0=0")
    assert SIGNING_SECRET not in caplog.text
    assert SIGNING_SECRET not in repr(vars(chat))


async def test_the_whole_program_runs_over_http(
    slack: LoopbackSlackOverHttp, unused_tcp_port: int, tmp_path: Path
) -> None:
    async with Wire() as wire:
        wire.put("/feed", "<rss><channel/></rss>")
        path = tmp_path / "outlay.toml"
        path.write_text(
            f'[store]\npath = "{tmp_path / "outlay.db"}"\n[fetch]\nallow = ["{wire.place}"]\n'
            f'[[source]]\nkind = "feed"\nname = "feed"\nurl = "{wire.url("/feed")}"\n'
            f'[slack]\nmode = "http"\nlisten = "127.0.0.1:{unused_tcp_port}"\nmanagers = ["U1"]\n',
            encoding="utf-8",
        )
        variables = {"SLACK_BOT_TOKEN": BOT_TOKEN, "OUTLAY_SLACK_API_URL": slack.api_url}
        async with running(path, {**variables, "SLACK_SIGNING_SECRET": SIGNING_SECRET}) as process:
            await slack.connected(within=20)
            watched = await slack.command("/outlay watch MSFT", channel="C1")
            assert "Added: Microsoft (MSFT)" in watched.words
            process.terminate()
            code, said = await finished(process)
    assert code == 0
    assert SIGNING_SECRET not in said

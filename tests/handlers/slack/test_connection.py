"""The socket: dropped, refused, frozen, retired, and taken down in order."""

import asyncio
import logging
import time
from dataclasses import replace

import pytest

from bot.cards.card import Card
from bot.domain.errors import CannotRun
from handlers.slack.chat import SlackChat
from tests.handlers.slack.clerk import NotingClerk
from tests.handlers.slack.conftest import QUICK, opened, serving
from tests.platforms.slack import LoopbackSlack
from tests.platforms.slack_state import Fault


async def test_a_dropped_socket_is_opened_again(
    chat: SlackChat, clerk: NotingClerk, slack: LoopbackSlack
) -> None:
    async with serving(chat, clerk, slack) as task:
        for _ in range(2):
            await slack.drop_sockets()
            await slack.connected()
            assert (await slack.command("/outlay list", channel="C1")).words.startswith("Answer")
        assert not task.done()


async def test_slack_is_said_to_be_away_once_an_outage(
    slack: LoopbackSlack, clerk: NotingClerk, caplog: pytest.LogCaptureFixture
) -> None:
    """The SDK would say so at each try, as an error with a traceback."""
    patient = replace(QUICK, ping=0.05, socket=30.0)
    async with opened(slack, patient) as chat, serving(chat, clerk, slack):
        for _ in range(2):
            caplog.clear()
            slack.refuses_sockets = True
            before = slack.refused
            await slack.drop_sockets()
            async with asyncio.timeout(10):
                while slack.refused < before + 3:
                    await asyncio.sleep(0.01)
            [said] = [record for record in caplog.records if record.levelno >= logging.WARNING]
            assert (said.levelname, said.exc_info) == ("WARNING", None)
            slack.refuses_sockets = False
            await slack.connected()
            await slack.command("/outlay list", channel="C1")  # so its greeting has been heard


async def test_a_socket_that_slack_retires_is_replaced(
    chat: SlackChat, clerk: NotingClerk, slack: LoopbackSlack
) -> None:
    async with serving(chat, clerk, slack):
        await slack.ask_to_reconnect()
        await slack.connected()
        assert (await slack.command("/outlay list", channel="C1")).words.startswith("Answer")


async def test_a_socket_without_sign_of_life_is_given_up(
    chat: SlackChat, clerk: NotingClerk, slack: LoopbackSlack
) -> None:
    async with serving(chat, clerk, slack) as task:
        slack.frozen = True  # new sockets open, and nothing comes through them
        with pytest.raises(ConnectionError, match="no sign of life"):
            async with asyncio.timeout(10):
                await task


async def test_serving_again_works_after_it_was_given_up(
    chat: SlackChat, clerk: NotingClerk, slack: LoopbackSlack
) -> None:
    async with serving(chat, clerk, slack) as task:
        slack.refuses_sockets = True
        await slack.drop_sockets()
        with pytest.raises(ConnectionError):
            async with asyncio.timeout(10):
                await task
    slack.refuses_sockets = False
    async with serving(chat, clerk, slack):
        assert (await slack.command("/outlay list", channel="C1")).words.startswith("Answer")


async def test_a_socket_that_never_opens_is_given_up(
    chat: SlackChat, clerk: NotingClerk, slack: LoopbackSlack
) -> None:
    slack.refuses_sockets = True
    with pytest.raises(ConnectionError, match="did not open"):
        async with asyncio.timeout(10):
            await chat.serve(clerk)


async def test_an_address_that_is_not_given_is_told(
    chat: SlackChat, clerk: NotingClerk, slack: LoopbackSlack
) -> None:
    slack.fail("apps.connections.open", Fault.STATUS_500)
    with pytest.raises(ConnectionError):
        await chat.serve(clerk)


async def test_a_revoked_app_token_ends_it(chat: SlackChat, clerk: NotingClerk, slack: LoopbackSlack) -> None:
    slack.fail("apps.connections.open", "invalid_auth")
    with pytest.raises(CannotRun, match="SLACK_APP_TOKEN"):
        await chat.serve(clerk)


async def test_it_ends_quickly_and_an_answer_under_way_still_arrives(
    slack: LoopbackSlack, clerk: NotingClerk
) -> None:
    async with opened(slack) as chat:
        clerk.slow = 0.3
        async with serving(chat, clerk, slack) as task:
            asked = asyncio.create_task(slack.command("/outlay list", channel="C1"))
            while not clerk.asked:
                await asyncio.sleep(0.01)
            started = time.monotonic()
            task.cancel()
            await asyncio.wait([task])
            assert time.monotonic() - started < 3
        assert (await asked).words.startswith("Answer to list")
        assert slack.sockets == 0


async def test_it_ends_quickly_when_the_server_is_frozen(
    chat: SlackChat, clerk: NotingClerk, slack: LoopbackSlack
) -> None:
    async with serving(chat, clerk, slack) as task:
        slack.frozen = True
        started = time.monotonic()
        task.cancel()
        await asyncio.wait([task])
        assert time.monotonic() - started < 3


async def test_posting_goes_on_while_the_socket_is_down(
    chat: SlackChat, clerk: NotingClerk, slack: LoopbackSlack
) -> None:
    async with serving(chat, clerk, slack):
        slack.refuses_sockets = True
        await slack.drop_sockets()
        await chat.tell("T0OUTLAY", "U1", Card(title="A word"))
        assert len(slack.messages("DU1")) == 1

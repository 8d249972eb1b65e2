"""No token leaves the process but in the request that it is for."""

import logging

import pytest

from bot.cards.card import Card
from bot.domain.alert import Channel
from bot.domain.errors import CannotRun, DeliveryTrouble
from handlers.slack.chat import SlackChat
from tests.handlers.slack.clerk import NotingClerk
from tests.handlers.slack.conftest import opened, serving, settings
from tests.platforms.slack import LoopbackSlack
from tests.platforms.slack_state import APP_TOKEN, BOT_TOKEN, TEAM, Fault

C1 = Channel("slack", TEAM, "C1")


@pytest.mark.parametrize("fault", [*Fault, "invalid_auth", "missing_scope"])
async def test_no_way_to_fail_prints_a_token(
    slack: LoopbackSlack, clerk: NotingClerk, caplog: pytest.LogCaptureFixture, fault: Fault | str
) -> None:
    caplog.set_level(logging.DEBUG)
    said = []
    for method in ("auth.test", "apps.connections.open"):
        slack.fail(method, fault)
        try:
            async with opened(slack):
                pass
        except (CannotRun, ConnectionError) as error:
            said.append(str(error))
    slack._faults.clear()
    async with opened(slack) as chat, serving(chat, clerk, slack):
        slack.fail("chat.postMessage", fault)
        try:
            await chat.post(C1, Card(title="News"), "k")
        except DeliveryTrouble as trouble:
            said.append(str(trouble))
        if fault is not Fault.BROKEN_JSON:  # a 200 is taken for a yes
            slack.fail("response_url", fault)
        await slack.command("/outlay list", channel="C1")
    everything = "\n".join([caplog.text, *said])
    assert everything
    assert BOT_TOKEN not in everything
    assert APP_TOKEN not in everything
    assert "/response/" not in everything


def test_a_chat_does_not_show_its_tokens() -> None:
    slack = LoopbackSlack()
    filled = settings(slack, api_url="https://slack.com/api")
    assert BOT_TOKEN not in f"{filled!r} {SlackChat(filled)!r}"

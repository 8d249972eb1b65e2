"""What is said over HTTP is taken as over the socket: the same tests, with requests that are signed."""

from collections.abc import AsyncIterator

import pytest

from handlers.slack.chat import SlackChat
from handlers.slack.receive import PATH
from tests.handlers.slack.clerk import NotingClerk
from tests.handlers.slack.conftest import serving
from tests.handlers.slack.test_listen import (
    test_a_button_asks_its_words_about_its_message,
    test_a_button_in_a_thread_asks_about_the_alert,
    test_a_button_of_a_private_answer_hangs_on_no_message,
    test_a_button_that_leads_to_a_page_is_only_acknowledged,
    test_a_command_is_answered_to_the_asker_alone,
    test_a_mention_elsewhere_opens_a_thread,
    test_a_mention_in_an_alerts_thread_is_answered_there,
    test_a_mention_may_carry_the_bots_name,
    test_a_mention_without_words_asks_for_help,
    test_a_public_answer_is_seen_by_all,
    test_a_refusal_of_a_mention_is_private,
    test_a_slow_answer_is_acknowledged_at_once,
    test_bots_are_not_answered,
    test_nothing_said_asks_for_help,
    test_what_the_bot_has_no_use_for_is_acknowledged,
)
from tests.platforms.slack_http import LoopbackSlackOverHttp
from tests.security.test_slack_over_http import over_http

__all__ = [
    "test_a_button_asks_its_words_about_its_message",
    "test_a_button_in_a_thread_asks_about_the_alert",
    "test_a_button_of_a_private_answer_hangs_on_no_message",
    "test_a_button_that_leads_to_a_page_is_only_acknowledged",
    "test_a_command_is_answered_to_the_asker_alone",
    "test_a_mention_elsewhere_opens_a_thread",
    "test_a_mention_in_an_alerts_thread_is_answered_there",
    "test_a_mention_may_carry_the_bots_name",
    "test_a_mention_without_words_asks_for_help",
    "test_a_public_answer_is_seen_by_all",
    "test_a_refusal_of_a_mention_is_private",
    "test_a_slow_answer_is_acknowledged_at_once",
    "test_bots_are_not_answered",
    "test_nothing_said_asks_for_help",
    "test_what_the_bot_has_no_use_for_is_acknowledged",
]


@pytest.fixture
async def slack(unused_tcp_port: int) -> AsyncIterator[LoopbackSlackOverHttp]:
    async with LoopbackSlackOverHttp(f"http://127.0.0.1:{unused_tcp_port}{PATH}") as server:
        server.add_channel("C1")
        yield server


@pytest.fixture
async def served(
    slack: LoopbackSlackOverHttp, clerk: NotingClerk, unused_tcp_port: int
) -> AsyncIterator[SlackChat]:
    async with over_http(slack, unused_tcp_port) as chat, serving(chat, clerk, slack):
        yield chat

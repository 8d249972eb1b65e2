"""Commands, buttons and mentions, through the real Bolt app over a real socket."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import pytest

from bot.cards.card import Button, Card, Tone
from bot.domain.alert import Channel, Footing, Request
from handlers.slack.chat import SlackChat
from tests.handlers.slack.clerk import NotingClerk
from tests.handlers.slack.conftest import opened, serving
from tests.platforms.slack import LoopbackSlack
from tests.platforms.slack_state import TEAM, Fault

C1 = Channel("slack", TEAM, "C1")
ALERT = Card(
    title="Solvane (SLV1) commits $2B to a cell plant",
    buttons=(Button("Source", url="https://example.com/solvane"), Button("Details", words="why 7")),
)


@pytest.fixture
async def served(chat: SlackChat, clerk: NotingClerk, slack: LoopbackSlack) -> AsyncIterator[SlackChat]:
    async with serving(chat, clerk, slack):
        yield chat


async def test_a_command_is_answered_to_the_asker_alone(
    served: SlackChat, clerk: NotingClerk, slack: LoopbackSlack
) -> None:
    seen = await slack.command("/outlay recent AT&T", channel="C1", user="U2")

    assert clerk.asked == [Request("recent AT&amp;T", "U2", C1)]
    assert (seen.private_to, seen.thread_ts) == ("U2", None)
    assert seen.words.startswith("Answer to recent AT")
    assert slack.messages("C1") == []


async def test_a_public_answer_is_seen_by_all(
    served: SlackChat, clerk: NotingClerk, slack: LoopbackSlack
) -> None:
    clerk.private = False
    await slack.command("/outlay recent", channel="C1")
    (shown,) = slack.messages("C1")
    assert shown.words.startswith("Answer to recent")


@pytest.mark.parametrize("typed", ["/outlay", "/outlay   "])
async def test_nothing_said_asks_for_help(
    served: SlackChat, clerk: NotingClerk, slack: LoopbackSlack, typed: str
) -> None:
    await slack.command(typed, channel="C1")
    assert clerk.asked[0].words == "help"


async def test_a_slow_answer_is_acknowledged_at_once(
    served: SlackChat, clerk: NotingClerk, slack: LoopbackSlack
) -> None:
    clerk.slow = 1.0
    await slack.command("/outlay recent", channel="C1")
    assert slack.acks[0] < 0.5


@pytest.mark.parametrize(
    "fault",
    ["expired_url", "used_url", Fault.STATUS_500, Fault.RESET, Fault.HANG, Fault.RATE_LIMIT, Fault.HTML],
)
async def test_a_response_url_that_fails_does_not_cost_the_answer(
    served: SlackChat, slack: LoopbackSlack, fault: Fault | str
) -> None:
    slack.fail("response_url", fault)
    seen = await slack.command("/outlay recent", channel="C1")
    assert seen.private_to == "U1"
    assert len(slack.calls("chat.postEphemeral")) == 1


async def test_an_answer_to_all_that_may_stand_already_is_not_given_twice(
    served: SlackChat, clerk: NotingClerk, slack: LoopbackSlack
) -> None:
    clerk.private = False
    slack.fail("response_url", Fault.ACCEPT_RESET)
    await slack.command("/outlay recent", channel="C1")
    clerk.asked.clear()
    await slack.command("/outlay list", channel="C1")
    assert len(slack.messages("C1")) == 2
    assert slack.calls("chat.postMessage") == []


async def test_an_answer_waits_a_little_when_asked_to(served: SlackChat, slack: LoopbackSlack) -> None:
    slack.fail("response_url", "expired_url")
    slack.fail("chat.postEphemeral", Fault.RATE_LIMIT, retry_after=1)
    seen = await slack.command("/outlay recent", channel="C1")
    assert seen.private_to == "U1"


async def test_an_answer_that_cannot_be_given_harms_nothing(
    served: SlackChat, slack: LoopbackSlack, clerk: NotingClerk
) -> None:
    slack.fail("response_url", "expired_url")
    slack.fail("chat.postEphemeral", "channel_not_found")
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.5):
            await slack.command("/outlay recent", channel="C1")
    seen = await slack.command("/outlay list", channel="C1")
    assert seen.words.startswith("Answer to list")


async def test_a_button_asks_its_words_about_its_message(
    served: SlackChat, clerk: NotingClerk, slack: LoopbackSlack
) -> None:
    message = await served.post(C1, ALERT, "k")

    seen = await slack.click(slack.messages("C1")[0], "Details", user="U2")

    assert clerk.asked == [Request("why 7", "U2", C1, about=message)]
    assert seen is not None
    assert (seen.private_to, seen.words.splitlines()[0]) == ("U2", "Answer to why 7")
    assert slack.messages("C1")[0].words.startswith("Solvane")  # the alert was not replaced


async def test_a_button_that_leads_to_a_page_is_only_acknowledged(
    served: SlackChat, clerk: NotingClerk, slack: LoopbackSlack
) -> None:
    await served.post(C1, ALERT, "k")
    assert await slack.click(slack.messages("C1")[0], "Source") is None
    assert len(slack.acks) == 1
    assert clerk.asked == []


async def test_a_button_of_a_private_answer_hangs_on_no_message(
    served: SlackChat, clerk: NotingClerk, slack: LoopbackSlack
) -> None:
    seen = await slack.command("/outlay list", channel="C1")
    await slack.click(seen, "More")
    assert clerk.asked[1] == Request("recent", "U1", C1, about=None)


async def test_a_button_in_a_thread_asks_about_the_alert(
    served: SlackChat, clerk: NotingClerk, slack: LoopbackSlack
) -> None:
    message = await served.post(C1, ALERT, "k")
    answer = await slack.mention("price", channel="C1", thread=slack.messages("C1")[0])
    again = await slack.click(answer, "More")
    assert clerk.asked[1].about == message
    assert again is not None
    assert again.thread_ts == message.id


async def test_a_mention_in_an_alerts_thread_is_answered_there(
    served: SlackChat, clerk: NotingClerk, slack: LoopbackSlack
) -> None:
    message = await served.post(C1, ALERT, "k")
    (alert,) = slack.messages("C1")

    seen = await slack.mention("why", channel="C1", user="U2", thread=alert)

    assert clerk.asked == [Request("why", "U2", C1, about=message, footing=Footing())]
    assert slack.thread(alert) == [seen]
    assert seen.private_to is None


async def test_a_mention_elsewhere_opens_a_thread(
    served: SlackChat, clerk: NotingClerk, slack: LoopbackSlack
) -> None:
    seen = await slack.mention("price 9988.HK", channel="C1")
    assert clerk.asked[0].about is None
    assert clerk.asked[0].words == "price <http://9988.HK|9988.HK>"  # the command table tidies Slack's links
    assert seen.thread_ts is not None
    assert seen.private_to is None


async def test_a_mention_without_words_asks_for_help(
    served: SlackChat, clerk: NotingClerk, slack: LoopbackSlack
) -> None:
    await slack.mention("", channel="C1")
    assert clerk.asked[0].words == "help"


async def test_a_mention_may_carry_the_bots_name(
    served: SlackChat, clerk: NotingClerk, slack: LoopbackSlack
) -> None:
    payload = slack.mention_payload("why", channel="C1")
    payload["event"]["text"] = payload["event"]["text"].replace(">", "|outlay>")
    await slack.deliver("events_api", payload)
    async with asyncio.timeout(2):
        while not clerk.asked:
            await asyncio.sleep(0.01)
    assert clerk.asked[0].words == "why"


async def test_a_refusal_of_a_mention_is_private(
    served: SlackChat, clerk: NotingClerk, slack: LoopbackSlack
) -> None:
    clerk.tone = Tone.REFUSAL
    seen = await slack.mention("unwatch SLV1", channel="C1", user="U2")
    assert (seen.private_to, seen.thread_ts) == ("U2", None)


async def test_an_event_that_comes_three_times_is_answered_once(
    served: SlackChat, clerk: NotingClerk, slack: LoopbackSlack
) -> None:
    event = slack.mention_payload("why", channel="C1")
    for attempt in range(3):
        await slack.deliver("events_api", event, retry_attempt=attempt, retry_reason="timeout")
    await slack.mention("list", channel="C1")
    assert [request.words for request in clerk.asked] == ["why", "list"]


async def test_an_event_is_answered_once_over_two_connections(
    chat: SlackChat, clerk: NotingClerk, slack: LoopbackSlack
) -> None:
    event = slack.mention_payload("why", channel="C1")
    for _ in range(2):
        async with serving(chat, clerk, slack):
            await slack.deliver("events_api", event)
            await slack.mention("list", channel="C1")
        await slack.drop_sockets()
    assert [request.words for request in clerk.asked] == ["why", "list", "list"]


async def test_bots_are_not_answered(served: SlackChat, clerk: NotingClerk, slack: LoopbackSlack) -> None:
    event = slack.mention_payload("why", channel="C1")
    event["event"]["bot_id"] = "B0OTHER"
    await slack.deliver("events_api", event)
    await slack.mention("list", channel="C1")
    assert [request.words for request in clerk.asked] == ["list"]


MALFORMED: list[tuple[str, Any]] = [
    ("slash_commands", {}),
    ("slash_commands", {"command": "/outlay", "channel_id": 7, "user_id": None}),
    ("slash_commands", {"command": "/outlay", "text": ["a"], "user_id": "U1"}),
    ("slash_commands", None),
    ("slash_commands", []),
    ("slash_commands", "text"),
    ("interactive", {"type": "block_actions"}),
    ("interactive", {"type": "block_actions", "actions": []}),
    ("interactive", {"type": "block_actions", "actions": [{"action_id": "outlay:0", "value": "list"}]}),
    ("interactive", {"type": "block_actions", "actions": [{"action_id": "outlay:0", "value": {}}]}),
    ("interactive", {"type": "view_submission", "view": {}}),
    ("events_api", {"type": "event_callback", "event": {"type": "app_mention"}}),
    ("events_api", {"type": "event_callback", "event": {"type": "app_mention", "text": 4, "ts": "1.2"}}),
    ("events_api", {"type": "event_callback", "event": None}),
    ("events_api", {"type": "event_callback", "event": {"type": "nobody_listens"}}),
    ("unheard_of", {"a": 1}),
]


@pytest.mark.parametrize(("kind", "payload"), MALFORMED)
async def test_a_payload_that_makes_no_sense_harms_nothing(
    served: SlackChat, clerk: NotingClerk, slack: LoopbackSlack, kind: str, payload: object
) -> None:
    with suppress(TimeoutError):  # some are acknowledged, others not
        async with asyncio.timeout(0.1):
            await slack.deliver(kind, payload)
    seen = await slack.command("/outlay list", channel="C1")
    assert seen.words.startswith("Answer to list")
    assert [request.words for request in clerk.asked] == ["list"]
    assert slack.sockets == 1


@pytest.mark.parametrize("raw", ["", "{", "[]", "null", "text", '{"type": "hello"}', '{"envelope_id": 3}'])
async def test_an_envelope_that_makes_no_sense_harms_nothing(
    served: SlackChat, slack: LoopbackSlack, raw: str
) -> None:
    await slack.send_raw(raw)
    seen = await slack.command("/outlay list", channel="C1")
    assert seen.words.startswith("Answer to list")


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        ("events_api", {"type": "event_callback", "event": {"type": "message", "text": "hm", "user": "U1"}}),
        ("events_api", {"type": "event_callback", "event": {"type": "channel_archive", "channel": "C1"}}),
        ("interactive", {"type": "shortcut", "callback_id": "another", "user": {"id": "U1"}}),
        ("interactive", {"type": "view_closed", "view": {"callback_id": "another"}, "user": {"id": "U1"}}),
        ("interactive", {"type": "block_actions", "actions": [{"action_id": "another", "block_id": "b"}]}),
    ],
)
async def test_what_the_bot_has_no_use_for_is_acknowledged(
    served: SlackChat, clerk: NotingClerk, slack: LoopbackSlack, kind: str, payload: dict[str, Any]
) -> None:
    assert await slack.deliver(kind, {"team_id": TEAM, "team": {"id": TEAM}, **payload}) < 1
    assert clerk.asked == []


async def test_a_clerk_that_fails_harms_nothing(
    served: SlackChat, clerk: NotingClerk, slack: LoopbackSlack
) -> None:
    clerk.breaks = True
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.3):
            await slack.command("/outlay list", channel="C1")
    clerk.breaks = False
    assert (await slack.command("/outlay list", channel="C1")).words.startswith("Answer to list")


async def test_only_some_may_manage(slack: LoopbackSlack, clerk: NotingClerk) -> None:
    slack.api.scopes.add("users:read")
    slack.add_user("UADMIN", admin=True)
    slack.add_user("UGUEST", admin=True, team="T0OTHER")
    async with opened(slack, managers=("U1",)) as chat, serving(chat, clerk, slack):
        slack.add_channel("DU2", kind="im")
        for user, channel in (
            ("U1", "C1"),
            ("U2", "C1"),
            ("UADMIN", "C1"),
            ("UGUEST", "C1"),
            ("U2", "DU2"),
        ):
            await slack.command("/outlay watch BABA", channel=channel, user=user)
        assert [request.manages for request in clerk.asked] == [True, False, True, False, True]
        assert [request.direct for request in clerk.asked] == [False, False, False, False, True]


async def test_who_manages_is_asked_only_when_it_matters_and_remembered(
    slack: LoopbackSlack, clerk: NotingClerk
) -> None:
    slack.api.scopes.add("users:read")
    async with opened(slack) as chat, serving(chat, clerk, slack):
        await slack.command("/outlay list", channel="C1")
        assert slack.calls("users.info") == []
        for _ in range(3):
            await slack.command("/outlay watch BABA", channel="C1")
        assert len(slack.calls("users.info")) == 1


async def test_without_the_scope_it_is_asked_once(
    served: SlackChat, slack: LoopbackSlack, clerk: NotingClerk
) -> None:
    for user in ("U1", "U2"):
        await slack.command("/outlay watch BABA", channel="C1", user=user)
    assert len(slack.calls("users.info")) == 1
    assert not any(request.manages for request in clerk.asked)


async def test_trouble_while_asking_is_a_no_for_now(slack: LoopbackSlack, clerk: NotingClerk) -> None:
    slack.api.scopes.add("users:read")
    slack.add_user("UADMIN", admin=True)
    slack.fail("users.info", Fault.STATUS_500)
    async with opened(slack) as chat, serving(chat, clerk, slack):
        for _ in range(2):
            await slack.command("/outlay watch BABA", channel="C1", user="UADMIN")
    assert [request.manages for request in clerk.asked] == [False, True]

"""Posting, editing, finding and telling, through the real SDK."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.cards.card import Card
from bot.domain.alert import Channel, Message
from bot.domain.errors import CannotRun, DeliveryTrouble, LockedOut, Refused, Unsure, Wait
from bot.ports import Found
from handlers.slack.chat import SlackChat
from tests.handlers.slack.conftest import opened
from tests.platforms.slack import LoopbackSlack
from tests.platforms.slack_state import TEAM, Fault

C1 = Channel("slack", TEAM, "C1")
CARD = Card(title="Solvane (SLV1) commits $2B to a cell plant", url="https://example.com/solvane")
KEY = "0123456789abcdef01234567"


async def test_a_post_stands_once_with_its_key_and_without_previews(
    chat: SlackChat, slack: LoopbackSlack
) -> None:
    message = await chat.post(C1, CARD, KEY)

    (shown,) = slack.messages("C1")
    assert message == Message(C1, shown.ts)
    assert shown.text == "Solvane (SLV1) commits $2B to a cell plant"
    assert shown.words == "Solvane (SLV1) commits $2B to a cell plant"
    assert shown.key == KEY
    (call,) = slack.calls("chat.postMessage")
    assert call.args["unfurl_links"] is False
    assert call.args["unfurl_media"] is False
    assert call.args["parse"] == "none"


async def test_an_edit_replaces_the_card_and_keeps_the_key(chat: SlackChat, slack: LoopbackSlack) -> None:
    message = await chat.post(C1, CARD, KEY)

    await chat.edit(message, Card(title="Solvane (SLV1) commits $3B to a cell plant"), "another key")

    (shown,) = slack.messages("C1")
    assert shown.words == "Solvane (SLV1) commits $3B to a cell plant"
    assert (shown.key, shown.edits) == (KEY, 1)


@pytest.mark.parametrize("method", ["post", "edit"])
@pytest.mark.parametrize(
    ("fault", "meaning"),
    [
        (Fault.RATE_LIMIT, Wait),
        (Fault.STATUS_500, Unsure),
        (Fault.HANG, Unsure),
        (Fault.RESET, Unsure),
        (Fault.HTML, Unsure),
        (Fault.TEXT, Unsure),
        (Fault.BROKEN_JSON, Unsure),
        (Fault.ACCEPT_502, Unsure),
        (Fault.ACCEPT_HANG, Unsure),
        (Fault.ACCEPT_RESET, Unsure),
        (Fault.ACCEPT_HTML, Unsure),
        ("ratelimited", Wait),
        ("request_timeout", Wait),
        ("fatal_error", Unsure),
        ("internal_error", Unsure),
        ("is_archived", Refused),
        ("channel_not_found", Refused),
        ("not_in_channel", Refused),
        ("account_inactive", LockedOut),
        ("token_revoked", LockedOut),
        ("invalid_auth", LockedOut),
        ("missing_scope", LockedOut),
        ("restricted_action", Refused),
        ("something_new", Refused),
    ],
)
async def test_each_way_to_fail_has_its_meaning_and_is_tried_once(
    chat: SlackChat,
    slack: LoopbackSlack,
    fault: Fault | str,
    meaning: type[DeliveryTrouble],
    method: str,
) -> None:
    before = await chat.post(C1, CARD, KEY)
    asked = "chat.postMessage" if method == "post" else "chat.update"
    calls = len(slack.calls(asked))
    slack.fail(asked, fault)

    with pytest.raises(meaning) as raised:
        await (chat.post(C1, CARD, "k") if method == "post" else chat.edit(before, CARD, "k"))

    assert type(raised.value) is meaning
    assert len(slack.calls(asked)) == calls + 1
    accepted = isinstance(fault, Fault) and fault.accepts
    assert len(slack.messages("C1")) == 1 + (accepted and method == "post")


async def test_retry_after_is_passed_on(chat: SlackChat, slack: LoopbackSlack) -> None:
    slack.fail("chat.postMessage", Fault.RATE_LIMIT, retry_after=17)
    with pytest.raises(Wait) as raised:
        await chat.post(C1, CARD, KEY)
    assert raised.value.seconds == 17
    assert slack.messages("C1") == []


async def test_no_connection_at_all_is_certainly_no_post(slack: LoopbackSlack) -> None:
    async with opened(slack) as chat:
        await slack.stop()
        with pytest.raises(Unsure):  # the connection that was kept broke under the request
            await chat.post(C1, CARD, KEY)
        with pytest.raises(Wait, match="cannot be reached"):
            await chat.post(C1, CARD, KEY)


async def test_a_channel_without_the_bot_says_what_to_do(chat: SlackChat, slack: LoopbackSlack) -> None:
    slack.add_channel("C2", member=False)
    with pytest.raises(Refused, match="/invite @Outlay"):
        await chat.post(Channel("slack", TEAM, "C2"), CARD, KEY)


async def test_blocks_that_slack_does_not_take_leave_the_text(chat: SlackChat, slack: LoopbackSlack) -> None:
    slack.fail("chat.postMessage", "invalid_blocks")
    await chat.post(C1, CARD, KEY)
    (shown,) = slack.messages("C1")
    assert (shown.blocks, shown.text, shown.key) == ([], CARD.title, KEY)


async def test_find_sees_an_earlier_post_by_its_key(slack: LoopbackSlack) -> None:
    slack.api.scopes.add("channels:history")
    async with opened(slack) as chat:
        started = datetime.now(UTC)
        slack.fail("chat.postMessage", Fault.ACCEPT_RESET)
        with pytest.raises(Unsure):
            await chat.post(C1, CARD, KEY)
        for number in range(450):  # three pages
            slack.api.call(
                "chat.postMessage", "xoxb-loopback-bot", {"channel": "C1", "text": f"talk {number}"}
            )

        assert await chat.find(C1, KEY, started) == Message(C1, slack.messages("C1")[0].ts)
        assert await chat.find(C1, "f" * 24, started) is Found.NOTHING
        assert len(slack.calls("conversations.history")) == 6


async def test_a_reply_stands_in_the_thread_and_is_found_there(slack: LoopbackSlack) -> None:
    slack.api.scopes.add("channels:history")
    async with opened(slack) as chat:
        started = datetime.now(UTC)
        alert = await chat.post(C1, CARD, KEY)
        slack.fail("chat.postMessage", Fault.ACCEPT_RESET)
        with pytest.raises(Unsure):
            await chat.reply(alert, Card(title="Solvane: $3B, not $2B"), "r" * 24)

        (root,) = slack.messages("C1")
        (reply,) = slack.thread(root)
        assert (reply.key, reply.words) == ("r" * 24, "Solvane: $3B, not $2B")
        assert await chat.find(C1, "r" * 24, started, below=alert) == Message(C1, reply.ts)
        assert await chat.find(C1, "s" * 24, started, below=alert) is Found.NOTHING
        assert await chat.find(C1, "r" * 24, started) is Found.NOTHING, "a channel's history has no replies"


async def test_below_a_deleted_message_nothing_can_stand(slack: LoopbackSlack) -> None:
    slack.api.scopes.add("channels:history")
    async with opened(slack) as chat:
        alert = await chat.post(C1, CARD, KEY)
        slack.api.shown.clear()
        assert await chat.find(C1, "r" * 24, datetime.now(UTC), below=alert) is Found.NOTHING
        with pytest.raises(Refused):
            await chat.reply(alert, CARD, "r" * 24)
        assert slack.messages("C1") == []


async def test_the_same_alert_of_another_bot_is_not_the_bots_own(slack: LoopbackSlack) -> None:
    slack.api.scopes.add("channels:history")
    async with opened(slack) as chat:
        started = datetime.now(UTC)
        await chat.post(C1, CARD, KEY)
        slack.messages("C1")[0].bot_id = "B0ONTRIAL"
        assert await chat.find(C1, KEY, started) is Found.NOTHING


async def test_find_does_not_look_at_what_is_older(slack: LoopbackSlack) -> None:
    slack.api.scopes.add("channels:history")
    async with opened(slack) as chat:
        await chat.post(C1, CARD, KEY)
        assert await chat.find(C1, KEY, datetime.now(UTC) + timedelta(minutes=5)) is Found.NOTHING


async def test_find_cannot_tell_without_the_scope(chat: SlackChat) -> None:
    assert await chat.find(C1, KEY, datetime.now(UTC)) is Found.CANNOT_TELL


async def test_find_does_not_ask_when_the_settings_say_no(slack: LoopbackSlack) -> None:
    async with opened(slack, history=False) as chat:
        assert await chat.find(C1, KEY, datetime.now(UTC)) is Found.CANNOT_TELL
        assert slack.calls("conversations.history") == []


async def test_find_in_a_busy_channel_gives_up_in_time(slack: LoopbackSlack) -> None:
    slack.api.scopes.add("channels:history")
    async with opened(slack) as chat:
        for number in range(2_100):
            slack.api.call("chat.postMessage", "xoxb-loopback-bot", {"channel": "C1", "text": f"{number}"})
        assert await chat.find(C1, KEY, datetime.now(UTC) - timedelta(days=1)) is Found.CANNOT_TELL


@pytest.mark.parametrize(
    ("fault", "meaning"), [(Fault.RATE_LIMIT, Wait), (Fault.HANG, Unsure), ("invalid_auth", LockedOut)]
)
async def test_find_hands_on_trouble(
    chat: SlackChat, slack: LoopbackSlack, fault: Fault | str, meaning: type[DeliveryTrouble]
) -> None:
    slack.fail("conversations.history", fault)
    with pytest.raises(meaning):
        await chat.find(C1, KEY, datetime.now(UTC))


async def test_tell_writes_to_one_person(chat: SlackChat, slack: LoopbackSlack) -> None:
    await chat.tell(TEAM, "U2", Card(title="The channel is archived."))
    (shown,) = slack.messages("DU2")
    assert shown.words == "The channel is archived."


async def test_tell_somebody_who_is_gone(chat: SlackChat, slack: LoopbackSlack) -> None:
    slack.add_user("U9", disabled=True)
    with pytest.raises(Refused, match="deactivated"):
        await chat.tell(TEAM, "U9", CARD)


async def test_a_repeat_is_never_safe(chat: SlackChat) -> None:
    assert (chat.platform, chat.repeat_is_safe_for) == ("slack", timedelta(0))


@pytest.mark.parametrize(
    ("method", "code", "says"),
    [
        ("auth.test", "invalid_auth", "SLACK_BOT_TOKEN"),
        ("auth.test", "account_inactive", "deactivated"),
        ("auth.test", "token_revoked", "revoked"),
        ("apps.connections.open", "invalid_auth", "SLACK_APP_TOKEN"),
        ("apps.connections.open", "missing_scope", "connections:write"),
    ],
)
async def test_a_refused_token_keeps_it_from_opening(
    slack: LoopbackSlack, method: str, code: str, says: str
) -> None:
    slack.fail(method, code)
    with pytest.raises(CannotRun, match=says) as raised:
        async with opened(slack):
            pass
    assert "xoxb-" not in str(raised.value) or "xoxb-loopback" not in str(raised.value)


@pytest.mark.parametrize("method", ["auth.test", "apps.connections.open"])
@pytest.mark.parametrize("fault", [Fault.STATUS_500, Fault.RESET, Fault.HANG, Fault.HTML, Fault.RATE_LIMIT])
async def test_opening_can_be_tried_again_after_passing_trouble(
    slack: LoopbackSlack, method: str, fault: Fault
) -> None:
    slack.fail(method, fault)
    with pytest.raises(ConnectionError, match="api_url"):
        async with opened(slack):
            pass
    async with opened(slack) as chat:
        await chat.post(C1, CARD, KEY)


async def test_before_open_a_post_has_to_wait(chat: SlackChat) -> None:
    await chat.close()
    with pytest.raises(Wait):
        await chat.post(C1, CARD, KEY)

"""Posting, editing and finding over REST, with the real SDK."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.cards.card import Card, Fact
from bot.domain.alert import Channel, Message
from bot.domain.errors import CannotRun, Refused, Unsure, Wait
from bot.ports import Found
from handlers.discord.chat import DiscordChat
from tests.handlers.discord.clerk import ALERT
from tests.handlers.discord.conftest import chat_to
from tests.platforms.discord import DIRECT, FORUM, SEND, VIEW, Kind, LoopbackDiscord

HERE = Channel("discord", "1000", "100")
KEY = "0123456789abcdef01234567"
OTHER_KEY = "fedcba987654321001234567"


def earlier() -> datetime:
    return datetime.now(UTC) - timedelta(seconds=30)


async def test_a_posted_card_stands_with_content_embed_buttons_and_key(
    discord: LoopbackDiscord, chat: DiscordChat
) -> None:
    message = await chat.post(HERE, ALERT, KEY)
    (seen,) = discord.messages("100")
    assert message == Message(HERE, seen.id)
    assert seen.content == ALERT.title
    assert seen.key == KEY
    assert seen.embeds[0]["url"] == f"https://example.com/a#outlay-{KEY}"
    assert seen.buttons == {"Source": "https://example.com/a", "Details": "outlay:why 1"}
    assert "Amount: at least HK$5.0B" in seen.text


async def test_the_same_key_twice_is_one_message(discord: LoopbackDiscord, chat: DiscordChat) -> None:
    first = await chat.post(HERE, ALERT, KEY)
    again = await chat.post(HERE, ALERT, KEY)
    other = await chat.post(HERE, ALERT, OTHER_KEY)
    assert first == again != other
    assert len(discord.messages("100")) == 2


async def test_past_its_window_a_nonce_no_longer_holds_and_only_the_history_can_tell() -> None:
    # The control: without `find`, this is how a message would come to stand twice.
    async with LoopbackDiscord(nonce_window=timedelta(0)) as discord:
        discord.add_channel("100")
        chat = chat_to(discord)
        await chat.open()
        first = await chat.post(HERE, ALERT, KEY)
        await chat.post(HERE, ALERT, KEY)
        assert len(discord.messages("100")) == 2
        assert await chat.find(HERE, KEY, earlier()) == first
        await chat.close()


async def test_an_edit_replaces_the_whole_card(discord: LoopbackDiscord, chat: DiscordChat) -> None:
    message = await chat.post(HERE, ALERT, KEY)
    corrected = replace(ALERT, facts=(Fact("Amount", "HK$6.0B", was="at least HK$5.0B"),), buttons=())
    await chat.edit(message, corrected, OTHER_KEY)
    (seen,) = discord.messages("100")
    assert seen.edits == 1
    assert "~~at least HK$5.0B~~ HK$6.0B" in seen.raw
    assert seen.buttons == {}


@pytest.mark.parametrize("hostile", ["@everyone @here <@7> <@!7> <@&2000>", "[y](http://z) *x* <!channel>"])
async def test_a_hostile_headline_calls_nobody_when_posted_or_edited(
    discord: LoopbackDiscord, chat: DiscordChat, hostile: str
) -> None:
    card = replace(ALERT, title=hostile, text=(hostile,), notes=(hostile,))
    message = await chat.post(HERE, card, KEY)
    await chat.edit(message, card, OTHER_KEY)
    (seen,) = discord.messages("100")
    assert seen.pings == []
    assert seen.body["allowed_mentions"] == {"parse": []}
    assert "](http" not in seen.raw
    assert hostile in seen.text


# ---------------------------------------------------------------------------------------------- replies


async def test_a_reply_stands_below_its_alert_once_calls_nobody_and_is_found(
    discord: LoopbackDiscord, chat: DiscordChat
) -> None:
    alert = await chat.post(HERE, ALERT, KEY)
    news = Card(title="@everyone Corrected: HK$6.0B")
    first = await chat.reply(alert, news, OTHER_KEY)
    assert await chat.reply(alert, news, OTHER_KEY) == first
    _, reply = discord.messages("100")
    assert (reply.reply_to, reply.key) == (alert.id, OTHER_KEY)
    assert reply.pings == []
    assert not reply.body["allowed_mentions"].get("replied_user")
    assert await chat.find(HERE, OTHER_KEY, earlier(), below=alert) == first
    assert await chat.find(HERE, KEY, earlier()) == alert


async def test_a_reply_to_a_deleted_alert_stands_by_itself(
    discord: LoopbackDiscord, chat: DiscordChat
) -> None:
    alert = await chat.post(HERE, ALERT, KEY)
    discord.delete_message(discord.messages("100")[0])
    await chat.reply(alert, Card(title="Corrected: HK$6.0B"), OTHER_KEY)
    (reply,) = discord.messages("100")
    assert reply.key == OTHER_KEY


# ---------------------------------------------------------------------------------------------- refusals


async def test_a_deleted_channel_is_refused_in_words(discord: LoopbackDiscord, chat: DiscordChat) -> None:
    discord.delete_channel("100")
    with pytest.raises(Refused, match="no longer exists"):
        await chat.post(HERE, ALERT, KEY)


@pytest.mark.parametrize(
    ("channel", "words"),
    [("201", "View Channel"), ("202", "Send Messages"), ("203", "Embed Links"), ("204", "forum")],
)
async def test_a_channel_that_takes_no_posts_says_what_to_change(
    discord: LoopbackDiscord, chat: DiscordChat, channel: str, words: str
) -> None:
    discord.add_channel("201", rights=0)
    discord.add_channel("202", rights=VIEW)
    discord.add_channel("203", rights=VIEW | SEND)
    discord.add_channel("204", kind=FORUM)
    with pytest.raises(Refused, match=words):
        await chat.post(Channel("discord", "1000", channel), ALERT, KEY)
    assert len(discord.calls("POST", f"/channels/{channel}/")) == 1, "one refusal is enough"


async def test_an_edit_of_a_deleted_message_is_refused_about_that_message(
    discord: LoopbackDiscord, chat: DiscordChat
) -> None:
    message = await chat.post(HERE, ALERT, KEY)
    discord.delete_message(discord.messages("100")[0])
    with pytest.raises(Refused, match="message no longer exists"):
        await chat.edit(message, ALERT, OTHER_KEY)


async def test_what_cannot_be_an_id_is_refused_without_asking(
    discord: LoopbackDiscord, chat: DiscordChat
) -> None:
    with pytest.raises(Refused, match="no id"):
        await chat.post(Channel("discord", "1000", "C0123"), ALERT, KEY)
    assert discord.calls("POST", "/channels") == []


# ---------------------------------------------------------------------------------------------- find


async def test_a_post_is_found_by_its_key_among_others(discord: LoopbackDiscord, chat: DiscordChat) -> None:
    await chat.post(HERE, ALERT, OTHER_KEY)
    message = await chat.post(HERE, replace(ALERT, url=None), KEY)
    assert await chat.find(HERE, KEY, earlier()) == message


async def test_a_copy_by_somebody_else_is_not_the_bots_own(
    discord: LoopbackDiscord, chat: DiscordChat
) -> None:
    await chat.post(HERE, ALERT, KEY)
    (seen,) = discord.messages("100")
    seen.author = "7"
    assert await chat.find(HERE, KEY, earlier()) is Found.NOTHING


async def test_a_post_is_found_behind_hundreds_of_others(discord: LoopbackDiscord, chat: DiscordChat) -> None:
    place = discord.state.places["100"]
    for number in range(250):
        discord.state.add(place, {"content": f"talk {number}"}, "7")
    message = await chat.post(HERE, ALERT, KEY)
    assert await chat.find(HERE, KEY, earlier()) == message


async def test_limits_that_are_met_on_the_way_do_not_begin_the_look_anew(
    discord: LoopbackDiscord, chat: DiscordChat
) -> None:
    place = discord.state.places["100"]
    for number in range(450):
        discord.state.add(place, {"content": f"talk {number}"}, "7")
    message = await chat.post(HERE, ALERT, KEY)
    discord.limits.bucket(2, seconds=0.2)
    assert await chat.find(HERE, KEY, earlier()) == message
    assert len(discord.calls("GET", "/channels/100/messages")) == 5


async def test_where_they_leave_no_time_nobody_can_tell(discord: LoopbackDiscord, chat: DiscordChat) -> None:
    place = discord.state.places["100"]
    for number in range(150):
        discord.state.add(place, {"content": f"talk {number}"}, "7")
    discord.limits.bucket(1, seconds=60.0)
    assert await chat.find(HERE, KEY, earlier()) is Found.CANNOT_TELL


async def test_a_post_is_found_although_the_clock_here_is_ahead(
    discord: LoopbackDiscord, chat: DiscordChat
) -> None:
    message = await chat.post(HERE, ALERT, KEY)
    assert await chat.find(HERE, KEY, datetime.now(UTC) + timedelta(seconds=30)) == message


async def test_what_was_never_posted_is_not_there(discord: LoopbackDiscord, chat: DiscordChat) -> None:
    await chat.post(HERE, ALERT, OTHER_KEY)
    assert await chat.find(HERE, KEY, earlier()) is Found.NOTHING


async def test_an_empty_channel_is_believed_when_the_bot_may_read_it(
    discord: LoopbackDiscord, chat: DiscordChat
) -> None:
    assert await chat.find(HERE, KEY, earlier()) is Found.NOTHING


async def test_an_empty_history_proves_nothing_to_a_bot_that_may_not_read_it(
    discord: LoopbackDiscord, chat: DiscordChat
) -> None:
    await chat.post(HERE, ALERT, KEY)
    discord.state.places["100"].rights = VIEW | SEND
    assert await chat.find(HERE, KEY, earlier()) is Found.CANNOT_TELL


async def test_a_channel_that_the_bot_may_not_see_cannot_be_told(
    discord: LoopbackDiscord, chat: DiscordChat
) -> None:
    discord.state.places["100"].rights = 0
    assert await chat.find(HERE, KEY, earlier()) is Found.CANNOT_TELL


async def test_a_page_in_front_of_discord_does_not_say_that_the_bot_may_not_read(
    discord: LoopbackDiscord, chat: DiscordChat
) -> None:
    await chat.post(HERE, ALERT, KEY)
    discord.fail(Kind.BLOCKED, method="GET")
    with pytest.raises(Wait):
        await chat.find(HERE, KEY, earlier())


async def test_a_look_into_a_deleted_channel_is_refused(discord: LoopbackDiscord, chat: DiscordChat) -> None:
    discord.delete_channel("100")
    with pytest.raises(Refused):
        await chat.find(HERE, KEY, earlier())


# ---------------------------------------------------------------------------------------------- tell


async def test_a_private_word_arrives_as_a_direct_message(
    discord: LoopbackDiscord, chat: DiscordChat
) -> None:
    await chat.tell("1000", "7", Card("A channel no longer takes alerts", text=("Invite the bot again.",)))
    (seen,) = discord.direct_messages("7")
    assert seen.content == "A channel no longer takes alerts"
    assert discord.state.places[seen.channel].kind == DIRECT


async def test_a_private_word_that_is_sent_again_stands_once(
    discord: LoopbackDiscord, chat: DiscordChat
) -> None:
    discord.fail(Kind.BAD_GATEWAY)
    with pytest.raises(Unsure):
        await chat.tell("1000", "7", ALERT)
    await chat.tell("1000", "7", ALERT)
    assert len(discord.direct_messages("7")) == 1
    await chat.tell("1000", "7", Card("Something else"))
    assert len(discord.direct_messages("7")) == 2


async def test_a_user_who_takes_no_direct_messages_is_a_refusal(
    discord: LoopbackDiscord, chat: DiscordChat
) -> None:
    discord.state.closed_to.add("7")
    with pytest.raises(Refused, match="no direct messages"):
        await chat.tell("1000", "7", ALERT)


# ---------------------------------------------------------------------------------------------- open


async def test_a_refused_token_says_where_to_get_another(discord: LoopbackDiscord) -> None:
    with pytest.raises(CannotRun, match="Developer Portal"):
        await chat_to(discord, token="wrong").open()


async def test_a_server_that_is_not_there_says_so() -> None:
    async with LoopbackDiscord() as discord:
        chat = chat_to(discord)
    with pytest.raises(ConnectionError, match="cannot be reached"):
        await chat.open()


async def test_a_server_that_is_no_discord_says_so(discord: LoopbackDiscord) -> None:
    discord.fail_login_with_a_page()
    with pytest.raises(ConnectionError, match="api_url"):
        await chat_to(discord).open()


async def test_one_process_can_use_one_server_after_the_other() -> None:
    for _ in range(2):
        async with LoopbackDiscord() as discord:
            discord.add_channel("100")
            chat = chat_to(discord)
            await chat.open()
            await chat.post(HERE, ALERT, KEY)
            assert len(discord.messages("100")) == 1
            await chat.close()

"""Commands, completions, buttons and mentions over the gateway, with the real SDK."""

import asyncio
from contextlib import suppress

import pytest

from bot.cards.card import Button, Card
from bot.domain.alert import Channel, Footing, Message, Request, Takes
from bot.domain.errors import CannotRun
from bot.ports import Choice
from handlers.discord.chat import DiscordChat
from handlers.discord.listen import Listener
from tests.handlers.discord.clerk import ALERT, FakeClerk
from tests.handlers.discord.conftest import chat_to
from tests.platforms.discord import EVERYBODY, MANAGER, THREAD, VIEW, Kind, LoopbackDiscord, Posted
from tests.platforms.discord_world import MANAGE_SERVER

HERE = Channel("discord", "1000", "100")
GOOD = Footing()  # Discord says with every use whether the bot may post
KEY = "0123456789abcdef01234567"


async def posted_alert(discord: LoopbackDiscord, chat: DiscordChat) -> Posted:
    message = await chat.post(HERE, ALERT, KEY)
    return next(one for one in discord.messages("100") if one.id == message.id)


# ---------------------------------------------------------------------------------------------- commands


async def test_a_slash_command_is_answered_for_its_user_alone(
    discord: LoopbackDiscord, clerk: FakeClerk
) -> None:
    seen = await discord.command("watch", {"tickers": "BABA, Rio Tinto"}, channel="100", user="7")
    assert "You said: watch BABA, Rio Tinto" in seen.text
    assert seen.ephemeral
    assert clerk.asked == [Request("watch BABA, Rio Tinto", "7", HERE, manages=True, footing=GOOD)]


async def test_a_public_command_is_answered_for_all(discord: LoopbackDiscord, clerk: FakeClerk) -> None:
    seen = await discord.command("recent", channel="100")
    assert not seen.ephemeral
    assert discord.messages("100") == [seen]


async def test_options_follow_the_command_in_the_tables_order(
    discord: LoopbackDiscord, clerk: FakeClerk
) -> None:
    await discord.command("mute", {"for": "4h", "ticker": "BABA"}, channel="100")
    assert clerk.asked[0].words == "mute BABA 4h"


async def test_the_acknowledgement_comes_before_the_work(discord: LoopbackDiscord, clerk: FakeClerk) -> None:
    clerk.slow = 1.0
    await discord.command("list", channel="100")
    (question,) = discord.state.questions.values()
    assert question.acked_after is not None
    assert question.acked_after < 0.5


async def test_who_may_manage_is_asked_again_where_a_server_lets_everybody_use_a_command(
    discord: LoopbackDiscord, clerk: FakeClerk
) -> None:
    with pytest.raises(LookupError, match="does not show"):
        await discord.command("watch", {"tickers": "BABA"}, channel="100", rights=EVERYBODY)
    await discord.command("watch", {"tickers": "BABA"}, channel="100", rights=EVERYBODY, overridden=True)
    assert [request.manages for request in clerk.asked] == [False]


async def test_who_manages_one_channel_does_not_decide_for_the_server(
    discord: LoopbackDiscord, clerk: FakeClerk
) -> None:
    for rights in (MANAGER, MANAGER | MANAGE_SERVER):
        await discord.command("watch", {"tickers": "BABA"}, channel="100", rights=rights)
    channel = discord.direct("7")
    await discord.command("watch", {"tickers": "BABA"}, channel=channel, rights=MANAGE_SERVER)
    assert [(asked.manages, asked.governs) for asked in clerk.asked] == [
        (True, False),
        (True, True),
        (True, False),
    ]


async def test_a_direct_conversation_belongs_to_its_user(discord: LoopbackDiscord, clerk: FakeClerk) -> None:
    channel = discord.direct("7")
    await discord.command("watch", {"tickers": "BABA"}, channel=channel, rights=EVERYBODY)
    place = Channel("discord", "@me", channel)
    assert clerk.asked == [Request("watch BABA", "7", place, manages=True, direct=True, footing=GOOD)]


async def test_a_bot_that_cannot_post_here_says_so_when_it_is_set_up(
    discord: LoopbackDiscord, clerk: FakeClerk
) -> None:
    discord.state.places["100"].rights = VIEW
    await discord.command("watch", {"tickers": "BABA"}, channel="100")
    (asked,) = clerk.asked
    assert asked.footing.takes is Takes.NOT_YET
    assert "Send Messages and Embed Links" in asked.footing.words


async def test_commands_are_sent_once_and_again_only_when_they_changed(
    discord: LoopbackDiscord, clerk: FakeClerk
) -> None:
    assert len(discord.calls("PUT", "/applications")) == 1
    async with asyncio.TaskGroup() as group:
        other = chat_to(discord)
        await other.open()
        serving = group.create_task(other.serve(FakeClerk()))
        identified = len(discord.gateway.heard)
        await discord.until(lambda: len(discord.gateway.heard) > identified, "the second connection")
        assert len(discord.calls("PUT", "/applications")) == 1
        serving.cancel()
    await other.close()


# ---------------------------------------------------------------------------------------------- completions


async def test_a_ticker_is_completed(discord: LoopbackDiscord, clerk: FakeClerk) -> None:
    choices = await discord.complete("watch", "tickers", "ali", channel="100")
    assert choices == [{"name": "Alibaba (BABA)", "value": "BABA"}]
    assert clerk.completed == [("ticker", "ali", HERE)]


@pytest.mark.parametrize(
    ("typed", "asked", "value"),
    [
        ("MSFT ali", "ali", "MSFT BABA"),
        ("Rio Tinto, ali", "ali", "Rio Tinto, BABA"),
        ("rio tin", "rio tin", "BABA"),
        ("9988.HK BRK.B a", "a", "9988.HK BRK.B BABA"),
    ],
)
async def test_an_option_that_takes_several_completes_the_last(
    discord: LoopbackDiscord, clerk: FakeClerk, typed: str, asked: str, value: str
) -> None:
    choices = await discord.complete("watch", "tickers", typed, channel="100")
    assert clerk.completed[0][1] == asked
    assert choices[0]["value"] == value


async def test_completions_stay_within_what_discord_takes(discord: LoopbackDiscord, clerk: FakeClerk) -> None:
    clerk.choices = [Choice("n" * 300, f"T{number}") for number in range(40)]
    clerk.choices.insert(0, Choice("cut", "v" * 101))
    choices = await discord.complete("watch", "tickers", "t", channel="100")
    assert len(choices) == 25
    assert all(len(choice["name"]) <= 100 for choice in choices)
    assert choices[0]["value"] == "T0", "a value that would have to be cut is left out"


async def test_a_command_is_completed_from_the_table(discord: LoopbackDiscord, clerk: FakeClerk) -> None:
    choices = await discord.complete("help", "command", "w", channel="100")
    assert [choice["value"] for choice in choices] == ["watch", "why"]


async def test_a_completion_that_takes_too_long_is_empty(discord: LoopbackDiscord, clerk: FakeClerk) -> None:
    clerk.slow = 5.0
    assert await discord.complete("why", "story", "1", channel="100") == []


# ---------------------------------------------------------------------------------------------- buttons


async def test_a_button_asks_its_words_about_its_message(
    discord: LoopbackDiscord, chat: DiscordChat, clerk: FakeClerk
) -> None:
    alert = await posted_alert(discord, chat)
    seen = await discord.click(alert, "Details", user="8")
    assert "You said: why 1" in seen.text
    assert seen.ephemeral
    assert clerk.asked == [Request("why 1", "8", HERE, about=Message(HERE, alert.id), footing=GOOD)]


async def test_a_button_on_an_answer_works_too(discord: LoopbackDiscord, clerk: FakeClerk) -> None:
    clerk.card = Card("Page 1", buttons=(Button("More", words="recent"),))
    page = await discord.command("list", channel="100")
    clerk.card = Card("Page 2")
    assert "Page 2" in (await discord.click(page, "More")).text


async def test_a_button_survives_a_restart_of_the_bot(discord: LoopbackDiscord) -> None:
    before = chat_to(discord)
    await before.open()
    alert = await posted_alert(discord, before)
    await before.close()
    after, clerk = chat_to(discord), FakeClerk()
    await after.open()
    serving = asyncio.create_task(after.serve(clerk))
    assert "You said: why 1" in (await discord.click(alert, "Details")).text
    serving.cancel()
    with suppress(asyncio.CancelledError):
        await serving
    await after.close()


@pytest.mark.parametrize(("method", "path"), [("POST", "/interactions/"), ("PATCH", "/webhooks/")])
async def test_an_answer_waits_where_the_server_asks_for_patience(
    discord: LoopbackDiscord, clerk: FakeClerk, method: str, path: str
) -> None:
    discord.fail(Kind.ODD_LIMIT, method=method, path=path, seconds=0.1)
    assert "You said: list" in (await discord.command("list", channel="100")).text
    assert [call.status for call in discord.calls(method, path)] == [429, 200]


async def test_the_answer_to_a_mention_waits_too(discord: LoopbackDiscord, clerk: FakeClerk) -> None:
    discord.fail(Kind.ODD_LIMIT, seconds=0.1)
    assert "You said: list" in (await discord.mention("list", channel="100")).text


async def test_a_press_that_came_too_late_is_let_go(
    discord: LoopbackDiscord, chat: DiscordChat, clerk: FakeClerk
) -> None:
    alert = await posted_alert(discord, chat)
    await discord.ask_again(alert, "Details", late=4.0)
    await discord.until(lambda: discord.calls("POST", "/interactions"), "the late acknowledgement")
    await discord.click(alert, "Details")
    assert len(clerk.asked) == 1


async def test_an_interaction_that_arrives_twice_is_answered_once(
    discord: LoopbackDiscord, chat: DiscordChat, clerk: FakeClerk
) -> None:
    await discord.command("list", channel="100")
    session = discord.gateway.session
    assert session is not None
    await discord.gateway.send("INTERACTION_CREATE", session.events[-1]["d"])
    await discord.until(lambda: len(discord.calls("POST", "/interactions")) == 2, "the second one")
    await discord.command("list", channel="100")
    assert len(clerk.asked) == 2


# ---------------------------------------------------------------------------------------------- mentions


async def test_a_mention_is_answered_in_a_reply(discord: LoopbackDiscord, clerk: FakeClerk) -> None:
    answer = await discord.mention("price BABA", channel="100", user="7")
    assert "You said: price BABA" in answer.text
    assert answer.pings == []
    assert answer.key  # Discord takes it once, should the first try have arrived
    assert clerk.asked == [Request("price BABA", "7", HERE)]


async def test_a_mention_in_a_reply_is_about_the_alert(
    discord: LoopbackDiscord, chat: DiscordChat, clerk: FakeClerk
) -> None:
    alert = await posted_alert(discord, chat)
    await discord.mention("what is behind this", channel="100", about=alert)
    assert clerk.asked[0].about == Message(HERE, alert.id)


async def test_a_command_in_a_reply_needs_no_mention_and_talk_gets_no_answer(
    discord: LoopbackDiscord, chat: DiscordChat, clerk: FakeClerk
) -> None:
    alert = await posted_alert(discord, chat)
    talk = await discord.say("why on earth would they do that", channel="100", about=alert)
    small = await discord.say("nice!", channel="100", about=alert)
    other = await discord.say("watch this space", channel="100")
    answer = await discord.mention("why", channel="100", about=alert, called=False)
    assert "You said: why" in answer.text
    assert not any(discord.answers_to(said) for said in (talk, small, other))
    assert len(clerk.asked) == 1


async def test_a_mention_in_an_alerts_thread_is_about_the_alert(
    discord: LoopbackDiscord, chat: DiscordChat, clerk: FakeClerk
) -> None:
    alert = await posted_alert(discord, chat)
    thread = discord.add_channel(alert.id, kind=THREAD, parent="100")
    await discord.gateway.send("THREAD_CREATE", thread.payload())
    await discord.mention("why", channel=alert.id)
    assert clerk.asked[0].about == Message(HERE, alert.id)
    assert clerk.asked[0].channel == Channel("discord", "1000", alert.id)


async def test_managers_are_known_in_mentions_too(discord: LoopbackDiscord, clerk: FakeClerk) -> None:
    await discord.mention("watch BABA", channel="100")
    await discord.mention("watch BABA", channel="100", rights=EVERYBODY | 1 << 4)
    assert [request.manages for request in clerk.asked] == [False, True]


async def test_a_direct_message_needs_no_mention(discord: LoopbackDiscord, clerk: FakeClerk) -> None:
    channel = discord.direct("7")
    answer = await discord.mention("list", channel=channel, called=False)
    assert "You said: list" in answer.text
    assert clerk.asked[0].manages


async def test_a_mention_where_the_bot_may_not_answer_stops_nothing(
    discord: LoopbackDiscord, clerk: FakeClerk
) -> None:
    discord.state.places["100"].rights = VIEW
    await discord.say("list", channel="100", called=True)
    await discord.until(lambda: discord.calls("POST", "/channels/100"), "the refused answer")
    assert "You said: list" in (await discord.command("list", channel="100")).text


# ---------------------------------------------------------------------------------------------- the gateway


async def test_only_unprivileged_intents_are_asked_for(discord: LoopbackDiscord, clerk: FakeClerk) -> None:
    (_, identify), *_ = discord.gateway.heard
    assert identify["intents"] == 1 << 0 | 1 << 9 | 1 << 12


async def test_what_happened_while_the_connection_was_cut_is_answered_after_it(
    discord: LoopbackDiscord, clerk: FakeClerk
) -> None:
    await discord.drop_gateway()
    seen = await discord.mention("list", channel="100")
    assert "You said: list" in seen.text
    assert 6 in [op for op, _ in discord.gateway.heard], "the session was resumed"
    assert clerk.broken == []


@pytest.mark.parametrize("code", [1000, 4000, 4009])
async def test_a_closed_connection_is_taken_up_again(
    discord: LoopbackDiscord, clerk: FakeClerk, code: int
) -> None:
    await discord.drop_gateway(code)
    assert "You said: list" in (await discord.command("list", channel="100")).text


async def test_an_order_to_reconnect_is_followed(discord: LoopbackDiscord, clerk: FakeClerk) -> None:
    await discord.ask_to_reconnect()
    await discord.until(lambda: 6 in [op for op, _ in discord.gateway.heard], "the session is resumed")
    assert "You said: list" in (await discord.command("list", channel="100")).text


async def test_a_lost_session_is_begun_anew(
    discord: LoopbackDiscord, clerk: FakeClerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def at_once(self: Listener, shard_id: int | None, *, initial: bool = False) -> None:
        """Do not wait the five seconds that Discord wants between two sessions."""

    monkeypatch.setattr(Listener, "before_identify_hook", at_once)
    await discord.invalidate_session()
    await discord.until(lambda: [op for op, _ in discord.gateway.heard].count(2) == 2, "a second session")
    assert "You said: list" in (await discord.command("list", channel="100")).text


async def test_a_malformed_event_is_left_alone_on_a_connection_that_stands(
    discord: LoopbackDiscord, clerk: FakeClerk, caplog: pytest.LogCaptureFixture
) -> None:
    await discord.malformed_event()
    await discord.gateway.send("INTERACTION_CREATE", {"type": 2})
    assert "You said: list" in (await discord.command("list", channel="100")).text
    assert "a MESSAGE_CREATE that makes no sense" in caplog.text
    assert "a INTERACTION_CREATE that makes no sense" in caplog.text
    assert [op for op, _ in discord.gateway.heard] == [2]
    assert clerk.broken == []


async def test_a_token_refused_by_the_gateway_cannot_run(discord: LoopbackDiscord, chat: DiscordChat) -> None:
    async def refuse_at_the_gateway() -> None:
        await discord.until(lambda: discord.calls("PUT", "/applications"), "the commands are sent")
        discord.state.token = "another"

    async with asyncio.TaskGroup() as group:
        group.create_task(refuse_at_the_gateway())
        with pytest.raises(CannotRun, match="DISCORD_TOKEN"):
            await chat.serve(FakeClerk())


async def test_answers_that_are_owed_arrive_before_the_bot_leaves(
    discord: LoopbackDiscord, chat: DiscordChat
) -> None:
    clerk = FakeClerk(slow=0.5)
    serving = asyncio.create_task(chat.serve(clerk))
    asking = asyncio.create_task(discord.command("list", channel="100"))
    await discord.until(lambda: clerk.asked, "the question is being worked on")
    serving.cancel()
    assert "You said: list" in (await asking).text
    with suppress(asyncio.CancelledError):
        await serving

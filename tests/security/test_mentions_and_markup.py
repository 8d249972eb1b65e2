"""Text from outside mentions nobody, links nowhere and forges nothing, in what the real SDKs send.

The escapers' own tests go deeper (`test_escape.py` and `test_text.py` of the handlers); here whole cards
travel to a server, and what arrived is looked at as the platform would read it.
"""

import asyncio
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cards.card import Button, Card, Fact, Item, Quoted
from bot.domain.alert import Channel
from handlers.slack.chat import SlackChat
from tests.handlers.discord.conftest import chat_to
from tests.handlers.discord.test_escape import MENTION, PIECES
from tests.handlers.slack.conftest import settings as slack_settings
from tests.platforms.discord import LoopbackDiscord
from tests.platforms.slack import LoopbackSlack
from tests.platforms.slack_state import TEAM

FORGED = (
    *(
        "@everyone",
        "@here",
        "<@1>",
        "<@!1>",
        "<@&1>",
        "<#2>",
        "<!channel>",
        "<!here>",
        "<!everyone>",
        "<@U1>",
    ),
    *("<!subteam^S1>", "<#C1>", "<https://evil.example|Apple IR>", "[Apple IR](https://evil.example)"),
    *("<!date^0^{date}^https://evil.example|now>", "&lt;!here&gt;", "&#60;!here>", "`", "```", "*", "_", "~"),
    *("\u202e", "\u2066", "\u200f", "\u200b", "\u200d", "\ufeff", "\x00", "\x1b[31m", "\x07", "\n> ", "\n# "),
)
WORDS = st.lists(st.sampled_from((*FORGED, *PIECES)) | st.text(max_size=4), min_size=1, max_size=8).map(
    "".join
)
TEXTS = st.lists(WORDS, min_size=10, max_size=10)

# What Slack makes something of: <…> of any kind. Ours are links to pages, and moments in the reader's zone.
SLACK_MARKUP = re.compile(r"<([^<>]*)>")
SLACK_OURS = re.compile(r"https?://wire\.example/[^|]*(\|.*)?|!date\^\d+\^[^|]*\|.*", re.DOTALL)
UNSEEN = {"Cc", "Cs"}  # control characters, halves of a pair
BIDI = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")


def card(texts: list[str]) -> Card:
    """A card whose every text is somebody else's."""
    title, paragraph, label, value, words, by, item, note, small, button = texts
    return Card(
        title=title,
        text=(paragraph,),
        facts=(Fact(label, value, was=value),),
        quotations=(Quoted(words, by), Quoted(words, by, direct=False)),
        items=(Item(item, note=note, url="https://wire.example/a"),),
        notes=(small,),
        buttons=(Button(button, words="why 1"),),
        url="https://wire.example/b",
    )


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from strings(part)


def assert_clean(text: str) -> None:
    assert not any(unicodedata.category(letter) in UNSEEN for letter in text.replace("\n", "")), ascii(text)
    assert not BIDI & set(text), ascii(text)


def marked(blocks: Any) -> Iterator[str]:
    """The texts of blocks that Slack reads as mrkdwn."""
    if isinstance(blocks, dict):
        if blocks.get("type") == "mrkdwn":
            yield blocks["text"]
        for part in blocks.values():
            yield from marked(part)
    elif isinstance(blocks, list):
        for part in blocks:
            yield from marked(part)


async def on_slack(cards: list[Card]) -> None:
    async with LoopbackSlack() as slack:
        slack.add_channel("C1")
        chat = SlackChat(slack_settings(slack))
        await chat.open()
        try:
            for number, one in enumerate(cards):
                slack.add_channel(f"C{number}")
                await chat.post(Channel("slack", TEAM, f"C{number}"), one, f"key{number}")
        finally:
            await chat.close()
        sent = slack.calls("chat.postMessage")
        assert len(sent) == len(cards)
        for call in sent:
            text, blocks = call.args["text"], call.args["blocks"]
            assert str(call.args["link_names"]).lower() in {"false", "0"}
            for shown in (text, *marked(blocks)):
                for inside in SLACK_MARKUP.findall(shown):
                    assert SLACK_OURS.fullmatch(inside), ascii(shown)
                bare = SLACK_MARKUP.sub("", shown)
                assert "<" not in bare, ascii(shown)
                assert not re.search(r"&(?!amp;|lt;|gt;)", bare), "every & of others is escaped, once"
            for shown in strings([text, blocks]):
                assert_clean(shown)


async def on_discord(cards: list[Card]) -> None:
    async with LoopbackDiscord() as discord:
        chat = chat_to(discord)
        await chat.open()
        try:
            for number, one in enumerate(cards):
                discord.add_channel(f"{100 + number}")
                await chat.post(Channel("discord", "1", f"{100 + number}"), one, f"{number:024x}")
        finally:
            await chat.close()
        posted = [message for number in range(len(cards)) for message in discord.messages(f"{100 + number}")]
        assert len(posted) == len(cards)
        for message in posted:
            body = message.body
            assert body["allowed_mentions"] == {"parse": []} or not body["allowed_mentions"].get("parse")
            for shown in strings([body.get("content") or "", body.get("embeds") or []]):
                if not shown.startswith("https://wire.example/"):
                    assert MENTION.search(shown) is None, ascii(shown)
                assert_clean(shown)


@settings(max_examples=6, deadline=None)
@given(st.lists(TEXTS, min_size=12, max_size=12))
def test_slack_reads_nothing_into_outside_text(drawn: list[list[str]]) -> None:
    asyncio.run(on_slack([card(texts) for texts in drawn]))


@settings(max_examples=6, deadline=None)
@given(st.lists(TEXTS, min_size=12, max_size=12))
def test_discord_reads_nothing_into_outside_text(drawn: list[list[str]]) -> None:
    asyncio.run(on_discord([card(texts) for texts in drawn]))


def test_each_forgery_alone_in_every_place() -> None:
    """Nothing is left to chance."""
    cards = [card([forged] * 10) for forged in FORGED]
    asyncio.run(on_slack(cards))
    asyncio.run(on_discord(cards))

"""What comes in over Discord's gateway: commands, completions, buttons and mentions.

discord.py gives up its connection when one event is not what it expects. A listener is made anew for each
connection and shares nothing with the poster, so alerts go out meanwhile.
"""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final, TypeAlias

import aiohttp
import discord

from bot.cards.card import Card
from bot.cards.picture import in_words
from bot.commands.table import Command
from bot.domain.alert import Request
from bot.ports import Clerk
from handlers.discord import embeds, gateway, place, slash
from handlers.discord.client import Client
from handlers.discord.events import news_of
from handlers.discord.refusals import no_picture
from handlers.discord.trouble import insist

log = logging.getLogger(__name__)

# None of these is privileged: a message's text comes with them only where it mentions the bot, or in direct
# messages.
INTENTS: Final = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
TOO_LATE: Final = 10062
ANSWERED_ALREADY: Final = 40060
ACKNOWLEDGED_IN: Final = 2.5  # seconds: Discord gives up after three
PATIENCE: Final = 20.0  # seconds: an answer that must wait longer would come to nobody
LAST_ANSWERS: Final = 3.0  # seconds that a disconnecting bot gives the answers it still owes
ANSWERS: Final = "re:"  # with the id of a message, the nonce of the answer to it
CURT: Final = 3  # words: who replies to an alert with more is talking to people

Find: TypeAlias = Callable[[str], Command | None]


class Listener(Client):
    """One connection to the gateway. `find` says which command words begin with, `holding` how it is held."""

    def __init__(self, clerk: Clerk, table: Sequence[Command], find: Find, holding: gateway.Holding) -> None:
        super().__init__(
            intents=INTENTS,
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
        )
        self._clerk = clerk
        self._find = find
        self._holding = holding
        self._in_order = asyncio.Lock()
        self._answering: set[asyncio.Task[Any]] = set()
        self.tree = slash.tree_of(self, table, self._command, clerk)
        self.tree.error(_command_failed)

    async def connect(self, *, reconnect: bool = True) -> None:
        """Take events until cancelled; see `gateway.hold` for what it raises."""
        await gateway.hold(self, self._holding)

    async def close(self) -> None:
        """Let answers that are on their way arrive, then disconnect."""
        if self._answering:
            await asyncio.wait(self._answering, timeout=LAST_ANSWERS)
        await super().close()

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Take the press of a button; commands and completions come through the tree."""
        if interaction.type is not discord.InteractionType.component or interaction.data is None:
            return
        words = embeds.words_of(str(interaction.data.get("custom_id", "")))
        if words is not None:
            with self._busy():
                await self._answer(interaction, words, self._find(words))

    async def on_place_event(self, event: str, data: Mapping[str, Any]) -> None:
        """Tell the clerk what became of a channel or a server, in the order in which Discord told it."""
        async with self._in_order:
            try:
                news = news_of(event, data, str(self.user.id) if self.user else "")
            except (LookupError, TypeError, AttributeError) as error:
                log.warning("Discord sent a %s that makes no sense (%r); it was left alone.", event, error)
                return
            if news is not None:
                await self._clerk.heard(news)

    async def on_message(self, message: discord.Message) -> None:
        """Answer a mention, a direct message, or a command in a reply to one of the bot's own messages."""
        if message.author.bot or self.user is None:
            return
        mark = re.compile(rf"<@!?{self.user.id}>")
        words = mark.sub(" ", message.content).strip()
        called = place.guild_of(message) is None or mark.search(message.content) is not None
        # A reply calls the bot too, unasked: people talk below an alert without meaning it.
        if called or (self.user in message.mentions and self._is_command(words)):
            with self._busy():
                await self._reply(message, words)

    async def _reply(self, message: discord.Message, words: str) -> None:
        answer = await self._clerk.answer(
            Request(
                words=words,
                user=str(message.author.id),
                channel=place.said_in(message),
                about=place.replied_to(message),
                manages=place.author_may_manage(message),
                governs=place.author_may_govern(message),
                direct=place.guild_of(message) is None,
            )
        )

        async def send(drawing: embeds.Drawing) -> None:
            await message.channel.send(
                embed=drawing.embed,
                view=drawing.view(),  # type: ignore[arg-type]  # None is no view; no overload says so
                files=drawing.files() or None,  # type: ignore[arg-type]  # likewise
                reference=message.to_reference(fail_if_not_exists=False),
                mention_author=False,
                nonce=f"{ANSWERS}{message.id}",
            )

        try:
            await _give(answer.card, send)
        except discord.HTTPException as error:
            log.warning("A mention in %s could not be answered: %s", place.said_in(message), error)

    def _is_command(self, words: str) -> bool:
        return 0 < len(words.split()) <= CURT and self._find(words) is not None

    async def _command(self, interaction: discord.Interaction, command: Command, words: str) -> None:
        with self._busy():
            await self._answer(interaction, words, command)

    @contextmanager
    def _busy(self) -> Iterator[None]:
        task = asyncio.current_task()
        if task is not None:
            self._answering.add(task)
        try:
            yield
        finally:
            self._answering.discard(task)

    async def _answer(self, interaction: discord.Interaction, words: str, command: Command | None) -> None:
        """Acknowledge within Discord's three seconds, ask the clerk, put the card where it is awaited."""
        private = command is None or command.private
        try:
            await insist(
                lambda: interaction.response.defer(ephemeral=private, thinking=True), within=ACKNOWLEDGED_IN
            )
        except discord.HTTPException as error:
            if error.code not in (TOO_LATE, ANSWERED_ALREADY):
                raise
            log.warning("Discord no longer waits for the answer to %r: %s", words, error)
            return
        answer = await self._clerk.answer(
            Request(
                words=words,
                user=str(interaction.user.id),
                channel=place.channel_of(interaction),
                about=place.button_on(interaction),
                manages=place.may_manage(interaction),
                governs=place.may_govern(interaction),
                direct=interaction.guild_id is None,
                footing=place.footing(interaction),
            )
        )

        async def fill(drawing: embeds.Drawing) -> None:
            await interaction.edit_original_response(
                embed=drawing.embed,
                view=drawing.view(),
                attachments=drawing.files() or discord.utils.MISSING,
            )

        await _give(answer.card, fill)


async def _give(card: Card, send: Callable[[embeds.Drawing], Awaitable[None]]) -> None:
    """Give an answer; where Discord does not take its picture, in words. Either way the same message is
    written: a place that is held, or one with a nonce. Raises what discord.py raises."""
    if card.picture is not None:
        try:
            await insist(lambda: send(embeds.answer(card)), within=PATIENCE)
        except discord.HTTPException as error:
            log.info("A picture is told in words, for Discord does not take it: %s", error)
            card = in_words(card, no_picture(error.status, error.code))
        except (aiohttp.ClientError, OSError) as error:
            log.info("A picture is told in words, for it broke off on its way: %r", error)
            card = in_words(card, "the connection to Discord broke. Ask again.")
        else:
            return
    await insist(lambda: send(embeds.answer(card)), within=PATIENCE)


async def _command_failed(
    interaction: discord.Interaction, error: discord.app_commands.AppCommandError
) -> None:
    """Say so when somebody used a command that is no longer there, or that went wrong."""
    log.error("The command %r failed: %s", interaction.data, error, exc_info=error)
    if not interaction.response.is_done():
        await interaction.response.send_message(
            "This command does not work, perhaps because it has changed. Reload Discord and try again, "
            "or use /help.",
            ephemeral=True,
        )

"""Discord as the control run uses it: see `tests.chaos.naive`."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import ClassVar

from bot.cards.card import Card
from bot.commands.all import TABLE
from bot.commands.parse import find
from bot.domain.alert import Channel, Message
from bot.domain.secret import Secret
from bot.ports import Chat, Found
from handlers import discord
from handlers.discord.chat import DiscordChat
from handlers.discord.settings import Servers
from tests.chaos.naive import another_key, renamed_fields


class Settings(discord.Settings, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """As the real ones, under other names in the environment."""

    ENVIRONMENT: ClassVar[Mapping[str, str]] = renamed_fields(discord.Settings.ENVIRONMENT)


class Naive(DiscordChat):
    """A Discord chat that forgets what it was about to do."""

    @property
    def repeat_is_safe_for(self) -> timedelta:
        return timedelta(0)

    async def post(self, channel: Channel, card: Card, key: str) -> Message:
        return await super().post(channel, card, another_key())

    async def reply(self, to: Message, card: Card, key: str) -> Message:
        return await super().reply(to, card, another_key())

    async def find(
        self, channel: Channel, key: str, since: datetime, below: Message | None = None
    ) -> Message | Found:
        return Found.NOTHING


def build(settings: Settings) -> Chat:
    return Naive(settings.token or Secret(""), Servers.of(settings), TABLE, find)

"""Slack as the control run uses it: see `tests.chaos.naive`."""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

from bot.cards.card import Card
from bot.domain.alert import Channel, Message
from bot.ports import Chat, Found
from handlers import slack
from handlers.slack.chat import SlackChat
from tests.chaos.naive import another_key, renamed_fields


class Settings(slack.Settings, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """As the real ones, under other names in the environment."""

    ENVIRONMENT: ClassVar[Mapping[str, str]] = renamed_fields(slack.Settings.ENVIRONMENT)


class Naive(SlackChat):
    """A Slack chat that forgets what it was about to do."""

    async def post(self, channel: Channel, card: Card, key: str) -> Message:
        return await super().post(channel, card, another_key())

    async def reply(self, to: Message, card: Card, key: str) -> Message:
        return await super().reply(to, card, another_key())

    async def find(
        self, channel: Channel, key: str, since: datetime, below: Message | None = None
    ) -> Message | Found:
        return Found.NOTHING


def build(settings: Settings) -> Chat:
    return Naive(settings)

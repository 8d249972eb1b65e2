"""A clerk whose answers are timed, counted and noted in the log: which command, never the words."""

import logging
import time
from collections.abc import Callable

from bot.cards.card import Tone
from bot.commands.parse import parse
from bot.domain.alert import Channel, Request
from bot.domain.trail import about, note
from bot.ports import Answer, Choice, Clerk, Meter, PlaceNews, Work

log = logging.getLogger(__name__)


class MeteredClerk:
    """`bot.ports.Clerk` around another one. `steady` gives seconds on a clock that nobody sets."""

    def __init__(self, clerk: Clerk, meter: Meter, steady: Callable[[], float] = time.monotonic) -> None:
        self._clerk = clerk
        self._meter = meter
        self._steady = steady

    async def answer(self, request: Request) -> Answer:
        """See the port."""
        platform, began = request.channel.platform, self._steady()
        with about(platform=platform, channel=str(request.channel)), self._meter.under_way(Work.ANSWER):
            said = parse(request.words)
            command = said.command.name if said else ""
            answer = await self._clerk.answer(request)
            seconds, refused = self._steady() - began, answer.card.tone is Tone.REFUSAL
            self._meter.answered(platform, command, seconds, refused=refused)
            event = "command_refused" if refused else "command_answered"
            user = request.user if refused else None  # the log is no record of what people do
            note(log, event, command=command, user=user, seconds=round(seconds, 3))
        return answer

    async def complete(self, option: str, typed: str, channel: Channel) -> list[Choice]:
        """See the port."""
        return await self._clerk.complete(option, typed, channel)

    async def heard(self, news: PlaceNews) -> None:
        """See the port."""
        await self._clerk.heard(news)

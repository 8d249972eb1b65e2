"""Takes requests from the platforms to the desk, and always has an answer."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import ceil
from typing import Final

from bot.cards.card import Button, Card, Tone
from bot.cards.text import listed, truncated
from bot.commands.allowance import Allowance, Spent, Turnstile
from bot.commands.companies import one
from bot.commands.completion import completions
from bot.commands.help import help_card, usage
from bot.commands.parse import Said, near, parse, tidy
from bot.commands.suggestions import labelled
from bot.commands.table import Command, OptionKind
from bot.domain.alert import Channel, Request, Takes
from bot.domain.errors import OutlayError
from bot.ports import Answer, Choice, Desk, PlaceNews

logger = logging.getLogger(__name__)

# Who may manage a channel, and what somebody else can do about it.
_MANAGERS: Final[Mapping[str, str]] = {
    "discord": "On Discord that needs the Manage Channels permission here: ask somebody who has it.",
    "slack": (
        "On Slack those are the people named under `managers` in the bot's [slack] settings, and workspace "
        "admins where the bot may see who they are: ask one of them."
    ),
}
# The terminal of whoever runs the house is no stranger's.
_OWN: Final = frozenset({"console"})

GENEROUS: Final = Allowance()


class Clerk:
    """Answers requests with the commands of the table, on behalf of one desk."""

    def __init__(self, desk: Desk, allowance: Allowance = GENEROUS) -> None:
        self._desk = desk
        self._turnstile = Turnstile(allowance)

    async def answer(self, request: Request) -> Answer:
        """Do what was asked, unless too much was within a minute. Never raises: trouble becomes a refusal in
        words."""
        if spent := self._spent(request):
            return Answer(_come_back(spent), private=True)
        request = replace(request, words=_writable(request.words))
        said = None
        try:
            await self._revive(request)
            said = parse(request.words)
            card = await self._done(said, request) if said else self._not_understood(request)
        except OutlayError as error:
            logger.warning("%r was refused in %s: %s", request.words, request.channel, error)
            card = Card(title="That could not be done", tone=Tone.REFUSAL, text=(str(error),))
        except Exception:
            logger.exception("%r failed in %s", request.words, request.channel)
            card = Card(
                title="That went wrong, and it is not your fault",
                tone=Tone.REFUSAL,
                text=(
                    "Something unexpected happened inside the bot.",
                    "Try again in a minute. If it happens again, tell who runs the bot: its log says why.",
                ),
            )
        return Answer(card, private=said.command.private if said else True)

    async def complete(self, option: str, typed: str, channel: Channel) -> list[Choice]:
        """Return up to 25 completions for an option's kind ("ticker", "watched", "story", "span", "command").

        In a list the last entry is completed and the ones before it are kept. Never raises.
        """
        try:
            return await completions(option, _writable(typed), channel, self._desk)
        except Exception:
            # A completion is a courtesy: none is better than a broken prompt.
            logger.exception("completing %r failed in %s", typed, channel)
            return []

    async def heard(self, news: PlaceNews) -> None:
        """Take in what became of a channel or of a space. Never raises."""
        try:
            await self._desk.heard(news)
        except Exception:
            # A refusal will tell later what was not taken in now.
            logger.exception("the news %r could not be taken in", news)

    def _spent(self, request: Request) -> Spent | None:
        if request.channel.platform in _OWN:
            return None
        return self._turnstile.passes(request, self._desk.clock.now())

    async def _done(self, said: Said, request: Request) -> Card:
        command = said.command
        if command.manage and not may_manage(request):
            return _refused(command, request)
        options = await self._completed(said, request)
        if any(option.required and not options.get(option.name) for option in command.options):
            return _incomplete(command, self._desk.roster.presets)
        card = await command.run(request, options, self._desk)
        if said.left_over:
            ignored = (
                f"`{command.name}` takes no more words: “{truncated(said.left_over, 60)}” was left aside."
            )
            return _with_note(card, ignored)
        return card

    async def _completed(self, said: Said, request: Request) -> Mapping[str, str]:
        """Return the options; a question that names no company is about the one of the alert it hangs on.

        Only questions are completed so. What changes the channel needs its company said.
        """
        ticker = next((o for o in said.command.options if o.required and o.kind is OptionKind.TICKER), None)
        if ticker is None or said.options.get(ticker.name) or said.command.manage or request.about is None:
            return said.options
        story = await self._desk.stories.told_in(request.about)
        if story is None:
            return said.options
        watched = await self._desk.deliveries.watch_behind(story.id, request.channel)
        meant = watched or next(iter(story.tickers()), None)
        return {**said.options, ticker.name: meant.symbol} if meant else said.options

    def _not_understood(self, request: Request) -> Card:
        """Say what the words may have meant: a command that is spelt like it, or a company."""
        words = tidy(request.words)
        shown = truncated(words, 60)
        if security := one(words, self._desk.securities):
            symbol = security.ticker
            return Card(
                title=f"What about {labelled(security)}?",
                tone=Tone.REFUSAL,
                text=(f"Say what to do, for example `company {symbol}`, or press a button.",),
                buttons=tuple(
                    Button(f"{name.capitalize()} {symbol}", words=f"{name} {symbol}")
                    for name in ("company", "recent", "price", "watch")
                ),
            )
        commands = near(words)
        return Card(
            title=f"“{shown}” is nothing that Outlay understands",
            tone=Tone.REFUSAL,
            text=(
                f"Did you mean {listed([f'`{usage(command)}`' for command in commands], 'or')}?"
                if commands
                else "`help` lists what can be said.",
            ),
            buttons=(
                *(Button(f"Help on {command.name}", words=f"help {command.name}") for command in commands),
                Button("Help", words="help"),
            ),
        )

    async def _revive(self, request: Request) -> None:
        """Whoever speaks in a channel shows that the bot is in its space; where the channel was switched off,
        it goes on as soon as it takes alerts."""
        channel, places = request.channel, self._desk.places
        here = (channel.platform, channel.space)
        back = any((one.platform, one.space) == here for one in await places.gone())
        if back:
            await places.rejoin(*here)
        if any(dead.channel == channel for dead in await places.disabled()):
            if request.footing.takes is Takes.YES:
                back |= await places.enable(channel)
            elif request.footing.takes is Takes.UNKNOWN:
                await places.try_again(*here, channel.id)
        if back:
            await self._desk.audit.note(
                self._desk.clock.now(), channel, request.user, "enable", "a command was used here"
            )


def may_manage(request: Request) -> bool:
    """The one rule of who may change a channel: whoever the platform lets manage it."""
    return request.manages


def _refused(command: Command, request: Request) -> Card:
    return Card(
        title=f"Only who may manage this channel can say `{command.name}`",
        tone=Tone.REFUSAL,
        text=(
            _MANAGERS.get(request.channel.platform, "Ask somebody who may manage this channel."),
            "Nothing was changed. Everybody may say `list`, `recent`, `company`, `why` and `price`.",
        ),
    )


def _come_back(spent: Spent) -> Card:
    """Refuse what was too much, and say when it may be asked again."""
    whose = "Everybody here together has" if spent.by_channel else "You have"
    return Card(
        title=f"Too much at once: try again in {ceil(spent.wait.total_seconds())} s",
        tone=Tone.REFUSAL,
        text=(f"{whose} used up what the bot answers in a minute. Nothing was done.",),
    )


def _incomplete(command: Command, presets: Sequence[str]) -> Card:
    """Explain a command that came without what it needs."""
    return replace(
        help_card(command, presets),
        title=f"`{command.name}` needs more: {usage(command)}",
        tone=Tone.REFUSAL,
    )


def _writable(words: str) -> str:
    """Replace halves of a letter, which JSON can carry and no database takes."""
    return words.encode(errors="replace").decode()


def _with_note(card: Card, note: str) -> Card:
    return replace(card, notes=(*card.notes, note))

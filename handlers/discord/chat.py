"""Discord as a chat: posting by REST, listening over the gateway, the two independent of each other."""

import asyncio
import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Final

import aiohttp
import discord

from bot.cards.card import Card
from bot.commands.table import Command
from bot.domain.alert import Channel, Message
from bot.domain.errors import CannotRun, OutlayError, Refused
from bot.domain.secret import Secret
from bot.ports import UNWATCHED, Clerk, Found, Pace, Witness
from handlers.discord import embeds, history
from handlers.discord.client import Sender
from handlers.discord.gateway import LATE, Holding
from handlers.discord.listen import Find, Listener
from handlers.discord.place import DIRECT, PLATFORM, address_of
from handlers.discord.ration import Ration
from handlers.discord.settings import Servers
from handlers.discord.slash import offer
from handlers.discord.trouble import Wire

log = logging.getLogger(__name__)

# Discord remembers a nonce for a few minutes; this is well within them.
NONCE_IS_KNOWN_FOR: Final = timedelta(seconds=120)
PACE: Final = Pace(width=32, per_second=50.0)
OFFERED_IN: Final = 10.0  # seconds that the table of commands may keep the bot from listening
REFUSED_LOGIN: Final = (
    "Discord refuses the bot's token. Copy it again from the Developer Portal (your application, then Bot, "
    "then Reset Token) into DISCORD_TOKEN."
)


class DiscordChat:
    """The platform "discord". `table` are the commands to offer, `find` says which one words begin with."""

    def __init__(
        self,
        token: Secret,
        servers: Servers,
        table: Sequence[Command],
        find: Find,
        *,
        late: float = LATE,
        pace: Pace = PACE,
    ) -> None:
        """`late` is by how many seconds the gateway's answer to a heartbeat may be late."""
        self._token = token
        self._servers = servers
        self._table = table
        self._find = find
        self._wire = Wire()
        self._ration = Ration()
        self._late = late
        self._pace = pace
        self._client: Sender | None = None
        self._commands_stand = False

    @property
    def platform(self) -> str:
        return PLATFORM

    @property
    def repeat_is_safe_for(self) -> timedelta:
        return NONCE_IS_KNOWN_FOR

    @property
    def pace(self) -> Pace:
        """Fifty requests a second over everything; a channel's own limit comes with every answer."""
        return self._pace

    async def open(self) -> None:
        """Log in for posting. Raises CannotRun when the token is refused, and ConnectionError when Discord
        does not answer: it may be back in a minute."""
        self._servers.use()
        client = Sender(self._wire.trace)
        try:
            await client.login(self._token.reveal())
        except BaseException as error:
            await client.close()
            if isinstance(error, discord.LoginFailure):
                raise CannotRun(REFUSED_LOGIN) from error
            if isinstance(error, Exception):
                raise ConnectionError(_why_not(error, self._servers)) from error
            raise
        log.info("Discord: logged in as %s.", client.user)
        self._client = client

    async def serve(self, clerk: Clerk, witness: Witness = UNWATCHED) -> None:
        """Take requests until cancelled. Raises CannotRun for a refused token, OutlayError for a broken
        connection that may be built again."""
        self._servers.use()
        listener = Listener(clerk, self._table, self._find, Holding(witness, self._ration, self._late))
        try:
            await listener.login(self._token.reveal())
            await self._offer_commands(listener)
            await listener.connect()
        except (discord.LoginFailure, discord.PrivilegedIntentsRequired) as error:
            raise CannotRun(REFUSED_LOGIN) from error
        except discord.ConnectionClosed as error:
            if error.code == 4004:
                raise CannotRun(REFUSED_LOGIN) from error
            raise OutlayError(f"Discord closed the gateway (code {error.code}).") from error
        except Exception as error:
            # Whatever discord.py stumbles over, it is no longer connected.
            raise OutlayError(
                f"The connection to Discord broke ({type(error).__name__}: {error})."
            ) from error
        finally:
            await listener.close()

    async def post(self, channel: Channel, card: Card, key: str) -> Message:
        """Post a card. The key is the nonce, which Discord takes once, and the mark that `find` looks for."""
        return await self._send(channel, card, key)

    async def reply(self, to: Message, card: Card, key: str) -> Message:
        """Post a card as an answer to a message; should that be gone, it stands by itself."""
        above = discord.MessageReference(
            message_id=_number(to.id), channel_id=_number(to.channel.id), fail_if_not_exists=False
        )
        return await self._send(to.channel, card, key, above)

    async def edit(self, message: Message, card: Card, key: str) -> None:
        """Replace a card. Refused is about this message alone when somebody deleted it."""
        drawing = embeds.announcement(card, home=address_of(message.channel), key=key)
        place = self._place(message.channel)
        async with self._wire.attempt():
            await place.get_partial_message(_number(message.id)).edit(
                content=drawing.content, embed=drawing.embed, view=drawing.view()
            )

    async def find(
        self, channel: Channel, key: str, since: datetime, below: Message | None = None
    ) -> Message | Found:
        """Look for a post with this key in the channel's history since a time (UTC), replies among them."""
        del below
        async with self._wire.attempt(reading=True):
            found = await history.look(self._logged_in(), self._place(channel), key, since)
        return found if isinstance(found, Found) else Message(channel, str(found))

    async def tell(self, space: str, user: str, card: Card) -> None:
        """Send somebody a direct message; Discord needs no space for that. The same words to the same user
        stand once, should an earlier try have arrived."""
        async with self._wire.attempt(reading=True):
            direct = await self._logged_in().create_dm(discord.Object(_number(user)))
        drawing = embeds.announcement(card, home=address_of(Channel(PLATFORM, DIRECT, str(direct.id))))
        async with self._wire.attempt():
            await direct.send(
                drawing.content,
                embed=drawing.embed,
                view=drawing.view(),  # type: ignore[arg-type]  # None is no view; the overloads do not say so
                nonce=_nonce(user, card),
            )

    async def close(self) -> None:
        if self._client is not None:
            await self._client.close()
            self._client = None

    async def _send(
        self, channel: Channel, card: Card, key: str, above: discord.MessageReference | None = None
    ) -> Message:
        drawing = embeds.announcement(card, home=address_of(channel), key=key)
        async with self._wire.attempt():
            sent = await self._place(channel).send(
                drawing.content,
                embed=drawing.embed,
                view=drawing.view(),  # type: ignore[arg-type]  # None is no view; the overloads do not say so
                nonce=key,
                reference=above,  # type: ignore[arg-type]  # None is no reference; the overloads do not say so
            )
        return Message(channel, str(sent.id))

    async def _offer_commands(self, listener: Listener) -> None:
        """Send Discord the table once a start, and only if it has another one: that is rationed.

        A table that cannot be sent is no reason not to listen: an earlier one may stand there.
        """
        if self._commands_stand:
            return
        try:
            async with asyncio.timeout(OFFERED_IN):
                self._commands_stand = await offer(listener.http, listener.application_id or 0, listener.tree)
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            log.warning("Discord does not take the table of commands; it is sent again later: %r", error)

    def _logged_in(self) -> Sender:
        if self._client is None:
            raise RuntimeError("open() comes before everything else")
        return self._client

    def _place(self, channel: Channel) -> discord.PartialMessageable:
        guild = None if channel.space in ("", DIRECT) else _number(channel.space)
        return self._logged_in().get_partial_messageable(_number(channel.id), guild_id=guild)


def _nonce(user: str, card: Card) -> str:
    """Return what stands for a private word: 24 hex digits of Discord's 25 characters."""
    return blake2b("\n".join((user, card.title, *card.text)).encode(), digest_size=12).hexdigest()


def _number(text: str) -> int:
    """Read one of Discord's ids. Raises Refused for what cannot be one."""
    if not text.isdecimal():
        raise Refused(f"{text!r} is no id of Discord's.")
    return int(text)


def _why_not(error: Exception, servers: Servers) -> str:
    if isinstance(error, discord.HTTPException):
        return f"Discord does not take the login ({error.status}: {error.text or 'no reason given'})."
    if isinstance(error, aiohttp.ClientError | OSError):
        return (
            f"Discord cannot be reached at {servers.api}: {error}. Check the network and [discord] api_url."
        )
    return f"What answers at {servers.api} does not speak as Discord does. Check [discord] api_url."

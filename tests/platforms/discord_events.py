"""What happens to places on the loopback Discord: it changes the state, and tells the bot."""

from typing import Any

from tests.platforms.discord import GUILD, LoopbackDiscord
from tests.platforms.discord_world import BOT, BOT_RIGHTS, guild_payload, user_payload


class Happenings:
    """Things that people do to channels and to the bot."""

    def __init__(self, discord: LoopbackDiscord) -> None:
        self.discord = discord

    async def delete(self, channel: str) -> None:
        self.discord.delete_channel(channel)
        await self.tell("CHANNEL_DELETE", self._of(channel))

    async def forbid(self, channel: str) -> None:
        self.discord.state.places[channel].rights = 0
        await self.tell("CHANNEL_UPDATE", self._of(channel))

    async def allow(self, channel: str) -> None:
        self.discord.state.places[channel].rights = BOT_RIGHTS
        await self.tell("CHANNEL_UPDATE", self._of(channel))

    async def rename(self, channel: str, name: str) -> None:
        await self.tell("CHANNEL_UPDATE", {**self._of(channel), "name": name})

    async def remove_bot(self, guild: str = GUILD) -> None:
        self._give_rights(guild, 0)
        await self.tell("GUILD_DELETE", {"id": guild})

    async def invite_bot(self, guild: str = GUILD) -> None:
        self._give_rights(guild, BOT_RIGHTS)
        await self.tell("GUILD_CREATE", guild_payload(guild, list(self.discord.state.places.values())))

    async def fall_ill(self, guild: str = GUILD) -> None:
        """Let a server be out of reach."""
        await self.tell("GUILD_DELETE", {"id": guild, "unavailable": True})

    async def recover(self, guild: str = GUILD) -> None:
        await self.tell("GUILD_CREATE", guild_payload(guild, list(self.discord.state.places.values())))

    async def give_role(self, guild: str = GUILD, user: str = BOT) -> None:
        member = {"user": user_payload(user), "roles": [], "joined_at": "2020-01-01T00:00:00+00:00"}
        await self.tell("GUILD_MEMBER_UPDATE", {"guild_id": guild, **member})

    async def tell(self, event: str, data: dict[str, Any]) -> None:
        await self.discord.connected()
        await self.discord.gateway.send(event, data)

    def _of(self, channel: str) -> dict[str, Any]:
        return self.discord.state.places[channel].payload()

    def _give_rights(self, guild: str, rights: int) -> None:
        for place in self.discord.state.places.values():
            if place.guild == guild:
                place.rights = rights

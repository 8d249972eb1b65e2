"""What can be set about Discord, and where its servers are.

discord.py keeps the addresses of Discord's servers in class attributes, and how it reads their answers in a
function of two of its modules, and nowhere else. `Servers.use` is the one place that writes them: a process
talks to one Discord, the one that was opened last.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import ClassVar

import discord
import msgspec
from discord.gateway import DiscordWebSocket
from discord.http import Route
from discord.webhook import async_
from yarl import URL

from bot.domain.errors import CannotRun
from bot.domain.secret import Secret
from handlers.discord import answers


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`[discord]`

    `api_url` is where the REST API is: "https://discord.com/api/v10". A bare host gets the path `/api/v10`.
    `gateway_url` is where the gateway's websocket is: "wss://gateway.discord.gg/". Both need TLS, unless they
    are on this machine.
    """

    ENVIRONMENT: ClassVar[Mapping[str, str]] = {
        "token": "DISCORD_TOKEN",
        "api_url": "OUTLAY_DISCORD_API_URL",
        "gateway_url": "OUTLAY_DISCORD_GATEWAY_URL",
    }

    token: Secret | None = None
    api_url: str = "https://discord.com/api/v10"
    gateway_url: str = "wss://gateway.discord.gg/"


@dataclass(frozen=True, slots=True)
class Servers:
    """Where Discord is: the REST API without a slash at the end, and the gateway."""

    api: str
    gateway: URL

    @classmethod
    def of(cls, settings: Settings) -> "Servers":
        """Read the addresses. Raises CannotRun for one that is none, or that would send the token in the
        clear."""
        api = _checked("api_url", settings.api_url, plain="http", secure="https")
        path = api.path.rstrip("/")
        api = api.with_path({"": "/api/v10", "/api": "/api/v10"}.get(path, path))
        return cls(str(api), _checked("gateway_url", settings.gateway_url, plain="ws", secure="wss"))

    def use(self) -> None:
        """Point discord.py here."""
        Route.BASE = self.api
        DiscordWebSocket.DEFAULT_GATEWAY = self.gateway
        discord.http.json_or_text = answers.read
        async_.json_or_text = answers.read  # type: ignore[attr-defined]  # a name that it imports for itself
        # Voice is not used: without this, each start would warn that its libraries are missing.
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False


def _checked(field: str, text: str, *, plain: str, secure: str) -> URL:
    try:
        url = URL(text.strip())
    except ValueError as error:
        raise CannotRun(f"[discord] {field} is no address: {error}.") from error
    if url.scheme not in (plain, secure) or not url.host:
        raise CannotRun(f"[discord] {field} has to look like {secure}://host/path, and is {text!r}.")
    if url.scheme == plain and not _is_loopback(url.host):
        raise CannotRun(
            f"[discord] {field} would send the bot's token to {url.host} unencrypted. "
            f"Use {secure}://; {plain}:// is only for this machine (127.0.0.1, ::1, localhost)."
        )
    return url.with_fragment(None)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False

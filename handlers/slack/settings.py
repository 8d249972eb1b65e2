"""What is set for Slack, and which address its SDK may be pointed at."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import ClassVar, Final, Literal
from urllib.parse import urlsplit

import msgspec

from bot.domain.errors import CannotRun
from bot.domain.secret import Secret

SLACK: Final = "https://slack.com/api/"
LISTEN: Final = "127.0.0.1:3000"
SWAPPED: Final = (
    "The Slack tokens are swapped: SLACK_BOT_TOKEN begins with xoxb-, SLACK_APP_TOKEN with xapp-."
)
_LISTEN: Final = re.compile(r"(?P<host>[\w.-]+|\[[0-9a-fA-F:.]+\]):(?P<port>[0-9]{1,5})")
SHORTEST_SECRET: Final = 16  # letters; Slack's have 32 hexadecimal digits


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`[slack]`

    `managers` are the ids ("U012AB3CD") of people who may manage every channel's watchlist; workspace admins
    may as well, where the bot has the optional scope users:read. `history` says whether the bot may look for
    an earlier post when the outcome of one is unknown: "auto" tries, and takes a missing scope for a no.
    `mode` is how requests come in: through a socket that the bot opens, or over HTTP at `listen`.
    """

    ENVIRONMENT: ClassVar[Mapping[str, str]] = {
        "bot_token": "SLACK_BOT_TOKEN",
        "app_token": "SLACK_APP_TOKEN",
        "signing_secret": "SLACK_SIGNING_SECRET",
        "api_url": "OUTLAY_SLACK_API_URL",
    }

    bot_token: Secret | None = None
    app_token: Secret | None = None
    signing_secret: Secret | None = None
    mode: Literal["socket", "http"] = "socket"
    listen: str = LISTEN
    api_url: str = SLACK
    managers: tuple[str, ...] = ()
    history: bool | Literal["auto"] = "auto"


def api_address(url: str) -> str:
    """Return `url` as the SDK wants it, with one slash at its end.

    Raises CannotRun for anything that is no http(s) address, and for plain http that leaves this machine: the
    tokens travel with every request.
    """
    parts = urlsplit(url.strip())
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise CannotRun(f'[slack] api_url is "{url}", which is no web address. Slack\'s own is {SLACK}')
    if parts.username or parts.query or parts.fragment:
        raise CannotRun("[slack] api_url must be a bare address: no user name, no question mark, no #.")
    if parts.scheme == "http" and not is_loopback(url):
        raise CannotRun(
            f'[slack] api_url is "{url}": the tokens would travel unencrypted. Use https:// there; plain '
            "http:// is for this machine only."
        )
    return f"{url.strip().rstrip('/')}/"


def is_loopback(url: str) -> bool:
    """Say whether an address stays on this machine."""
    host = urlsplit(url.strip()).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@dataclass(frozen=True, slots=True)
class BySocket:
    """Requests come through Slack's socket, which this token opens."""

    app_token: Secret


@dataclass(frozen=True, slots=True)
class ByHttp:
    """Requests come over HTTP to this host and port, signed with this secret."""

    signing_secret: Secret
    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def bot_token(settings: Settings) -> str:
    """Return the bot token. Raises CannotRun when it is absent, or is the app token."""
    if not settings.bot_token:
        raise CannotRun(
            "Slack needs a bot token: set SLACK_BOT_TOKEN (or SLACK_BOT_TOKEN_FILE) to the Bot User OAuth "
            'Token, xoxb-…, that your app shows under "OAuth & Permissions".'
        )
    token = settings.bot_token.reveal().strip()
    if token.startswith("xapp-"):
        raise CannotRun(SWAPPED)
    return token


def way_in(settings: Settings) -> BySocket | ByHttp:
    """Return how requests come in. Raises CannotRun when what that needs is absent or cannot be right."""
    if settings.mode == "http":
        return _by_http(settings)
    if not settings.app_token:
        raise CannotRun(
            "Slack needs an app token for Socket Mode: set SLACK_APP_TOKEN (or SLACK_APP_TOKEN_FILE) to the "
            'App-Level Token, xapp-…, with the scope connections:write that your app shows under "Basic '
            'Information"; or set [slack] mode = "http".'
        )
    token = settings.app_token.reveal().strip()
    if token.startswith("xoxb-"):
        raise CannotRun(SWAPPED)
    return BySocket(Secret(token))


def _by_http(settings: Settings) -> ByHttp:
    secret = settings.signing_secret.reveal().strip() if settings.signing_secret else ""
    if not secret:
        raise CannotRun(
            "Slack's requests over HTTP are told from others' by their signature: set SLACK_SIGNING_SECRET "
            '(or SLACK_SIGNING_SECRET_FILE) to the Signing Secret that your app shows under "Basic '
            'Information"; or set [slack] mode = "socket".'
        )
    if len(secret) < SHORTEST_SECRET or secret.startswith(("xoxb-", "xapp-")):
        raise CannotRun(
            "SLACK_SIGNING_SECRET is no Signing Secret: that is 32 hexadecimal digits, and no token."
        )
    place = _LISTEN.fullmatch(settings.listen.strip())
    if place is None or int(place["port"]) > 65_535:
        raise CannotRun(f'[slack] listen is "{settings.listen}": write it as "host:port", "{LISTEN}" say.')
    return ByHttp(Secret(secret), place["host"].strip("[]"), int(place["port"]))

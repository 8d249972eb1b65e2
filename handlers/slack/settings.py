"""What is set for Slack, and which address its SDK may be pointed at."""

from collections.abc import Mapping
from ipaddress import ip_address
from typing import ClassVar, Final, Literal
from urllib.parse import urlsplit

import msgspec

from bot.domain.errors import CannotRun
from bot.domain.secret import Secret

SLACK: Final = "https://slack.com/api/"


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`[slack]`

    `managers` are the ids ("U012AB3CD") of people who may manage every channel's watchlist; workspace admins
    may as well, where the bot has the optional scope users:read. `history` says whether the bot may look for
    an earlier post when the outcome of one is unknown: "auto" tries, and takes a missing scope for a no.
    """

    ENVIRONMENT: ClassVar[Mapping[str, str]] = {
        "bot_token": "SLACK_BOT_TOKEN",
        "app_token": "SLACK_APP_TOKEN",
        "api_url": "OUTLAY_SLACK_API_URL",
    }

    bot_token: Secret | None = None
    app_token: Secret | None = None
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


def tokens(settings: Settings) -> tuple[str, str]:
    """Return the bot token and the app token. Raises CannotRun when one is absent or both are swapped."""
    if not settings.bot_token:
        raise CannotRun(
            "Slack needs a bot token: set SLACK_BOT_TOKEN (or SLACK_BOT_TOKEN_FILE) to the Bot User OAuth "
            'Token, xoxb-…, that your app shows under "OAuth & Permissions".'
        )
    if not settings.app_token:
        raise CannotRun(
            "Slack needs an app token for Socket Mode: set SLACK_APP_TOKEN (or SLACK_APP_TOKEN_FILE) to the "
            'App-Level Token, xapp-…, with the scope connections:write that your app shows under "Basic '
            'Information".'
        )
    bot, app = settings.bot_token.reveal().strip(), settings.app_token.reveal().strip()
    if bot.startswith("xapp-") or app.startswith("xoxb-"):
        raise CannotRun(
            "The Slack tokens are swapped: SLACK_BOT_TOKEN begins with xoxb-, SLACK_APP_TOKEN with xapp-."
        )
    return bot, app

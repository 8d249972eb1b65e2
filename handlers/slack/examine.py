"""A look at Slack's side before the bot runs: both tokens, their scopes, the clock."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final

import aiohttp

from bot.domain.errors import CannotRun, DeliveryTrouble
from bot.ports import Check, Grade
from handlers.slack.calls import call, client
from handlers.slack.scopes import NEEDED, OPTIONAL
from handlers.slack.settings import Settings, api_address, tokens

CLOCK_MAY_DIFFER: Final = 30.0  # seconds; a token's signature and a reconciliation bear a minute
PATIENCE: Final = aiohttp.ClientTimeout(total=15.0)
AGAIN: Final = "Install the app again from deploy/slack-manifest.yaml."


async def examine(settings: Settings, now: datetime) -> list[Check]:
    """Look at Slack as these settings reach it. `now` is UTC. Never raises: trouble becomes a Check."""
    try:
        bot_token, app_token = tokens(settings)
        url = api_address(settings.api_url)
    except CannotRun as error:
        return [Check("slack", Grade.BROKEN, str(error))]
    async with aiohttp.ClientSession(timeout=PATIENCE) as session:
        web = client(bot_token, url, session)
        try:
            me = await call(web.auth_test())
        except DeliveryTrouble as trouble:
            return [Check("slack bot token", Grade.BROKEN, str(trouble), f"Asked was {url}auth.test")]
        found = f"the bot is {me.get('user')} in {me.get('team')}"
        checks = [Check("slack bot token", Grade.FINE, found)]
        headers = {name.lower(): str(value) for name, value in me.headers.items()}
        checks += _scopes(headers)
        checks += _clock(headers, now)
        sockets = client(app_token, url, session)
        try:
            await call(sockets.apps_connections_open(app_token=app_token))
        except DeliveryTrouble as trouble:
            mend = "Create an App-Level Token with connections:write and switch Socket Mode on."
            return [*checks, Check("slack app token", Grade.BROKEN, str(trouble), mend)]
        return [*checks, Check("slack app token", Grade.FINE, "Socket Mode opens")]


def _scopes(headers: Mapping[str, Any]) -> Iterator[Check]:
    told = headers.get("x-oauth-scopes")
    if told is None:
        yield Check("slack scopes", Grade.LIMITED, "the server does not say which scopes were granted")
        return
    granted = {scope.strip() for scope in told.split(",")}
    for scope, purpose in NEEDED.items():
        if scope not in granted:
            yield Check(f"slack scope {scope}", Grade.BROKEN, f"absent; it is needed to {purpose}", AGAIN)
    for scope, purpose in OPTIONAL.items():
        if scope not in granted:
            yield Check(f"slack scope {scope}", Grade.LIMITED, f"not granted; it lets the bot {purpose}")
    if granted >= NEEDED.keys():
        yield Check("slack scopes", Grade.FINE, "all that are needed are granted")


def _clock(headers: Mapping[str, Any], now: datetime) -> Iterator[Check]:
    try:
        there = parsedate_to_datetime(headers.get("date", "")).astimezone(UTC)
    except ValueError:
        return
    off = (now - there).total_seconds()
    if abs(off) > CLOCK_MAY_DIFFER:
        word = "ahead of" if off > 0 else "behind"
        mend = "Set the clock, best by a time service such as chrony or systemd-timesyncd."
        yield Check("clock", Grade.BROKEN, f"this machine is {abs(off):.0f} s {word} Slack", mend)
    else:
        yield Check("clock", Grade.FINE, f"within {CLOCK_MAY_DIFFER:.0f} s of Slack's")

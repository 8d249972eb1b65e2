"""A look at Slack's side before the bot runs: both tokens, their scopes, the time it is there."""

import asyncio
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.errors import CannotRun, DeliveryTrouble
from bot.ports import Check, Examination, Grade
from handlers.slack.calls import call, client, greet
from handlers.slack.receive import PATH
from handlers.slack.scopes import NEEDED, OPTIONAL, WANTED, scopes_of
from handlers.slack.settings import ByHttp, BySocket, Settings, api_address, bot_token, way_in

PATIENCE: Final = aiohttp.ClientTimeout(total=15.0)
AGAIN: Final = "Install the app again from deploy/slack-manifest.yaml."


async def examine(settings: Settings) -> Examination:
    """Look at Slack as these settings reach it. Never raises: trouble becomes a Check."""
    try:
        token, way = bot_token(settings), way_in(settings)
        url = api_address(settings.api_url)
    except CannotRun as error:
        return Examination((Check("slack", Grade.BROKEN, str(error)),))
    async with aiohttp.ClientSession(timeout=PATIENCE) as session:
        try:
            web, me = await greet(token, url, session)
        except DeliveryTrouble as trouble:
            found = f"{trouble} (Asked at {url}.)"
            return Examination((Check("slack bot token", Grade.BROKEN, found),))
        found = f"the bot is {me.get('user')} in {me.get('team')}"
        headers = {name.lower(): str(value) for name, value in me.headers.items()}
        if isinstance(way, BySocket):
            app_token = way.app_token.reveal()
            entrance = await _socket_mode(client(app_token, web.base_url, session), app_token)
        else:
            entrance = await _listening(way)
        checks = (
            Check("slack bot token", Grade.FINE, found),
            *_scopes(headers),
            entrance,
        )
        return Examination(checks, _time(headers))


async def _socket_mode(sockets: AsyncWebClient, token: str) -> Check:
    try:
        await call(sockets.apps_connections_open(app_token=token))
    except DeliveryTrouble as trouble:
        mend = "Create an App-Level Token with connections:write and switch Socket Mode on."
        return Check("slack app token", Grade.BROKEN, str(trouble), mend)
    return Check("slack app token", Grade.FINE, "Socket Mode opens")


async def _listening(way: ByHttp) -> Check:
    """Try to listen. Whether Slack gets there nobody can tell from here."""
    mend = f"Have your proxy pass https requests for {PATH} on to it, and name that address in the app."
    try:
        server = await asyncio.start_server(lambda _, writer: writer.close(), way.host, way.port)
    except OSError as error:
        found = f"nothing can listen at {way} ({error.strerror or error}); a running Outlay does that too"
        return Check("slack over http", Grade.LIMITED, found, mend)
    server.close()
    await server.wait_closed()
    return Check("slack over http", Grade.FINE, f"{way} is free to listen at; {mend[0].lower()}{mend[1:]}")


def _scopes(headers: Mapping[str, str]) -> Iterator[Check]:
    granted = scopes_of(headers)
    if granted is None:
        yield Check("slack scopes", Grade.LIMITED, "the server does not say which scopes were granted")
        return
    for scope, purpose in NEEDED.items():
        if scope not in granted:
            yield Check(f"slack scope {scope}", Grade.BROKEN, f"absent; it is needed to {purpose}", AGAIN)
    for scope, purpose in WANTED.items():
        if scope not in granted:
            found = f"not granted; it lets the bot {purpose}"
            yield Check(f"slack scope {scope}", Grade.LIMITED, found, AGAIN)
    for scope, purpose in OPTIONAL.items():
        if scope not in granted:
            yield Check(f"slack scope {scope}", Grade.LIMITED, f"not granted; it lets the bot {purpose}")
    if granted >= NEEDED.keys():
        yield Check("slack scopes", Grade.FINE, "all that are needed are granted")


def _time(headers: Mapping[str, str]) -> datetime | None:
    try:
        return parsedate_to_datetime(headers.get("date", "")).astimezone(UTC)
    except ValueError:
        return None

"""What Discord's REST API answers, read as discord.py would if it were less strict.

discord.py takes an answer for JSON only if its content type is spelled one way, without a character set, and
reads every part that Discord itself sends. A compatible server may spell and send as the standards allow.
"""

import json
import re
from collections.abc import Callable
from typing import Any, Final, TypeAlias

import aiohttp

from handlers.discord import whole

Whole: TypeAlias = Callable[[whole.Payload], whole.Payload]

# Which answer is what, by the end of its address.
SHAPES: Final[tuple[tuple[re.Pattern[str], Whole], ...]] = (
    (re.compile(r"/channels/\d+/messages(/\d+)?$"), whole.message),
    (re.compile(r"/webhooks/\d+/[^/]+(/messages/@original)?$"), whole.message),
    (re.compile(r"/users/@me$"), whole.user),
    (re.compile(r"/applications/@me$"), whole.application),
    (re.compile(r"/users/@me/channels$"), whole.channel),
    (re.compile(r"/channels/\d+$"), whole.channel),
    (re.compile(r"/guilds/\d+$"), whole.guild),
    (re.compile(r"/guilds/\d+/members/\d+$"), whole.member),
)
CALLBACK: Final = re.compile(r"/interactions/(\d+)/[^/]+/callback$")


async def read(response: aiohttp.ClientResponse) -> Any:
    """Return an answer's JSON, made whole, or its text where it is none; stands in for discord.py's own."""
    found = _parsed(response, await response.text(encoding="utf-8"))
    if not response.ok:
        return found
    path = response.url.path
    if answered := CALLBACK.search(path):
        return whole.callback(found, answered[1])
    shape = next((shape for address, shape in SHAPES if address.search(path)), None)
    if shape is None:
        return found
    if isinstance(found, list):
        return [shape(one) for one in found]
    return shape(found) if isinstance(found, dict) else found


def _parsed(response: aiohttp.ClientResponse, text: str) -> Any:
    if response.content_type != "application/json":
        return text
    try:
        return json.loads(text)
    except ValueError:
        return text

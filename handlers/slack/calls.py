"""A client for Slack's Web API, one call of it, and what the outcome means for the message.

The SDK's own retries are off: after a dropped connection it would post again what already stands.
"""

import logging
from collections.abc import Awaitable
from contextlib import suppress
from typing import Any, Final
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.domain.errors import DeliveryTrouble, Refused, Unsure, Wait
from handlers.slack.refusals import meaning
from handlers.slack.settings import is_loopback

sdk_log = logging.getLogger(f"{__name__}.sdk")
# At DEBUG the SDK writes whole requests, the secret addresses to answer at among them.
sdk_log.setLevel(logging.INFO)

DEFAULT_WAIT: Final = 30.0  # seconds, when Slack says 429 without Retry-After
UNREACHED_WAIT: Final = 5.0  # seconds, when no connection came about at all

# Slack says of these that some of the operation may have succeeded, or they tell of its own trouble.
_UNKNOWN_OUTCOME: Final = {"fatal_error", "internal_error", "service_unavailable"}
_LIMITED: Final = {"ratelimited", "rate_limited"}
# Certainly not done, and not for long.
_PASSING: Final = {**dict.fromkeys(_LIMITED, DEFAULT_WAIT), "request_timeout": UNREACHED_WAIT}
# The blocks, not the channel, are what Slack does not take.
BAD_FORM: Final = {"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long"}
# What keeps the bot from reading a channel's history, for now or for ever.
UNREADABLE: Final = {"missing_scope", "not_in_channel", "channel_not_found", "no_permission", "access_denied"}


def client(token: str, url: str, session: aiohttp.ClientSession) -> AsyncWebClient:
    """Return a client for one token at an `api_address`, without retries of its own."""
    web = AsyncWebClient(token=token, base_url=url, session=session, retry_handlers=[], logger=sdk_log)
    if is_loopback(url):
        web.proxy = None  # the SDK takes one from the environment, whatever the address
    return web


async def greet(
    token: str, url: str, session: aiohttp.ClientSession
) -> tuple[AsyncWebClient, AsyncSlackResponse]:
    """Ask at an `api_address` who the bot is; return the client that was answered, and the answer.

    A bare host may have the API at its root, or below /api/ where Slack has it. Raises what `call` raises.
    """
    web = client(token, url, session)
    try:
        return web, await call(web.auth_test())
    except (Refused, Unsure):
        if urlsplit(url).path != "/":
            raise
        below = client(token, f"{url}api/", session)
        with suppress(DeliveryTrouble):
            return below, await call(below.auth_test())
        raise


async def call(request: Awaitable[AsyncSlackResponse]) -> AsyncSlackResponse:
    """Await a call of the API. Raises Wait, Refused or Unsure, and nothing else."""
    try:
        return await request
    except SlackApiError as error:
        raise _meaning(error) from error
    except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
        raise Wait(f"Slack cannot be reached: {error}", UNREACHED_WAIT, everywhere=True) from error
    except TimeoutError as error:
        raise Unsure("Slack did not answer in time.") from error
    except (aiohttp.ClientError, OSError) as error:
        raise Unsure(f"The connection to Slack broke: {type(error).__name__}.") from error
    except (AttributeError, TypeError, ValueError) as error:
        # The SDK trips over an answer that is no JSON object: a proxy's page, say.
        raise Unsure("Slack's answer was not understood.") from error


def code(error: SlackApiError) -> str:
    """Return Slack's name of an error ("not_in_channel"), empty where the answer held none."""
    data = getattr(error.response, "data", None)
    found = data.get("error") if isinstance(data, dict) else None
    return found if isinstance(found, str) else ""


def refusal(trouble: DeliveryTrouble) -> str:
    """Return Slack's name of the error behind a refusal, empty where there is none."""
    return code(trouble.__cause__) if isinstance(trouble.__cause__, SlackApiError) else ""


def asks_for_patience(trouble: DeliveryTrouble) -> bool:
    """Say whether Slack answered that it was asked too often."""
    cause = trouble.__cause__
    return isinstance(cause, SlackApiError) and (_status(cause.response) == 429 or code(cause) in _LIMITED)


def _meaning(error: SlackApiError) -> DeliveryTrouble:
    status, name = _status(error.response), code(error)
    if status == 429:
        return Wait("Slack asks for patience (429).", _retry_after(error.response))
    if name in _PASSING:
        return Wait(f"Slack asks for patience ({name}).", _PASSING[name])
    if status >= 500 or not name or name in _UNKNOWN_OUTCOME:
        return Unsure(f"Slack's answer leaves open whether it was done ({name or f'status {status}'}).")
    return meaning(name, _method(error.response), _needed(error.response))


def _status(response: Any) -> int:
    """Return the HTTP status: the SDK hands on its own response, or aiohttp's when the body is no JSON."""
    found = getattr(response, "status_code", None) or getattr(response, "status", 0)
    return found if isinstance(found, int) else 0


def _retry_after(response: Any) -> float:
    try:
        return max(1.0, float(response.headers.get("Retry-After", DEFAULT_WAIT)))
    except (AttributeError, TypeError, ValueError):
        return DEFAULT_WAIT


def _needed(response: Any) -> str:
    data = getattr(response, "data", None)
    return str(data.get("needed") or "") if isinstance(data, dict) else ""


def _method(response: Any) -> str:
    """Return the name of the method that was called ("chat.postMessage")."""
    return str(getattr(response, "api_url", "")).rpartition("/")[2]

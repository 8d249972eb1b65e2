"""Sending a drawn card: as a message, or as the answer to somebody."""

import json
import logging
from asyncio import sleep
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.cards.card import Card, Picture
from bot.cards.picture import in_words
from bot.domain.errors import DeliveryTrouble, Refused, Unsure, Wait
from bot.ports import Answer
from handlers.slack.blocks import Drawn, draw
from handlers.slack.calls import BAD_FORM, call, refusal, sdk_log
from handlers.slack.pictures import Pictures, is_not_ready

log = logging.getLogger(__name__)

PATIENCE: Final = 10.0  # seconds: an answer that must wait longer would come to nobody


Method: TypeAlias = Callable[..., Awaitable[AsyncSlackResponse]]
Post: TypeAlias = Callable[..., Awaitable[AsyncSlackResponse]]


async def send(method: Method, drawn: Drawn, **where: Any) -> AsyncSlackResponse:
    """Call a method that takes `text` and `blocks`. Raises Wait, Refused or Unsure, and nothing else.

    When Slack does not take the blocks, nothing was posted yet, and the text goes alone.
    """
    try:
        return await once(method, drawn, **where)
    except Refused as refused:
        if (name := refusal(refused)) not in BAD_FORM:
            raise
        log.warning("Slack did not take a card's blocks (%s); its text went alone.", name)
    return await once(method, replace(drawn, blocks=[]), **where)


async def once(method: Method, drawn: Drawn, **where: Any) -> AsyncSlackResponse:
    """Call a method that takes `text` and `blocks`, as they are. Raises Wait, Refused or Unsure."""
    # Slack must read nothing into the text; chat.update would, unless told.
    options = {"parse": "none", "link_names": False, **where}
    return await call(method(text=drawn.text, blocks=drawn.blocks, **options))


@dataclass(frozen=True, slots=True)
class Asker:
    """Who gets an answer, and where. `response_url` is good for five answers within half an hour."""

    user: str
    channel: str
    response_url: str | None = None
    thread: str | None = None


class Replies:
    """Answers people. Never raises: an answer that cannot be given is logged."""

    def __init__(self, web: AsyncWebClient, session: aiohttp.ClientSession, pictures: Pictures) -> None:
        self._web = web
        self._session = session
        self._pictures = pictures

    async def give(self, asker: Asker, answer: Answer) -> None:
        """Give an answer: by the response_url where there is one, else by the Web API."""
        card = answer.card
        try:
            if card.picture is not None:
                why = await self._with_picture(asker, card, card.picture, answer.private)
                if why is None:
                    return
                card = in_words(card, why)
            drawn = draw(card)
            if asker.response_url is None or not await self._by_url(asker, drawn, answer.private):
                await self._patiently(asker, drawn, answer.private)
        except DeliveryTrouble as trouble:
            log.warning("Slack: an answer in %s did not arrive: %s", asker.channel, trouble)

    async def _with_picture(self, asker: Asker, card: Card, picture: Picture, private: bool) -> str | None:
        """Give an answer with its picture. Return None when it stands, why it does not when it certainly does
        not, and raise Unsure when nobody knows.

        By the Web API, for only there Slack says what it has against a message: a response_url's refusal
        does not tell a picture that is not ready from one that never will be.
        """
        try:
            drawn = draw(card, await self._pictures.upload(picture))
        except DeliveryTrouble as trouble:
            return str(trouble)
        for pause in (*self._pictures.ready_after, None):
            try:
                await self._by_api(asker, drawn, private, once)
            except Unsure:
                raise
            except DeliveryTrouble as trouble:
                if not is_not_ready(trouble):
                    return str(trouble)
            else:
                return None
            if pause is not None:
                await sleep(pause)
        return "Slack was not ready to show it in time. Ask again."

    async def _by_url(self, asker: Asker, drawn: Drawn, private: bool) -> bool:
        """Say whether the answer may stand now. One that everybody sees must not stand twice."""
        client = AsyncWebhookClient(
            str(asker.response_url), session=self._session, retry_handlers=[], logger=sdk_log
        )
        client.proxy = self._web.proxy
        message = {
            "text": drawn.text,
            "blocks": drawn.blocks,
            "response_type": "ephemeral" if private else "in_channel",
            "replace_original": False,
            "mrkdwn": False,
            "unfurl_links": False,
            "unfurl_media": False,
            "thread_ts": asker.thread,
        }
        try:
            response = await client.send_dict(message)
        except (aiohttp.ClientError, OSError, ValueError) as error:
            log.info("Slack: the response_url did not answer (%s).", type(error).__name__)
            return not private
        if response.status_code >= 500 or response.body.lstrip().startswith("<"):
            return not private  # a proxy's page, say
        return response.status_code == 200 and not _says_no(response.body)

    async def _patiently(self, asker: Asker, drawn: Drawn, private: bool) -> None:
        try:
            await self._by_api(asker, drawn, private)
        except Wait as wait:
            if wait.seconds > PATIENCE:
                raise
            await sleep(wait.seconds)
            await self._by_api(asker, drawn, private)

    async def _by_api(
        self,
        asker: Asker,
        drawn: Drawn,
        private: bool,
        post: Post = send,
    ) -> None:
        where: dict[str, Any] = {"channel": asker.channel}
        if asker.thread:
            where["thread_ts"] = asker.thread
        if private:
            await post(self._web.chat_postEphemeral, drawn, user=asker.user, **where)
        else:
            where |= {"unfurl_links": False, "unfurl_media": False, "mrkdwn": False}
            await post(self._web.chat_postMessage, drawn, **where)


def _says_no(body: str) -> bool:
    """Read a 200 that is none: {"ok": false, "error": "used_url"}."""
    try:
        answer = json.loads(body)
    except ValueError:
        return False
    return isinstance(answer, dict) and answer.get("ok") is False

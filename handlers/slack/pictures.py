"""A card's picture on Slack: uploaded as a file of the app's own, which a block of the message then shows.

The three steps are those of https://docs.slack.dev/reference/methods/files.getUploadURLExternal. The file is
shared with no channel: whoever may read the message sees it there and nowhere else.
"""

from collections.abc import Iterator
from typing import Any, Final

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.cards.card import Picture
from bot.domain.errors import DeliveryTrouble, Refused, Unsure
from handlers.slack.calls import call
from handlers.slack.settings import is_loopback

# Slack says that it has a file before it can show it. For a second or two a message with the file is refused,
# as invalid_blocks with one of these reasons (slackapi/python-slack-sdk, issue 1797, and what many bots do).
NOT_READY: Final = ("invalid slack file", "downloading image failed")
READY_AFTER: Final = (0.5, 1.0, 2.0, 4.0)  # seconds between the tries to show it


class Pictures:
    """Uploads pictures through one client. `ready_after` are the pauses between the tries to show one."""

    def __init__(
        self,
        web: AsyncWebClient,
        session: aiohttp.ClientSession,
        ready_after: tuple[float, ...] = READY_AFTER,
    ) -> None:
        self._web = web
        self._session = session
        self.ready_after = ready_after

    async def upload(self, picture: Picture) -> str:
        """Upload a picture and return Slack's id of the file. Raises Wait, Refused or Unsure.

        It goes without a description: one that came with the file has kept files from being shown
        (slackapi/python-slack-sdk, issue 1575). The block has it.
        """
        opened = await call(
            self._web.files_getUploadURLExternal(filename=picture.name, length=len(picture.png))
        )
        address, file = opened.get("upload_url"), opened.get("file_id")
        if not isinstance(address, str) or not isinstance(file, str):
            raise Unsure("Slack named no address to upload a picture to.")
        await self._send(address, picture.png)
        await call(self._web.files_completeUploadExternal(files=[{"id": file, "title": picture.name}]))
        return file

    async def _send(self, address: str, png: bytes) -> None:
        """Send the bytes. The address is a secret of its own, and no token goes with them."""
        if not (address.startswith("https://") or is_loopback(address)):
            raise Refused("Slack named an address that would take the picture unencrypted.")
        headers = {"Content-Type": "image/png"}
        try:
            async with self._session.post(
                address, data=png, headers=headers, proxy=self._web.proxy, allow_redirects=False
            ) as response:
                status = response.status
        except (aiohttp.ClientError, OSError) as error:  # a TimeoutError among them
            raise Unsure(f"The upload of a picture to Slack broke: {type(error).__name__}.") from error
        if status != 200:
            raise Refused(f"Slack did not take the picture (status {status}).")


def is_not_ready(trouble: DeliveryTrouble) -> bool:
    """Say whether a message was refused because Slack cannot show its picture yet."""
    return any(reason in said for said in _reasons(trouble) for reason in NOT_READY)


def _reasons(trouble: DeliveryTrouble) -> Iterator[str]:
    """Give what Slack said against the parts of a message."""
    if not isinstance(trouble.__cause__, SlackApiError):
        return
    data: Any = getattr(trouble.__cause__.response, "data", None)
    if not isinstance(data, dict):
        return
    metadata = data.get("response_metadata")
    for said in (data.get("errors"), metadata.get("messages") if isinstance(metadata, dict) else None):
        yield from (str(one) for one in said or ())

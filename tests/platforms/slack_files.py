"""The loopback Slack's files: uploaded to a server of their own, as Slack's are, and shown by blocks.

    slack.files.slow = 2  # so many messages with a new file are refused, because it is not ready yet
    slack.files.refuse(500)  # the next upload's status

By https://docs.slack.dev/reference/methods/files.getUploadURLExternal and .completeUploadExternal; that a
file is not ready at once is what many bots report of `invalid_blocks`.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from aiohttp import web

from tests.platforms.slack_blocks import Block

PICTURES: Final = (".png", ".jpg", ".jpeg", ".gif")


@dataclass
class FileState:
    """A file. `data` is what was uploaded, None before; `waits` is how many messages it is not ready for."""

    id: str
    name: str
    length: int
    title: str = ""
    data: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)
    complete: bool = False
    waits: int = 0


class Files:
    """The files of one workspace, and the server that takes them."""

    def __init__(self) -> None:
        self.known: dict[str, FileState] = {}
        self.slow = 0
        self._statuses: deque[int] = deque()
        self._runner: web.AppRunner | None = None
        self._port = 0

    async def start(self) -> None:
        app = web.Application()
        app.router.add_post("/upload/v1/{file}", self._on_upload)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port).start()
        self._port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        runner, self._runner = self._runner, None
        if runner is not None:
            await runner.cleanup()

    def refuse(self, status: int) -> None:
        """Answer the next upload with a status."""
        self._statuses.append(status)

    def announce(self, name: str, length: int) -> dict[str, Any]:
        """Return where to upload a file."""
        file = FileState(f"F{len(self.known) + 1:08d}", name, length)
        self.known[file.id] = file
        return {"file_id": file.id, "upload_url": f"http://127.0.0.1:{self._port}/upload/v1/{file.id}"}

    def complete(self, files: list[dict[str, Any]]) -> str | None:
        """Take files for complete; return an error code when one was never uploaded whole."""
        for one in files:
            file = self.known.get(str(one.get("id")))
            if file is None or file.data is None or len(file.data) != file.length:
                return "file_not_found"
            file.title, file.complete, file.waits = str(one.get("title") or file.name), True, self.slow
        return None

    def shown(self, blocks: list[Block]) -> Iterator[FileState | None]:
        """Give the file of each picture in the blocks, None for one that cannot be shown."""
        for block in blocks:
            if block.get("type") == "image":
                file = self.known.get(str((block.get("slack_file") or {}).get("id")))
                ready = file is not None and file.complete and file.name.endswith(PICTURES)
                yield file if ready else None

    def faults(self, blocks: list[Block]) -> list[str]:
        """Return what Slack says against the pictures of a message."""
        faults = []
        pictures = self.shown(blocks)
        for number, block in enumerate(blocks):
            if block.get("type") != "image":
                continue
            file = next(pictures)
            if file is None or file.waits > 0:
                faults.append(f"invalid slack file [json-pointer:/blocks/{number}/slack_file]")
                if file is not None:
                    file.waits -= 1
        return faults

    async def _on_upload(self, request: web.Request) -> web.Response:
        file = self.known[request.match_info["file"]]
        if self._statuses:
            return web.Response(status=self._statuses.popleft())
        file.data = await request.read()
        file.headers = dict(request.headers)
        return web.Response(text=f"OK - {len(file.data)}")

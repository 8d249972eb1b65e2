"""Files that come with a message to the loopback Discord: multipart/form-data, as discord.py sends them.

By https://discord.com/developers/docs/reference#uploading-files: `payload_json` is the message, each
`files[n]` a file, and `attachments` in the message names and describes them.
"""

import json
from typing import Any, Final

from aiohttp import web
from aiohttp.web_request import FileField

Body = dict[str, Any]

LARGEST: Final = 10 << 20  # bytes, of all files of a message
FILES: Final = "files"  # where a body keeps what came with it: each file's bytes by its name


async def body_of(request: web.Request) -> Body:
    """Return the message that a request carries, with its files."""
    if request.content_type != "multipart/form-data":
        plain: Body = await request.json()
        return plain
    form = await request.post()  # read once and kept: asked again, it is the same
    body: Body = json.loads(str(form["payload_json"]))
    came = {field: part for field, part in form.items() if isinstance(part, FileField)}
    kept: dict[str, bytes] = {}
    for listed in body.get("attachments") or []:
        part = came.get(f"files[{listed['id']}]")
        if part is None:
            continue
        part.file.seek(0)
        data = kept[listed.setdefault("filename", part.filename)] = part.file.read()
        listed |= {"size": len(data), "content_type": part.content_type}
    return body | {FILES: kept}


def faults_of_files(body: Body) -> dict[str, str]:
    """Return what is wrong with a message's files and with the pictures that its embeds take from them."""
    faults: dict[str, str] = {}
    attachments = body.get("attachments") or []
    for number, one in enumerate(attachments):
        if len(one.get("description") or "") > 1_024:
            faults[f"attachments.{number}.description"] = "Must be 1024 or fewer in length."
    names = {one.get("filename") for one in attachments}
    for number, embed in enumerate(body.get("embeds") or []):
        scheme, _, name = str((embed.get("image") or {}).get("url") or "").partition("://")
        if scheme == "attachment" and name not in names:
            faults[f"embeds.{number}.image.url"] = f"Referenced attachment {name!r} not found"
    return faults


def weight(body: Body) -> int:
    """Return how many bytes came with a message."""
    return sum(map(len, (body.get(FILES) or {}).values()))

"""What the loopback Discord answers: in its own form, or what a fault makes of that."""

import asyncio
import json
from typing import Any

from aiohttp import web

from tests.platforms.discord_faults import HANGS, PAGES, SILENT, Fault, Kind
from tests.platforms.discord_limits import Limited
from tests.platforms.discord_world import Body


class Refusal(Exception):
    """An error in Discord's form: HTTP status, its own code, words, and a body's faults by their path."""

    def __init__(
        self,
        status: int,
        code: int,
        words: str,
        *,
        faults: dict[str, str] | None = None,
    ) -> None:
        super().__init__(words)
        self._status = status
        self._body: Body = {"message": words, "code": code}
        if faults:
            self._body["errors"] = _tree(faults)

    def response(self) -> web.Response:
        return as_json(self._body, status=self._status)


def asked_to_wait(limited: Limited) -> web.Response:
    """Return the 429 of a call that is not taken."""
    return as_json(limited.body, 429, limited.headers)


def _tree(faults: dict[str, str]) -> Body:
    """Nest faults as Discord does: {"embeds": {"0": {"title": {"_errors": [...]}}}}."""
    tree: Body = {}
    for path, words in faults.items():
        branch: Any = tree
        for part in path.split("."):
            branch = branch.setdefault(part, {})
        branch.setdefault("_errors", []).append({"code": "BASE_TYPE", "message": words})
    return tree


def as_json(body: Any, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    """Answer as Discord does: the content type names no character set, and discord.py wants just that."""
    kind = {"Content-Type": "application/json"}
    return web.Response(body=json.dumps(body).encode(), status=status, headers=kind | (headers or {}))


async def spoilt(request: web.Request, fault: Fault) -> web.StreamResponse:
    """Return what a fault answers, after its silence."""
    if fault.kind in SILENT:
        await asyncio.sleep(fault.seconds if fault.kind in HANGS else 0)
        if request.transport is not None:
            request.transport.abort()
        return web.Response()
    if fault.kind in PAGES:
        return web.Response(text="<h1>No</h1>", content_type="text/html", status=PAGES[fault.kind])
    if fault.kind is Kind.FORBIDDEN:
        return as_json({"message": "Missing Access", "code": 50001}, 403)
    headers = {"Retry-After": str(fault.seconds)}
    if fault.kind is Kind.BANNED:
        return web.Response(text="<h1>429</h1>", content_type="text/html", status=429, headers=headers)
    whole = fault.kind is Kind.GLOBAL_LIMIT
    headers |= {"X-RateLimit-Global": "true"} if whole else {}
    headers |= {} if fault.kind is Kind.ODD_LIMIT else {"Via": "1.1 loopback"}
    if fault.kind is Kind.LIMIT_IN_BODY:
        del headers["Retry-After"]
    body = {"message": "You are being rate limited.", "retry_after": fault.seconds, "global": whole}
    return as_json(body, 429, headers)

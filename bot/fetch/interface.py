"""A publisher's interface: asked with a key, answered in JSON, of which some items may be bad."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from typing import TypeVar
from urllib.parse import urlencode

import msgspec

from bot.domain.errors import CannotRun, SourceTrouble
from bot.domain.secret import Secret
from bot.fetch.fetcher import Denied, Fetcher
from bot.fetch.guard import shown

log = logging.getLogger(__name__)

T = TypeVar("T")


class Interface:
    """A publisher's interface: asked with `headers`, which carry a key that `variables` names."""

    def __init__(self, fetcher: Fetcher, headers: Mapping[str, str], variables: str) -> None:
        self._fetcher = fetcher
        self._headers = {"Accept": "application/json", **headers}
        self._variables = variables

    async def ask(self, url: str, parameters: Mapping[str, str], kind: type[T]) -> T:
        """Return the answer to a question, as `kind`.

        Raises what the fetcher raises; Denied names the variable to check. An answer of another shape is
        SourceTrouble.
        """
        try:
            fetched = await self._fetcher.get(f"{url}?{urlencode(parameters)}", headers=self._headers)
        except Denied as denied:
            raise Denied(
                f"{shown(url)} answered {denied.status}: the key is wrong, or its plan lacks this. "
                f"Check {self._variables}.",
                denied.status,
                denied.said,
            ) from denied
        return await asyncio.to_thread(decoded, fetched.body or b"", kind, shown(url))


@asynccontextmanager
async def at_once() -> AsyncIterator[asyncio.TaskGroup]:
    """Ask several questions at once: the first trouble ends them all, and is raised as it is."""
    try:
        async with asyncio.TaskGroup() as group:
            yield group
    except BaseExceptionGroup as troubles:
        raise troubles.exceptions[0] from troubles


def decoded(body: bytes | str, kind: type[T], where: str) -> T:
    """Return JSON as `kind`. Raises SourceTrouble when it is none, or of another shape; `where` gave it."""
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise SourceTrouble(
            f"{where} gave an answer of another shape than it documents: {error}. If it "
            "stays so, the interface has changed and this source must be mended."
        ) from error


def sound(raws: Iterable[msgspec.Raw], kind: type[T], whose: str) -> list[T]:
    """Return the items that can be used. The others are left out, counted and logged.

    `kind` says what can be used: by the types of its fields, and in `__post_init__` with a ValueError.
    """
    items: list[T] = []
    reasons: list[str] = []
    for raw in raws:
        try:
            items.append(msgspec.json.decode(raw, type=kind))
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            reasons.append(str(error))
    if reasons:
        log.warning(
            '"%s": %d of %d items cannot be used and are left out. The first: %s',
            whose,
            len(reasons),
            len(reasons) + len(items),
            reasons[0],
        )
    return items


def key_of(secret: Secret | None, variable: str) -> str:
    """Return a key as it is sent. Raises CannotRun when there is none, or when no header can carry it."""
    key = secret.reveal().strip() if secret is not None else ""
    if not (key and key.isascii() and key.isprintable()):
        raise CannotRun(f"{variable} holds no key: plain letters, digits and signs are expected.")
    return key

"""Alpaca's news line: saying who we are, what we want, and hearing what comes.

The protocol: https://docs.alpaca.markets/docs/streaming-market-data. Each message is a JSON list of objects
whose `T` says what they are.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Final

import msgspec

from bot.domain.errors import SourceTrouble, TryLater
from bot.fetch import Fetcher, Stream
from bot.fetch.guard import shown
from bot.fetch.interface import decoded

ANSWERS: Final = 10.0  # seconds for all that goes before the news; Alpaca itself gives us as many
VARIABLES: Final = "APCA_API_KEY_ID and APCA_API_SECRET_KEY"

# What the error codes mean to whoever runs the bot: those that somebody must mend, and those that pass.
REFUSED: Final = {
    401: "we spoke before it knew us",
    402: f"it does not know the key: check {VARIABLES}",
    405: "the plan allows fewer symbols: shorten symbols",
    409: "the plan does not include the news stream: set stream = false, or change the plan",
    410: "it does not take this subscription: check symbols",
}
PASSING: Final = {
    404: "it did not hear in time who we are",
    406: "another program holds the one line that a key has: stop that, or set stream = false here",
    407: "we took its messages too slowly",
    500: "the trouble is on its side",
}


class Said(msgspec.Struct, frozen=True):
    """The head of a message. `t` is what it is: "n" for news, "success", "error" or "subscription"."""

    t: str = msgspec.field(default="", name="T")
    code: int = 0
    msg: str = ""


class Line:
    """A line over which somebody already knows us and what we want."""

    def __init__(self, stream: Stream, where: str) -> None:
        self._stream = stream
        self._where = where
        self._news: list[msgspec.Raw] = []

    async def news(self) -> list[msgspec.Raw]:
        """Return the next articles, however long they take. Raises SourceTrouble when the line breaks."""
        while not self._news:
            await self._hear()
        news, self._news = self._news, []
        return news

    async def hang_up(self) -> None:
        """End the call. Whoever waits for news gets TryLater."""
        await self._stream.hang_up()

    async def subscribe(self, key: str, secret: str, symbols: Sequence[str]) -> None:
        """Say who we are and what we want: `symbols`, or everything. Raises SourceTrouble when refused."""
        who = {"action": "auth", "key": key, "secret": secret}
        what = {"action": "subscribe", "news": list(symbols) or ["*"]}
        try:
            async with asyncio.timeout(ANSWERS):
                await self._hear_of("success", "connected")
                await self._stream.send(msgspec.json.encode(who).decode())
                await self._hear_of("success", "authenticated")
                await self._stream.send(msgspec.json.encode(what).decode())
                await self._hear_of("subscription", "")
        except TimeoutError as error:
            raise TryLater(f"{self._where} took the call but did not answer within {ANSWERS:g} s.") from error

    async def _hear_of(self, kind: str, words: str) -> None:
        while not any((said.t, said.msg) == (kind, words) for said in await self._hear()):
            pass

    async def _hear(self) -> list[Said]:
        """Wait for a message, keep its news and return the heads of all that it says."""
        raws = decoded(await self._stream.receive(), list[msgspec.Raw], self._where)
        heads = [_head(raw) for raw in raws]
        self._news += [raw for raw, head in zip(raws, heads, strict=True) if head.t == "n"]
        for head in heads:
            if head.t == "error":
                raise self._refusal(head)
        return heads

    def _refusal(self, said: Said) -> SourceTrouble:
        told = f"{self._where} ended the call with {said.code}"
        if said.code in REFUSED:
            return SourceTrouble(f"{told}: {REFUSED[said.code]}. Until then REST is asked.")
        words = PASSING.get(said.code, f'"{said.msg:.200}"')
        return TryLater(f"{told}: {words}.")


@asynccontextmanager
async def open_line(
    fetcher: Fetcher, url: str, *, key: str, secret: str, symbols: Sequence[str], heartbeat: float
) -> AsyncIterator[Line]:
    """Call Alpaca, for as long as the context lasts. Raises SourceTrouble when no line comes about."""
    async with fetcher.stream(url, heartbeat=heartbeat) as stream:
        line = Line(stream, shown(url))
        await line.subscribe(key, secret, symbols)
        yield line


def _head(raw: msgspec.Raw) -> Said:
    """Return what a message says of itself; one that says nothing is passed over."""
    try:
        return msgspec.json.decode(raw, type=Said)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return Said()

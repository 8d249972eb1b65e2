"""A WebSocket under the guard of the GETs: the same addresses, certificates, proxy and words for trouble.

It knows aiohttp, and nothing else in this room does. As in `client`, a name is resolved here, every address
it has is checked, and the connection goes to a checked address. Redirects are not followed.
"""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Final

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from bot.domain.errors import SourceTrouble, TryLater
from bot.fetch.client import Resolver, as_numbers, trust, unknown_name
from bot.fetch.guard import Place, checked, place_of, shown

HEARTBEAT: Final = 20.0  # seconds between our pings; a line whose pong takes half of that is dead
LIMIT: Final = 4 << 20  # bytes of one message
SCHEMES: Final = {"ws": "http", "wss": "https"}


class Stream:
    """An open line. Messages come in through `receive` and go out through `send`."""

    def __init__(self, line: aiohttp.ClientWebSocketResponse[bool], place: Place) -> None:
        self._line = line
        self._place = place

    async def send(self, text: str) -> None:
        """Send a message. Raises TryLater when the line is down."""
        try:
            await self._line.send_str(text)
        except (aiohttp.ClientError, ConnectionError, RuntimeError) as error:
            raise TryLater(f"{self._place} no longer takes messages: the line is down.") from error

    async def receive(self) -> str | bytes:
        """Return the next message, however long it takes to come.

        Raises TryLater when the other side hangs up or leaves a ping unanswered, and SourceTrouble when a
        message is too large or makes no sense.
        """
        message = await self._line.receive()
        match message.type:
            case aiohttp.WSMsgType.TEXT | aiohttp.WSMsgType.BINARY:
                said: str | bytes = message.data
                return said
            case aiohttp.WSMsgType.ERROR:
                raise self._trouble(message.data)
        raise TryLater(f"{self._place} hung up{_reason(self._line.close_code)}.")

    async def hang_up(self) -> None:
        """Close the line. Whoever waits in `receive` gets TryLater."""
        await self._line.close()

    def _trouble(self, error: object) -> SourceTrouble:
        if isinstance(error, aiohttp.WebSocketError):
            if error.code == aiohttp.WSCloseCode.MESSAGE_TOO_BIG:
                return SourceTrouble(f"{self._place} sent a message of more than {LIMIT >> 20} MiB.")
            return SourceTrouble(f"{self._place} does not keep to the WebSocket protocol: {error}.")
        return TryLater(f"{self._place} leaves our pings unanswered: the line is dead.")


class Streams:
    """Opens lines. The arguments are those of `bot.fetch.Fetcher`; `proxy` was checked there."""

    def __init__(
        self,
        *,
        allow: Collection[str],
        proxy: str | None,
        ca_file: str | None,
        timeout: float,
        user_agent: str,
        resolve: Resolver,
    ) -> None:
        self._allow = allow
        self._proxy = proxy
        self._ca_file = ca_file
        self._timeout = timeout
        self._user_agent = user_agent
        self._resolve = resolve

    @asynccontextmanager
    async def open(self, url: str, headers: Mapping[str, str], heartbeat: float) -> AsyncIterator[Stream]:
        """Open a line to a ws:// or wss:// address. Raises what `Fetcher.stream` raises."""
        address, place = self._place_of(url)
        async with aiohttp.ClientSession(
            connector=self._connector(),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": self._user_agent},
            timeout=aiohttp.ClientTimeout(total=None),
            trace_configs=[_without_redirects()],
            trust_env=False,
        ) as session:
            try:
                async with asyncio.timeout(self._timeout):
                    line = await session.ws_connect(
                        address,
                        headers=headers,
                        proxy=self._proxy,
                        heartbeat=heartbeat,
                        max_msg_size=LIMIT,
                        timeout=aiohttp.ClientWSTimeout(ws_close=1.0),
                    )
            except (aiohttp.ClientError, TimeoutError, ValueError) as error:
                raise _in_words(place, url, error) from error
            try:
                yield Stream(line, place)
            finally:
                await line.close()

    def _place_of(self, url: str) -> tuple[URL, Place]:
        """Return the address as it will be asked, and where that is. Raises Forbidden."""
        try:
            asked = URL(url)
            address = asked.with_scheme(SCHEMES[asked.scheme])
        except (ValueError, KeyError) as error:
            raise SourceTrouble(
                f'"{shown(url)}" is no address of a stream: it must begin with wss:// or ws://.'
            ) from error
        place = place_of(str(address), self._allow)
        # A host that is written as a number is never resolved, and a proxy resolves for itself.
        checked(place, as_numbers(place.host), self._allow)
        return address, place

    def _connector(self) -> aiohttp.TCPConnector:
        # Behind a proxy the only name that is resolved here is the proxy's own, which may be a private one.
        resolver = None if self._proxy is not None else _GuardedResolver(self._allow, self._resolve)
        return aiohttp.TCPConnector(
            ssl=trust(self._ca_file), resolver=resolver, use_dns_cache=False, force_close=True
        )


class _GuardedResolver(AbstractResolver):
    """Finds the addresses of a name, and gives them only when all of them passed the guard."""

    def __init__(self, allow: Collection[str], resolve: Resolver) -> None:
        self._allow = allow
        self._resolve = resolve

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        try:
            found = await self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise unknown_name(host) from error
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
            for address in checked(Place("", host.lower().rstrip("."), port), found, self._allow)
        ]

    async def close(self) -> None:
        """Nothing is held."""


def _without_redirects() -> aiohttp.TraceConfig:
    """A redirect would lead around the guard's check of scheme and port; no publisher's stream needs one."""

    async def refuse(
        session: aiohttp.ClientSession, context: SimpleNamespace, asked: aiohttp.TraceRequestRedirectParams
    ) -> None:
        where = shown(asked.response.headers.get("Location", "nowhere"))
        raise SourceTrouble(
            f"{shown(str(asked.url))} redirects to {where}, which a stream is not followed to: "
            "put the new address into the settings."
        )

    trace = aiohttp.TraceConfig()
    trace.on_request_redirect.append(refuse)
    return trace


def _reason(code: int | None) -> str:
    """Say what a close code of RFC 6455 means, where it means something to whoever runs the bot."""
    words = {1001: "it goes down", 1008: "we did what it forbids", 1011: "the trouble is on its side"}
    return f" ({words[code]})" if code in words else ""


def _in_words(place: Place, url: str, error: Exception) -> SourceTrouble:
    match error:
        case TimeoutError():
            return TryLater(f"{place} did not open the line in time: it may be slow or down.")
        case aiohttp.WSServerHandshakeError(status=status):
            words = f"{shown(url)} answered {status} and opened no stream"
            if status == 429 or status >= 500:
                return TryLater(f"{words}: it is busy.")
            words = f"{words}: check the address, and the key."
        case aiohttp.ClientHttpProxyError(status=status):
            words = f"The proxy did not let us through to {place}: {status}. Check [fetch] proxy."
        case aiohttp.ClientProxyConnectionError(host=host, port=port):
            words = f"The proxy {host}:{port} takes no connection: it is down, or [fetch] proxy is wrong."
        case aiohttp.ClientConnectorCertificateError(certificate_error=cause):
            told = cause.verify_message if isinstance(cause, ssl.SSLCertVerificationError) else cause
            words = (
                f"The certificate of {place} is not to be trusted: {told}. "
                "If the authority behind it is your own, name its file in [fetch] ca_file."
            )
        case aiohttp.ClientConnectorSSLError():
            words = f"{place} does not speak TLS as we do. Check ws:// or wss://."
        case aiohttp.ClientConnectorError():
            words = f"{place} takes no connection: it is down, or the address is wrong."
        case _:
            words = f"The connection to {place} broke: {str(error) or type(error).__name__}."
    return SourceTrouble(words)

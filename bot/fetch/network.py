"""TCP and TLS for the HTTP library, straight on asyncio.

The library's own way leads through anyio, which takes the socket out of the event loop's watch after each
piece that is read and puts it back before the next. With thousands of feeds that is a third of what a poll
costs; a stream that buffers what comes needs neither.
"""

import asyncio
import ssl
from collections.abc import Iterable
from typing import Any, Final

import httpcore

MOST_AHEAD: Final = 1 << 18  # bytes that may wait to be read before the sender is held back


class Network(httpcore.AsyncNetworkBackend):
    """Opens connections to addresses that are numbers. Raises ConnectTimeout and ConnectError."""

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the signature is httpcore's
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        line = _Line()
        local = None if local_address is None else (local_address, 0)
        try:
            async with asyncio.timeout(timeout):
                await asyncio.get_running_loop().create_connection(lambda: line, host, port, local_addr=local)
        except TimeoutError as error:
            raise httpcore.ConnectTimeout(str(error)) from error
        except OSError as error:
            raise httpcore.ConnectError(str(error)) from error
        for option in socket_options or ():
            line.transport.get_extra_info("socket").setsockopt(*option)
        return _Stream(line)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class _Line(asyncio.Protocol):
    """One connection, with what came in and was not read yet."""

    transport: asyncio.Transport

    def __init__(self) -> None:
        self.received = bytearray()
        self.ended = False
        self.lost: Exception | None = None
        self._reading: asyncio.Future[None] | None = None
        self._may_write = asyncio.Event()
        self._may_write.set()
        self._held_back = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - TCP gives no other
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.received += data
        if len(self.received) > MOST_AHEAD and not self._held_back:
            self._held_back = True
            self.transport.pause_reading()
        self._wake()

    def eof_received(self) -> None:
        self.ended = True
        self._wake()

    def connection_lost(self, exc: Exception | None) -> None:
        self.ended, self.lost = True, exc
        self._may_write.set()
        self._wake()

    def pause_writing(self) -> None:
        self._may_write.clear()

    def resume_writing(self) -> None:
        self._may_write.set()

    async def read(self, most: int) -> bytes:
        """Return what came, up to `most` bytes; nothing at the end."""
        while not self.received and not self.ended:
            self._reading = asyncio.get_running_loop().create_future()
            try:
                await self._reading
            finally:
                self._reading = None
        data = bytes(self.received[:most])
        del self.received[:most]
        if self._held_back and len(self.received) <= MOST_AHEAD // 2:
            self._held_back = False
            self.transport.resume_reading()
        return data

    async def write(self, data: bytes) -> None:
        self.transport.write(data)
        await self._may_write.wait()

    def _wake(self) -> None:
        if self._reading is not None and not self._reading.done():
            self._reading.set_result(None)


class _Stream(httpcore.AsyncNetworkStream):
    """A connection as the library wants it."""

    def __init__(self, line: _Line) -> None:
        self._line = line

    async def read(
        self,
        max_bytes: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the signature is httpcore's
    ) -> bytes:
        try:
            async with asyncio.timeout(timeout):
                data = await self._line.read(max_bytes)
        except TimeoutError as error:
            raise httpcore.ReadTimeout(str(error)) from error
        if not data and self._line.lost is not None:
            raise httpcore.ReadError(str(self._line.lost)) from self._line.lost
        return data

    async def write(
        self,
        buffer: bytes,
        timeout: float | None = None,  # noqa: ASYNC109 - the signature is httpcore's
    ) -> None:
        if not buffer:
            return
        try:
            async with asyncio.timeout(timeout):
                await self._line.write(buffer)
        except TimeoutError as error:
            raise httpcore.WriteTimeout(str(error)) from error
        if self._line.lost is not None:
            raise httpcore.WriteError(str(self._line.lost)) from self._line.lost

    async def aclose(self) -> None:
        # A polite end is begun, and not waited for: a server that never answers it would hold the connection.
        self._line.transport.close()
        await asyncio.sleep(0)
        self._line.transport.abort()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 - the signature is httpcore's
    ) -> httpcore.AsyncNetworkStream:
        line, loop = self._line, asyncio.get_running_loop()
        try:
            async with asyncio.timeout(timeout):
                secured = await loop.start_tls(
                    line.transport, line, ssl_context, server_hostname=server_hostname
                )
        except TimeoutError as error:
            line.transport.abort()
            raise httpcore.ConnectTimeout(str(error)) from error
        except (OSError, ssl.SSLError) as error:
            line.transport.abort()
            raise httpcore.ConnectError(str(error)) from error
        if secured is None:
            raise httpcore.ConnectError("the connection ended while TLS began")
        line.transport = secured
        return self

    def get_extra_info(self, info: str) -> Any:
        match info:
            case "is_readable":  # a connection at rest from which something comes has been ended
                return bool(self._line.received) or self._line.ended
            case "client_addr":
                return self._line.transport.get_extra_info("sockname")
            case "server_addr":
                return self._line.transport.get_extra_info("peername")
            case _:
                return self._line.transport.get_extra_info(info)

"""Connections, against servers on the loopback that behave, stall and break. TLS is asked in test_fetcher."""

import asyncio
import socket
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import httpcore
import pytest

from bot.fetch.network import MOST_AHEAD, Network

Serves = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def connected(serves: Serves) -> AsyncIterator[httpcore.AsyncNetworkStream]:
    """Serve one connection, and connect to it."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await serves(reader, writer)
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        stream = await Network().connect_tcp("127.0.0.1", server.sockets[0].getsockname()[1], 5)
        try:
            yield stream
        finally:
            await stream.aclose()
            await asyncio.sleep(0.05)  # the server's own end


async def test_what_is_sent_is_read_whole_and_in_order() -> None:
    sent = bytes(range(256)) * (5 * MOST_AHEAD // 256)

    async def send(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(sent)
        await writer.drain()

    async with connected(send) as stream:
        await asyncio.sleep(0.05)  # more has come than is let in unread
        found = bytearray()
        while piece := await stream.read(10_000, 5):
            assert len(piece) <= 10_000
            found += piece
    assert bytes(found) == sent


async def test_what_nobody_reads_is_held_back() -> None:
    sent = 0

    async def flood(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        while True:
            writer.write(bytes(1 << 16))
            await writer.drain()
            sent += 1 << 16

    async with connected(flood) as stream:
        await stream.read(1, 5)
        await asyncio.sleep(0.2)
        stalled = sent
        await asyncio.sleep(0.2)
        assert sent == stalled
        for _ in range(2 * stalled // MOST_AHEAD):
            await stream.read(MOST_AHEAD, 5)
        await asyncio.sleep(0.1)
        assert sent > stalled


async def test_a_written_question_is_answered() -> None:
    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(await reader.readexactly(5))

    async with connected(echo) as stream:
        await stream.write(b"hello", 5)
        assert await stream.read(100, 5) == b"hello"
        assert await stream.read(100, 5) == b""
        assert stream.get_extra_info("is_readable")


async def test_silence_and_deafness_end_in_time() -> None:
    async def sleep(_: asyncio.StreamReader, __: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.5)

    async with connected(sleep) as stream:
        assert not stream.get_extra_info("is_readable")
        with pytest.raises(httpcore.ReadTimeout):
            await stream.read(100, 0.05)
        with pytest.raises(httpcore.WriteTimeout):
            await stream.write(bytes(64 << 20), 0.05)


async def test_a_reset_is_no_end() -> None:
    async def reset(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # With no time to linger a close is a reset.
        writer.get_extra_info("socket").setsockopt(
            socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)
        )
        writer.transport.abort()

    async with connected(reset) as stream:
        with pytest.raises(httpcore.ReadError):
            await stream.read(100, 5)
        with pytest.raises(httpcore.WriteError):
            await stream.write(b"hello", 5)


async def test_a_place_where_nobody_listens_is_refused() -> None:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        with pytest.raises(httpcore.ConnectError):
            await Network().connect_tcp("127.0.0.1", bound.getsockname()[1], 5)

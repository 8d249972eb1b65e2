"""A WebSocket against a real server on the loopback: the guard, bounds, dead lines, and words."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from aiohttp import WSCloseCode, web

from bot.domain.errors import SourceTrouble, TryLater
from bot.fetch import Fetcher, Forbidden

Play = Callable[[web.WebSocketResponse], Awaitable[None]]


@dataclass
class Line:
    """A server with one socket, at /news, which does what `play` says; /away redirects there."""

    play: Play
    autoping: bool = True
    asked: list[web.Request] = field(default_factory=list)
    port: int = 0

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self.port}"

    def url(self, path: str = "/news") -> str:
        return f"ws://{self.place}{path}"

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request)
        if request.path == "/away":
            raise web.HTTPFound(f"http://{self.place}/news")
        if request.path != "/news":
            return web.Response(status=int(request.path[1:]))
        socket = web.WebSocketResponse(autoping=self.autoping)
        await socket.prepare(request)
        with suppress(ConnectionError):
            await self.play(socket)
        return socket


@pytest.fixture
async def serve() -> AsyncIterator[Callable[..., Awaitable[Line]]]:
    runners: list[web.AppRunner] = []

    async def started(play: Play, *, autoping: bool = True, tls: ssl.SSLContext | None = None) -> Line:
        line = Line(play, autoping)
        app = web.Application()
        app.router.add_get("/{path:.*}", line.answer)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls).start()
        runners.append(runner)
        line.port = runner.addresses[0][1]
        return line

    yield started
    for runner in runners:
        await runner.cleanup()


Serve = Callable[..., Awaitable[Line]]


async def echo(socket: web.WebSocketResponse) -> None:
    async for message in socket:
        await socket.send_str(message.data[::-1])


async def hung_up(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with suppress(ConnectionError):
        await writer.wait_closed()


async def silence(socket: web.WebSocketResponse) -> None:
    await asyncio.sleep(5)


async def test_messages_go_both_ways(serve: Serve) -> None:
    line = await serve(echo)
    async with (
        Fetcher(allow=[line.place]) as fetcher,
        fetcher.stream(line.url(), headers={"X-Key": "k"}) as stream,
    ):
        await stream.send("tarn")
        assert await stream.receive() == "nrat"
    assert line.asked[0].headers["User-Agent"] == "Outlay/0.1"
    assert line.asked[0].headers["X-Key"] == "k"


async def test_hanging_up_ends_the_waiting(serve: Serve) -> None:
    line = await serve(echo)
    async with Fetcher(allow=[line.place]) as fetcher, fetcher.stream(line.url()) as stream:

        async def wait() -> None:
            with pytest.raises(TryLater):
                await stream.receive()

        async with asyncio.TaskGroup() as group:
            group.create_task(wait())
            await asyncio.sleep(0.05)
            await stream.hang_up()


async def test_a_line_that_answers_no_ping_is_dead(serve: Serve) -> None:
    """The connection stands and nobody hangs up: without pings this would last for ever."""
    line = await serve(silence, autoping=False)
    async with (
        Fetcher(allow=[line.place]) as fetcher,
        fetcher.stream(line.url(), heartbeat=0.1) as stream,
    ):
        with pytest.raises(TryLater, match="leaves our pings unanswered"):
            await asyncio.wait_for(stream.receive(), 3)


async def test_a_quiet_line_that_answers_pings_is_well(serve: Serve) -> None:
    async def late(socket: web.WebSocketResponse) -> None:
        async def speak() -> None:
            await asyncio.sleep(0.5)
            await socket.send_str("news")

        async with asyncio.TaskGroup() as group:
            group.create_task(speak())
            await socket.receive()

    line = await serve(late)
    async with (
        Fetcher(allow=[line.place]) as fetcher,
        fetcher.stream(line.url(), heartbeat=0.1) as stream,
    ):
        assert await stream.receive() == "news"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (WSCloseCode.OK, r"hung up\.$"),
        (WSCloseCode.GOING_AWAY, "it goes down"),
        (WSCloseCode.INTERNAL_ERROR, "on its side"),
    ],
)
async def test_says_that_the_other_side_hung_up(serve: Serve, code: int, words: str) -> None:
    async def close(socket: web.WebSocketResponse) -> None:
        await socket.close(code=code)

    line = await serve(close)
    async with Fetcher(allow=[line.place]) as fetcher, fetcher.stream(line.url()) as stream:
        with pytest.raises(TryLater, match=words):
            await stream.receive()
        with pytest.raises(TryLater, match="the line is down"):
            await stream.send("hello?")


async def test_a_connection_that_breaks_is_said(serve: Serve) -> None:
    async def tear(socket: web.WebSocketResponse) -> None:
        assert line.asked[0].transport is not None
        line.asked[0].transport.abort()

    line = await serve(tear)
    async with Fetcher(allow=[line.place]) as fetcher, fetcher.stream(line.url()) as stream:
        with pytest.raises(TryLater):
            await stream.receive()


async def test_a_message_has_a_limit(serve: Serve) -> None:
    async def flood(socket: web.WebSocketResponse) -> None:
        await socket.send_bytes(b"x" * (5 << 20))

    line = await serve(flood)
    async with Fetcher(allow=[line.place]) as fetcher, fetcher.stream(line.url()) as stream:
        with pytest.raises(SourceTrouble, match="more than 4 MiB"):
            await stream.receive()


# ------------------------------------------------------------------------------------------- guard


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1", "2130706433", "[::1]", "169.254.169.254", "10.0.0.1"])
async def test_private_numbers_are_refused(host: str) -> None:
    async with Fetcher() as fetcher:
        with pytest.raises(Forbidden, match="private address"):
            async with fetcher.stream(f"wss://{host}/news"):
                pass


async def test_a_name_that_leads_to_a_private_address_is_refused_when_it_is_connected(serve: Serve) -> None:
    line = await serve(echo)

    async def resolve(host: str, port: int) -> list[str]:
        return ["93.184.216.34", "127.0.0.1"]

    async with Fetcher(resolve=resolve) as fetcher:
        with pytest.raises(Forbidden, match=r"leads to 127\.0\.0\.1"):
            async with fetcher.stream("ws://news.example/news"):
                pass
    assert line.asked == []


async def test_a_name_is_asked_once_and_the_connection_goes_where_it_led(serve: Serve) -> None:
    """A name server that answers otherwise the second time gains nothing."""
    line = await serve(echo)
    looks: list[str] = []

    async def rebinding(host: str, port: int) -> list[str]:
        looks.append(host)
        return ["127.0.0.1"] if len(looks) == 1 else ["127.0.0.9"]

    place = f"news.example:{line.port}"
    async with (
        Fetcher(allow=[place], resolve=rebinding) as fetcher,
        fetcher.stream(f"ws://{place}/news") as stream,
    ):
        await stream.send("ab")
        assert await stream.receive() == "ba"
    assert looks == ["news.example"]
    assert line.asked[0].headers["Host"] == place


async def test_a_name_that_is_not_known_is_said(serve: Serve) -> None:
    async def resolve(host: str, port: int) -> list[str]:
        raise OSError("no such name")

    async with Fetcher(resolve=resolve) as fetcher:
        with pytest.raises(SourceTrouble, match=r"news\.example cannot be found: .* set \[fetch\] proxy"):
            async with fetcher.stream("ws://news.example/news"):
                pass


async def test_a_redirect_is_not_followed(serve: Serve) -> None:
    line = await serve(echo)
    async with Fetcher(allow=[line.place]) as fetcher:
        with pytest.raises(SourceTrouble, match="redirects to"):
            async with fetcher.stream(line.url("/away")):
                pass
    assert [request.path for request in line.asked] == ["/away"]


@pytest.mark.parametrize("url", ["https://news.example/", "news.example", "ftp://x/", "wss://[x/"])
async def test_an_address_of_another_kind_is_refused(url: str) -> None:
    async with Fetcher() as fetcher:
        with pytest.raises(SourceTrouble, match="wss:// or ws://"):
            async with fetcher.stream(url):
                pass


async def test_no_password_is_carried_or_shown() -> None:
    async with Fetcher() as fetcher:
        with pytest.raises(Forbidden, match="carries a user name") as caught:
            async with fetcher.stream("wss://me:hush@news.example/?token=hush"):
                pass
    assert "hush" not in str(caught.value)


async def test_behind_a_proxy_the_target_is_its_to_find_and_numbers_are_still_checked() -> None:
    asked: list[bytes] = []

    async def proxy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readline())
        writer.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
        await writer.drain()
        await hung_up(writer)

    async with await asyncio.start_server(proxy, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        async with Fetcher(proxy=f"http://127.0.0.1:{port}") as fetcher:
            with pytest.raises(SourceTrouble, match=r"proxy did not let us through.*403"):
                async with fetcher.stream("wss://news.example/news"):
                    pass
            with pytest.raises(Forbidden):
                async with fetcher.stream("wss://127.1/news"):
                    pass
    assert asked == [b"CONNECT news.example:443 HTTP/1.1\r\n"]


# ------------------------------------------------------------------------------------------- words


@pytest.mark.parametrize(
    ("path", "kind", "words"),
    [
        (
            "/401?token=hush",
            SourceTrouble,
            "answered 401 and opened no stream: check the address",
        ),
        ("/429", TryLater, "it is busy"),
        ("/503", TryLater, "it is busy"),
        ("/200", SourceTrouble, "answered 200"),
    ],
)
async def test_says_why_no_line_was_opened(
    serve: Serve, path: str, kind: type[Exception], words: str
) -> None:
    line = await serve(echo)
    async with Fetcher(allow=[line.place]) as fetcher:
        with pytest.raises(SourceTrouble, match=words) as caught:
            async with fetcher.stream(line.url(path)):
                pass
    assert type(caught.value) is kind
    assert "hush" not in str(caught.value)


async def test_says_that_nobody_is_there(unused_tcp_port: int) -> None:
    place = f"127.0.0.1:{unused_tcp_port}"
    async with Fetcher(allow=[place]) as fetcher:
        with pytest.raises(SourceTrouble, match="takes no connection"):
            async with fetcher.stream(f"ws://{place}/news"):
                pass
        with pytest.raises(SourceTrouble):
            async with fetcher.stream(f"wss://{place}/news"):
                pass


async def test_says_that_the_other_side_speaks_no_tls(serve: Serve) -> None:
    line = await serve(echo)
    async with Fetcher(allow=[line.place]) as fetcher:
        with pytest.raises(SourceTrouble, match="does not speak TLS"):
            async with fetcher.stream(line.url().replace("ws:", "wss:")):
                pass


async def test_the_certificate_is_checked_against_the_name_and_our_authorities(
    serve: Serve, certificate: tuple[Path, Path]
) -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(*certificate)
    line = await serve(echo, tls=tls)

    async def resolve(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    ours, other = f"wire.example:{line.port}", f"other.example:{line.port}"
    async with Fetcher(allow=[ours, other], ca_file=str(certificate[0]), resolve=resolve) as fetcher:
        async with fetcher.stream(f"wss://{ours}/news") as stream:
            await stream.send("ab")
            assert await stream.receive() == "ba"
        with pytest.raises(SourceTrouble, match=r"other\.example:\d+ is not to be trusted"):
            async with fetcher.stream(f"wss://{other}/news"):
                pass
    async with Fetcher(allow=[ours], resolve=resolve) as fetcher:
        with pytest.raises(SourceTrouble, match=r"not to be trusted.*\[fetch\] ca_file"):
            async with fetcher.stream(f"wss://{ours}/news"):
                pass


async def test_the_deadline_holds_for_the_opening() -> None:
    done = asyncio.Event()

    async def mute(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        await hung_up(writer)
        done.set()

    async with await asyncio.start_server(mute, "127.0.0.1", 0) as server:
        place = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
        async with Fetcher(allow=[place], timeout=0.2) as fetcher:
            with pytest.raises(TryLater, match="did not open the line in time"):
                async with fetcher.stream(f"ws://{place}/news"):
                    pass
        await asyncio.wait_for(done.wait(), 5)

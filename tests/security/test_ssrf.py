"""No private address is reached: not when it is asked for, not through a name, not through a redirect."""

from collections.abc import AsyncIterator, Iterable

import httpcore
import pytest

from bot.domain.errors import SourceTrouble
from bot.fetch import Fetcher, Forbidden
from bot.fetch.client import Client
from tests.fetch.name_server import NameServer
from tests.wires import Wire

PRIVATE = [
    "127.0.0.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.0.1", "100.64.0.1",
    "169.254.169.254", "168.63.129.16", "224.0.0.1", "255.255.255.255", "::1", "::", "::ffff:127.0.0.1",
    "::ffff:169.254.169.254", "fc00::1", "fd00:ec2::254", "fe80::1", "64:ff9b::a9fe:a9fe",
    "2002:a9fe:a9fe::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "ff02::1",
]  # fmt: skip
# The same loopback, as only the system's own resolver would read it.
DISGUISED = ["127.1", "2130706433", "0x7f.1", "0177.0.0.1", "localhost", "localhost."]
WORDS = r"a private address|cannot be found|is not a web address|no address that can be read"


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    async with Wire() as wire:
        yield wire


class Detour(httpcore.AsyncNetworkBackend):
    """A network in which every address leads to one server. It says which were wanted."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._network = httpcore.AnyIOBackend()
        self.wanted: list[str] = []

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        self.wanted.append(host)
        return await self._network.connect_tcp("127.0.0.1", self._port, timeout)

    async def sleep(self, seconds: float) -> None:
        await self._network.sleep(seconds)


def client(names: NameServer, network: Detour) -> Client:
    resolve = names.resolve
    return Client(
        allow=[], proxy=None, ca_file=None, timeout=5, user_agent="Outlay", resolve=resolve, network=network
    )


async def got(client: Client, url: str) -> int:
    async with client.get(url, {"Connection": "close"}) as reply:
        return reply.status


@pytest.mark.parametrize("address", PRIVATE)
async def test_is_not_reached(wire: Wire, address: str) -> None:
    """The three ways in: the address itself, a name for it (behind a public one too), a redirect."""
    written = f"[{address}]" if ":" in address else address
    wire.redirect("/feed", f"http://{written}/")
    async with Fetcher(allow=[wire.place], timeout=5) as fetcher:
        for url in (f"http://{written}/", f"https://{written}/", wire.url("/feed")):
            with pytest.raises(Forbidden):
                await fetcher.get(url)
    for answer in ([address], ["8.8.8.8", address]):
        network = Detour(wire.port)
        async with NameServer(answer) as names:
            inside = client(names, network)
            with pytest.raises(Forbidden, match=r"feeds\.example leads to"):
                await got(inside, "http://feeds.example/")
            await inside.close()
        assert network.wanted == []
    assert [asked.path for asked in wire.asked] == ["/feed"]


@pytest.mark.parametrize("host", DISGUISED)
async def test_is_not_reached_in_disguise(wire: Wire, host: str) -> None:
    wire.redirect("/feed", f"http://{host}/")
    async with Fetcher(allow=[wire.place], timeout=5) as fetcher:
        for url in (f"http://{host}/", wire.url("/feed")):
            with pytest.raises(SourceTrouble, match=WORDS):
                await fetcher.get(url)


class TestARebindingNameServer:
    """It gives a public address when it is checked, and a private one a moment later."""

    async def test_has_no_second_chance_within_a_request(self, wire: Wire) -> None:
        wire.put("/feed", "hello")
        network = Detour(wire.port)
        async with NameServer(["93.184.216.34"], ["127.0.0.1"]) as names:
            inside = client(names, network)
            assert await got(inside, "http://rebind.example/feed") == 200
            assert names.asked == ["rebind.example"]
            assert network.wanted == ["93.184.216.34"], "the connection goes to the address that was checked"
            await inside.close()

    async def test_is_checked_anew_with_every_connection(self, wire: Wire) -> None:
        wire.put("/feed", "hello")
        network = Detour(wire.port)
        async with NameServer(["93.184.216.34"], ["169.254.169.254"], ["93.184.216.34", "10.0.0.1"]) as names:
            inside = client(names, network)
            assert await got(inside, "http://rebind.example/feed") == 200
            for private in ("169.254.169.254", "10.0.0.1"):
                with pytest.raises(Forbidden, match=private):
                    await got(inside, "http://rebind.example/feed")
            assert network.wanted == ["93.184.216.34"]
            await inside.close()

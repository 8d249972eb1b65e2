"""The Fetcher against a real server on the loopback: manners, bounds, the guard at every hop, and words."""

import asyncio
import gzip
import re
import socket
import ssl
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from bot.domain.errors import CannotRun, GoneForGood, SourceTrouble, TryLater
from bot.fetch import Answered, Denied, Fetcher, Forbidden
from bot.fetch.discreet import DiscreetFetcher
from tests.wires import Wire


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    async with Wire() as wire:
        yield wire


@pytest.fixture
async def fetcher(wire: Wire) -> AsyncIterator[Fetcher]:
    async with Fetcher(allow=[wire.place], timeout=5) as fetcher:
        yield fetcher


def names(table: dict[str, list[str]]) -> Callable[[str, int], Awaitable[list[str]]]:
    """A resolver that knows the names of a table."""

    async def resolve(host: str, port: int) -> list[str]:
        if host not in table:
            raise OSError(f"{host} is not known")
        return table[host]

    return resolve


# ------------------------------------------------------------------------------------------- conditional GET


async def test_gives_what_the_wire_has(wire: Wire, fetcher: Fetcher) -> None:
    wire.put("/feed", "hello", etag='W/"a b"', last_modified="Fri, 20 Nov 2026 10:00:00 GMT")
    fetched = await fetcher.get(wire.url("/feed"))
    assert (fetched.status, fetched.body, fetched.moved, fetched.wait) == (200, b"hello", False, None)
    assert (fetched.etag, fetched.last_modified) == ('W/"a b"', "Fri, 20 Nov 2026 10:00:00 GMT")
    assert fetched.content_type == "application/xml"
    assert wire.asked[0].headers["User-Agent"] == "Outlay/0.1"
    assert wire.asked[0].headers["Accept-Encoding"] == "gzip, deflate"
    assert "If-None-Match" not in wire.asked[0].headers


async def test_sends_both_validators_back_byte_for_byte(wire: Wire, fetcher: Fetcher) -> None:
    wire.put("/feed", "hello", etag='W/"a b"')
    fetched = await fetcher.get(wire.url("/feed"), etag='W/"a b"', last_modified="yesterday, or so")
    assert (fetched.status, fetched.body, fetched.etag) == (304, None, 'W/"a b"')
    assert wire.asked[0].headers["If-None-Match"] == 'W/"a b"'
    assert wire.asked[0].headers["If-Modified-Since"] == "yesterday, or so"


async def test_a_validator_need_not_be_ascii() -> None:
    asked = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(b'HTTP/1.1 200 OK\r\nETag: "\xe9\xff"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n')
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    place = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with server, Fetcher(allow=[place]) as fetcher:
        fetched = await fetcher.get(f"http://{place}/")
        await fetcher.get(f"http://{place}/", etag=fetched.etag)
    assert b'If-None-Match: "\xe9\xff"\r\n' in asked[1]


@pytest.mark.parametrize("user_agent", ["Größe", "two\nlines"])
def test_a_name_that_no_header_can_carry_is_said_at_once(user_agent: str) -> None:
    with pytest.raises(CannotRun, match=r"\[fetch\] user_agent"):
        Fetcher(user_agent=user_agent)


async def test_names_itself_as_the_settings_say(wire: Wire) -> None:
    wire.put("/feed")
    async with Fetcher(allow=[wire.place], user_agent="Desk desk@example.com") as fetcher:
        await fetcher.get(wire.url("/feed"))
    assert wire.asked[0].headers["User-Agent"] == "Desk desk@example.com"


@pytest.mark.parametrize("name", ["User-Agent", "user-agent"])
async def test_a_source_may_give_another_name_and_then_only_that_is_sent(
    wire: Wire, fetcher: Fetcher, name: str
) -> None:
    wire.put("/feed", b"words")
    await fetcher.get(wire.url("/feed"), headers={name: "Desk desk@example.com"})
    assert wire.asked[0].headers["User-Agent"] == "Desk desk@example.com"


async def test_ignores_the_proxy_of_the_environment(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    wire.put("/feed", "hello")
    async with Fetcher(allow=[wire.place]) as fetcher:
        assert (await fetcher.get(wire.url("/feed"))).body == b"hello"


async def test_keeps_no_cookies(wire: Wire, fetcher: Fetcher) -> None:
    wire.put("/feed", headers={"Set-Cookie": "who=you"})
    await fetcher.get(wire.url("/feed"))
    await fetcher.get(wire.url("/feed"))
    assert "Cookie" not in wire.asked[1].headers


# ------------------------------------------------------------------------------------------- redirects


@pytest.mark.parametrize(
    ("status", "moved"), [(301, True), (308, True), (302, False), (303, False), (307, False)]
)
async def test_follows_a_redirect(wire: Wire, fetcher: Fetcher, status: int, moved: bool) -> None:
    wire.redirect("/old", "/feed?page=1", status=status)
    wire.put("/feed", "hello")
    fetched = await fetcher.get(wire.url("/old"))
    assert (fetched.body, fetched.url, fetched.moved) == (b"hello", wire.url("/feed?page=1"), moved)


async def test_a_target_may_be_in_any_script(wire: Wire, fetcher: Fetcher) -> None:
    wire.redirect("/old", "/größe")
    wire.put("/größe", "hello")
    assert (await fetcher.get(wire.url("/old"))).body == b"hello"


async def test_has_moved_only_when_every_hop_was_for_good(wire: Wire, fetcher: Fetcher) -> None:
    wire.redirect("/a", "/b", status=301)
    wire.redirect("/b", "/c", status=302)
    wire.put("/c")
    assert not (await fetcher.get(wire.url("/a"))).moved


async def test_goes_on_only_where_it_may(wire: Wire, fetcher: Fetcher) -> None:
    async def may_follow(url: str) -> None:
        if url.endswith("/secret"):
            raise SourceTrouble("Not there.")

    wire.put("/feed", "hello")
    wire.redirect("/open", "/feed")
    wire.redirect("/shut", "/secret")
    assert (await fetcher.get(wire.url("/open"), may_follow=may_follow)).body == b"hello"
    with pytest.raises(SourceTrouble, match="Not there"):
        await fetcher.get(wire.url("/shut"), may_follow=may_follow)
    assert "/secret" not in [asked.path for asked in wire.asked]


async def test_follows_five_redirects_and_no_more(wire: Wire, fetcher: Fetcher) -> None:
    for hop in range(6):
        wire.redirect(f"/{hop}", f"/{hop + 1}")
    wire.put("/6", "hello")
    assert (await fetcher.get(wire.url("/1"))).body == b"hello"
    with pytest.raises(SourceTrouble, match="more than 5 times"):
        await fetcher.get(wire.url("/0"))


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1/",
        "http://169.254.169.254/latest",
        "http://[::ffff:10.0.0.1]/",
        "file:///etc/passwd",
        "//10.1.1.1/",
    ],
)
async def test_checks_the_target_of_a_redirect(wire: Wire, fetcher: Fetcher, target: str) -> None:
    wire.redirect("/feed", target)
    with pytest.raises(Forbidden):
        await fetcher.get(wire.url("/feed"))


async def test_headers_stay_with_their_origin(wire: Wire) -> None:
    async with Wire() as other:
        wire.redirect("/here", "/there")
        wire.redirect("/there", other.url("/far"))
        other.put("/far", "hello")
        async with Fetcher(allow=[wire.place, other.place]) as fetcher:
            fetched = await fetcher.get(
                wire.url("/here"), headers={"Authorization": "Bearer x", "X-Key": "y"}
            )
        assert fetched.body == b"hello"
        assert [asked.headers.get("Authorization") for asked in wire.asked] == ["Bearer x", "Bearer x"]
        assert "Authorization" not in other.asked[0].headers
        assert "X-Key" not in other.asked[0].headers


# ------------------------------------------------------------------------------------------- the guard


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f.1",
        "0177.0.0.1",
        "localhost",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[64:ff9b::7f00:1]",
    ],
)
async def test_does_not_ask_this_machine(host: str) -> None:
    async with Fetcher() as fetcher:
        words = r"a private address|cannot be found|is not a web address"
        with pytest.raises(SourceTrouble, match=words) as caught:
            await fetcher.get(f"http://{host}/")
    if "private" in str(caught.value):
        assert "to allow in [fetch]" in str(caught.value)


async def test_a_name_that_leads_inside_is_not_asked(wire: Wire) -> None:
    resolve = names({"feeds.example": ["8.8.8.8", "169.254.169.254"]})
    async with Fetcher(resolve=resolve) as fetcher:
        with pytest.raises(Forbidden, match=r"feeds\.example leads to 169\.254\.169\.254"):
            await fetcher.get("http://feeds.example/")
    assert wire.asked == []


async def test_the_connection_goes_to_the_address_that_was_checked(wire: Wire) -> None:
    """A name that answers differently the second time has no second time."""
    looks = []

    async def rebinding(host: str, port: int) -> list[str]:
        looks.append(host)
        return ["127.0.0.1"] if len(looks) == 1 else ["10.9.8.7"]

    wire.put("/feed", "hello")
    place = f"wire.example:{wire.port}"
    async with Fetcher(allow=[place], resolve=rebinding) as fetcher:
        assert (await fetcher.get(f"http://{place}/feed")).body == b"hello"
    assert looks == ["wire.example"]
    assert wire.asked[0].headers["Host"] == place


async def test_tries_the_next_address_when_one_is_dead(wire: Wire) -> None:
    wire.put("/feed", "hello")
    place = f"wire.example:{wire.port}"
    resolve = names({"wire.example": ["127.0.0.9", "127.0.0.1"]})
    async with Fetcher(allow=[place], resolve=resolve) as fetcher:
        assert (await fetcher.get(f"http://{place}/feed")).body == b"hello"


async def test_behind_a_proxy_the_proxy_resolves(wire: Wire) -> None:
    wire.put("/feed", "hello")
    async with Fetcher(proxy=wire.url(""), resolve=names({})) as fetcher:
        assert (await fetcher.get("http://feeds.example/feed")).body == b"hello"
        with pytest.raises(Forbidden):
            await fetcher.get("http://127.1/feed")
    assert wire.asked[0].headers["Host"] == "feeds.example"


@pytest.mark.parametrize("url", ["https://feeds.example/feed", "http://feeds.example/feed"])
async def test_a_proxy_that_is_down_is_named_and_its_password_is_not(url: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and nobody listens
        place = f"127.0.0.1:{taken.getsockname()[1]}"
        async with Fetcher(proxy=f"http://ada:hush@{place}") as fetcher:
            with pytest.raises(SourceTrouble, match=f"The proxy {place} takes no connection") as caught:
                await fetcher.get(url)
            with pytest.raises(SourceTrouble, match=f"The proxy {place} takes no connection"):
                async with fetcher.stream("wss://feeds.example/news"):
                    pass
    assert "feeds.example" not in str(caught.value)
    assert "hush" not in str(caught.value)


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:1", "nonsense", "http://"])
def test_a_proxy_that_cannot_be_used_is_said_at_once(proxy: str) -> None:
    with pytest.raises(CannotRun, match=r"\[fetch\] proxy"):
        Fetcher(proxy=proxy)


def test_a_file_without_certificates_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(CannotRun, match=r"\[fetch\] ca_file"):
        Fetcher(ca_file=str(tmp_path / "none.pem"))


# ------------------------------------------------------------------------------------------- bounds


async def test_unpacks_gzip(wire: Wire, fetcher: Fetcher) -> None:
    wire.put("/feed", gzip.compress(b"hello" * 1000), headers={"Content-Encoding": "gzip"})
    assert (await fetcher.get(wire.url("/feed"))).body == b"hello" * 1000


async def test_refuses_a_bomb(wire: Wire, fetcher: Fetcher) -> None:
    wire.put("/feed", gzip.compress(b"\0" * 50_000_000), headers={"Content-Encoding": "gzip"})
    with pytest.raises(SourceTrouble, match="sent more than 10 MiB"):
        await fetcher.get(wire.url("/feed"))


async def test_refuses_a_body_over_the_limit(wire: Wire, fetcher: Fetcher) -> None:
    wire.put("/feed", b"x" * 2000)
    with pytest.raises(SourceTrouble, match="sent more than"):
        await fetcher.get(wire.url("/feed"), limit=1000)
    assert len((await fetcher.get(wire.url("/feed"), limit=2000)).body or b"") == 2000


async def test_the_deadline_holds_against_a_drip(wire: Wire) -> None:
    """Each byte comes in time, so no timeout between two of them would ever end this."""
    wire.put("/slow", b"x" * 100, drip=0.1)
    wire.put("/late", delay=10)
    async with Fetcher(allow=[wire.place], timeout=0.5) as fetcher:
        for path in ("/slow", "/late"):
            began = time.monotonic()
            with pytest.raises(SourceTrouble, match=r"in time|within 0\.5 s"):
                await fetcher.get(wire.url(path))
            assert time.monotonic() - began < 2


async def test_the_deadline_covers_all_redirects_together(wire: Wire) -> None:
    for hop in range(5):
        wire.put(f"/{hop}", status=302, headers={"Location": f"/{hop + 1}"}, delay=0.2)
    wire.put("/5")
    async with Fetcher(allow=[wire.place], timeout=0.5) as fetcher:
        with pytest.raises(TryLater, match=r"within 0\.5 s"):
            await fetcher.get(wire.url("/0"))


async def test_asks_a_host_two_questions_at_a_time(wire: Wire) -> None:
    wire.put("/feed", delay=0.1)
    async with Fetcher(allow=[wire.place], timeout=0.25) as fetcher:
        await asyncio.gather(*(fetcher.get(wire.url("/feed")) for _ in range(8)))
    assert wire.most_at_once == 2


async def test_fetchers_that_share_their_seats_ask_a_host_no_more(wire: Wire) -> None:
    wire.put("/feed", delay=0.1)
    async with (
        Fetcher(allow=[wire.place]) as one,
        DiscreetFetcher(allow=[wire.place], seats=one.seats) as two,
    ):
        await asyncio.gather(*(each.get(wire.url("/feed")) for each in (one, two) for _ in range(3)))
    assert wire.most_at_once == 2


async def test_a_redirect_to_a_refused_address_is_said_to_be_one(wire: Wire, fetcher: Fetcher) -> None:
    for target in ("http://10.20.30.40/payroll", "http://wire.example:22/"):
        wire.redirect("/inside", target)
        with pytest.raises(Forbidden, match=r"/inside redirects to another address: .* allow") as refused:
            await fetcher.get(wire.url("/inside"))
        assert refused.value.place in ("10.20.30.40:80", "wire.example:22")
    with pytest.raises(Forbidden, match=r"^10\.20\.30\.40 is a private address"):
        await fetcher.get("http://10.20.30.40/payroll")


async def test_a_discreet_fetcher_says_of_a_private_address_only_that_it_is_one(wire: Wire) -> None:
    wire.redirect("/inside", "http://10.20.30.40/payroll")
    async with DiscreetFetcher(allow=[wire.place]) as fetcher:
        for url, leads in (
            (wire.url("/inside"), "redirects into"),
            ("http://127.0.0.1/x", "leads into"),
            ("http://wire.example:22/", "leads into"),
        ):
            with pytest.raises(Forbidden, match=f"^That address {leads} a private network") as refused:
                await fetcher.get(url)
            assert not re.search(r"\d|wire", str(refused.value))
        with pytest.raises(Forbidden, match="user name or password"):
            await fetcher.get("http://me:secret@wire.example/")


async def test_a_host_that_hangs_starves_nobody(wire: Wire) -> None:
    """Its other sources wait their turn, and come to it; another host's do not wait at all."""
    wire.put("/hangs", delay=30)
    wire.put("/feed", "hello")
    async with Wire() as other, Fetcher(allow=[wire.place, f"other.example:{other.port}"], timeout=0.3,
                                        resolve=names({"other.example": ["127.0.0.1"],
                                                       "127.0.0.1": ["127.0.0.1"]})) as fetcher:  # fmt: skip
        other.put("/feed", "hello")
        hanging = [asyncio.ensure_future(fetcher.get(wire.url("/hangs"))) for _ in range(6)]
        await asyncio.sleep(0)
        began = time.monotonic()
        await fetcher.get(f"http://other.example:{other.port}/feed")
        assert time.monotonic() - began < 0.25
        assert (await fetcher.get(wire.url("/feed"))).body == b"hello"
        assert time.monotonic() - began < 2.5
        found = await asyncio.gather(*hanging, return_exceptions=True)
    assert all(isinstance(trouble, SourceTrouble) for trouble in found)


# ------------------------------------------------------------------------------------------- words


@pytest.mark.parametrize(
    ("status", "kind", "words"),
    [
        (400, Answered, "check the address"),
        (401, Denied, "wants a key"),
        (403, Denied, "user_agent"),
        (404, Answered, "answered 404: nothing is there: check the address"),
        (410, GoneForGood, "gone for good"),
        (429, TryLater, "too often"),
        (500, TryLater, "on its side"),
        (503, TryLater, "busy or closed"),
        (301, SourceTrouble, "answered 301"),
    ],
)
async def test_says_what_a_status_means(
    wire: Wire, fetcher: Fetcher, status: int, kind: type[SourceTrouble], words: str
) -> None:
    wire.put("/feed", status=status)
    with pytest.raises(SourceTrouble, match=words) as caught:
        await fetcher.get(wire.url("/feed?token=secret"))
    assert type(caught.value) is kind
    assert "secret" not in str(caught.value)
    # What happens next is not the fetcher's to say: who looked once does not ask again.
    assert not re.search("asked again|settings", str(caught.value))


@pytest.mark.parametrize(
    ("value", "date", "seconds"),
    [
        ("120", None, 120.0),
        ("Fri, 20 Nov 2026 10:05:00 GMT", "Fri, 20 Nov 2026 10:00:00 GMT", 300.0),
        ("Fri, 20 Nov 2026 09:00:00 GMT", "Fri, 20 Nov 2026 10:00:00 GMT", 0.0),
        ("Friday, 20-Nov-26 10:05:00 GMT", "Fri, 20 Nov 2026 10:00:00 GMT", 300.0),
        ("0", None, 0.0),
        ("soon", None, None),
        ("-5", None, None),
        ("", None, None),
    ],
)
async def test_reads_retry_after_in_both_forms(
    wire: Wire, fetcher: Fetcher, value: str, date: str | None, seconds: float | None
) -> None:
    headers = {"Retry-After": value} | ({"Date": date} if date else {})
    wire.put("/busy", status=429, headers=headers)
    wire.put("/feed", "hello", headers=headers)
    with pytest.raises(TryLater) as caught:
        await fetcher.get(wire.url("/busy"))
    assert caught.value.seconds == seconds
    assert (await fetcher.get(wire.url("/feed"))).wait == seconds


@pytest.mark.parametrize(
    ("value", "date", "seconds"),
    [
        (
            "1795168837",
            "Fri, 20 Nov 2026 10:00:00 GMT",
            37.0,
        ),  # seconds since 1970, as Alpaca and Finnhub send
        ("1795168700", "Fri, 20 Nov 2026 10:00:00 GMT", 1.0),  # over already: not at once all the same
        ("37", None, 37.0),
        ("1795168837000", None, None),
        ("soon", None, None),
    ],
)
async def test_reads_when_a_limit_has_room_again(
    wire: Wire, fetcher: Fetcher, value: str, date: str | None, seconds: float | None
) -> None:
    headers = {"X-RateLimit-Reset": value} | ({"Date": date} if date else {})
    wire.put("/busy", status=429, headers=headers)
    wire.put("/feed", "hello", headers=headers)  # told with every answer; only a refusal is a wait
    with pytest.raises(TryLater) as caught:
        await fetcher.get(wire.url("/busy"))
    assert caught.value.seconds == seconds
    assert (await fetcher.get(wire.url("/feed"))).wait is None


async def test_keeps_what_a_refusal_says(wire: Wire, fetcher: Fetcher) -> None:
    wire.put("/v2", '{"message":"invalid symbol: C3PO"}', status=400)
    wire.put("/long", "x" * 1_000_000, status=403)
    with pytest.raises(Answered, match="answered 400") as caught:
        await fetcher.get(wire.url("/v2"))
    assert caught.value.said == '{"message":"invalid symbol: C3PO"}'
    with pytest.raises(Denied) as denied:
        await fetcher.get(wire.url("/long"))
    assert 0 < len(denied.value.said) < 100_000


async def test_says_that_nobody_listens() -> None:
    async with Wire() as wire:
        place, url = wire.place, wire.url("/")
    async with Fetcher(allow=[place]) as fetcher:
        with pytest.raises(SourceTrouble, match="takes no connection"):
            await fetcher.get(url)


async def test_says_that_a_name_is_not_known() -> None:
    async with Fetcher(resolve=names({})) as fetcher:
        with pytest.raises(SourceTrouble, match=r"feeds\.example cannot be found: .* set \[fetch\] proxy"):
            await fetcher.get("http://feeds.example/")


async def test_says_that_a_name_cannot_be_one() -> None:
    async with Fetcher() as fetcher:
        with pytest.raises(SourceTrouble, match=r"cannot be found|is not a web address"):
            await fetcher.get(f"http://{'a' * 70}.example/")


async def test_a_name_may_have_no_address() -> None:
    async with Fetcher(resolve=names({"feeds.example": []})) as fetcher:
        with pytest.raises(SourceTrouble, match="takes no connection"):
            await fetcher.get("http://feeds.example/")


async def test_says_that_it_is_no_web_server() -> None:
    async def talk(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 mail.example ESMTP\r\n")
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    place = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with server, Fetcher(allow=[place], timeout=2) as fetcher:
        with pytest.raises(SourceTrouble, match=r"does not speak HTTP|broke"):
            await fetcher.get(f"http://{place}/")


# ------------------------------------------------------------------------------------------- TLS


@pytest.fixture
async def safe_wire(certificate: tuple[Path, Path]) -> AsyncIterator[Wire]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    async with Wire(tls=context) as wire:
        wire.put("/feed", "hello")
        yield wire


async def test_the_name_is_checked_though_the_connection_goes_to_a_number(
    safe_wire: Wire, certificate: tuple[Path, Path]
) -> None:
    port = safe_wire.port
    resolve = names({"wire.example": ["127.0.0.1"], "other.example": ["127.0.0.1"]})
    allow = [f"wire.example:{port}", f"other.example:{port}"]
    async with Fetcher(allow=allow, ca_file=str(certificate[0]), resolve=resolve) as fetcher:
        assert (await fetcher.get(f"https://wire.example:{port}/feed")).body == b"hello"
        # The same address under another name must not ride on the first name's connection.
        with pytest.raises(SourceTrouble, match=r"other\.example:\d+ is not to be trusted"):
            await fetcher.get(f"https://other.example:{port}/feed")


async def test_a_strange_authority_is_not_trusted(safe_wire: Wire) -> None:
    async with Fetcher(allow=[safe_wire.place]) as fetcher:
        with pytest.raises(SourceTrouble, match=r"not to be trusted.*\[fetch\] ca_file"):
            await fetcher.get(safe_wire.url("/feed"))


async def test_says_that_tls_is_not_spoken(wire: Wire, fetcher: Fetcher) -> None:
    with pytest.raises(SourceTrouble, match="does not speak TLS"):
        await fetcher.get(wire.url("/feed").replace("http:", "https:"))


@pytest.mark.parametrize("address", ["file:///etc/passwd", "http://", "gopher://wire.example/feed"])
async def test_a_refused_address_is_shown_as_it_was_typed(fetcher: Fetcher, address: str) -> None:
    with pytest.raises(Forbidden, match=f'^"{address}" '):
        await fetcher.get(address)

"""What sites let programs read, by RFC 9309: the rules as a table, the fetching over real HTTP."""

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from bot.fetch import Fetcher
from bot.pages.robots import AGAIN, FRESH, NAME, READ, Leave, Robots, rules_of
from tests.wires import Wire

YES, NO = True, False


@pytest.mark.parametrize(
    ("text", "path", "may"),
    [
        ("", "/any", YES),
        ("User-agent: *\nDisallow:", "/any", YES),
        ("User-agent: *\nDisallow: /", "/any", NO),
        ("User-agent: *\nDisallow: /", "/robots.txt", YES),
        # 2.2.1: our own group counts alone; names are compared without regard to case
        ("User-agent: *\nDisallow: /\n\nUser-agent: Outlay\nAllow: /", "/any", YES),
        ("User-agent: outlay\nDisallow: /\n\nUser-agent: *\nAllow: /", "/any", NO),
        ("User-agent: otherbot\nDisallow: /", "/any", YES),
        ("User-agent: otherbot\nUser-agent: outlay\nDisallow: /", "/any", NO),
        ("User-agent: outlay/0.1\nDisallow: /", "/any", NO),
        ("User-agent: out\nDisallow: /", "/any", YES),
        ("User-agent: outlaybot\nDisallow: /", "/any", YES),
        # 2.2.1: groups of one name are one
        ("User-agent: outlay\nDisallow: /a\n\nUser-agent: outlay\nDisallow: /b", "/a", NO),
        ("User-agent: outlay\nDisallow: /a\n\nUser-agent: outlay\nDisallow: /b", "/b", NO),
        # 2.2.2: the longest match wins, and Allow among equals
        ("User-agent: *\nDisallow: /news\nAllow: /news/free", "/news/free/1", YES),
        ("User-agent: *\nAllow: /news/free\nDisallow: /news", "/news/paid", NO),
        ("User-agent: *\nAllow: /news\nDisallow: /news", "/news", YES),
        ("User-agent: *\nAllow: /\nDisallow: /news/2026", "/news/2026/1", NO),
        ("User-agent: *\nDisallow: /News", "/news", YES),
        # 2.2.3: * and $
        ("User-agent: *\nDisallow: /*.pdf$", "/report.pdf", NO),
        ("User-agent: *\nDisallow: /*.pdf$", "/report.pdf?page=1", YES),
        ("User-agent: *\nDisallow: /*/print/", "/2026/print/1", NO),
        ("User-agent: *\nDisallow: /*?", "/story?utm=x", NO),
        ("User-agent: *\nDisallow: /*?", "/story", YES),
        ("User-agent: *\nDisallow: /a$", "/ab", YES),
        # 2.2.2: escapes are equal to what they stand for
        ("User-agent: *\nDisallow: /caf%C3%A9", "/café", NO),
        ("User-agent: *\nDisallow: /café", "/caf%C3%A9", NO),
        # as files are written
        ("\ufeffUser-agent: *\nDisallow: /", "/any", NO),
        ("user-agent:*\r\ndisallow:/x # not this\r\n", "/x/1", NO),
        ("User-agent: * # all\nCrawl-delay: 5\nDisallow: /x", "/x", NO),
        ("Disallow: /", "/any", YES),
        ("<!DOCTYPE html><html><body>Not found</body></html>", "/any", YES),
    ],
)
def test_the_rules(text: str, path: str, may: bool) -> None:
    text = text.encode().decode("utf-8-sig")
    assert rules_of(text).can_fetch(f"https://courier.example{path}", NAME) is may


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"User-agent: bot{n}\n" for n in range(15_000))
        + "".join(f"Disallow: /{n}\n" for n in range(15_000)),
        "User-agent: *\n" + "".join(f"Disallow: /{n}*a*b*c\n" for n in range(20_000)),
        "User-agent: *\nDisallow: /" + "*a" * 200_000,
        "\n" * READ,
    ],
    ids=["names", "wildcards", "one-pattern", "lines"],
)
def test_a_hostile_file_costs_little(text: str) -> None:
    began = time.process_time()
    rules_of(text[:READ]).can_fetch("https://courier.example/" + "a" * 2000, NAME)
    assert time.process_time() - began < 3


@dataclass
class HandClock:
    seconds: float = 0.0

    def __call__(self) -> float:
        return self.seconds


@dataclass
class Site:
    wire: Wire
    clock: HandClock
    robots: Robots

    async def leave(self, path: str = "/story") -> Leave:
        return await self.robots.ask(self.wire.url(path))


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    clock = HandClock()
    async with Wire() as wire, Fetcher(allow=[wire.place], timeout=2) as fetcher:
        yield Site(wire, clock, Robots(fetcher, clock))


CLOSED = "User-agent: *\nDisallow: /\nCrawl-delay: 2.5"


async def test_a_file_is_kept_for_a_day(site: Site) -> None:
    site.wire.put("/robots.txt", CLOSED)
    assert await site.leave() == Leave(is_given=False, delay=2.5)
    site.wire.put("/robots.txt", "")
    site.clock.seconds = FRESH - 1
    assert not (await site.leave()).is_given
    assert len(site.wire.asked) == 1
    site.clock.seconds = FRESH
    assert await site.leave() == Leave(is_given=True)


@pytest.mark.parametrize(
    ("status", "may"),
    [(400, YES), (401, YES), (403, YES), (404, YES), (410, YES), (429, NO), (500, NO), (503, NO)],
)
async def test_what_a_status_means(site: Site, status: int, may: bool) -> None:
    site.wire.put("/robots.txt", CLOSED, status=status)
    assert (await site.leave()).is_given is may


async def test_what_cannot_be_had_is_asked_for_again_soon(site: Site) -> None:
    site.wire.put("/robots.txt", status=503)
    assert await site.leave() == Leave(is_given=False, is_known=False)
    site.wire.put("/robots.txt", "")
    assert not (await site.leave()).is_given
    site.clock.seconds = AGAIN
    assert (await site.leave()).is_given


async def test_known_rules_hold_on_while_nobody_can_say(site: Site) -> None:
    site.wire.put("/robots.txt", "User-agent: *\nDisallow: /x")
    assert (await site.leave()).is_given
    site.wire.put("/robots.txt", status=500)
    site.clock.seconds = FRESH
    assert (await site.leave()).is_given
    assert not (await site.leave("/x")).is_given


async def test_redirects_are_followed(site: Site) -> None:
    site.wire.redirect("/robots.txt", "/elsewhere/robots.txt")
    site.wire.put("/elsewhere/robots.txt", CLOSED)
    assert not (await site.leave()).is_given


async def test_of_a_large_file_the_beginning_is_read(site: Site) -> None:
    site.wire.put("/robots.txt", CLOSED + "\n#" + "x" * READ + "\nUser-agent: outlay\nAllow: /")
    assert not (await site.leave()).is_given
    site.clock.seconds = FRESH
    site.wire.put("/robots.txt", "#" * (3 << 20))
    assert not (await site.leave()).is_given  # too much to be meant: the rules that were known


async def test_the_oldest_go_when_there_is_no_room() -> None:
    async with Wire() as one, Wire() as other, Fetcher(allow=[one.place, other.place]) as fetcher:
        robots = Robots(fetcher, HandClock(), room=1000)
        for wire in (one, other):
            wire.put("/robots.txt", "#" * 700)
        for wire in (one, other, other, one):
            await robots.ask(wire.url("/story"))
        assert (len(one.asked), len(other.asked)) == (2, 1)

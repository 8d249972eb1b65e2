"""Pages that keep programs out are told from pages that are merely no feed."""

from collections.abc import AsyncIterator

import pytest

from bot.fetch import Denied, Fetcher, Walled
from bot.fetch.walls import Wall, wall_of
from tests.wires import Wire

SITE = "https://courier.example/feed"


@pytest.mark.parametrize(
    ("url", "page", "wall"),
    [
        (SITE, "<html><title>Just a moment...</title>", Wall.CHALLENGE),
        (SITE, "<html><title>Attention Required! | Cloudflare</title>", Wall.CHALLENGE),
        (SITE, "<html><script>window._cf_chl_opt={};</script>", Wall.CHALLENGE),
        (SITE, "<noscript>Enable JavaScript and cookies to continue</noscript>", Wall.CHALLENGE),
        (SITE, "<title>\n Are you a robot?</title>", Wall.CHALLENGE),
        (SITE, "<title>Log in - Courier</title>", Wall.LOGIN),
        (SITE, "<title>Courier: sign in to read on</title>", Wall.LOGIN),
        ("https://courier.example/sso/start", "<input name=p type='password'>", Wall.LOGIN),
        (SITE, "<title>Before you continue to Courier</title>", Wall.CONSENT),
        ("https://consent.courier.example/v2", "<title>Courier</title>", Wall.CONSENT),
        (SITE, "<title>The Fell Courier</title><input type=password>", None),
        (SITE, "<title>A moment in the fells</title><script src=recaptcha.js></script>", None),
        (SITE, "", None),
    ],
)
def test_walls(url: str, page: str, wall: Wall | None) -> None:
    assert wall_of(url, page) is wall


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    async with Wire() as wire:
        yield wire


@pytest.fixture
async def fetcher(wire: Wire) -> AsyncIterator[Fetcher]:
    async with Fetcher(allow=[wire.place], timeout=5) as fetcher:
        yield fetcher


@pytest.mark.parametrize("status", [403, 429, 503])
async def test_a_challenge_is_told_by_its_header_or_its_page(
    wire: Wire, fetcher: Fetcher, status: int
) -> None:
    wire.put("/header", "<p>no</p>", status=status, headers={"CF-Mitigated": "challenge"})
    wire.put("/page", "<title>Just a moment...</title>", status=status, headers={"Retry-After": "90"})
    words = f"answered {status} with a page that checks for robots"
    with pytest.raises(Walled, match=rf"{words}, .* look for another address\.$"):
        await fetcher.get(wire.url("/header"))
    with pytest.raises(Walled, match=words) as caught:
        await fetcher.get(wire.url("/page"))
    assert (caught.value.wall, caught.value.seconds) == (Wall.CHALLENGE, 90)


async def test_a_plain_refusal_stays_one(wire: Wire, fetcher: Fetcher) -> None:
    wire.put("/feed", "<title>Forbidden</title>", status=403)
    with pytest.raises(Denied, match="it refuses us"):
        await fetcher.get(wire.url("/feed"))


async def test_a_wall_without_end_is_looked_at_no_longer_than_needed(wire: Wire, fetcher: Fetcher) -> None:
    wire.put("/feed", b"x" * 20_000_000, status=503)
    with pytest.raises(Exception, match="answered 503"):
        await fetcher.get(wire.url("/feed"))

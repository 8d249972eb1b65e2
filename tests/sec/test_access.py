"""The SEC counts all our requests together, and so do we."""

import asyncio
from itertools import pairwise

import pytest

from bot.domain.errors import SourceTrouble
from bot.fetch import Fetcher
from bot.sec.access import APART, Access, is_contact
from tests.vendors.sec import Sec

CONTACT = "Example Desk news@example.com"
LIST = "/files/company_tickers.json"


async def test_whoever_asks_takes_turns_with_all_others() -> None:
    """News, figures and what people add in chat reach out through fetchers that share their seats."""
    async with (
        Sec() as sec,
        Fetcher(allow=[sec.place]) as one,
        Fetcher(allow=[sec.place], seats=one.seats) as other,
    ):
        ways = [Access(CONTACT, one), Access(CONTACT, other), Access("Another Desk a@example.com", one)]
        await asyncio.gather(*(way.get(sec.url + LIST) for way in ways * 2))
    times = [at for at, _ in sec.asked]
    assert len(times) == 6
    assert times[-1] - times[0] > 4.5 * APART  # five pauses, less what the first request took
    assert all(later >= earlier for earlier, later in pairwise(times))


async def test_a_refusal_is_explained_in_the_secs_own_terms() -> None:
    async with Sec() as sec, Fetcher(allow=[sec.place]) as fetcher:
        with pytest.raises(SourceTrouble, match="Check contact"):
            await Access("nobody", fetcher).get(sec.url + LIST)


@pytest.mark.parametrize(
    ("words", "is_one"),
    [
        (CONTACT, True),
        ("A b@c.example", True),
        ("", False),
        ("Example Desk", False),
        ("news@example.com", False),
        ("Exämple Desk news@example.com", False),
        ("Example\nDesk news@example.com", False),
    ],
)
def test_a_contact_is_a_name_and_an_address(words: str, *, is_one: bool) -> None:
    assert is_contact(words) is is_one

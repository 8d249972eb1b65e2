"""What somebody wants to add is looked at first, and most of what can go wrong is refused."""

import asyncio
from pathlib import Path

import pytest

from bot.config import UserSourcesTable
from bot.domain.errors import BadInput, CannotRun, SourceTrouble
from bot.ports import Offered
from tests.roster.running import CLOSED, THERE, at_work, feed
from tests.wires import Wire


async def test_nothing_is_added_unless_the_operator_allows_it(wire: Wire, tmp_path: Path) -> None:
    async with at_work(tmp_path, wire, rules=CLOSED) as running:
        assert running.roster.presets == ()
        with pytest.raises(CannotRun, match=r"allowed = true under \[user_sources\]"):
            await running.add(wire.url("/rss"))
    assert wire.asked == []


@pytest.mark.parametrize(
    "wish", ["http://{place}/rss", "http://127.0.0.1/rss", "http://[::1]/", "http://10.1.2.3"]
)
async def test_a_private_address_is_refused_without_a_word_on_what_is_there(
    wire: Wire, tmp_path: Path, wish: str
) -> None:
    wire.put("/rss", feed("internal memo", title="Payroll"))
    async with at_work(tmp_path, wire, allow=False) as running:
        with pytest.raises(SourceTrouble, match="private network") as refused:
            await running.add(wish.format(place=wire.place))
        assert "Payroll" not in str(refused.value)
        assert "[fetch]" not in str(refused.value)
    assert wire.asked == []


async def test_a_redirect_into_a_private_network_is_refused_too(wire: Wire, tmp_path: Path) -> None:
    wire.redirect("/rss", "http://169.254.169.254/latest/meta-data")
    async with at_work(tmp_path, wire) as running:
        with pytest.raises(SourceTrouble, match="private network") as refused:
            await running.add(wire.url("/rss"))
        assert "169.254" not in str(refused.value)


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        ("ftp://n.example/rss", "must begin with http"),
        ("file:///etc/passwd", "must begin with http"),
        ("http://user:word@n.example/rss", "user name or password"),
        ("https://n.example/" + "a" * 2_000, "longer than"),
        ("nonsense", "neither a feed's address nor a preset"),
        ("feed", "neither a feed's address nor a preset"),
        ("os", "neither a feed's address nor a preset"),
    ],
)
async def test_what_is_no_address_and_no_preset_is_refused(
    wire: Wire, tmp_path: Path, wish: str, words: str
) -> None:
    async with at_work(tmp_path, wire) as running:
        with pytest.raises((BadInput, SourceTrouble), match=words):
            await running.add(wish)
        assert await running.names() == []


async def test_a_page_offers_the_feed_that_it_names(wire: Wire, tmp_path: Path) -> None:
    link = '<link rel="alternate" type="application/rss+xml" href="/rss">'
    wire.put("/news", f"<!doctype html><html><head>{link}</head></html>", content_type="text/html")
    wire.put("/bare", "<!doctype html><html><body>Hello</body></html>", content_type="text/html")
    async with at_work(tmp_path, wire) as running:
        assert await running.add(wire.url("/news")) == Offered(wire.url("/rss"))
        with pytest.raises(SourceTrouble, match="web page"):
            await running.add(wire.url("/bare"))
        with pytest.raises(SourceTrouble, match="404"):
            await running.add(wire.url("/nowhere"))
        assert await running.names() == []


async def test_the_same_wire_is_not_read_twice(wire: Wire, tmp_path: Path) -> None:
    wire.put("/rss", feed("old news"))
    table = {"kind": "feed", "name": "settled", "url": wire.url("/rss"), "every": 60.0}
    wire.put("/other", feed("old news"))
    async with at_work(tmp_path, wire, table) as running:
        with pytest.raises(BadInput, match="“settled”"):
            await running.add(wire.url("/rss/?utm_source=mail"))
        await running.add(wire.url("/other"), "Ours")
        with pytest.raises(BadInput, match="“Ours”"):
            await running.add(wire.url("/other"))
        with pytest.raises(BadInput, match="somebody else") as hidden:
            await running.add(wire.url("/other"), channel=THERE)
        assert "Ours" not in str(hidden.value)


async def test_a_wire_that_moved_is_known_at_its_new_address(wire: Wire, tmp_path: Path) -> None:
    table = {"kind": "feed", "name": "settled", "url": wire.url("/rss"), "every": 0.1}
    letters = {"kind": "files", "name": "letters", "path": str(tmp_path)}
    wire.put("/new", feed("old news"))
    wire.redirect("/rss", "/new", status=301)
    async with at_work(tmp_path, wire, table, letters) as running:
        async with asyncio.timeout(10):
            while (await running.one("settled")).moved is None:
                await asyncio.sleep(0.02)
        assert (await running.one("settled")).moved == wire.url("/new")
        assert (await running.one("settled")).address == wire.url("/rss")
        assert (await running.one("letters")).moved is None
        for path in ("/new", "/rss"):
            with pytest.raises(BadInput, match="“settled”"):
                await running.add(wire.url(path))
    assert any("Put that address into the settings" in line for card in running.told for line in card.text)


async def test_names_are_given_once_and_room_is_limited(wire: Wire, tmp_path: Path) -> None:
    for number in range(4):
        wire.put(f"/{number}", feed(f"news {number}"))
    async with at_work(tmp_path, wire) as running:
        await running.add(wire.url("/0"))
        with pytest.raises(BadInput, match="another source"):
            await running.add(wire.url("/1"), "harbour news")
        with pytest.raises(BadInput, match="up to 60"):
            await running.add(wire.url("/1"), "n" * 61)
        await running.add(wire.url("/1"))
        assert await running.names() == ["Harbour News", "Harbour News 2"]
        await running.add(wire.url("/2"))
        with pytest.raises(BadInput, match="Remove one first"):
            await running.add(wire.url("/3"))
        await running.add(wire.url("/3"), "Elsewhere", channel=THERE)


async def test_two_people_who_add_the_same_feed_at_once_add_one(wire: Wire, tmp_path: Path) -> None:
    wire.put("/rss", feed("old news"), delay=0.1)
    async with at_work(tmp_path, wire) as running:
        both = await asyncio.gather(
            running.add(wire.url("/rss")), running.add(wire.url("/rss")), return_exceptions=True
        )
        assert sorted(type(one).__name__ for one in both) == ["Added", "BadInput"]
        assert await running.names() == ["Harbour News"]


async def test_a_preset_that_needs_more_than_its_name_says_what(wire: Wire, tmp_path: Path) -> None:
    async with at_work(tmp_path, wire) as running:
        for kind, words in (("files", "path"), ("edgar", "contact"), ("alpaca", "APCA_API_KEY_ID")):
            with pytest.raises(CannotRun, match="the operator sets it in the settings file") as refused:
                await running.add(kind)
            assert words in str(refused.value)


async def test_presets_are_those_of_the_rules_that_there_are(wire: Wire, tmp_path: Path) -> None:
    rules = UserSourcesTable(allowed=True, kinds=("feed", "prnewswire", "wax_seal"))
    async with at_work(tmp_path, wire, rules=rules) as running:
        assert running.roster.presets == ("prnewswire",)
        with pytest.raises(CannotRun, match="not among the kinds"):
            await running.add("globenewswire")
    async with at_work(
        tmp_path, wire, rules=UserSourcesTable(allowed=True, kinds=("prnewswire",))
    ) as running:
        with pytest.raises(CannotRun, match="no addresses"):
            await running.add(wire.url("/rss"))

import pytest

from bot.cards.card import Tone
from bot.commands.watching import MOST_AT_ONCE, MOST_WATCHES
from bot.domain.alert import Watch
from bot.domain.market import Ticker
from tests.commands.office import ROOM, Office


@pytest.fixture
def office() -> Office:
    return Office()


async def symbols(office: Office) -> list[str]:
    return [watch.ticker.symbol for watch in await office.watched()]


async def test_every_word_is_accounted_for(office: Office) -> None:
    await office.says("watch MSFT")
    answer = await office.says("watch alibaba, MSFT, aplle and Rio Tinto")
    assert "Added: Alibaba (BABA) [covers 9988.HK too]" in answer
    assert "Added: Rio Tinto (RIO.L)" in answer
    assert "Already watched: Microsoft Corp (MSFT)" in answer
    assert "Not known: aplle [" in answer
    assert await symbols(office) == ["BABA", "MSFT", "RIO.L"]
    assert ("watch", "BABA") in office.actions()


async def test_a_typo_gets_buttons(office: Office) -> None:
    card = (await office.ask("watch Microsfot")).card
    assert card.tone is Tone.REFUSAL
    assert "did you mean Microsoft (MSFT)?" in (card.items[0].note or "")
    assert [button.words for button in card.buttons] == ["watch MSFT"]
    assert await symbols(office) == []


async def test_another_listing_is_already_watched(office: Office) -> None:
    await office.says("watch BABA")
    assert "Already watched" in await office.says("watch 9988.HK")
    assert await symbols(office) == ["BABA"]


async def test_a_fund_is_watched_with_a_warning(office: Office) -> None:
    assert "Added: Example Fund (EXF) [a fund:" in await office.says("watch EXF")


async def test_the_same_company_twice_in_one_breath(office: Office) -> None:
    answer = await office.says("watch BABA, Alibaba")
    assert "Added: Alibaba (BABA)" in answer
    assert await symbols(office) == ["BABA"]


async def test_too_many_at_once_change_nothing(office: Office) -> None:
    answer = await office.says("watch " + " ".join(f"Q{n:03}" for n in range(MOST_AT_ONCE + 1)))
    assert "too many at once" in answer
    assert await symbols(office) == []


async def test_a_channel_is_full_at_the_limit(office: Office) -> None:
    for start in range(0, MOST_WATCHES, MOST_AT_ONCE):
        await office.says("watch " + ", ".join(f"Q{n:03}" for n in range(start, start + MOST_AT_ONCE)))
    assert len(await symbols(office)) == MOST_WATCHES
    answer = await office.says("watch MSFT")
    assert "No room for Microsoft (MSFT)" in answer
    assert "unwatch" in answer
    assert len(await symbols(office)) == MOST_WATCHES


async def test_unwatch_says_what_became_of_each(office: Office) -> None:
    await office.says("watch BABA, MSFT")
    answer = await office.says("unwatch 9988.HK, apple, zorp")
    assert "Dropped: Alibaba Group Holding Ltd (BABA)" in answer
    assert "Was not watched: Apple (AAPL)" in answer
    assert "Not known: zorp" in answer
    assert await symbols(office) == ["MSFT"]
    assert ("unwatch", "BABA") in office.actions()


async def test_unwatch_all(office: Office) -> None:
    await office.says("watch BABA, MSFT")
    assert "Dropped 2 watches" in await office.says("unwatch all")
    assert await symbols(office) == []
    assert "nobody" in await office.says("unwatch all")


async def test_all_is_a_share_where_it_is_watched(office: Office) -> None:
    await office.says("watch MSFT")
    all_state = Ticker("ALL", "XNYS")
    await office.store.watch(Watch(ROOM, all_state, "allstate", "Allstate Corp", "ann", office.clock.now()))
    await office.says("unwatch ALL")
    assert "MSFT" in await symbols(office)
    assert "Dropped" in await office.says("unwatch everything")
    assert await symbols(office) == []


async def test_list_shows_what_is_muted(office: Office) -> None:
    assert "watches nobody yet" in await office.says("list")
    await office.says("watch BABA, MSFT")
    await office.says("mute MSFT 2h")
    answer = await office.says("list")
    assert "BABA: Alibaba Group Holding Ltd []" in answer
    assert "MSFT: Microsoft Corp [muted until 11 Mar 2026, 14:00 UTC]" in answer


async def test_what_names_no_company_is_refused(office: Office) -> None:
    assert "names no company" in await office.says("watch ,")
    assert "needs more" in await office.says("watch")

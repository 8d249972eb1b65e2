"""privacy: what is kept is shown to whom it is about, and forgotten when they say so twice."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.cards.card import Card, Tone
from bot.cards.text import moment
from bot.domain.alert import Channel, Request
from bot.ports import NOBODY, SourceHealth
from bot.store.memory_keeping import Noted
from handlers.discord.embeds import answer as embed
from handlers.slack.blocks import draw
from tests.cards.telling import BABA, reading
from tests.commands.office import ROOM, USER, Office

ELSEWHERE = Channel("slack", "T2", "C1")


def drawn_by_slack(card: Card) -> str:
    return json.dumps(draw(card).blocks, ensure_ascii=False)


def drawn_by_discord(card: Card) -> str:
    return embed(card).embed.description or ""


@pytest.fixture
async def office() -> Office:
    """A room with two watches, one muted, and the same person's watch in another workspace."""
    office = Office()
    await office.says("watch BABA, MSFT")
    await office.says("mute BABA 4h")
    await office.ask("watch AAPL", channel=ELSEWHERE)
    await office.told(reading(), post=BABA)
    return office


async def test_what_is_kept_about_somebody_is_shown_to_them(office: Office) -> None:
    answer = await office.ask("privacy export")
    assert answer.private
    shown = await office.says("privacy export")
    assert "What is kept about you" in shown
    assert "Watches: 2" in shown
    assert "symbol MSFT" in shown
    assert "action mute" in shown
    assert "AAPL" not in shown
    assert f"outlay privacy export --user {ROOM.platform}:{ROOM.space}:{USER}" in shown
    assert "<privacy delete me>" in shown


async def test_anybody_may_ask_for_what_is_theirs(office: Office) -> None:
    for words in ("privacy export", "privacy delete", "privacy delete me confirm"):
        card = (await office.ask(words, manages=False, direct=True)).card
        assert card.tone is not Tone.REFUSAL


async def test_a_long_export_says_what_would_not_fit(office: Office) -> None:
    for _ in range(30):
        await office.says("mute BABA 4h")
    card = (await office.ask("privacy export")).card
    assert len(card.items) == 25
    assert any("more lines would not fit" in note for note in card.notes)


async def test_a_line_of_an_export_says_all_that_was_done_and_when(office: Office) -> None:
    """What was done stands first and whole; nothing is said of the place that the answer is given in."""
    card = (await office.ask("privacy export")).card
    [mute] = [item for item in card.items if "action mute" in item.text]
    assert mute.text.startswith("Audit: action mute, detail BABA")
    assert mute.note == f"channel {ROOM.id}"
    assert mute.at == office.clock.now()
    [muted] = [item for item in card.items if "muted until" in item.text]
    assert muted.text.endswith(f"muted until {moment(office.clock.now() + timedelta(hours=4))}")
    assert not any("space" in f"{item.text} {item.note}" or "…" in item.text for item in card.items)


async def test_what_is_to_be_typed_stays_one_word() -> None:
    """The terminal calls whoever uses it "the console"."""
    office = Office()
    whoever = Request("privacy export", "the console", ROOM, manages=True)
    await office.clerk.answer(replace(whoever, words="watch BABA"))
    card = (await office.clerk.answer(whoever)).card
    assert any(f"--user '{ROOM.platform}:{ROOM.space}:the console'" in note for note in card.notes)


async def test_on_discord_it_is_said_in_which_server_it_was() -> None:
    office = Office()
    await office.ask("watch BABA", channel=Channel("discord", "1", "100"))
    card = (await office.ask("privacy export", channel=Channel("discord", "@me", "5"), direct=True)).card
    assert {item.note for item in card.items} == {"space 1, channel 100"}


@pytest.mark.parametrize("draws", [drawn_by_slack, drawn_by_discord])
async def test_no_platform_cuts_an_export(office: Office, draws: Callable[[Card], str]) -> None:
    for number in range(40):
        office.store.audit.append(
            Noted(office.clock.now(), ROOM, USER, "watch", f"S{number} " + "word " * 90)
        )
    card = (await office.ask("privacy export")).card
    assert "went on" in card.notes[1]
    assert len(card.items) < 25
    shown = draws(card)
    assert card.items[-1].text.rstrip("…") in shown
    assert "Shortened" not in shown
    assert "… and" not in shown


async def test_nobody_is_forgotten_by_a_slip(office: Office) -> None:
    asked = await office.says("privacy delete")
    assert "Shall it be forgotten" in asked
    assert "<privacy delete me confirm>" in asked
    assert {watch.by for watch in await office.watched()} == {USER}
    for slip in ("privacy delete everything", "privacy delete confirm"):
        assert "Whose data?" in await office.says(slip)
    assert {watch.by for watch in await office.watched()} == {USER}


async def test_a_person_is_forgotten_and_their_watches_stay(office: Office) -> None:
    assert "You are forgotten" in await office.says("privacy delete me confirm")
    assert [watch.ticker.symbol for watch in await office.watched()] == ["BABA", "MSFT"]
    assert {watch.by for watch in await office.watched()} == {NOBODY}
    assert {line.user for line in office.store.audit if line.channel == ROOM} == {NOBODY}
    assert {watch.by for watch in await office.store.watches(ELSEWHERE)} == {USER}
    assert "nothing" in await office.says("privacy export")
    assert "Nothing was kept" in await office.says("privacy delete me confirm")


async def test_on_discord_an_id_means_somebody_everywhere() -> None:
    office = Office()
    server, direct = Channel("discord", "1", "100"), Channel("discord", "@me", "5")
    await office.ask("watch BABA", channel=server)
    await office.ask("privacy delete me confirm", channel=direct, direct=True)
    assert {watch.by for watch in await office.store.watches(server)} == {NOBODY}


async def test_all_of_a_space_is_shown_and_deleted(office: Office) -> None:
    office.roster.put(SourceHealth("Harbour"), added_in=ROOM)
    office.roster.put(SourceHealth("Pearl"), added_in=ELSEWHERE)
    assert f"--space {ROOM.platform}:{ROOM.space}" in await office.says("privacy export space")
    asked = await office.says("privacy delete space")
    assert "Shall all of this place be deleted?" in asked
    assert len(await office.watched()) == 2
    done = await office.says("privacy delete space confirm")
    assert "All of this place is deleted" in done
    assert "Watches: 2" in done
    assert await office.watched() == []
    assert list(office.roster.sources) == ["Pearl"]
    assert len(await office.store.watches(ELSEWHERE)) == 1
    assert [line for line in office.store.audit if line.channel == ROOM] == []


@pytest.mark.parametrize("words", ["privacy export space", "privacy delete space confirm"])
async def test_a_space_is_for_those_who_manage_it(office: Office, words: str) -> None:
    """Who manages one channel has no business in the others, and everybody manages a direct one."""
    for manages, direct in ((False, False), (True, False), (True, True)):
        card = (await office.ask(words, manages=manages, governs=False, direct=direct)).card
        assert card.tone is Tone.REFUSAL
        assert not card.items
    assert len(await office.watched()) == 2


async def test_a_source_whose_giver_is_forgotten_was_added_by_somebody(office: Office) -> None:
    office.roster.put(SourceHealth("Harbour"), added_in=ROOM)
    source = office.roster.sources["Harbour"]
    assert source.added is not None
    office.roster.sources["Harbour"] = replace(source, added=replace(source.added, by=NOBODY))
    assert "added by somebody" in await office.says("source list")

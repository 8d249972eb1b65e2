from datetime import timedelta

from bot.cards.card import Tone
from bot.domain.alert import Channel
from bot.ports import SourceHealth, SourceState
from tests.cards.telling import NOON
from tests.commands.office import ROOM, Office


async def test_all_is_well() -> None:
    office = Office()
    office.chats = {"slack": "connected"}
    office.health = (
        SourceHealth(
            "wire", SourceState.WELL, NOON - timedelta(minutes=2), NOON + timedelta(seconds=30), items=12
        ),
    )
    answer = await office.says("status")
    assert "everything works" in answer
    assert "Running for: 3 h" in answer
    assert "Slack: connected" in answer
    assert "wire: works [last answer 2 min ago, 12 articles, asked again in 30 s]" in answer


async def test_trouble_is_named() -> None:
    office = Office()
    office.chats = {"discord": "the token was refused"}
    office.health = (SourceHealth("wire", SourceState.FAILING, failures=3, error="the server answered 404"),)
    other = Channel("discord", "G1", "9")
    await office.store.disable(other, "the channel was deleted", NOON)
    card = (await office.ask("status")).card
    assert card.tone is Tone.NOTICE
    assert card.title == (
        "Outlay runs, with 1 source in trouble, 1 platform not connected, 1 channel switched off"
    )
    words = [item.text for item in card.items]
    assert "wire: fails (3 times in a row): the server answered 404" in words
    # Another space's channels are nobody's business here.
    assert "A channel on discord is switched off" in words


async def test_a_command_switches_its_channel_on_again() -> None:
    office = Office()
    await office.store.disable(ROOM, "not in the channel", NOON)
    await office.says("list")
    assert await office.store.disabled() == []
    assert office.actions() == [("enable", "a command was used here")]

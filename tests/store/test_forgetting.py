"""What is forgotten is gone from the disk too, not only from the tables."""

from dataclasses import replace
from pathlib import Path

from bot.domain.alert import Channel
from bot.domain.market import Ticker
from bot.ports import AddedSource, PausedSource, Person, Space
from bot.store import open_store
from tests.store.examples import NOON, watch

WHO = "U0FORGETME"
ROOM = Channel("slack", "T0LEAVES", "C0LEAVES")


def standing(folder: Path, words: str) -> list[str]:
    """Return the files in which some words stand."""
    return sorted(path.name for path in folder.iterdir() if words.encode() in path.read_bytes())


async def test_who_and_what_is_forgotten_stands_in_no_file_while_the_bot_runs_on(tmp_path: Path) -> None:
    """The write-ahead log keeps every page that was ever changed until it is emptied."""
    store = await open_store(tmp_path / "outlay.db")
    for number in range(100):
        symbol = f"S{number}"
        await store.watch(replace(watch(), channel=ROOM, ticker=Ticker(symbol, "XNAS"), by=WHO))
        await store.note(NOON, ROOM, WHO, "watch", symbol)
    await store.add_source(AddedSource("Harbour", '{"kind": "feed"}', WHO, ROOM, NOON))
    await store.pause(PausedSource("Harbour", WHO, NOON))
    assert standing(tmp_path, WHO)
    await store.forget(Person(ROOM.platform, ROOM.space, WHO))
    assert standing(tmp_path, WHO) == []
    assert standing(tmp_path, ROOM.id)
    while await store.purge(Space(ROOM.platform, ROOM.space), 50):
        pass
    assert standing(tmp_path, ROOM.id) == standing(tmp_path, ROOM.space) == []
    await store.close()

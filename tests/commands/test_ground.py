"""What is said where alerts cannot be posted, and what a command in a channel that is off does."""

from bot.cards.card import Tone
from bot.domain.alert import Footing, Takes
from bot.ports import Closing, Opened
from tests.cards.telling import NOON
from tests.commands.office import ROOM, Office

NEVER = Footing(Takes.NEVER, "It is a forum.")
NOT_YET = Footing(Takes.NOT_YET, "It is archived.")
HINT = Footing(Takes.UNKNOWN, "Invite the bot.")


async def test_where_alerts_can_never_be_posted_nothing_is_watched() -> None:
    office = Office()
    card = (await office.ask("watch BABA", footing=NEVER)).card
    assert card.tone is Tone.REFUSAL
    assert "It is a forum." in card.text
    assert await office.store.watches(ROOM) == []


async def test_what_can_be_mended_is_said_and_the_watch_kept() -> None:
    office = Office()
    assert "It is archived." in (await office.ask("watch BABA", footing=NOT_YET)).card.text
    assert "Invite the bot." in (await office.ask("watch BABA", footing=HINT)).card.text
    assert (await office.ask("watch MSFT", footing=Footing())).card.text == ()
    assert len(await office.store.watches(ROOM)) == 2


async def test_a_command_opens_what_the_platform_shows_to_be_open() -> None:
    office = Office()
    await office.store.disable(ROOM, "archived", NOON, Closing.ARCHIVED)
    await office.ask("list", footing=NOT_YET)
    assert len(await office.store.disabled()) == 1
    await office.ask("list", footing=HINT)
    assert len(await office.store.disabled()) == 1  # the next alert is tried
    await office.ask("list", footing=Footing())
    assert await office.store.disabled() == []


async def test_whoever_speaks_shows_that_the_bot_is_there() -> None:
    office = Office()
    await office.ask("watch BABA")
    await office.store.leave(ROOM.platform, ROOM.space, "uninstalled", NOON)
    await office.ask("list")
    assert await office.store.gone() == []
    assert await office.store.disabled() == []


async def test_news_of_places_goes_to_the_desk() -> None:
    office = Office()
    await office.clerk.heard(Opened(ROOM))
    assert office.news == [Opened(ROOM)]

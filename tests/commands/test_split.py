from datetime import timedelta

import pytest

from bot.desk.growth import retold
from bot.desk.joining import By, Joined
from bot.domain.alert import Action, Channel, Message
from bot.domain.market import Ticker
from bot.domain.reading import Mention, Reading, Role
from bot.domain.story import Story
from bot.ports import Decision
from tests.cards.telling import BABA, NOON, dollars, reading
from tests.commands.office import ROOM, Office

APPLE = Mention("Apple Inc.", Ticker("AAPL", "XNAS"), (), Role.INVESTOR, ())
FIRST = reading(commitment=dollars("2000000000"), article="a1")
SECOND = reading(
    companies=(APPLE,),
    commitment=dollars("3000000000"),
    article="a2",
    outlet="Harbour Post",
    url="https://harbour.example/2",
    at=NOON + timedelta(minutes=5),
)


async def joined(office: Office, story: Story, told: Reading) -> Story:
    """Let an article join a story, rightly or wrongly."""
    grown = retold(story, told, Joined(By.TERMS))
    decision = await office.store.tell(told, NOON, lambda *_: Decision(grown, story.id), since=NOON)
    assert decision.story is not None
    return decision.story


@pytest.fixture
async def office() -> Office:
    """A room that watches both companies and has one alert, of a story that two articles tell."""
    office = Office()
    await office.says("watch BABA, AAPL")
    await joined(office, await office.told(FIRST, post=BABA), SECOND)
    [edit] = await office.store.claim(NOON, 10, timedelta(minutes=1))
    await office.store.sent(edit, Message(ROOM, "message 1"), NOON)
    return office


async def alert(office: Office) -> Message:
    message = await office.store.posted(1, ROOM)
    assert message is not None
    return message


@pytest.mark.parametrize("words", ["split", "split 1", "split #1", "split story 1"])
async def test_the_articles_are_listed_by_number(office: Office, words: str) -> None:
    answer = await office.says(words)
    assert "2 articles tell story 1" in answer
    assert answer.index("1. ") < answer.index("[Example Wire]") < answer.index("2. ")
    assert "[Harbour Post]" in answer
    assert "<split 1 2>" in answer


async def test_an_article_gets_a_story_of_its_own(office: Office) -> None:
    answer = await office.says("split 1 2")
    assert "Harbour Post tells story 2" in answer
    assert "alerts 1 channel" in answer
    rest, own = await office.store.story(1), await office.store.story(2)
    assert rest is not None
    assert own is not None
    assert (rest.reading, rest.also) == (FIRST, ())
    assert (own.reading, own.also) == (SECOND, ())
    owed = await office.store.claim(NOON, 10, timedelta(minutes=1))
    assert [(d.action, d.story) for d in owed] == [(Action.EDIT, 1)]
    await office.store.sent(owed[0], await alert(office), NOON)
    [post] = await office.store.claim(NOON, 10, timedelta(minutes=1))
    assert (post.action, post.story, post.ticker) == (Action.POST, 2, APPLE.ticker)
    assert office.actions()[-1] == ("split", "story 1: article a2 of Harbour Post is story 2 now")


async def test_in_the_thread_of_an_alert_the_story_goes_without_saying(office: Office) -> None:
    assert "2 articles tell story 1" in await office.says("split", about=await alert(office))
    assert "2 articles tell story 1" in await office.says("split 1", about=await alert(office))
    assert "tells story 2" in await office.says("split 2", about=await alert(office))


async def test_the_first_article_can_be_taken_out_too(office: Office) -> None:
    assert "Example Wire tells story 2" in await office.says("split 1 1")
    rest = await office.store.story(1)
    assert rest is not None
    assert rest.reading == SECOND
    assert rest.first_seen == NOON


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ("split that one", "names no story"),
        ("split 9", "There is no story 9"),
        ("split 1 3", "Story 1 has no article 3"),
        ("split 1 0", "Story 1 has no article 0"),
    ],
)
async def test_what_cannot_be_split_is_told(office: Office, words: str, refusal: str) -> None:
    assert refusal in await office.says(words)
    assert "Nothing was changed" in await office.says(words)


async def test_only_where_it_was_posted(office: Office) -> None:
    elsewhere = Channel("slack", "T1", "C2")
    assert "not posted in this channel" in (await office.ask("split 1", channel=elsewhere)).card.title
    assert "No story was posted" in (await office.ask("split", channel=elsewhere)).card.title


async def test_a_story_of_one_article_cannot_be(office: Office) -> None:
    await office.says("split 1 2")
    assert "One article alone" in await office.says("split 1")


async def test_only_a_manager_may(office: Office) -> None:
    answer = await office.ask("split 1 2", manages=False)
    assert "Only who may manage" in answer.card.title
    assert await office.store.story(2) is None

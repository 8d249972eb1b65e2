from dataclasses import replace
from datetime import timedelta

import pytest

from bot.desk.growth import retold
from bot.desk.joining import By, Joined
from bot.desk.retract import retract_removed
from bot.domain.alert import Channel, Message
from bot.domain.market import Ticker
from bot.domain.reading import Role
from bot.ports import Decision
from tests.cards.telling import ALIBABA, BABA, HONG_KONG, NOON, dollars, film_reading, reading
from tests.commands.office import ROOM, Office


@pytest.fixture
def office() -> Office:
    return Office()


async def test_recent_lists_the_newest_first(office: Office) -> None:
    assert "No story so far" in await office.says("recent")
    await office.told(reading(article="a"))
    await office.told(film_reading(), at=NOON + timedelta(hours=1))
    answer = await office.says("recent")
    assert answer.index("story 2") < answer.index("story 1")
    assert "story 2, Announced · programme" in answer


async def test_recent_marks_what_can_alert_nobody(office: Office) -> None:
    await office.told(film_reading())
    assert "alerts nobody" not in await office.says("recent")
    await office.told(reading(companies=(replace(ALIBABA, role=Role.MENTION),), article="b"))
    assert "story 2, Announced · capital spending, alerts nobody: no listed company" in await office.says(
        "recent"
    )


async def test_recent_of_one_company_covers_its_listings(office: Office) -> None:
    await office.told(film_reading())
    assert "story 1" in await office.says("recent 9988.HK")
    assert "No story about Microsoft (MSFT) so far" in await office.says("recent microsoft")
    assert "names no listed company" in await office.says("recent zorp")


async def test_recent_says_what_a_story_stands_on_and_what_was_changed(office: Office) -> None:
    first = reading(commitment=dollars("2000000000"), article="a")
    story = await office.told(first)
    raised = reading(commitment=dollars("3000000000"), article="b", outlet="Harbour Post")
    grown = retold(story, raised, Joined(By.CORRECTION))
    await office.store.tell(raised, NOON, lambda *_: Decision(grown, story.id), since=NOON)
    assert "Announced · capital spending, 2 sources, raised" in await office.says("recent")
    why = await office.says("why 1")
    assert "2 sources, neither citing another" in why
    assert "Raised from $2.0B" in why


async def test_a_retracted_story_is_shown_by_its_number_and_counted_nowhere(office: Office) -> None:
    await office.told(reading(commitment=dollars("2000000000"), article="a"), post=BABA)
    assert "$2.0B" in await office.says("company BABA")
    await retract_removed(office.store, ["a"], office.clock)
    assert "No story so far" in await office.says("recent")
    assert "No commitment of Alibaba (BABA) is known" in await office.says("company BABA")
    assert "Retracted: Example Wire took back what told this story." in await office.says("why 1")


async def test_why_takes_the_number_the_thread_or_the_last_one(office: Office) -> None:
    film = await office.told(film_reading(), post=HONG_KONG)
    other = await office.told(reading("Apple builds.", article="b"), post=BABA, at=NOON + timedelta(hours=1))
    about = await office.store.posted(film.id, ROOM)
    assert about is not None
    assert "film and culture" in await office.says(f"why {film.id}")
    assert "film and culture" in await office.says(f"why #{film.id}")
    assert "film and culture" in await office.says("why", about=about)
    assert (await office.ask("why")).card.story == other.id


async def test_why_shows_the_sentence_and_the_watch(office: Office) -> None:
    await office.told(film_reading(), post=HONG_KONG)
    answer = await office.says("why")
    assert "will put at least HK$5 billion ($639.3 million) into Hong Kong film" in answer
    assert "this channel watches 9988.HK, another listing of Alibaba" in answer


async def test_why_without_a_story_says_what_to_do(office: Office) -> None:
    assert "No story was posted in this channel yet" in await office.says("why")
    assert "There is no story 77" in await office.says("why 77")
    assert "is no story's number" in await office.says("why not")
    elsewhere = Message(Channel("slack", "T1", "C9"), "1")
    assert "That message shows no story" in await office.says("why", about=elsewhere)


async def test_a_verdict_on_an_alert_is_kept(office: Office) -> None:
    story = await office.told(film_reading(), post=BABA)
    answer = await office.says(f"irrelevant {story.id}")
    assert "Thank you" in answer
    assert "<mute BABA 1d>" in answer
    assert office.actions() == [("irrelevant", "story 1, article film, score 0.97")]


async def test_anybody_may_give_a_verdict(office: Office) -> None:
    await office.told(film_reading(), post=Ticker("BABA", "XNYS"))
    answer = await office.ask("irrelevant", manages=False)
    assert "Thank you" in answer.card.title

"""The auditor can fail: ledgers with one thing doctored, and what it must say of each."""

from dataclasses import replace

import msgspec
import pytest

from bot.domain.alert import Channel
from tests.chaos.audit import REPEAT, Finding, judge
from tests.chaos.ledger import Did, Entry
from tests.chaos.press import Story, company

HERE = Channel("slack", "T1", "C1")
THERE = Channel("discord", "900", "901")
PLAIN = Story(0, company(0), "Barbabury", "a paper mill", (20,))
CORRECTED = Story(1, company(1), "Cordenholm", "a rail depot", (30, 34))
STORIES = [PLAIN, CORRECTED]


def entry(did: Did, story: Story, version: int = 0, *, channel: Channel = HERE, message: str = "") -> Entry:
    """Return the line that a card of a story leaves in the ledger."""
    reply = did is Did.REPLY
    alert = f"{channel.id}-{story.number}"
    title = f"{story.company.name} will invest {story.marks()[version]} in {story.town}"
    return Entry(
        at=0.0,
        platform=channel.platform,
        did=did,
        channel=channel.id,
        message=message or (f"{alert}-reply-{version}" if reply else alert),
        above=alert if reply else "",
        title=title,
        text=title if reply else f"{title}\nhttp://127.0.0.1:80/paper/{story.slug}",
    )


def whole(channel: Channel = HERE) -> list[Entry]:
    """Return a ledger in which all is well: two alerts, and of one the correction and its reply."""
    return [
        entry(Did.POST, PLAIN, channel=channel),
        entry(Did.POST, CORRECTED, channel=channel),
        entry(Did.CALL, PLAIN, channel=channel),
        entry(Did.EDIT, CORRECTED, 1, channel=channel),
        entry(Did.REPLY, CORRECTED, 1, channel=channel),
    ]


def judged(entries: list[Entry], channels: tuple[Channel, ...] = (HERE,)) -> Finding:
    return judge(entries, STORIES, channels)


def kinds(found: Finding) -> list[str]:
    """Return the kinds of what was found, one for each finding."""
    names = ("lost", "twice", "out_of_order", "repeats", "unknown")
    return [name for name in names for _ in getattr(found, name)]


def test_nothing_is_found_where_all_is_well() -> None:
    found = judged([*whole(), *whole(THERE)], (HERE, THERE))
    assert (kinds(found), found.is_clean, found.deliveries) == ([], True, 8)


@pytest.mark.parametrize("gone", [0, 3, 4], ids=["alert", "newest version", "reply"])
def test_one_that_is_lost_is_found(gone: int) -> None:
    found = judged([line for place, line in enumerate(whole()) if place != gone])
    assert kinds(found) == ["lost"]
    assert not found.is_clean


def test_a_channel_that_got_nothing_lost_every_story() -> None:
    assert kinds(judged(whole(), (HERE, THERE))) == ["lost", "lost"]


@pytest.mark.parametrize("again", [0, 1, 4], ids=["alert", "corrected alert", "reply"])
def test_one_that_stands_twice_is_found(again: int) -> None:
    ledger = whole()
    found = judged([*ledger, msgspec.structs.replace(ledger[again], message="another")])
    assert "twice" in kinds(found)
    assert not found.is_clean


def test_a_second_alert_that_says_that_it_may_be_one_is_told_apart() -> None:
    first = whole()[0]
    marked = msgspec.structs.replace(first, message="another", text=f"{first.text}\n{REPEAT}")
    assert kinds(judged([*whole(), marked])) == ["repeats"]
    unmarked = msgspec.structs.replace(first, message="a third")
    assert kinds(judged([*whole(), marked, unmarked])) == ["twice"]


def test_an_edit_made_twice_stands_once() -> None:
    assert kinds(judged([*whole(), whole()[3]])) == []


def test_two_alerts_that_are_swapped_are_found() -> None:
    first, second, *others = whole()
    assert kinds(judged([second, first, *others])) == ["out_of_order"]


def test_an_older_version_shown_after_a_newer_one_is_found() -> None:
    found = judged([*whole(), entry(Did.EDIT, CORRECTED, 0)])
    assert "out_of_order" in kinds(found)
    assert "lost" in kinds(found)  # what stands is not the newest


def test_an_alert_that_came_in_the_newest_words_owes_no_reply() -> None:
    assert kinds(judged([entry(Did.POST, PLAIN), entry(Did.POST, CORRECTED, 1)])) == []


def test_a_message_about_nothing_that_was_printed_is_found() -> None:
    stranger = replace(PLAIN, number=7)
    assert kinds(judged([*whole(), entry(Did.POST, stranger)])) == ["unknown"]
    assert not judged([*whole(), entry(Did.POST, stranger)]).is_clean

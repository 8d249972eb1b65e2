"""Whether alerts can be posted where somebody asks for them, as far as Slack tells."""

import pytest

from bot.domain.alert import Takes
from tests.handlers.slack.clerk import NotingClerk
from tests.handlers.slack.conftest import opened, serving
from tests.platforms.slack import LoopbackSlack

HINT = "/invite @Outlay"


async def asked(slack: LoopbackSlack, channel: str, words: str = "watch BABA") -> tuple[Takes, str]:
    """Return how the bot stands where a command was used, as the clerk hears it."""
    clerk = NotingClerk()
    async with opened(slack) as chat, serving(chat, clerk, slack):
        await slack.command(f"/outlay {words}", channel=channel)
    (request,) = clerk.asked
    return request.footing.takes, request.footing.words


async def test_without_the_scope_it_is_a_hint(slack: LoopbackSlack) -> None:
    takes, words = await asked(slack, "C1")
    assert takes is Takes.UNKNOWN
    assert HINT in words
    assert slack.calls("conversations.info") == []


@pytest.mark.parametrize(
    ("state", "takes", "words"),
    [
        ({}, Takes.YES, ""),
        ({"member": False}, Takes.NOT_YET, HINT),
        ({"archived": True}, Takes.NOT_YET, "archived"),
    ],
)
async def test_with_the_scope_it_is_known(
    slack: LoopbackSlack, state: dict[str, bool], takes: Takes, words: str
) -> None:
    slack.api.scopes.add("channels:read")
    slack.add_channel("C2", **state)
    found, said = await asked(slack, "C2")
    assert found is takes
    assert words in said


async def test_a_private_channel_that_is_not_shown_is_one_without_the_bot(slack: LoopbackSlack) -> None:
    slack.add_channel("G1", kind="group", member=False)
    slack.api.scopes.add("channels:read")
    assert (await asked(slack, "G1"))[0] is Takes.UNKNOWN  # private ones cannot be shown at all
    slack.api.scopes.add("groups:read")
    assert (await asked(slack, "G1"))[0] is Takes.NOT_YET


async def test_conversations(slack: LoopbackSlack) -> None:
    slack.add_channel("DU1", kind="im")
    slack.add_channel("D9", kind="im")
    assert (await asked(slack, "DU1"))[0] is Takes.YES
    takes, words = await asked(slack, "D9")
    assert takes is Takes.NEVER
    assert "between people" in words


async def test_questions_are_not_looked_into(slack: LoopbackSlack) -> None:
    slack.api.scopes.add("channels:read")
    assert await asked(slack, "C1", "recent") == (Takes.UNKNOWN, "")
    assert slack.calls("conversations.info") == []


async def test_trouble_leaves_it_open(slack: LoopbackSlack) -> None:
    slack.api.scopes.add("channels:read")
    slack.fail("conversations.info", "internal_error")
    assert (await asked(slack, "C1"))[0] is Takes.UNKNOWN

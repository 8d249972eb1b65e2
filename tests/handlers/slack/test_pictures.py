"""A picture's way to Slack: uploaded, waited for, shown, and told in words where any of that fails."""

from collections.abc import AsyncIterator

import pytest

from bot.cards.card import Card, Picture
from bot.domain.alert import Channel
from handlers.slack.chat import Patience, SlackChat
from tests.handlers.slack.clerk import NotingClerk
from tests.handlers.slack.conftest import QUICK, opened, serving
from tests.platforms.slack import LoopbackSlack
from tests.platforms.slack_state import TEAM, Fault

PICTURE = Picture(b"\x89PNG one & two", "A line that rises & falls.", "EXMP-day.png")
HASTE = Patience(
    call=QUICK.call, ping=QUICK.ping, socket=QUICK.socket, answers=QUICK.answers, picture=(0.01, 0.01)
)


@pytest.fixture
def clerk() -> NotingClerk:
    noting = NotingClerk()
    noting.picture, noting.private = PICTURE, False
    return noting


@pytest.fixture
async def served(clerk: NotingClerk, slack: LoopbackSlack) -> AsyncIterator[SlackChat]:
    async with opened(slack, HASTE) as chat, serving(chat, clerk, slack):
        yield chat


async def test_a_picture_is_uploaded_and_shown_with_its_description(
    served: SlackChat, slack: LoopbackSlack
) -> None:
    await slack.command("/outlay chart EXMP", channel="C1")
    [shown] = slack.messages("C1")
    [(file, words)] = shown.pictures.items()
    assert words == PICTURE.words
    assert slack.api.files.known[file].data == PICTURE.png
    assert slack.api.files.known[file].name == "EXMP-day.png"
    assert "A line that rises &amp; falls." in shown.text, "a screen reader reads the text as well"
    assert [block["type"] for block in shown.blocks] == ["section", "image", "actions"]


async def test_no_token_goes_to_the_server_that_takes_files(served: SlackChat, slack: LoopbackSlack) -> None:
    await slack.command("/outlay chart EXMP", channel="C1")
    [file] = slack.api.files.known.values()
    assert "Authorization" not in file.headers
    assert file.headers["Content-Type"] == "image/png"


async def test_the_file_is_shared_with_no_channel(served: SlackChat, slack: LoopbackSlack) -> None:
    await slack.command("/outlay chart EXMP", channel="C1")
    [completed] = slack.calls("files.completeUploadExternal")
    assert not completed.args.get("channel_id")
    assert not completed.args.get("channels")


async def test_a_picture_that_is_not_ready_is_shown_a_little_later(
    served: SlackChat, slack: LoopbackSlack
) -> None:
    slack.api.files.slow = 2
    await slack.command("/outlay chart EXMP", channel="C1")
    [shown] = slack.messages("C1")
    assert shown.pictures
    assert len(slack.calls("chat.postMessage")) == 3
    assert len(slack.calls("files.getUploadURLExternal")) == 1


async def test_one_that_never_gets_ready_is_told_in_words(served: SlackChat, slack: LoopbackSlack) -> None:
    slack.api.files.slow = 99
    await slack.command("/outlay chart EXMP", channel="C1")
    [shown] = slack.messages("C1")
    assert not shown.pictures
    assert "A line that rises & falls." in shown.words
    assert "was not ready to show it in time" in shown.words


async def test_without_the_scope_the_words_say_which(served: SlackChat, slack: LoopbackSlack) -> None:
    slack.api.scopes.discard("files:write")
    await slack.command("/outlay chart EXMP", channel="C1")
    [shown] = slack.messages("C1")
    assert "A line that rises & falls." in shown.words
    assert "files:write" in shown.words
    assert "deploy/slack-manifest.yaml" in shown.words


async def test_where_the_bot_is_no_member_the_words_say_so(served: SlackChat, slack: LoopbackSlack) -> None:
    """A slash command is answered anywhere; a picture needs the bot in the channel."""
    slack.add_channel("C2", member=False)
    shown = await slack.command("/outlay chart EXMP", channel="C2")
    assert not shown.pictures
    assert "/invite @Outlay" in shown.words
    assert "A line that rises & falls." in shown.words


@pytest.mark.parametrize("status", [403, 500])
async def test_an_upload_that_fails_is_told_in_words(
    served: SlackChat, slack: LoopbackSlack, status: int
) -> None:
    slack.api.files.refuse(status)
    shown = await slack.command("/outlay chart EXMP", channel="C1")
    assert f"Slack did not take the picture (status {status})." in shown.words


@pytest.mark.parametrize("step", ["files.getUploadURLExternal", "files.completeUploadExternal"])
@pytest.mark.parametrize("fault", [Fault.STATUS_500, Fault.HTML, Fault.RATE_LIMIT, "storage_limit_reached"])
async def test_a_step_that_fails_is_told_in_words(
    served: SlackChat, slack: LoopbackSlack, step: str, fault: Fault | str
) -> None:
    slack.fail(step, fault)
    shown = await slack.command("/outlay chart EXMP", channel="C1")
    assert not shown.pictures
    assert "A line that rises & falls." in shown.words
    assert "The picture cannot be shown:" in shown.words


async def test_an_answer_that_may_stand_is_not_given_twice(served: SlackChat, slack: LoopbackSlack) -> None:
    slack.fail("chat.postMessage", Fault.ACCEPT_RESET)
    await slack.command("/outlay chart EXMP", channel="C1")
    await served.close()
    assert len(slack.messages("C1")) == 1


async def test_a_mention_is_answered_with_the_picture_in_its_thread(
    served: SlackChat, slack: LoopbackSlack
) -> None:
    shown = await slack.mention("chart EXMP", channel="C1")
    assert shown.thread_ts
    assert shown.pictures


async def test_in_a_conversation_with_the_bot_too(served: SlackChat, slack: LoopbackSlack) -> None:
    slack.add_channel("D1", kind="im")
    shown = await slack.command("/outlay chart EXMP", channel="D1")
    assert shown.pictures


async def test_a_private_answer_is_shown_to_its_asker_alone(
    served: SlackChat, clerk: NotingClerk, slack: LoopbackSlack
) -> None:
    clerk.private = True
    shown = await slack.command("/outlay chart EXMP", channel="C1", user="U2")
    assert shown.private_to == "U2"
    assert shown.pictures


async def test_an_alert_tells_its_picture_in_words(chat: SlackChat, slack: LoopbackSlack) -> None:
    """It is edited and repeated, and a file would have to be sent each time."""
    card = Card("Example Mills (EXMP) builds a plant", picture=PICTURE)
    await chat.post(Channel("slack", TEAM, "C1"), card, "key")
    [shown] = slack.messages("C1")
    assert "A line that rises & falls." in shown.words
    assert not slack.calls("files.getUploadURLExternal")

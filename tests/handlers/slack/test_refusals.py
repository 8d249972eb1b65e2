"""What a refusal of Slack's is about: a message, a channel, or the token, which is nobody's fault but the
operator's to mend."""

import pytest

from bot.domain.errors import About, LockedOut, Refused
from handlers.slack.refusals import meaning

POST = "chat.postMessage"


@pytest.mark.parametrize("name", ["is_archived", "not_in_channel", "channel_not_found", "something_new"])
def test_a_channel_that_is_closed(name: str) -> None:
    refused = meaning(name, POST, "")
    assert isinstance(refused, Refused)
    assert refused.about is About.CHANNEL


@pytest.mark.parametrize("name", ["message_not_found", "edit_window_closed", "invalid_blocks", "no_text"])
def test_a_message_that_is_not_taken(name: str) -> None:
    refused = meaning(name, "chat.update", "")
    assert isinstance(refused, Refused)
    assert refused.about is About.MESSAGE


def test_an_unknown_code_for_an_edit_says_nothing_of_the_channel() -> None:
    refused = meaning("something_new", "chat.update", "")
    assert isinstance(refused, Refused)
    assert refused.about is About.MESSAGE


@pytest.mark.parametrize(
    "name", ["invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"]
)
def test_a_token_that_is_not_accepted_says_nothing_of_a_channel(name: str) -> None:
    locked = meaning(name, POST, "")
    assert isinstance(locked, LockedOut)
    assert locked.everywhere
    assert locked.seconds > 0
    assert name in str(locked) or "token" in str(locked)


def test_a_missing_scope_is_the_apps_and_matters_as_much_as_what_needs_it() -> None:
    assert isinstance(meaning("missing_scope", POST, "chat:write"), LockedOut)
    assert isinstance(meaning("missing_scope", POST, ""), LockedOut)
    told = meaning("missing_scope", "conversations.open", "im:write")
    assert isinstance(told, Refused)
    assert told.about is About.MESSAGE
    assert "im:write" in str(told)

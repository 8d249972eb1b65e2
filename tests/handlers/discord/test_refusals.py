"""What a refusal of Discord's is about: a message, a channel, a server, or the token."""

import pytest

from bot.domain.errors import About, LockedOut, Refused
from handlers.discord.refusals import meaning


@pytest.mark.parametrize(
    ("status", "code", "about"),
    [
        (404, 10003, About.CHANNEL),
        (403, 50001, About.CHANNEL),
        (400, 50008, About.CHANNEL),
        (403, 50013, About.CHANNEL),
        (400, 160005, About.CHANNEL),
        (404, 10004, About.SPACE),
        (404, 10008, About.MESSAGE),
        (400, 50035, About.MESSAGE),
        (400, 50083, About.MESSAGE),
        (400, 200000, About.MESSAGE),
        (403, 999, About.CHANNEL),
        (404, 999, About.CHANNEL),
        (400, 999, About.MESSAGE),
    ],
)
def test_what_it_is_about(status: int, code: int, about: About) -> None:
    refused = meaning(status, code, "why")
    assert isinstance(refused, Refused)
    assert refused.about is about
    assert str(refused)


def test_a_token_that_is_not_accepted_says_nothing_of_a_channel() -> None:
    locked = meaning(401, 0, "401: Unauthorized")
    assert isinstance(locked, LockedOut)
    assert locked.everywhere
    assert locked.seconds > 0

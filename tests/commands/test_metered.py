"""What the log keeps of a command: which one it was, and of whom only where it was refused."""

import logging

import pytest

from bot.commands.metered import MeteredClerk
from bot.domain.alert import Request
from bot.domain.trail import FIELDS
from bot.ports import UNMEASURED
from tests.commands.office import ROOM, Office


async def test_who_gave_a_command_is_noted_only_where_it_was_refused(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    clerk = MeteredClerk(Office().clerk, UNMEASURED)
    await clerk.answer(Request("list", "U0PRIVATE", ROOM, manages=True))
    await clerk.answer(Request("watch MSFT", "U0GUEST", ROOM))
    noted = [record for record in caplog.records if record.name == MeteredClerk.__module__]
    told = [(record.getMessage(), getattr(record, FIELDS).get("user")) for record in noted]
    assert told == [("command_answered", None), ("command_refused", "U0GUEST")]

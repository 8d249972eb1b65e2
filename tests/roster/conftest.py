"""What the tests of the roster share."""

from collections.abc import AsyncIterator

import pytest

from tests.wires import Wire


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    async with Wire() as wire:
        yield wire

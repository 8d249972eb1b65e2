"""Frankfurter and the European Central Bank on the loopback."""

from collections.abc import AsyncIterator

import pytest

from tests.vendors import ecb, frankfurter


@pytest.fixture
async def paper() -> AsyncIterator[frankfurter.Frankfurter]:
    async with frankfurter.Frankfurter() as server:
        yield server


@pytest.fixture
async def bank() -> AsyncIterator[ecb.Ecb]:
    async with ecb.Ecb() as server:
        yield server

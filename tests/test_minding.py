"""A database that refuses is told of once, when it is no blink, and once more when it works again."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.minding import Minder
from tests.conditions import until


@dataclass
class Cellar:
    """What may refuse."""

    trouble: str | None = None


@asynccontextmanager
async def minded(cellar: Cellar, bearable: float = 0.1, calm: float = 0.1) -> AsyncIterator[list[str]]:
    told: list[str] = []
    minder = Minder(cellar, lambda card: told.append(" ".join(card.text)), 0.01, bearable, calm)
    task = asyncio.create_task(minder.run())
    yield told
    task.cancel()


async def test_a_refusal_that_lasts_is_told_of_once_and_its_end_too() -> None:
    cellar = Cellar("The disk is full.")
    async with minded(cellar) as told:
        await until(lambda: told)
        await asyncio.sleep(0.2)
        assert len(told) == 1
        assert "The disk is full." in told[0]
        cellar.trouble = None
        await until(lambda: len(told) == 2)
        assert "works again" in told[1]
        cellar.trouble = "The disk is full."
        await until(lambda: len(told) == 3)


async def test_a_blink_bothers_nobody() -> None:
    cellar = Cellar("It is locked.")
    async with minded(cellar, bearable=10.0) as told:
        await asyncio.sleep(0.05)
        cellar.trouble = None
        await asyncio.sleep(0.2)
        assert told == []


async def test_a_refusal_that_comes_and_goes_is_one() -> None:
    cellar = Cellar()
    async with minded(cellar, bearable=0.1, calm=10.0) as told:
        for _ in range(10):
            cellar.trouble = "The disk is full."
            await asyncio.sleep(0.02)
            cellar.trouble = None
            await asyncio.sleep(0.02)
        cellar.trouble = "The disk is full."
        await until(lambda: told)
        assert len(told) == 1

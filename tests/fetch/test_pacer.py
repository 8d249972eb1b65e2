"""The pacer keeps a publisher's limit, whoever asks."""

import asyncio
from itertools import pairwise

from bot.fetch.pacer import Pacer


async def test_turns_are_apart_and_in_order() -> None:
    pacer, began, turns = Pacer(0.03), asyncio.get_running_loop().time(), []

    async def ask(number: int) -> None:
        await pacer.turn()
        turns.append((number, asyncio.get_running_loop().time() - began))

    await asyncio.gather(*(ask(number) for number in range(5)))
    assert [number for number, _ in turns] == [0, 1, 2, 3, 4]
    times = [moment for _, moment in turns]
    assert all(later - earlier > 0.02 for earlier, later in pairwise(times))


async def test_after_a_rest_nobody_waits() -> None:
    pacer, loop = Pacer(0.2), asyncio.get_running_loop()
    await pacer.turn()
    await asyncio.sleep(0.21)
    began = loop.time()
    await pacer.turn()
    assert loop.time() - began < 0.15

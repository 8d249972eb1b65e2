"""The studio: off the event loop, one chart at a time, and in words where none can be drawn."""

import asyncio
import threading
from dataclasses import replace

import pytest

from bot.charts import Studio
from bot.domain.errors import CannotDraw
from tests.charts.past import busy_day


async def test_a_chart_is_drawn_off_the_loop() -> None:
    studio, ticks = Studio(), 0
    task = asyncio.create_task(studio.drawn(busy_day(2_000)))
    while not task.done():
        ticks += 1
        await asyncio.sleep(0.001)
    assert (await task).startswith(b"\x89PNG")
    assert ticks > 3, "the loop went on meanwhile"


async def test_several_at_once_are_all_drawn() -> None:
    studio = Studio()
    pictures = await asyncio.gather(*(studio.drawn(busy_day(points)) for points in (50, 60, 50)))
    assert pictures[0] == pictures[2] != pictures[1]


async def test_to_get_ready_leaves_no_thread_behind() -> None:
    before = threading.active_count()
    await Studio(breath=0.0).warm()
    async with asyncio.timeout(5):
        while threading.active_count() > before:
            await asyncio.sleep(0.005)


async def test_one_that_takes_too_long_is_given_up() -> None:
    with pytest.raises(CannotDraw, match="Try again"):
        await Studio(patience=0.0).drawn(busy_day())


async def test_one_that_cannot_be_drawn_is_told_and_the_next_one_can(
    caplog: pytest.LogCaptureFixture,
) -> None:
    studio, whole = Studio(), busy_day(20)
    broken = replace(whole, trades=())
    with pytest.raises(CannotDraw, match="its log"):
        await studio.drawn(broken)
    assert "EXMP" in caplog.text
    assert (await studio.drawn(whole)).startswith(b"\x89PNG")

"""The studio: off the event loop, one chart at a time, and in words where none can be drawn."""

import asyncio
import sys
import threading
from dataclasses import replace

import pytest

from bot.charts import Studio
from bot.cli.doctor_charts import examine_charts
from bot.domain.errors import CannotDraw
from bot.ports import Grade
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


async def test_without_matplotlib_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Python takes a module that is None in its table for one that is not there."""
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    studio = Studio(breath=0.0)
    await studio.warm()
    with pytest.raises(CannotDraw, match=r"make charts.*outlay\[charts\]"):
        await studio.drawn(busy_day(20))
    check = examine_charts()
    assert (check.grade, "make charts" in (check.mend or "")) == (Grade.LIMITED, True)


async def test_packages_that_do_not_fit_end_nothing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    class Misfit:
        def find_spec(self, name: str, *_: object) -> None:
            if name == "bot.charts.sheet":
                raise ValueError("numpy.dtype size changed, may indicate binary incompatibility")

    monkeypatch.delitem(sys.modules, "bot.charts.sheet", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Misfit(), *sys.meta_path])
    await Studio(breath=0.0).warm()
    assert "numpy.dtype" in caplog.text


def test_the_doctor_names_what_draws() -> None:
    check = examine_charts()
    assert check.grade is Grade.FINE
    assert check.found.startswith("drawn by matplotlib 3.")


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

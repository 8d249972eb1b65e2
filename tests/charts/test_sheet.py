"""The pictures: right, the same at every drawing, and possible for whatever prices come."""

import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from bot.charts import palette
from bot.charts.sheet import HEIGHT, WIDTH, drawn
from bot.domain.chart import Chart, Flag, Period
from bot.domain.market import Ticker
from bot.domain.price import Close, Trade
from tests.charts.past import MINUTE, MONDAY, busy_day, chart, every, there

ROOT = Path(__file__).parents[2]
DAY = timedelta(days=1)


def picture(shown: Chart) -> Image.Image:
    return Image.open(BytesIO(drawn(shown))).convert("RGB")


def rgb(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))


def columns(shown: Chart, colour: str) -> set[int]:
    """Return the columns of pixels that hold a colour, as near as a picture of few colours has it."""
    near = np.abs(np.asarray(picture(shown), dtype=int) - rgb(colour)).max(axis=2) < 14
    return set(np.nonzero(near.any(axis=0))[0])


def test_a_chart_is_a_small_png_of_one_size() -> None:
    data = drawn(busy_day())
    assert data.startswith(b"\x89PNG\r\n")
    assert Image.open(BytesIO(data)).size == (WIDTH, HEIGHT)
    assert len(data) < 60_000


def test_equal_charts_give_equal_bytes_without_a_date() -> None:
    first, second = drawn(busy_day()), drawn(busy_day())
    assert first == second
    assert b"tEXt" not in first
    assert b"tIME" not in first


def test_the_corners_are_the_cards() -> None:
    """Opaque: a theme's own ground is never behind what is to be read."""
    image = Image.open(BytesIO(drawn(busy_day())))
    assert "transparency" not in image.info
    for place in ((3, 3), (WIDTH - 4, 3), (3, HEIGHT - 4), (WIDTH - 4, HEIGHT - 4)):
        found = image.convert("RGB").getpixel(place)
        assert isinstance(found, tuple)
        assert all(abs(a - b) < 10 for a, b in zip(found, rgb(palette.CARD), strict=True))


def test_stories_and_the_close_are_marked_where_they_are_given() -> None:
    plain = replace(busy_day(), flags=(), close=None)
    assert not columns(plain, palette.STORY)
    assert not columns(plain, palette.CLOSE)
    assert columns(busy_day(), palette.STORY)
    assert len(columns(busy_day(), palette.CLOSE)) > WIDTH / 3


def test_no_line_is_drawn_over_a_night() -> None:
    """Between 16:00 and the next 09:30 there is nothing but a gap; a line over it would be a lie."""
    tuesday = MONDAY + DAY
    monday = every(MINUTE, there(9, 30), there(16))
    shown = chart([*monday, *every(MINUTE, there(9, 30, tuesday), there(16, 0, tuesday))])
    taken = columns(shown, palette.PRICE)
    inner = range(min(taken), max(taken))
    assert any(column not in taken for column in inner)


@pytest.mark.parametrize("count", [1, 2, 3, 10_000])
def test_any_number_of_prices_is_drawn(count: int) -> None:
    times = list(every(MINUTE, there(9, 30), there(9, 30) + count * MINUTE))
    assert drawn(chart(times))


@pytest.mark.parametrize("price", ["0.0001", "0.385", "1", "2845", "641250.00"])
@pytest.mark.parametrize("currency", ["USD", "HKD", "JPY", "PLN"])
def test_any_price_is_drawn(price: str, currency: str) -> None:
    flat = tuple(Trade(Decimal(price), there(10) + number * MINUTE) for number in range(20))
    assert drawn(replace(busy_day(), trades=flat, currency=currency, close=None))


@pytest.mark.parametrize("symbol", ["BRK$B", "^GSPC", "9988.HK", "A_{b}", "$x$", "\\frac"])
def test_a_symbol_is_never_taken_for_mathematics(symbol: str) -> None:
    assert drawn(replace(busy_day(), ticker=Ticker(symbol, "XNYS")))


@pytest.mark.parametrize("period", list(Period))
def test_every_period_is_drawn(period: Period) -> None:
    steps = {Period.DAY: MINUTE, Period.WEEK: 15 * MINUTE, Period.MONTH: 60 * MINUTE, Period.YEAR: DAY}
    spans = {Period.DAY: DAY, Period.WEEK: 7 * DAY, Period.MONTH: 31 * DAY, Period.YEAR: 366 * DAY}
    times = list(every(steps[period], there(16) - spans[period], there(16)))
    flags = tuple(Flag(number, times[-number * len(times) // 12]) for number in range(1, 10))
    assert drawn(chart(times, period=period, flags=flags, close=Close(MONDAY, Decimal(75))))


def test_a_zone_that_the_machine_does_not_know_is_utc() -> None:
    assert drawn(replace(busy_day(), zone="Nowhere/Never"))


def test_a_matplotlibrc_changes_nothing(tmp_path: Path) -> None:
    """One in the folder that the house is started in is read by matplotlib before anybody can say no."""
    settings = "text.usetex: True\npath.sketch: 5, 50, 10\nlines.antialiased: False\nfont.size: 40\n"
    (tmp_path / "matplotlibrc").write_text(settings, encoding="utf-8")
    code = (
        "import sys\nfrom bot.charts.sheet import drawn\nfrom tests.charts.past import busy_day\n"
        "sys.stdout.buffer.write(drawn(busy_day(40)))"
    )
    command = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r})\n{code}"]
    found = subprocess.run(command, cwd=tmp_path, check=True, stdout=subprocess.PIPE)
    assert found.stdout == drawn(busy_day(40))


def test_neither_pyplot_nor_a_screen_is_asked_for() -> None:
    """In a process of its own, as a house is: no part of matplotlib is there before the first chart."""
    code = (
        "import sys, bot.app, bot.charts\n"
        "assert not [name for name in sys.modules if name.partition('.')[0] in {'matplotlib', 'PIL'}]\n"
        "import bot.charts.sheet\n"
        "assert 'matplotlib' in sys.modules and 'matplotlib.pyplot' not in sys.modules\n"
        "assert not any('tkinter' in name for name in sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_foot_has_the_time_of_the_last_price_and_not_of_the_asking() -> None:
    """On a Sunday the price at the top is Friday's; a time of Sunday below it would be read as its own."""

    def foot(shown: Chart) -> bytes:
        return picture(shown).crop((0, HEIGHT - 60, WIDTH, HEIGHT)).tobytes()

    friday = list(every(MINUTE, there(9, 30), there(16)))
    saturday = chart(friday, until=there(12, 0, MONDAY + DAY))
    assert foot(saturday) == foot(chart(friday, until=there(12, 0, MONDAY + 2 * DAY)))
    assert foot(saturday) != foot(chart(friday[:-1], until=there(12, 0, MONDAY + DAY)))

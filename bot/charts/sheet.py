"""Draws one chart with matplotlib's own objects: no pyplot, no screen, nothing kept between two drawings.

Everything is placed in pixels, and whatever stands in a matplotlibrc of the machine changes nothing.
Equal charts give equal bytes: the file carries neither a date nor a version. The font, DejaVu Sans, comes
with matplotlib. Its sizes are meant for a phone, where the picture is shown at three eighths of its size.
"""

from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Final, Literal

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Rectangle
from matplotlib.text import Text
from matplotlib.transforms import IdentityTransform
from PIL import Image

from bot.cards.chart import local_zone, zone_words
from bot.cards.text import price as priced
from bot.charts import palette
from bot.charts.axis import TRADING, Axis
from bot.charts.scale import Scale
from bot.charts.ticks import FEW_DAYS, ticks, written
from bot.domain.chart import Chart
from bot.domain.market import Session

WIDTH: Final = 960  # pixels, as all lengths here
HEIGHT: Final = 600
DPI: Final = 100
POINT: Final = DPI / 72
COLOURS: Final = 128

LARGE: Final = 34
NORMAL: Final = 25
BOLD: Final = "bold"
PLAIN: Final = "normal"
WIDE: Final = {PLAIN: 0.58, BOLD: 0.72}  # of a font's size: the width of a letter, rather too much

MARGIN: Final = 24
HEAD: Final = HEIGHT - 36  # of the title's middle
TOP: Final = HEIGHT - 112  # of the field that the prices are drawn in
BOTTOM: Final = 138
DISC: Final = 19  # the radius of a story's disc
ROW: Final = 2 * DISC

mpl.rcdefaults()  # in place of what a matplotlibrc may say of this process's only user of matplotlib

_FONTS: Final = Path(mpl.get_data_path()) / "fonts" / "ttf"
_FACES: Final = {PLAIN: _FONTS / "DejaVuSans.ttf", BOLD: _FONTS / "DejaVuSans-Bold.ttf"}
_NAMES: Final = {
    Session.PREMARKET: "premarket",
    Session.REGULAR: "regular",
    Session.AFTER_HOURS: "after hours",
    Session.OVERNIGHT: "overnight",
}


def drawn(chart: Chart) -> bytes:
    """Return a chart as PNG."""
    figure = Figure(figsize=(WIDTH / DPI, HEIGHT / DPI), dpi=DPI, facecolor=palette.CARD)
    canvas = FigureCanvasAgg(figure)
    for place, artist in enumerate(_Sheet(chart).artists()):
        artist.set_zorder(place)
        figure.add_artist(artist)
    pixels, (width, height) = canvas.print_to_buffer()  # type: ignore[no-untyped-call]  # it has no types
    whole = Image.frombytes("RGBA", (width, height), pixels).convert("RGB")
    file = BytesIO()
    # So many colours are enough for thin lines and letters, and a third of the bytes.
    whole.quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(file, "PNG")
    return file.getvalue()


class _Sheet:
    """The measures of one chart, and what is drawn by them."""

    def __init__(self, chart: Chart) -> None:
        self._chart = chart
        self._zone = local_zone(chart)
        self._axis = Axis(chart)
        prices = [trade.price for trade in chart.trades]
        self._scale = Scale([*prices, *([chart.close.price] if chart.close else [])])
        labels = [self._scale.written(price) for price in self._scale.lines]
        self._last = priced(chart.trades[-1].price, chart.currency)
        self._left = MARGIN + 12 + max(map(_width, [*labels, chart.currency]))
        self._right = WIDTH - MARGIN
        self._runs = [
            [(self._x(self._axis.place(trade.at)), self._y(trade.price)) for trade in run]
            for run in self._axis.runs()
        ]

    def artists(self) -> Iterator[Artist]:
        """Give everything that is drawn, from the back to the front."""
        yield _box(1, 1, WIDTH - 2, HEIGHT - 2, "none", edge=palette.EDGE)
        yield from self._head()
        yield from self._field()
        yield from self._prices_beside()
        yield from self._times_below()
        yield from self._close()
        yield from self._prices()
        yield from self._stories()
        yield from self._foot()

    def _head(self) -> Iterator[Artist]:
        chart = self._chart
        yield _text(MARGIN, HEAD, f"{chart.ticker} · {chart.period}", size=LARGE, weight=BOLD)
        yield _text(self._right, HEAD, self._last, size=LARGE, weight=BOLD, across="right")
        yield _text(self._left - 12, TOP + 22, chart.currency, color=palette.QUIET, across="right")

    def _field(self) -> Iterator[Artist]:
        """Give the ground: lighter behind regular trading, and nothing where time is cut out."""
        height = TOP - BOTTOM
        is_known = any(phase.session in TRADING for phase in self._chart.phases)
        ground = palette.EXTENDED if is_known and not self._axis.is_daily else palette.REGULAR
        for section in self._axis.sections:
            left, right = self._x(section.left), self._x(section.right)
            yield _box(left, BOTTOM, right - left, height, ground)
        if self._axis.is_daily:
            return
        names_fit = len(self._axis.sections) <= FEW_DAYS
        for phase in self._chart.phases:
            for begins, ends in self._axis.shown(phase):
                left, right = self._x(begins), self._x(ends)
                if phase.session is Session.REGULAR:
                    yield _box(left, BOTTOM, right - left, height, palette.REGULAR)
                name = _NAMES.get(phase.session, "")
                if names_fit and name and right - left >= _width(name):
                    yield _text((left + right) / 2, TOP + 22, name, color=palette.QUIET, across="center")

    def _prices_beside(self) -> Iterator[Artist]:
        for price in self._scale.lines:
            y = self._y(price)
            for section in self._axis.sections:
                yield _line([self._x(section.left), self._x(section.right)], [y, y], palette.GRID, 1)
            yield _text(self._left - 12, y, self._scale.written(price), color=palette.TEXT, across="right")

    def _times_below(self) -> Iterator[Artist]:
        taken = [0.0, 0.0]  # how far to the right each of the two rows is
        for tick in ticks(self._axis, self._zone):
            x = self._x(tick.place)
            for row, (words, color) in enumerate(((tick.label, palette.TEXT), (tick.below, palette.QUIET))):
                half = _width(words) / 2
                middle = min(max(x, half + 4), WIDTH - half - 4)
                if not words or middle - half < taken[row]:
                    continue
                taken[row] = middle + half + 6
                yield _line([x, x], [BOTTOM, BOTTOM - 8], palette.QUIET, 2)
                yield _text(middle, BOTTOM - 26 - 32 * row, words, color=color, across="center")

    def _close(self) -> Iterator[Artist]:
        close = self._chart.close
        if close is None:
            return
        y = self._y(close.price)
        yield _line([self._left, self._right], [y, y], palette.CLOSE, 2.5, dashed=True)
        # Named beside the title, where no price can be behind it.
        label, right = f"close {written(close.day)}", self._right - _width(self._last, LARGE, BOLD) - 24
        left = right - _width(label) - 10
        yield _text(left, HEAD - 2, label, color=palette.CLOSE)
        yield _line([left - 62, left - 12], [HEAD - 2, HEAD - 2], palette.CLOSE, 2.5, dashed=True)

    def _prices(self) -> Iterator[Artist]:
        for run in self._runs:
            if len(run) == 1:
                yield _disc(*run[0], 3.5, palette.PRICE)
            else:
                yield _line([x for x, _ in run], [y for _, y in run], palette.PRICE, 3)
        yield _disc(*self._runs[-1][-1], 7, palette.PRICE)

    def _stories(self) -> Iterator[Artist]:
        """Give a numbered disc for each story, those that would cover each other one below the other."""
        rows: list[float] = []  # how far to the right each row is taken
        for flag in sorted(self._chart.flags, key=lambda flag: (flag.at, flag.number)):
            told = self._x(self._axis.place(flag.at))
            x = min(max(told, self._left + DISC), self._right - DISC)
            row = next((number for number, taken in enumerate(rows) if x - taken >= ROW), len(rows))
            rows[row : row + 1] = [x]
            y = TOP - DISC - 6 - row * ROW
            yield _line([told, told], [BOTTOM, y], palette.STORY, 1.5)
            yield _disc(x, y, DISC, palette.STORY)
            number = str(flag.number)
            yield _text(x, y - 1, number, weight=BOLD, color=palette.ON_STORY, across="center")

    def _foot(self) -> Iterator[Artist]:
        # The time of the price at the top, which on a Sunday is Friday's.
        chart, at = self._chart, self._chart.trades[-1].at.astimezone(self._zone)
        words = f"{chart.provider} · last price {at.day} {at:%b %Y, %H:%M} {zone_words(chart)}"
        yield _text(MARGIN, 34, words, color=palette.QUIET)

    def _x(self, place: float) -> float:
        return self._left + place * (self._right - self._left)

    def _y(self, price: Decimal) -> float:
        return BOTTOM + self._scale.place(price) * (TOP - BOTTOM)


def _width(words: str, size: float = NORMAL, weight: str = PLAIN) -> float:
    """Return about how wide words are."""
    return len(words) * size * WIDE[weight]


def _text(
    x: float,
    y: float,
    words: str,
    *,
    size: float = NORMAL,
    weight: str = PLAIN,
    color: str = palette.TEXT,
    across: Literal["left", "center", "right"] = "left",
) -> Text:
    return Text(
        x,
        y,
        words,
        transform=IdentityTransform(),
        color=color,
        fontproperties=FontProperties(fname=_FACES[weight], size=size / POINT),
        horizontalalignment=across,
        verticalalignment="center",
        parse_math=False,  # a symbol may hold a dollar sign
    )


def _disc(x: float, y: float, radius: float, color: str) -> Circle:
    return Circle((x, y), radius, transform=IdentityTransform(), facecolor=color, edgecolor="none")


def _line(xs: list[float], ys: list[float], color: str, width: float, *, dashed: bool = False) -> Line2D:
    return Line2D(
        xs,
        ys,
        transform=IdentityTransform(),
        color=color,
        linewidth=width / POINT,
        linestyle=(0, (4, 3)) if dashed else "solid",
        solid_joinstyle="round",
        solid_capstyle="butt",
        antialiased=True,
    )


def _box(
    left: float, bottom: float, width: float, height: float, color: str, *, edge: str = "none"
) -> Rectangle:
    return Rectangle(
        (left, bottom),
        width,
        height,
        transform=IdentityTransform(),
        facecolor=color,
        edgecolor=edge,
        linewidth=1,
    )

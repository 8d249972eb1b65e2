"""Writes the two pictures of docs/charts.md: one chart, in a message on a light and on a dark theme.

    python -m tests.charts.themes docs

The prices and the stories are invented.
"""

import sys
from io import BytesIO
from pathlib import Path
from typing import Final

import matplotlib as mpl
from PIL import Image, ImageDraw, ImageFont

from bot.cards.chart import chart_card
from bot.charts.sheet import HEIGHT, WIDTH, drawn
from tests.charts.past import busy_day

# The ground of a message, its text, and what is quieter: Slack's light theme, Discord's dark one.
THEMES: Final = {
    "light": ("#FFFFFF", "#1D1C1D", "#616061"),
    "dark": ("#313338", "#F2F3F5", "#B5BAC1"),
}
LEFT, TOP, BELOW, RIGHT = 72, 76, 132, 32
LEGEND: Final = (
    "1  Example Mills to build a second plant for $1.2B",
    "2  Example Mills names the site",
    "3  Example Mills raises the sum to $1.5B",
)


def message(theme: str, title: str, picture: Image.Image) -> Image.Image:
    """Return a message with a chart, as a reader of a theme sees it."""
    ground, text, quiet = THEMES[theme]
    page = Image.new("RGB", (LEFT + WIDTH + RIGHT, TOP + HEIGHT + BELOW), ground)
    pen = ImageDraw.Draw(page)
    pen.rounded_rectangle((16, 16, 56, 56), 8, fill="#1F8B4C")
    pen.text((LEFT, 14), "Outlay", text, _font(20, "-Bold"))
    pen.text((LEFT + 84, 17), "APP  07:42", quiet, _font(16))
    pen.text((LEFT, 42), title, text, _font(20))
    page.paste(picture, (LEFT, TOP))
    for number, line in enumerate(LEGEND):
        pen.text((LEFT, TOP + HEIGHT + 16 + 34 * number), line, text, _font(20))
    return page


def _font(size: int, face: str = "") -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(Path(mpl.get_data_path()) / "fonts" / "ttf" / f"DejaVuSans{face}.ttf", size)


def main(folder: Path) -> None:
    """Write both pictures into a folder."""
    chart = busy_day(1_200)
    picture = Image.open(BytesIO(drawn(chart))).convert("RGB")
    title = chart_card(chart, "Example Mills (EXMP)", (), None).title
    for theme in THEMES:
        path = folder / f"chart-{theme}.png"
        message(theme, title, picture).quantize(96, dither=Image.Dither.NONE).save(path, optimize=True)
        print(path, path.stat().st_size)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

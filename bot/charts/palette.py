"""The colours of a chart. It lies on a dark card of its own, so that it is the same picture on a light theme
and on a dark one: no grey can be read on both white and Slack's dark. tests/charts/test_palette.py measures
that.

The hues are from Okabe and Ito's set, which people with any of the usual colour blindnesses tell apart; and
nothing is told by its hue alone: the line is solid, the close dashed, a story a numbered disc.
"""

from typing import Final

CARD: Final = "#1E2229"
EDGE: Final = "#8A919C"  # seen against white as against a dark theme
REGULAR: Final = "#333A46"  # behind regular trading
EXTENDED: Final = "#262B34"  # behind premarket, after hours and overnight
GRID: Final = "#4A5261"
TEXT: Final = "#F1F3F6"
QUIET: Final = "#B9C1CD"  # times, provider
PRICE: Final = "#56B4E9"
CLOSE: Final = "#E69F00"
STORY: Final = "#F0E442"
ON_STORY: Final = CARD  # the number on a story's disc

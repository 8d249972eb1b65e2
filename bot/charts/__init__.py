"""Charts as pictures. The only room that knows matplotlib, which is an extra and is imported when a chart is
first drawn, never before."""

from bot.charts.studio import Studio

__all__ = ["Studio"]

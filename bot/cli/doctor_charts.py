"""The doctor's look at what draws charts."""

from importlib.metadata import PackageNotFoundError, version

from bot.charts.studio import EXTRA, MEND, Studio
from bot.ports import Check, Grade


def examine_charts() -> Check:
    """Say whether charts can be drawn; without them everything else works."""
    if Studio().missing is not None:
        found = f"{EXTRA} is not installed, so `chart` answers in words alone"
        return Check("charts", Grade.LIMITED, found, MEND)
    try:
        return Check("charts", Grade.FINE, f"drawn by {EXTRA} {version(EXTRA)}")
    except PackageNotFoundError:
        return Check("charts", Grade.FINE, f"drawn by {EXTRA}")

"""How what ought to last fares, in plain words: the platforms' connections, the steps of the house. Pure."""

from datetime import datetime, timedelta
from typing import Final

from bot.cards.text import ago, counted, lasting, truncated
from bot.ports import Pulse

LONGEST_REASON: Final = 160  # columns; the log has all of it
LATELY: Final = timedelta(hours=24)  # a connection that has stood for longer need not say why it once ended


def connection(pulse: Pulse, now: datetime) -> str:
    """Return how a connection fares: "connected for 3 h, last sign of life 2 s ago, rebuilt once"."""
    stood = lasting(now - pulse.since)
    if pulse.is_up:
        words = [f"connected for {stood}"]
    elif pulse.ended is None:
        words = [f"connecting for {stood}"]
    else:
        words = [f"not connected for {stood}: {truncated(pulse.ended, LONGEST_REASON)}"]
    if pulse.heard is not None:
        words.append(f"last sign of life {ago(pulse.heard, now)}")
    if pulse.rebuilt:
        words.append(f"rebuilt {counted(pulse.rebuilt, 'time')}")
    if pulse.is_up and pulse.ended is not None and now - pulse.since < LATELY:
        words.append(f"the last one ended: {truncated(pulse.ended, LONGEST_REASON)}")
    return ", ".join(words)


def broke(pulse: Pulse, now: datetime) -> str:
    """Return how a step fares that broke: "broke, and works again since 3 min (begun again 2 times): ..."."""
    why = truncated(pulse.ended or "no reason is known", LONGEST_REASON)
    state = "works again" if pulse.is_up else "waits to be begun again"
    begun = f"begun again {counted(pulse.rebuilt, 'time')}"
    return f"broke, and {state} since {lasting(now - pulse.since)} ({begun}): {why}"

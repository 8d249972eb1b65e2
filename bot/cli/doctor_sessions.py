"""What `outlay doctor` says of the table of trading sessions: whether it reaches far enough."""

from collections.abc import Mapping
from datetime import date, datetime

from bot.cards.text import listed
from bot.market.sessions import ending, mics
from bot.ports import Check, Grade

MEND = (
    "After its last day an exchange's session is unknown, and no live price of its shares is shown. A newer "
    "Outlay knows more, or write the table anew from exchange_calendars: `make sessions` in a checkout."
)


def examine_sessions(now: datetime) -> Check:
    """Look for exchanges whose known days end within 60 days, or have ended. `now` is in UTC."""
    soon = ending(now)
    if not soon:
        return Check(
            "sessions", Grade.FINE, f"the hours of {len(mics())} exchanges are known for long enough"
        )
    return Check("sessions", Grade.LIMITED, f"the hours of {_listed(soon)}", MEND)


def _listed(soon: Mapping[str, date]) -> str:
    """Return which end when: "XSHE and XSHG are known to 31 December 2026 only"."""
    ends: dict[date, list[str]] = {}
    for mic, last in soon.items():
        ends.setdefault(last, []).append(mic)
    return "; ".join(
        f"{listed(of)} are known to {last.day} {last:%B %Y} only" for last, of in sorted(ends.items())
    )

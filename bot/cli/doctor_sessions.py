"""What `outlay doctor` says of the table of trading sessions: whether it reaches far enough."""

from datetime import datetime

from bot.keeping.almanac import MEND, said
from bot.market.sessions import ending, mics
from bot.ports import Check, Grade


def examine_sessions(now: datetime) -> Check:
    """Look for exchanges whose known days end within 60 days, or have ended. `now` is in UTC."""
    soon = ending(now)
    if not soon:
        return Check(
            "sessions", Grade.FINE, f"the hours of {len(mics())} exchanges are known for long enough"
        )
    return Check("sessions", Grade.LIMITED, f"the hours of {said(soon)}", MEND)

"""Whether Slack sent a request, and sent it just now, for the first time. Pure but for what was seen.

Over HTTP anybody may knock. Slack signs the time and the body of each request with a secret that only the app
shares; the time keeps a request that somebody recorded from being good for long, and what was seen keeps it
from being good twice meanwhile. Bolt checks the first two and not the third, and only after it has parsed the
body: so all three are checked here, on the bytes as they came.
"""

import hmac
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.domain.secret import Secret

WINDOW: Final = 300  # seconds that a request's time may lie off ours, as Slack advises
REMEMBERED: Final = 50_000  # requests within a window: 80 a second, far above what one workspace sends
DIGITS: Final = 12  # of a time in seconds; more is no time
STAMP: Final = "X-Slack-Request-Timestamp"
SIGNATURE: Final = "X-Slack-Signature"


def signature(secret: str, stamp: str, body: bytes) -> str:
    """Return what Slack writes below a body sent at `stamp` (seconds since 1970, in digits)."""
    return "v0=" + hmac.new(secret.encode(), b"v0:%s:%s" % (stamp.encode(), body), "sha256").hexdigest()


class Flaw(StrEnum):
    """Why a request is not let in."""

    NO_TIME = "it carries no time"
    NOT_SIGNED = "its signature is not made with SLACK_SIGNING_SECRET"
    OUT_OF_TIME = "it was signed more than five minutes before or after now (is this machine's clock right?)"
    SEEN = "it came before"


class Came:
    """The signatures that came in already. It must outlive a server that is begun again."""

    def __init__(self) -> None:
        self._stamps: OrderedDict[str, int] = OrderedDict()

    def first_time(self, signed: str, stamp: int, now: float) -> bool:
        """Say whether a signature made at `stamp` is new, and remember it until it is too old to be let in
        anyway. Both times are in seconds since 1970."""
        if signed in self._stamps:
            return False
        while self._stamps:
            oldest, made = next(iter(self._stamps.items()))
            if made >= now - WINDOW and len(self._stamps) < REMEMBERED:
                break
            del self._stamps[oldest]
        self._stamps[signed] = stamp
        return True


@dataclass(frozen=True, slots=True)
class Gate:
    """Lets in what is signed with a secret, in time, and once."""

    secret: Secret
    came: Came

    def flaw(self, headers: Mapping[str, str], body: bytes, now: float) -> Flaw | None:
        """Say why a request is not let in, or None and remember it. `now` is in seconds since 1970."""
        stamp, signed = headers.get(STAMP, ""), headers.get(SIGNATURE, "")
        if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= DIGITS):
            return Flaw.NO_TIME
        # The signature first: who cannot sign has no business to learn what time it is here.
        right = signature(self.secret.reveal(), stamp, body)
        if not hmac.compare_digest(right.encode(), signed.encode(errors="replace")):
            return Flaw.NOT_SIGNED
        if abs(now - int(stamp)) > WINDOW:
            return Flaw.OUT_OF_TIME
        return None if self.came.first_time(signed, int(stamp), now) else Flaw.SEEN

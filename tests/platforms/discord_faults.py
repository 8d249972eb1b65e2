"""Faults that the loopback Discord shows on demand."""

import re
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What goes wrong. "Before" is before the call had its effect, "after" is after it."""

    RATE_LIMIT = "429, from Discord"
    GLOBAL_LIMIT = "429, from Discord, over everything"
    ODD_LIMIT = "429, from Discord, without the Via header"
    LIMIT_IN_BODY = "429, from Discord, with its seconds in the body alone"
    BANNED = "429, from the network in front of Discord, as HTML"
    FORBIDDEN = "403, from Discord"
    BLOCKED = "403, from the network in front of Discord, as HTML"
    SERVER_ERROR = "500 before"
    BAD_GATEWAY = "502 after"
    UNAVAILABLE = "503 before"
    HTML = "200 after, but an HTML page"
    HANG_BEFORE = "no answer, before"
    HANG_AFTER = "no answer, after"
    RESET_BEFORE = "connection reset before"
    RESET_AFTER = "connection reset after"


HANGS = frozenset({Kind.HANG_BEFORE, Kind.HANG_AFTER})
SILENT = HANGS | {Kind.RESET_BEFORE, Kind.RESET_AFTER}
PAGES = {
    Kind.BLOCKED: 403,
    Kind.SERVER_ERROR: 500,
    Kind.BAD_GATEWAY: 502,
    Kind.UNAVAILABLE: 503,
    Kind.HTML: 200,
}
HAS_EFFECT = frozenset({Kind.BAD_GATEWAY, Kind.HTML, Kind.HANG_AFTER, Kind.RESET_AFTER})


@dataclass(slots=True)
class Fault:
    """Strikes the next `times` calls of `method` whose path holds the pattern `path`."""

    kind: Kind
    method: str = "POST"
    path: str = r"/channels/\d+/messages"
    times: int = 1
    seconds: float = 0.2  # how long to wait, for the limits; how long the silence lasts, for the hangs

    def strikes(self, method: str, path: str) -> bool:
        return self.times > 0 and method == self.method and re.search(self.path, path) is not None

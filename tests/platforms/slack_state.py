"""What a workspace holds, what a call was, and how a call can go wrong."""

import time
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any, Final

from tests.platforms.slack_blocks import Block, buttons, read, readable

TEAM = "T0OUTLAY"
BOT = "U0OUTLAY"
BOT_ID = "B0OUTLAY"
APP = "A0OUTLAY"
BOT_TOKEN = "xoxb-loopback-bot"
APP_TOKEN = "xapp-loopback-app"
SCOPES = frozenset({"chat:write", "commands", "im:write", "app_mentions:read", "files:write"})


class Fault(Enum):
    """How one call goes wrong. Those that begin with ACCEPT have done their work before."""

    RATE_LIMIT = auto()
    STATUS_500 = auto()
    HANG = auto()
    RESET = auto()
    HTML = auto()  # 200, text/html
    PAGE_403 = auto()  # text/html, as the next one: something stands in front of Slack
    PAGE_503 = auto()
    TEXT = auto()  # 200, text/plain
    BROKEN_JSON = auto()  # 200, application/json that is none
    ACCEPT_502 = auto()
    ACCEPT_HANG = auto()
    ACCEPT_RESET = auto()
    ACCEPT_HTML = auto()

    @property
    def accepts(self) -> bool:
        return self.name.startswith("ACCEPT")


# What a fault answers: status, body, type. The others answer nothing.
_PAGE: Final = "<html>a proxy</html>"
SPOILT: Final[dict[Fault | None, tuple[int, str, str]]] = {
    Fault.RATE_LIMIT: (429, '{"ok": false, "error": "ratelimited"}', "application/json"),
    Fault.STATUS_500: (500, "trouble", "text/plain"),
    Fault.ACCEPT_502: (502, _PAGE, "text/html"),
    Fault.PAGE_403: (403, _PAGE, "text/html"),
    Fault.PAGE_503: (503, _PAGE, "text/html"),
    Fault.HTML: (200, _PAGE, "text/html"),
    Fault.ACCEPT_HTML: (200, _PAGE, "text/html"),
    Fault.TEXT: (200, _PAGE, "text/plain"),
    Fault.BROKEN_JSON: (200, '{"ok": tru', "application/json"),
}


@dataclass(frozen=True, slots=True)
class Planned:
    """A fault to come, or an error code that Slack will answer."""

    what: Fault | str
    retry_after: int | None = None


@dataclass
class ChannelState:
    """`kind` is "channel", "group" or "im"; `member` says whether the bot is in it."""

    id: str
    name: str
    kind: str = "channel"
    member: bool = True
    archived: bool = False
    posting_restricted: bool = False


@dataclass
class UserState:
    id: str
    name: str
    admin: bool = False
    team: str = TEAM
    disabled: bool = False


@dataclass
class Shown:
    """A message that stands, or a private one that only `private_to` sees."""

    channel: str
    ts: str
    user: str
    text: str
    blocks: list[Block] = field(default_factory=list)
    metadata: dict[str, Any] | None = None
    thread_ts: str | None = None
    private_to: str | None = None
    edits: int = 0
    bot_id: str = BOT_ID
    answers: str | None = None  # the response_url that it came by

    @property
    def words(self) -> str:
        """All that a reader sees, as plain text."""
        return readable(self.blocks) if self.blocks else read(self.text, markup=False)

    @property
    def buttons(self) -> list[str]:
        return [read(button["text"]["text"], markup=False) for button in buttons(self.blocks)]

    @property
    def pictures(self) -> dict[str, str]:
        """The file of each picture, with its description."""
        shown = (block for block in self.blocks if block["type"] == "image")
        return {block["slack_file"]["id"]: block["alt_text"] for block in shown}

    @property
    def key(self) -> str | None:
        payload: dict[str, str] = (self.metadata or {}).get("event_payload", {})
        return payload.get("key")

    def button(self, label: str) -> Block:
        """Return the button with a label."""
        found = [b for b in buttons(self.blocks) if read(b["text"]["text"], markup=False) == label]
        assert found, f"there is no button {label!r} among {self.buttons}"
        return found[0]

    def as_slack_gives_it(self, *, metadata: bool) -> dict[str, Any]:
        given: dict[str, Any] = {"type": "message", "ts": self.ts, "user": self.user, "text": self.text}
        if self.user == BOT:
            given |= {"bot_id": self.bot_id, "app_id": APP}
        if self.blocks:
            given["blocks"] = self.blocks
        if self.thread_ts:
            given["thread_ts"] = self.thread_ts
        if metadata and self.metadata:
            given["metadata"] = self.metadata
        return given


@dataclass(frozen=True, slots=True)
class Call:
    """One line of the ledger: what was asked, when (monotonic seconds), and what the server did."""

    method: str
    args: dict[str, Any]
    at: float
    outcome: str


class Clock:
    """Gives timestamps as Slack does: unique, rising, seconds with six digits."""

    def __init__(self) -> None:
        self._last = 0

    def stamp(self) -> str:
        self._last = max(self._last + 1, int(time.time() * 1_000_000))
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"

"""What the bot asks a workspace for: each scope with what the bot does with it."""

from collections.abc import Mapping
from typing import Final

NEEDED: Final[Mapping[str, str]] = {
    "chat:write": "post alerts in channels that it was invited to, and edit them",
    "commands": "take /outlay",
    "app_mentions:read": "answer when it is mentioned",
    "im:write": "tell whoever set up a channel that the channel stopped working",
}
OPTIONAL: Final[Mapping[str, str]] = {
    "users:read": "see who is a workspace admin; without it only [slack] managers may change watchlists",
    "channels:history": (
        "look whether an alert of unknown outcome stands in a public channel; without it "
        "[delivery] on_unknown decides"
    ),
    "groups:history": "look likewise in a private channel",
    "im:history": "look likewise in direct messages",
}

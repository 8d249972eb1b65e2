"""What the bot asks a workspace for: each scope with what the bot does with it."""

from collections.abc import Mapping
from typing import Final

NEEDED: Final[Mapping[str, str]] = {
    "chat:write": "post alerts in channels that it was invited to, and edit them",
    "commands": "take /outlay",
    "app_mentions:read": "answer when it is mentioned",
    "im:write": "tell whoever set up a channel that the channel stopped working",
}
# Asked for too; without one of them the bot works, with less.
WANTED: Final[Mapping[str, str]] = {
    "files:write": "show the pictures that `chart` draws; without it they are told in words",
}
OPTIONAL: Final[Mapping[str, str]] = {
    "users:read": "see who is a workspace admin; without it only [slack] managers may change watchlists",
    "channels:read": (
        "know at once whether it is in a public channel, and when one is archived or it is put out of it; "
        "without it the next alert shows that"
    ),
    "groups:read": "know likewise of private channels",
    "channels:history": (
        "look whether an alert of unknown outcome stands in a public channel; without it "
        "[delivery] on_unknown decides"
    ),
    "groups:history": "look likewise in a private channel",
    "im:history": "look likewise in direct messages",
}

# What Slack tells of by itself, and what it tells only to an app with one of the optional scopes.
EVENTS: Final = ("app_mention", "app_uninstalled", "tokens_revoked")
OPTIONAL_EVENTS: Final[Mapping[str, str]] = {
    "channel_archive": "channels:read",
    "channel_unarchive": "channels:read",
    "channel_deleted": "channels:read",
    "channel_left": "channels:read",
    "group_archive": "groups:read",
    "group_unarchive": "groups:read",
    "group_deleted": "groups:read",
    "group_left": "groups:read",
    "member_joined_channel": "channels:read or groups:read",
    "member_left_channel": "channels:read or groups:read",
}


def scopes_of(headers: Mapping[str, str]) -> frozenset[str] | None:
    """Return the scopes that an answer's headers name as granted, None where they say nothing."""
    told = next((value for name, value in headers.items() if name.lower() == "x-oauth-scopes"), None)
    return None if told is None else frozenset(scope.strip() for scope in str(told).split(","))

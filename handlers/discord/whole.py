"""Payloads made whole, so that discord.py can read them.

discord.py takes for granted what Discord always sends, though the documentation calls much of it optional,
and gives up over a part that is absent. A compatible server may send less. Each function here keeps what the
bot looks at and fills in what discord.py asks for, as Discord would say it where there is nothing to say;
what the bot never looks at is left out.

Pure: every function returns a new payload. Raises KeyError, TypeError, AttributeError or ValueError for one
that even so makes no sense.
"""

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

Payload: TypeAlias = dict[str, Any]

THREADS: Final = {10, 11, 12}
NOBODY: Final = "0"
EVERY_RIGHT: Final = str((1 << 53) - 1)  # nothing said of the bot's rights is no reason to warn about them

USER: Final[Payload] = {"username": "", "discriminator": "0", "avatar": None}
MEMBER: Final[Payload] = {"roles": [], "flags": 0}
ROLE: Final[Payload] = {"name": ""}
CHANNEL: Final[Payload] = {"type": 0, "name": "", "position": 0, "bitrate": 0, "user_limit": 0}
THREAD: Final[Payload] = {"owner_id": NOBODY, "message_count": 0, "member_count": 0}
THREAD_METADATA: Final[Payload] = {
    "archived": False,
    "auto_archive_duration": 1440,
    "archive_timestamp": "2015-01-01T00:00:00+00:00",
}
MESSAGE: Final[Payload] = {"type": 0, "content": "", "embeds": [], "mentions": []}
INTERACTION: Final[Payload] = {"version": 1, "attachment_size_limit": 0, "app_permissions": EVERY_RIGHT}
APPLICATION: Final[Payload] = {
    "name": "",
    "description": "",
    "icon": None,
    "bot_public": False,
    "bot_require_code_grant": False,
    "verify_key": "",
}

OF_A_GUILD: Final = (
    *("id", "name", "unavailable", "owner_id", "member_count", "features", "preferred_locale"),
    *("roles", "channels", "threads", "members"),
)
OF_A_MESSAGE: Final = (
    *("id", "channel_id", "guild_id", "webhook_id", "type", "flags", "content", "timestamp", "embeds"),
    *("author", "member", "mentions", "message_reference"),
)
OF_AN_INTERACTION: Final = (
    *("id", "application_id", "type", "token", "version", "data", "locale", "attachment_size_limit"),
    *("guild_id", "channel_id", "channel", "member", "user", "app_permissions", "message"),
)
OF_AN_APPLICATION: Final = (*APPLICATION, "id", "owner", "flags", "interactions_endpoint_url")


def user(payload: Mapping[str, Any]) -> Payload:
    """Return a user; only the id must be there."""
    return _filled(payload, USER)


def member(payload: Mapping[str, Any]) -> Payload:
    """Return a member of a server, with its user where that is part of it."""
    found = _filled(payload, MEMBER)
    if "user" in found:
        found["user"] = user(found["user"])
    return found


def channel(payload: Mapping[str, Any]) -> Payload:
    """Return a channel of any type; only the id must be there."""
    found = _filled(payload, CHANNEL)
    if "recipients" in found:
        found["recipients"] = [user(one) for one in found["recipients"]]
    if found["type"] in THREADS:
        found = THREAD | {"parent_id": found["id"]} | found
        found["thread_metadata"] = _filled(found.get("thread_metadata", {}), THREAD_METADATA)
        found.pop("member", None)
    return found


def guild(payload: Mapping[str, Any]) -> Payload:
    """Return a server; only the id must be there. Without a role for everybody nobody has any right."""
    found = _kept(payload, OF_A_GUILD)
    roles = [_filled(one, ROLE) for one in found.get("roles", [])]
    if not any(str(role["id"]) == str(found["id"]) for role in roles):
        roles.append({"id": found["id"], "name": "@everyone", "permissions": "0"})
    found["roles"] = roles
    for part, whole in (("channels", channel), ("threads", channel), ("members", member)):
        if part in found:
            found[part] = [whole(one) for one in found[part]]
    return found


def message(payload: Mapping[str, Any]) -> Payload:
    """Return a message; only the id must be there."""
    found = _filled(_kept(payload, OF_A_MESSAGE), MESSAGE)
    found["author"] = user(found.get("author", {"id": NOBODY}))
    found["mentions"] = [_mentioned(one) for one in found["mentions"]]
    if "member" in found:
        found["member"] = member(found["member"])
    if "message_reference" in found:
        found["message_reference"] = _filled(
            found["message_reference"], {"channel_id": found.get("channel_id", NOBODY)}
        )
    return found


def interaction(payload: Mapping[str, Any]) -> Payload:
    """Return an interaction; `id`, `application_id`, `type`, `token` and who it comes from must be there."""
    found = _filled(_kept(payload, OF_AN_INTERACTION), INTERACTION)
    place = found.get("channel", {})
    place = {"id": found["channel_id"]} | place if "channel_id" in found else place
    found["channel"] = channel({"type": 0 if "guild_id" in found else 1} | place)
    if "guild_id" in found:
        found["member"] = member(found.get("member") or {"user": found["user"]})
    else:
        found["user"] = user(found.get("user") or found["member"]["user"])
    if "message" in found:
        found["message"] = message({"channel_id": found["channel"]["id"]} | found["message"])
    return found


def application(payload: Mapping[str, Any]) -> Payload:
    """Return the bot's application; only the id must be there."""
    found = _filled(_kept(payload, OF_AN_APPLICATION), APPLICATION)
    found["owner"] = user(found.get("owner", {"id": NOBODY}))
    return found


def ready(payload: Mapping[str, Any]) -> Payload:
    """Return what opens a session; the session's id and the bot's user must be there."""
    return {
        **_filled(payload, {}),
        "user": user(payload["user"]),
        "guilds": [guild(one) for one in payload.get("guilds") or ()],
        "application": {"id": payload["user"]["id"], "flags": 0} | (payload.get("application") or {}),
    }


def callback(payload: object, interaction_id: str) -> Payload:
    """Return what discord.py wants to hear when an interaction was answered; Discord may answer nothing."""
    told = payload.get("interaction") if isinstance(payload, dict) else None
    return {"interaction": {"id": interaction_id} | (told if isinstance(told, dict) else {})}


def _mentioned(payload: Mapping[str, Any]) -> Payload:
    found = user(payload)
    if "member" in found:
        found["member"] = member(found["member"])
    return found


def _filled(payload: Mapping[str, Any], absent: Mapping[str, Any]) -> Payload:
    """Return a payload with what is absent, or null, filled in."""
    return {**absent, **{key: value for key, value in payload.items() if value is not None}}


def _kept(payload: Mapping[str, Any], keys: tuple[str, ...]) -> Payload:
    return {key: payload[key] for key in keys if payload.get(key) is not None}

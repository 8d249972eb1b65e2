"""What the loopback Discord knows: servers, channels, people, messages, and the ledger of every call."""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

Body = dict[str, Any]

VIEW: Final = 1 << 10
SEND: Final = 1 << 11
EMBED: Final = 1 << 14
ATTACH: Final = 1 << 15
READ_HISTORY: Final = 1 << 16
MANAGE_CHANNELS: Final = 1 << 4
MANAGE_SERVER: Final = 1 << 5
USE_COMMANDS: Final = 1 << 31
BOT_RIGHTS: Final = VIEW | SEND | EMBED | ATTACH | READ_HISTORY
EVERYBODY: Final = VIEW | SEND | READ_HISTORY | USE_COMMANDS
MANAGER: Final = EVERYBODY | MANAGE_CHANNELS

BOT: Final = "9000"
MANAGERS: Final = "2000"  # the role of those who may manage channels
EPOCH: Final = 1_420_070_400_000  # Discord's first millisecond
EPHEMERAL: Final = 1 << 6
LOADING: Final = 1 << 7
TEXT, DIRECT, FORUM, THREAD = 0, 1, 15, 11

_SHOWN_AS_IS: Final = re.compile(r"\\([^0-9A-Za-z\s])")


@dataclass(slots=True)
class Place:
    """A channel. `rights` is what the bot may do in it; `parent` is the channel that a thread hangs on."""

    id: str
    guild: str | None
    kind: int = TEXT
    rights: int = BOT_RIGHTS
    deleted: bool = False
    with_user: str | None = None
    parent: str | None = None
    archived: bool = False
    locked: bool = False

    def payload(self) -> Body:
        body: Body = {"id": self.id, "type": self.kind, "name": f"channel-{self.id}", "position": 0}
        if self.kind == DIRECT:
            return body | {"recipients": [user_payload(self.with_user or "0")], "last_message_id": None}
        body |= {"guild_id": self.guild, "permissions": str(MANAGER), "nsfw": False, "parent_id": self.parent}
        if self.kind == THREAD:
            now = datetime.now(UTC).isoformat()
            meta: Body = {"auto_archive_duration": 60, "archive_timestamp": now}
            meta |= {"archived": self.archived, "locked": self.locked}
            return body | {"owner_id": "1", "message_count": 1, "member_count": 1, "thread_metadata": meta}
        own = {"id": BOT, "type": 1, "allow": str(self.rights), "deny": str(BOT_RIGHTS & ~self.rights)}
        return body | {"permission_overwrites": [own]}


@dataclass(slots=True)
class Posted:
    """A message as it stands. `key` is its nonce, `edits` how often it was changed."""

    id: str
    channel: str
    guild: str | None
    author: str
    at: datetime
    body: Body
    edits: int = 0
    key: str | None = None
    reply_to: str | None = None
    deleted: bool = False

    @property
    def content(self) -> str:
        return self.body.get("content") or ""

    @property
    def embeds(self) -> list[Body]:
        return self.body.get("embeds") or []

    @property
    def ephemeral(self) -> bool:
        return bool(self.body.get("flags", 0) & EPHEMERAL)

    @property
    def buttons(self) -> dict[str, str]:
        """Each button's label with its id or its address."""
        rows = self.body.get("components") or []
        found = [button for row in rows for button in row["components"]]
        return {button["label"]: button.get("url") or button.get("custom_id", "") for button in found}

    @property
    def pictures(self) -> dict[str, str]:
        """Each attached file that an embed shows, with its description."""
        shown = {str((embed.get("image") or {}).get("url")) for embed in self.embeds}
        attached = self.body.get("attachments") or []
        return {
            one["filename"]: one.get("description") or ""
            for one in attached
            if f"attachment://{one['filename']}" in shown
        }

    @property
    def raw(self) -> str:
        """Every text that it shows, as it was sent."""
        return "\n".join(part for part in self._parts() if part)

    @property
    def text(self) -> str:
        """Every text that it shows, as a reader sees it: without escapes and unseen characters."""
        return _SHOWN_AS_IS.sub(r"\1", self.raw).replace("\u200b", "")

    @property
    def pings(self) -> list[str]:
        """Whom it called: the server looks for mentions without reading Markdown, within what is allowed."""
        allowed = self.body.get("allowed_mentions")
        kinds = ("users", "roles", "everyone") if allowed is None else allowed.get("parse", [])
        found = []
        if "everyone" in kinds:
            found += re.findall(r"@everyone|@here", self.content)
        if "users" in kinds:
            found += re.findall(r"<@!?\d+>", self.content)
        if "roles" in kinds:
            found += re.findall(r"<@&\d+>", self.content)
        return found

    def payload(self, me: str = BOT) -> Body:
        body = {key: self.body.get(key) for key in ("content", "embeds", "components", "flags")}
        reply: Body = {}
        if self.reply_to:
            where = {"message_id": self.reply_to, "channel_id": self.channel, "guild_id": self.guild}
            reply = {"message_reference": where, "type": 19}
        return {
            "id": self.id,
            "channel_id": self.channel,
            "author": user_payload(self.author),
            "content": body["content"] or "",
            "embeds": body["embeds"] or [],
            "components": body["components"] or [],
            "flags": body["flags"] or 0,
            "timestamp": self.at.isoformat(),
            "edited_timestamp": self.at.isoformat() if self.edits else None,
            "nonce": self.key,
            "mentions": self.body.get("mentions") or [],
            "mention_roles": [],
            "mention_everyone": False,
            "attachments": [
                {"url": f"https://cdn.example/{self.id}/{one['filename']}", "proxy_url": "", **one}
                for one in self.body.get("attachments") or []
            ],
            "tts": False,
            "pinned": False,
            "type": 0,
        } | reply

    def _parts(self) -> Iterator[str]:
        yield self.content
        for embed in self.embeds:
            yield embed.get("title") or ""
            yield embed.get("description") or ""
            for one in embed.get("fields") or []:
                yield f"{one['name']}: {one['value']}"
            yield (embed.get("footer") or {}).get("text") or ""
        yield from self.buttons


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the REST API: `at` on a clock that only runs on, `status` None when no answer was given."""

    at: float
    method: str
    path: str
    body: Any
    status: int | None


@dataclass(slots=True)
class Question:
    """An interaction that was sent to the bot, and what came of it. Times are on the monotonic clock."""

    id: str
    token: str
    kind: int
    channel: str
    user: str
    sent: float = field(default_factory=time.monotonic)
    acked: float | None = None
    response: Posted | None = None
    follow_ups: list[Posted] = field(default_factory=list)
    choices: list[Body] | None = None
    done: bool = False

    @property
    def acked_after(self) -> float | None:
        """Seconds from sending it to the bot's acknowledgement."""
        return None if self.acked is None else self.acked - self.sent


def snowflake_of(at: datetime, number: int) -> str:
    """Return an id of Discord's for a moment; `number` parts those of one millisecond."""
    return str((int(at.timestamp() * 1000) - EPOCH) << 22 | number & 0x3FFFFF)


def user_payload(user: str) -> Body:
    name = "outlay" if user == BOT else f"user{user}"
    return {
        "id": user,
        "username": name,
        "discriminator": "0",
        "global_name": name,
        "avatar": None,
        "bot": user == BOT,
        "verified": True,
        "flags": 0,
        "public_flags": 0,
    }


def member_payload(user: str, rights: int) -> Body:
    return {
        "user": user_payload(user),
        "roles": [MANAGERS] if rights & MANAGE_CHANNELS else [],
        "permissions": str(rights),
        "joined_at": "2020-01-01T00:00:00+00:00",
        "deaf": False,
        "mute": False,
        "flags": 0,
        "nick": None,
        "avatar": None,
    }


def role_payload(role: str, name: str, rights: int) -> Body:
    return {
        "id": role,
        "name": name,
        "permissions": str(rights),
        "position": 0 if name == "@everyone" else 1,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": False,
        "mentionable": False,
        "flags": 0,
    }


def guild_payload(guild: str, places: list[Place]) -> Body:
    mine = [place for place in places if place.guild == guild and not place.deleted]
    return {
        "id": guild,
        "name": f"Server {guild}",
        "owner_id": "1",
        "roles": [role_payload(guild, "@everyone", EVERYBODY), role_payload(MANAGERS, "Managers", MANAGER)],
        "channels": [place.payload() for place in mine if place.kind != THREAD],
        "threads": [place.payload() for place in mine if place.kind == THREAD],
        "members": [member_payload(BOT, EVERYBODY)],
        "member_count": 3,
        "features": [],
        "emojis": [],
        "stickers": [],
        "voice_states": [],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "premium_tier": 0,
        "verification_level": 0,
        "default_message_notifications": 0,
        "explicit_content_filter": 0,
        "nsfw_level": 0,
        "mfa_level": 0,
        "system_channel_flags": 0,
        "preferred_locale": "en-US",
        "afk_timeout": 300,
        "unavailable": False,
    }

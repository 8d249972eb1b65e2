"""The Web API of the loopback Slack: each method on the state, with Slack's own error codes."""

import json
from collections.abc import Callable
from typing import Any

from tests.platforms.slack_blocks import check, total
from tests.platforms.slack_files import Files
from tests.platforms.slack_state import (
    APP_TOKEN,
    BOT,
    BOT_ID,
    BOT_TOKEN,
    TEAM,
    ChannelState,
    Clock,
    Shown,
    UserState,
)

Args = dict[str, Any]
LONGEST_TEXT = 4_000  # characters; what is longer is split into several messages
HISTORY_SCOPES = {"channel": "channels:history", "group": "groups:history", "im": "im:history"}


class SlackError(Exception):
    """An answer with ok: false."""

    def __init__(self, code: str, **more: Any) -> None:
        super().__init__(code)
        self.code = code
        self.more = more


class WebApi:
    """The methods that Outlay calls. `on_shown` hears of every message that somebody sees; `socket_url` gives
    the address of a new socket."""

    def __init__(
        self, scopes: set[str], on_shown: Callable[[Shown], None], socket_url: Callable[[], str]
    ) -> None:
        self.scopes = scopes
        self.channels: dict[str, ChannelState] = {}
        self.users: dict[str, UserState] = {}
        self.shown: list[Shown] = []
        self.clock = Clock()
        self.files = Files()
        self.revoked: str | None = None  # the error code for every call, once the token is gone
        self._on_shown = on_shown
        self._socket_url = socket_url

    def call(self, method: str, token: str | None, args: Args) -> Args:
        """Do what a method does. Raises SlackError."""
        expected = APP_TOKEN if method == "apps.connections.open" else BOT_TOKEN
        if token is None:
            raise SlackError("not_authed")
        if token in {APP_TOKEN, BOT_TOKEN} and token != expected:
            raise SlackError("not_allowed_token_type")
        if token != expected:
            raise SlackError("invalid_auth")
        if self.revoked:
            raise SlackError(self.revoked)
        do = getattr(self, method.replace(".", "_"), None)
        if do is None:
            raise SlackError("unknown_method", req_method=method)
        answer: Args = do(args)
        return {"ok": True, **answer}

    def auth_test(self, _: Args) -> Args:
        return {
            "url": "https://outlay.slack.example/",
            "team": "Outlay",
            "user": "outlay",
            "team_id": TEAM,
            "user_id": BOT,
            "bot_id": BOT_ID,
        }

    def apps_connections_open(self, _: Args) -> Args:
        return {"url": self._socket_url()}

    def chat_postMessage(self, args: Args) -> Args:  # noqa: N802 - Slack's name
        self._need("chat:write")
        channel = self._writable(args)
        root = args.get("thread_ts")
        if root and not any(s.ts == root for s in self.shown if s.channel == channel.id):
            raise SlackError("thread_not_found")
        text = args.get("text", "")
        shown = self._put(channel, {**args, "text": text[:LONGEST_TEXT]})
        for begin in range(LONGEST_TEXT, len(text), LONGEST_TEXT):
            self._put(channel, {"text": text[begin : begin + LONGEST_TEXT]})
        return {"channel": channel.id, "ts": shown.ts, "message": shown.as_slack_gives_it(metadata=True)}

    def chat_postEphemeral(self, args: Args) -> Args:  # noqa: N802 - Slack's name
        self._need("chat:write")
        channel = self._writable(args)
        if args.get("user") not in self.users:
            raise SlackError("user_not_in_channel")
        shown = self._put(channel, args, private_to=args["user"])
        return {"message_ts": shown.ts}

    def chat_update(self, args: Args) -> Args:
        self._need("chat:write")
        channel = self._channel(args)
        found = [s for s in self.shown if s.channel == channel.id and s.ts == args.get("ts")]
        if not found or found[0].private_to:
            raise SlackError("message_not_found")
        shown = found[0]
        if shown.user != BOT:
            raise SlackError("cant_update_message")
        if channel.archived:
            raise SlackError("is_archived")
        self._check(args)
        shown.text = args.get("text", shown.text)
        shown.blocks = args.get("blocks", shown.blocks)
        shown.metadata = args.get("metadata", shown.metadata)
        shown.edits += 1
        self._on_shown(shown)
        return {"channel": channel.id, "ts": shown.ts, "text": shown.text}

    def files_getUploadURLExternal(self, args: Args) -> Args:  # noqa: N802 - Slack's name
        self._need("files:write")
        if not args.get("filename") or int(args.get("length") or 0) <= 0:
            raise SlackError("invalid_arguments")
        return self.files.announce(args["filename"], int(args["length"]))

    def files_completeUploadExternal(self, args: Args) -> Args:  # noqa: N802 - Slack's name
        self._need("files:write")
        files = args.get("files")
        listed = json.loads(files) if isinstance(files, str) else files or []
        if error := self.files.complete(listed):
            raise SlackError(error)
        return {"files": [{"id": one["id"], "title": one.get("title")} for one in listed]}

    def conversations_history(self, args: Args) -> Args:
        channel = self._readable(args)
        oldest, latest = float(args.get("oldest") or 0), float(args.get("latest") or 1e12)
        found = [
            s
            for s in reversed(self.messages(channel.id))
            if (s.thread_ts is None or s.thread_ts == s.ts) and oldest < float(s.ts) < latest
        ]
        return self._page(found, args)

    def conversations_replies(self, args: Args) -> Args:
        channel = self._readable(args)
        root, oldest = args.get("ts"), float(args.get("oldest") or 0)
        found = [s for s in self.messages(channel.id) if root in {s.ts, s.thread_ts}]
        if not found:
            raise SlackError("thread_not_found")
        # The message above always comes along.
        return self._page([s for s in found if s.ts == root or float(s.ts) > oldest], args)

    def conversations_info(self, args: Args) -> Args:
        self._need("channels:read")
        channel = self._channel(args)
        return {
            "channel": {
                "id": channel.id,
                "name": channel.name,
                "is_member": channel.member,
                "is_archived": channel.archived,
                "is_im": channel.kind == "im",
            }
        }

    def conversations_open(self, args: Args) -> Args:
        self._need("im:write")
        user = str(args.get("users"))
        if user not in self.users:
            raise SlackError("user_not_found")
        if self.users[user].disabled:
            raise SlackError("user_disabled")
        channel = self.channels.setdefault(f"D{user}", ChannelState(f"D{user}", user, kind="im"))
        return {"channel": {"id": channel.id}}

    def users_info(self, args: Args) -> Args:
        self._need("users:read")
        user = self.users.get(str(args.get("user")))
        if user is None:
            raise SlackError("user_not_found")
        return {
            "user": {
                "id": user.id,
                "team_id": user.team,
                "name": user.name,
                "is_admin": user.admin,
                "is_owner": False,
            }
        }

    def messages(self, channel: str) -> list[Shown]:
        """Return everything that stands in a channel, oldest first."""
        return [shown for shown in self.shown if shown.channel == channel and not shown.private_to]

    def answer(self, token: str, channel: str, user: str, args: Args) -> None:
        """Take what came by a response_url. Raises SlackError."""
        self._check(args)
        private = args.get("response_type", "ephemeral") != "in_channel"
        self._put(self.channels[channel], args, private_to=user if private else None, answers=token)

    def _put(
        self, channel: ChannelState, args: Args, private_to: str | None = None, answers: str | None = None
    ) -> Shown:
        self._check(args)
        shown = Shown(
            channel=channel.id,
            ts=self.clock.stamp(),
            user=BOT,
            text=args.get("text", ""),
            blocks=args.get("blocks") or [],
            metadata=args.get("metadata"),
            thread_ts=args.get("thread_ts"),
            private_to=private_to,
            answers=answers,
        )
        self.shown.append(shown)
        self._on_shown(shown)
        return shown

    def _check(self, args: Args) -> None:
        if not args.get("text") and not args.get("blocks"):
            raise SlackError("no_text")
        if len(args.get("text", "")) > 40_000:
            raise SlackError("msg_too_long")
        if wrong := check(args.get("blocks", [])):
            raise SlackError("invalid_blocks", errors=[wrong])
        if faults := self.files.faults(args.get("blocks") or []):
            messages = [f"[ERROR] {fault}" for fault in faults]
            raise SlackError("invalid_blocks", errors=faults, response_metadata={"messages": messages})
        if total(args.get("blocks", [])) > 13_000:
            raise SlackError("msg_blocks_too_long")
        metadata = args.get("metadata")
        if metadata is not None and set(metadata) != {"event_type", "event_payload"}:
            raise SlackError("invalid_metadata_format")

    def _channel(self, args: Args) -> ChannelState:
        channel = self.channels.get(str(args.get("channel")))
        if channel is None or (channel.kind == "group" and not channel.member):
            raise SlackError("channel_not_found")
        return channel

    def _writable(self, args: Args) -> ChannelState:
        channel = self._channel(args)
        if channel.archived:
            raise SlackError("is_archived")
        if not channel.member:
            raise SlackError("not_in_channel")
        if channel.posting_restricted:
            raise SlackError("restricted_action")
        return channel

    def _readable(self, args: Args) -> ChannelState:
        channel = self._channel(args)
        self._need(HISTORY_SCOPES[channel.kind])
        if not channel.member:
            raise SlackError("not_in_channel")
        return channel

    def _page(self, found: list[Shown], args: Args) -> Args:
        start, limit = int(args.get("cursor") or 0), int(args.get("limit") or 100)
        metadata = str(args.get("include_all_metadata", "")).lower() in {"1", "true"}
        more = start + limit < len(found)
        return {
            "messages": [s.as_slack_gives_it(metadata=metadata) for s in found[start : start + limit]],
            "has_more": more,
            "response_metadata": {"next_cursor": str(start + limit) if more else ""},
        }

    def _need(self, scope: str) -> None:
        if scope not in self.scopes:
            raise SlackError("missing_scope", needed=scope, provided=",".join(sorted(self.scopes)))

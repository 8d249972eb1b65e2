"""What each of Slack's error codes is about, in plain words with what to do about it. Pure.

A code that is not named here is taken to be about the channel: it is told once and tried again a day later.
Only where a message should change it says nothing of others.
"""

from collections.abc import Mapping
from typing import Final

from bot.domain.errors import About, DeliveryTrouble, LockedOut, Refused

LEFT_ALONE: Final = 300.0  # seconds that Slack is left alone when it accepts nothing from the bot's token
EDITING: Final = "chat.update"

_MEND: Final = "Check SLACK_BOT_TOKEN, install the app again if need be, and restart Outlay."
_TOKEN: Final[Mapping[str, str]] = {
    "invalid_auth": f"Slack no longer accepts the bot's token (invalid_auth). {_MEND}",
    "not_authed": f"Slack got no token (not_authed). {_MEND}",
    "account_inactive": f"The bot's account is deactivated: the app was removed (account_inactive). {_MEND}",
    "token_revoked": f"The bot's token was revoked (token_revoked). {_MEND}",
    "token_expired": f"The bot's token has expired (token_expired). {_MEND}",
    "not_allowed_token_type": f"Slack wants another kind of token (not_allowed_token_type). {_MEND}",
    "org_login_required": "The workspace is being moved to an organisation (org_login_required).",
    "team_access_not_granted": f"The app was not granted this workspace (team_access_not_granted). {_MEND}",
    "ekm_access_denied": "The workspace's administrators have suspended posting (ekm_access_denied).",
}
_CHANNEL: Final[Mapping[str, str]] = {
    "not_in_channel": "Outlay is not in the channel. Invite it there: /invite @Outlay",
    "channel_not_found": (
        "Slack shows Outlay no such channel: it was deleted, or it is private and Outlay is not in it. "
        "If it still exists, invite Outlay there: /invite @Outlay"
    ),
    "is_archived": "The channel is archived. Unarchive it.",
    "restricted_action": "The workspace's settings keep Outlay from posting in this channel. Ask an admin.",
    "restricted_action_read_only_channel": "The channel is read-only. Ask an admin to let Outlay post there.",
    "restricted_action_thread_only_channel": "The channel takes nothing but replies. Use another one.",
    "cannot_dm_bot": "Slack does not let one bot write to another.",
    "user_not_found": "Slack knows no such user.",
    "user_disabled": "The user's account is deactivated.",
}
_MESSAGE: Final[Mapping[str, str]] = {
    "message_not_found": "The message that should change is gone.",
    "cant_update_message": "The message that should change was not posted by this bot.",
    "edit_window_closed": "The workspace's settings no longer let this message change.",
    "thread_not_found": "The message that should be replied to is gone.",
    "cannot_reply_to_message": "The message that should be replied to takes no replies.",
    "restricted_action_non_threadable_channel": "The channel takes no replies.",
    **dict.fromkeys(
        ("invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long", "no_text"),
        "Slack does not accept the message's form, which is Outlay's fault.",
    ),
    **dict.fromkeys(
        ("invalid_metadata_format", "invalid_metadata_schema", "metadata_too_large", "invalid_arguments"),
        "Slack does not accept what comes with the message, which is Outlay's fault.",
    ),
}


def words(name: str) -> str:
    """Return what a code says about a channel, and what to do about it."""
    return _CHANNEL.get(name, f"Slack refused it ({name}).")


def meaning(name: str, method: str, needed: str) -> DeliveryTrouble:
    """Return what a refusal means for the message. `method` is Slack's name of what was called, as far as it
    is known, and `needed` the scopes that it asked for, where it named any."""
    if name in _TOKEN:
        return LockedOut(_TOKEN[name], LEFT_ALONE)
    if name == "missing_scope":
        reason = (
            f"The Slack app lacks a permission ({needed or name}). Install it again with the scopes of "
            "deploy/slack-manifest.yaml."
        )
        posting = "chat:write" in needed or (not needed and method.startswith("chat."))
        return LockedOut(reason, LEFT_ALONE) if posting else Refused(reason, About.MESSAGE)
    if name in _MESSAGE:
        return Refused(_MESSAGE[name], About.MESSAGE)
    is_known = name in _CHANNEL
    return Refused(words(name), About.CHANNEL if is_known or method != EDITING else About.MESSAGE)

"""What each of Discord's error codes is about, in plain words with what to do about it. Pure.

After one 403 nothing more is sent to a channel: Discord bans an address after 10,000 refusals in 10 minutes.
"""

from collections.abc import Mapping
from typing import Final

from bot.domain.errors import About, DeliveryTrouble, LockedOut, Refused

LEFT_ALONE: Final = 300.0  # seconds that Discord is left alone when it does not accept the bot's token
RENEW: Final = (
    "Discord no longer accepts the bot's token. "
    "Make a new one in the Developer Portal, set DISCORD_TOKEN and start again."
)

_SPACE: Final[Mapping[int, str]] = {
    10004: "The bot is no longer in that server. Invite it again.",
}
_CHANNEL: Final[Mapping[int, str]] = {
    10003: "The channel no longer exists on Discord. Use /watch in another channel.",
    50001: "The bot may not see the channel. Give it the permission View Channel there.",
    50007: "This user takes no direct messages from the bot. The server's privacy settings can allow them.",
    50008: "The channel takes no plain messages: it is a forum or a category. Use /watch in a text channel.",
    50009: "The server wants more of the bot before it may post there. Ask its admins.",
    50013: "The bot may not post in the channel. Give it Send Messages and Embed Links there.",
    50278: "The bot shares no server with this user any more.",
    160005: "The thread is locked. Unlock it, or use /watch in its channel.",
}
# A thread is archived after a while without messages. That keeps what stands there from being edited; the
# next message opens it again.
_MESSAGE: Final[Mapping[int, str]] = {
    10008: "The message no longer exists: somebody deleted it.",
    50005: "The message that should change was not posted by this bot.",
    50006: "Discord does not accept an empty message, which is Outlay's fault.",
    50083: "The thread is archived, so that what stands there cannot change.",
    200000: "The server's AutoMod does not let the message through.",
    240000: "Discord takes a link in the message to be harmful.",
}
_TOO_LARGE: Final = 413
_MAY_NOT: Final = 50013
_FORM: Final = 50035
_FORBIDDEN_OR_GONE: Final = {403, 404}


def meaning(status: int, code: int, text: str) -> DeliveryTrouble:
    """Return what a refusal means for the message: HTTP status, Discord's own code, and its words."""
    if status == 401:
        return LockedOut(RENEW, LEFT_ALONE)
    for about, table in ((About.SPACE, _SPACE), (About.CHANNEL, _CHANNEL), (About.MESSAGE, _MESSAGE)):
        if code in table:
            return Refused(table[code], about)
    if code == _FORM:
        reason = f"Discord does not accept the message's form, which is Outlay's fault: {text}"
        return Refused(reason, About.MESSAGE)
    about = About.CHANNEL if status in _FORBIDDEN_OR_GONE else About.MESSAGE
    return Refused(f"Discord refuses ({status}, code {code}): {text or 'no reason given'}", about)


def no_picture(status: int, code: int) -> str:
    """Return why Discord did not take an answer's picture, in words for whoever asked."""
    if status == _TOO_LARGE:
        return "it is larger than Discord takes here."
    if code == _MAY_NOT:
        return "the bot lacks the permission Attach Files here. Ask an admin of the server for it."
    return f"Discord did not take it ({status}, code {code}). Ask again."

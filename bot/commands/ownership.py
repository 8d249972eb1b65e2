"""Which sources a channel sees, and which it may change. Pure; the one rule for every command.

A source of the settings is seen everywhere, and is the operator's to let rest. One that was added in chat is
seen, let rest and removed where it was added: in any channel of the same workspace or server. The operator's
channel sees all, and may stop whatever was added.
"""

from bot.domain.alert import Channel
from bot.ports import Enrolled


def is_own(source: Enrolled, channel: Channel) -> bool:
    """Say whether a source was added from a channel's own workspace or server."""
    added = source.added
    return added is not None and (added.channel.platform, added.channel.space) == (
        channel.platform,
        channel.space,
    )


def may_see(source: Enrolled, channel: Channel, operator: Channel | None) -> bool:
    """Say whether a channel is told of a source."""
    return source.added is None or is_own(source, channel) or channel == operator


def may_rest(source: Enrolled, channel: Channel, operator: Channel | None) -> bool:
    """Say whether a source may be paused and resumed from a channel."""
    return is_own(source, channel) or channel == operator


def may_remove(source: Enrolled, channel: Channel, operator: Channel | None) -> bool:
    """Say whether a source may be removed from a channel; one of the settings may not from any."""
    return source.added is not None and may_rest(source, channel, operator)

"""Where something was said on Discord, who said it, and what they may do there."""

from typing import Final

import discord

from bot.domain.alert import Channel, Footing, Message, Takes

PLATFORM: Final = "discord"
DIRECT: Final = "@me"  # the space of direct messages, as in Discord's own addresses

# Channels that hold other channels or posts, and take no message of their own.
NO_MESSAGES: Final = {
    discord.ChannelType.category,
    discord.ChannelType.forum,
    discord.ChannelType.media,
}
NO_PLACE: Final = (
    "This channel takes no plain messages: it is a forum or a category. Use a text channel, or a thread."
)
LOCKED: Final = "The thread is locked: unlock it, or give the bot the permission Manage Threads."

# What the bot needs to post an alert in a channel, in the words of Discord's settings.
NEEDED: Final = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "embed_links": "Embed Links",
}


def channel_of(interaction: discord.Interaction) -> Channel:
    """Return the channel that a command, a button or a completion was used in."""
    return _channel(interaction.guild_id, interaction.channel_id or 0)


def button_on(interaction: discord.Interaction) -> Message | None:
    """Return the message whose button was pressed."""
    return Message(channel_of(interaction), str(interaction.message.id)) if interaction.message else None


def may_manage(interaction: discord.Interaction) -> bool:
    """Say whether the user may manage the channel; a direct conversation belongs to its user."""
    if interaction.guild_id is None:
        return True
    return interaction.permissions.administrator or interaction.permissions.manage_channels


def may_govern(interaction: discord.Interaction) -> bool:
    """Say whether the user may decide for the whole server. Manage Channels may be given for one channel
    alone, Manage Server may not."""
    rights = interaction.permissions
    return interaction.guild_id is not None and (rights.administrator or rights.manage_guild)


def footing(interaction: discord.Interaction) -> Footing:
    """Say whether the bot can post alerts where it was asked; Discord tells it with every use."""
    channel = interaction.channel
    if interaction.guild_id is None:
        return Footing()
    if channel is not None and channel.type in NO_MESSAGES:
        return Footing(Takes.NEVER, NO_PLACE)
    is_locked = isinstance(channel, discord.Thread) and channel.locked
    if is_locked and not interaction.app_permissions.manage_threads:
        return Footing(Takes.NOT_YET, LOCKED)
    if missing := _lacking(interaction):
        words = f"The bot cannot post alerts here yet: give it the permission {' and '.join(missing)}."
        return Footing(Takes.NOT_YET, words)
    return Footing()


def _lacking(interaction: discord.Interaction) -> list[str]:
    """Return the permissions that the bot lacks to post where it was asked."""
    held = interaction.app_permissions
    in_thread = isinstance(interaction.channel, discord.Thread)
    return [
        ("Send Messages in Threads" if in_thread and right == "send_messages" else name)
        for right, name in NEEDED.items()
        if not getattr(held, f"{right}_in_threads" if in_thread and right == "send_messages" else right)
    ]


def said_in(message: discord.Message) -> Channel:
    """Return the channel that a message stands in."""
    return _channel(guild_of(message), message.channel.id)


def guild_of(message: discord.Message) -> int | None:
    """Return the id of the server that a message stands in, None for a direct message.

    A message from a server that Discord has not told the bot about yet has no `guild`, but its channel knows.
    """
    if message.guild is not None:
        return message.guild.id
    return message.channel.guild_id if isinstance(message.channel, discord.PartialMessageable) else None


def replied_to(message: discord.Message) -> Message | None:
    """Return the message that another answers: the one replied to, or the one that its thread hangs on."""
    channel = said_in(message)
    if message.reference is not None and message.reference.message_id is not None:
        return Message(channel, str(message.reference.message_id))
    if isinstance(message.channel, discord.Thread):
        # A thread has the id of the message that it was opened on.
        return Message(Channel(PLATFORM, channel.space, str(message.channel.parent_id)), channel.id)
    return None


def author_may_manage(message: discord.Message) -> bool:
    """Say whether a message's author may manage its channel, as far as the bot can see."""
    if guild_of(message) is None:
        return True
    rights = _rights_of_author(message)
    return rights.administrator or rights.manage_channels


def author_may_govern(message: discord.Message) -> bool:
    """Say whether a message's author may decide for the whole server, as far as the bot can see."""
    rights = _rights_of_author(message)
    return guild_of(message) is not None and (rights.administrator or rights.manage_guild)


def _rights_of_author(message: discord.Message) -> discord.Permissions:
    if not isinstance(message.author, discord.Member) or isinstance(
        message.channel, discord.PartialMessageable
    ):
        return discord.Permissions.none()
    return message.channel.permissions_for(message.author)


def address_of(channel: Channel) -> str:
    """Return the channel's address on the web."""
    return f"https://discord.com/channels/{channel.space or DIRECT}/{channel.id}"


def _channel(guild: int | None, channel: int) -> Channel:
    return Channel(PLATFORM, DIRECT if guild is None else str(guild), str(channel))

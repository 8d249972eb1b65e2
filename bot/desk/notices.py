"""What the bot says by itself: a source or a channel stopped working, or works again. Pure."""

from dataclasses import replace
from datetime import datetime

from bot.cards.card import Card, Tone
from bot.domain.alert import Channel
from bot.ports import Closing, SourceHealth


def source_stopped(health: SourceHealth, *, in_chat: bool = False) -> Card:
    """Return the word to the owner about a source that gave nothing several times, or ended for good.

    `in_chat` says of this one and of the next that it was added in chat: no settings name it.
    """
    why = health.error or "It gave no reason."
    if health.next_poll is None:
        mend = (
            f"Say `source remove {health.name}` where it was added."
            if in_chat
            else "Take it out of the settings, or give its new address, and restart."
        )
        return Card(
            title=f"The source {health.name} is gone for good",
            tone=Tone.NOTICE,
            text=(
                f"The source {health.name} says that it will not come back. {why}",
                "It is not asked again before a restart, which asks it once more.",
                mend,
            ),
        )
    return Card(
        title=f"The source {health.name} stopped working",
        tone=Tone.NOTICE,
        text=(
            f"The source {health.name} gave nothing {health.failures} times in a row. {why}",
            "It is asked again, less and less often, and you hear when it is back. The others go on.",
        ),
    )


def source_lame(health: SourceHealth) -> Card:
    """Return the word to the owner about a source of which a part gave nothing several times."""
    return Card(
        title=f"A part of the source {health.name} stopped working",
        tone=Tone.NOTICE,
        text=(
            f"A part of the source {health.name} gave nothing {health.failures} times in a row.",
            health.error or "It gave no reason.",
            "What the rest of it gives is read as before, and you hear when it is whole again.",
        ),
    )


def source_back(health: SourceHealth, new: int) -> Card:
    """Return the word to the owner that a source works again, with how many new articles it brought."""
    brought = {0: "It brought nothing new.", 1: "It brought 1 new article."}.get(
        new, f"It brought {new} new articles."
    )
    return Card(
        title=f"The source {health.name} is back",
        tone=Tone.NOTICE,
        text=(f"The source {health.name} works again. {brought}", "There is nothing to do."),
    )


def source_silent(health: SourceHealth, now: datetime) -> Card:
    """Return the word to the owner that a source answers, but keeps quiet for far longer than it used to."""
    days = (now - (health.last_news or now)).days
    return Card(
        title=f"The source {health.name} has gone quiet",
        tone=Tone.NOTICE,
        text=(
            f"The source {health.name} answers, but has brought nothing new for {days} days.",
            "That is far longer than it used to be. Look at its page: it may have moved or ended.",
            "It is asked as before, and you hear when it brings something.",
        ),
    )


def source_moved(name: str, where: str, *, in_chat: bool = False) -> Card:
    """Return the word to the owner that a source has a new address for good; `where` may be shown."""
    mend = (
        "It was added in a chat: there is nothing to do."
        if in_chat
        else "Put that address into the settings when you have a moment: the old one may end one day."
    )
    return Card(
        title=f"The source {name} has moved",
        tone=Tone.NOTICE,
        text=(
            f"The source {name} says that it has moved for good, to {where}. It is asked there from now on.",
            mend,
        ),
    )


def source_not_built(name: str, why: str) -> Card:
    """Return the word to the owner about a source that was added in chat and can no longer be made."""
    return Card(
        title=f"The source {name} cannot be used any more",
        tone=Tone.NOTICE,
        text=(
            f"The source {name} was added in a chat, and since this start it cannot be built: {why}",
            "The others go on. Mend the settings and restart.",
            f"Or say `source remove {name}` where it was added.",
        ),
    )


def channel_stopped(channel: Channel, reason: str, how: Closing = Closing.CLOSED) -> Card:
    """Return the word to whoever set a channel up that it no longer takes messages."""
    if how is Closing.DELETED:
        # What to do stands in the reason: to watch in another channel.
        ahead: tuple[str, ...] = ("Alerts that were waiting for it were dropped. It is not tried again.",)
    else:
        ahead = (
            "Alerts that were waiting for it were dropped. The watches are kept.",
            "Once a day the next alert is tried there, and as soon as one is taken, alerts go on.",
            "To go on sooner: mend it, then use a command in the channel.",
        )
    return Card(
        title="Alerts to your channel have stopped",
        tone=Tone.NOTICE,
        text=(f"The channel {channel.id} takes no messages from Outlay any more: {reason}", *ahead),
    )


def channel_works(channel: Channel) -> Card:
    """Return the word to whoever heard that a channel had stopped."""
    return Card(
        title="Alerts to your channel go on",
        tone=Tone.NOTICE,
        text=(
            f"The channel {channel.id} takes messages from Outlay again. There is nothing to do.",
            "What was told meanwhile is not sent any more: `recent` lists it.",
        ),
    )


def platform_locked(platform: str, why: str) -> Card:
    """Return the word to the operator that a platform accepts nothing from the bot's token."""
    return Card(
        title=f"{platform.capitalize()} accepts nothing from Outlay",
        tone=Tone.NOTICE,
        text=(
            why,
            f"Nothing is sent to {platform.capitalize()} meanwhile: what is owed there waits.",
        ),
    )


def marked_as_repeat(card: Card) -> Card:
    """Return the card with a note that the same alert may stand above it already."""
    note = "This may be a repeat: the connection broke while the alert was being posted."
    return replace(card, notes=(*card.notes, note))

"""What the bot says of its own working: a step broke, a platform is away, the database refuses. Pure."""

from bot.cards.card import Card, Tone


def step_broke(name: str, why: str) -> Card:
    """Return the word to the operator that a step of the house broke; `why` is what it raised."""
    return Card(
        title=f"The {name} broke",
        tone=Tone.NOTICE,
        text=(
            f"The {name} broke: {why}. It was begun again, and is each time, less and less often.",
            "This is a fault of Outlay's own: the log has the rest of it, which its maintainers want to see.",
            "You hear when it works again.",
        ),
    )


def step_works(name: str) -> Card:
    """Return the word to the operator that a step works again."""
    return Card(
        title=f"The {name} works again",
        tone=Tone.NOTICE,
        text=(f"The {name} works again, and takes up what waited.", "There is nothing to do."),
    )


def job_broke(name: str, why: str) -> Card:
    """Return the word to the operator that something broke that is done now and then: a poll, a backup."""
    return Card(
        title=f'The job "{name}" broke',
        tone=Tone.NOTICE,
        text=(
            f'The job "{name}" broke: {why}. It is done again at its next date, and you hear no more of it.',
            "This is a fault of Outlay's own: the log has each time, which its maintainers want to see.",
        ),
    )


def platform_away(name: str, why: str) -> Card:
    """Return the word to the operator that a platform's connection does not come back, or not to stay."""
    return Card(
        title=f"Nobody is heard on {name}",
        tone=Tone.NOTICE,
        text=(
            f"The connection to {name} by which people's commands come in does not stand: {why}.",
            "It is tried again, less and less often. Alerts are posted as long as the platform takes them.",
            "You hear when it is back.",
        ),
    )


def platform_back(name: str) -> Card:
    """Return the word to the operator that a platform's connection stands again."""
    return Card(
        title=f"{name} is heard again",
        tone=Tone.NOTICE,
        text=(f"The connection to {name} stands again.", "There is nothing to do."),
    )


def store_refuses(why: str) -> Card:
    """Return the word to the operator that the database refuses; `why` says what to do."""
    return Card(
        title="The database refuses",
        tone=Tone.NOTICE,
        text=(
            why,
            "Until that is mended, news waits at its sources and alerts wait in the database.",
            "Everything is tried again by itself, and you hear when it works.",
        ),
    )


def store_works() -> Card:
    """Return the word to the operator that the database works again."""
    return Card(
        title="The database works again",
        tone=Tone.NOTICE,
        text=("The database works again, and what waited is taken up.", "There is nothing to do."),
    )

"""`outlay restore`: a backup put in place of the database."""

from pathlib import Path
from typing import Final

import click

from bot.cards.text import counted
from bot.cli.options import CONFIG
from bot.config import Environment, load
from bot.parts import SystemClock
from bot.store.restore import restore as put_in_place

_BLIND: Final = {
    "resend": (
        "what may stand there already is posted again, marked as a possible repeat; "
        'with [delivery] on_unknown = "drop" in the settings before the start it is not posted.'
    ),
    "drop": 'what may stand there already is not posted: [delivery] on_unknown is "drop".',
}


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@CONFIG
def restore(file: Path, config: Path | None) -> None:
    """Put a backup FILE in place of the database. Stop the bot first.

    The database that is there is kept aside. From its next start the bot looks in the channels' history
    before it posts what it may have posted since the backup, so that nothing stands there twice.
    """
    settings = load(config, Environment.real())
    path = Path(settings.store.path)
    done = put_in_place(path, file, SystemClock().now())
    if done.aside is not None:
        click.echo(f"The database that was there is now {done.aside}.")
    click.echo(
        f"{path} is the backup {file}. What was posted since {done.known_until:%Y-%m-%d %H:%M} UTC is looked "
        f"for in the channels before anything is posted again, and so {_is(done.open)} "
        f"{counted(done.open, 'delivery', 'deliveries')} that the backup believes unsent."
    )
    click.echo(
        "Where the bot may not read the history it cannot look: on Slack that needs the scope "
        f"channels:history, in a private channel groups:history. There {_BLIND[settings.delivery.on_unknown]}"
    )


def _is(count: int) -> str:
    return "is" if count == 1 else "are"

"""`outlay restore`: a backup put in place of the database."""

from pathlib import Path

import click

from bot.cards.text import counted
from bot.cli.options import CONFIG
from bot.config import Environment, load
from bot.parts import SystemClock
from bot.store.restore import restore as put_in_place


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
        f"{counted(done.open, 'delivery', 'deliveries')} that the backup believes unsent. Where the bot may "
        "not read a channel's history, [delivery] on_unknown decides: see docs/operating.md#restore first."
    )


def _is(count: int) -> str:
    return "is" if count == 1 else "are"

"""`outlay backup`: a copy of the database, made while the bot runs or not."""

from pathlib import Path

import click

from bot.cli.options import CONFIG
from bot.config import Environment, load
from bot.domain.errors import CannotRun
from bot.parts import SystemClock
from bot.store.backup import back_up, name_of


@click.command()
@click.option(
    "--to",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The new file. Without it the copy goes into the folder that [backup] names.",
)
@CONFIG
def backup(to: Path | None, config: Path | None) -> None:
    """Copy the database, whole and checked, while the bot runs or not.

    The copy is readable by you only, and replaces nothing. `outlay restore` puts it in place again. With
    `[backup] folder` in the settings the bot does this by itself.
    """
    settings = load(config, Environment.real())
    if to is None:
        if settings.backup.folder is None:
            raise CannotRun("Say where to: --to FILE, or set [backup] folder.")
        to = Path(settings.backup.folder) / name_of(SystemClock().now())
    size = back_up(Path(settings.store.path), to)
    click.echo(f"{to} holds all of {settings.store.path}: {size / 1e6:.1f} MB, checked.")

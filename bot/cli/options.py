"""The options that several commands take."""

from pathlib import Path
from typing import Final

import click

CONFIG: Final = click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The settings file. Without it ./outlay.toml is used where there is one.",
)

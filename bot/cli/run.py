"""`outlay run`: the bot itself."""

import asyncio
from pathlib import Path

import click

from bot.app import serve
from bot.cli.logs import log_to_standard_error, log_what_nobody_caught
from bot.config import Environment, load


@click.command()
@click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The settings file. Without it ./outlay.toml is used where there is one.",
)
def run(config: Path | None) -> None:
    """Watch the sources and alert the channels until told to stop (ctrl-c or SIGTERM, which end it in order).

    Tokens come from the environment: SLACK_BOT_TOKEN and SLACK_APP_TOKEN, DISCORD_TOKEN, or a file that the
    same name with _FILE names. Everything else stands in the settings file; deploy/outlay.example.toml shows
    all of it. Exit code 2 means that a setting or a token must be mended first.
    """
    environment = Environment.real()
    settings = load(config, environment)
    log_to_standard_error(settings.log.level, settings.log.form, environment.withheld())
    log_what_nobody_caught()
    asyncio.run(serve(settings, environment))

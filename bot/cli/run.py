"""`outlay run`: the bot itself."""

import asyncio
import logging
from pathlib import Path
from typing import Final

import click

from bot.app import serve
from bot.config import Environment, load

LIBRARIES: Final = (
    "httpx",
    "httpcore",
    "apscheduler",
    "discord",
    "slack_bolt",
    "slack_sdk",
    "aiohttp",
    "asyncio",
)


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
    logging.basicConfig(
        level=settings.log.level.upper(),
        format="%(asctime)s %(levelname)-7s %(name)s  %(message)s",
    )
    for loud in LIBRARIES:
        logging.getLogger(loud).setLevel(max(logging.WARNING, logging.getLogger().level))
    asyncio.run(serve(settings, environment))

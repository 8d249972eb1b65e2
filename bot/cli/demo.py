"""`outlay demo`: the whole job in a minute, with nothing but this machine."""

import asyncio
import sys

import click

from bot.cli.logs import log_to_standard_error
from bot.demo.show import show


@click.command()
@click.option(
    "--pace",
    type=click.FloatRange(min=0.01),
    help="Stretches the wire's timetable; 0.5 is twice as fast. [default: 1 at a terminal, else 0.1]",
)
def demo(pace: float | None) -> None:
    """Show the whole job: a small news wire of invented stories on this machine, polled over HTTP, read,
    matched to a starter watchlist and printed as alerts; then a prompt that takes the commands of the chat.

    Nothing leaves this machine, no token is needed, and nothing is kept. Without a terminal on standard input
    the alerts are printed and it ends.
    """
    log_to_standard_error("warning", "text")
    interactive = sys.stdin.isatty()
    asyncio.run(show(interactive=interactive, pace=pace or (1.0 if interactive else 0.1)))

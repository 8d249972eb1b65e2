"""`outlay privacy`: what is kept about a person or for a space, as JSON, and its deletion."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Final, TypeVar

import click
import msgspec

from bot.cli.options import CONFIG
from bot.config import Environment, load
from bot.domain.errors import CannotRun
from bot.ports import Held, Person, Removed, Space
from bot.store import SqliteStore, open_store

T = TypeVar("T")

ROWS: Final = 200  # that go in one transaction: a bot that runs meanwhile hardly waits

USER: Final = click.option(
    "--user", metavar="PLATFORM:SPACE:ID", help="slack:T0123:U0123, or discord:1234567 for every server."
)
SPACE: Final = click.option("--space", metavar="PLATFORM:SPACE", help="slack:T0123 or discord:1234567.")


@click.group()
def privacy() -> None:
    """Show or delete what is kept about a person, or for a workspace or server, while the bot runs or not.

    Prints JSON. Exit code 1 means that nothing is kept.
    """


@privacy.command()
@USER
@SPACE
@CONFIG
def export(user: str | None, space: str | None, config: Path | None) -> int:
    """Print all that is kept."""
    whose = _whose(user, space)

    async def work(store: SqliteStore) -> Held:
        return await (store.held_of(whose) if isinstance(whose, Person) else store.held_in(whose))

    held = _with_store(config, work)
    _print({"of": str(whose), "held": held})
    return 0 if any(held.values()) else 1


@privacy.command()
@USER
@SPACE
@click.option("--yes", is_flag=True, help="Do not ask. Needed where nobody can answer.")
@CONFIG
def delete(user: str | None, space: str | None, *, yes: bool, config: Path | None) -> int:
    """Delete a space's data, or have it forgotten who a person was: what they set up stays.

    A source that was added from the space is read until a bot that runs notices, within the hour.
    """
    whose = _whose(user, space)
    if not yes:
        click.confirm(f"Delete what is kept of {whose} for good?", abort=True, err=True)

    async def work(store: SqliteStore) -> Removed:
        if isinstance(whose, Person):
            return await store.forget(whose)
        removed: Counter[str] = Counter()
        while went := await store.purge(whose, ROWS):
            removed.update(went)
        return removed

    removed = _with_store(config, work)
    _print({"of": str(whose), ("forgotten" if isinstance(whose, Person) else "deleted"): removed})
    return 0 if removed else 1


def _whose(user: str | None, space: str | None) -> Person | Space:
    """Return who or what is meant. Raises UsageError."""
    if (user is None) == (space is None):
        raise click.UsageError("Say either --user or --space.")
    parts = (user or space or "").split(":")
    if all(parts):
        match user, parts:
            case None, [platform, place]:
                return Space(platform, place)
            case str(), [platform, number]:
                return Person(platform, None, number)
            case str(), [platform, place, number]:
                return Person(platform, place, number)
    raise click.UsageError(
        "Write a user as platform:space:id (the space may be left out), a space as platform:space."
    )


def _with_store(config: Path | None, work: Callable[[SqliteStore], Awaitable[T]]) -> T:
    """Open the database that the settings name, do something and close it. Raises CannotRun."""
    path = Path(load(config, Environment.real()).store.path)
    if not path.exists():
        raise CannotRun(f"There is no database at {path}. Set [store] path, or give --config.")

    async def run() -> T:
        store = await open_store(path)
        try:
            return await work(store)
        finally:
            await store.close()

    return asyncio.run(run())


def _print(answer: dict[str, Any]) -> None:
    click.echo(msgspec.json.format(msgspec.json.encode(answer)))

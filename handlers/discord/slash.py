"""The table of commands becomes Discord's slash commands.

Those that manage a channel ask for Manage Channels there, and are checked again in use. Names of two words
become a group, "/source add": Discord lets a server say who may use a group and not who may use a part of
one, so a group with a part for everybody is shown to everybody, and the check in use tells its parts apart.
"""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from inspect import Parameter, Signature
from typing import Any, Final, TypeAlias

import discord
from discord import app_commands
from discord.http import HTTPClient

from bot.commands.table import Command, Option, OptionKind
from bot.ports import Choice, Clerk
from handlers.discord.escape import plain
from handlers.discord.place import channel_of

log = logging.getLogger(__name__)

DESCRIPTION: Final = 100
CHOICES: Final = 25
CHOICE: Final = 100
COMPLETED_IN: Final = 2.0  # seconds: Discord gives up after three
COMPLETED: Final = {
    *(OptionKind.TICKER, OptionKind.WATCHED, OptionKind.STORY, OptionKind.PERIOD),
    *(OptionKind.ADDRESS, OptionKind.SOURCE, OptionKind.RESTING, OptionKind.ADDED),
}

# What is done with in an option that takes several: symbols in capitals, or anything before a comma.
_DONE: Final = re.compile(r"^(?:.*,\s*|(?:[A-Z0-9.$:^=-]+\s+)+)")

Ask: TypeAlias = Callable[[discord.Interaction, Command, str], Awaitable[None]]
Completion: TypeAlias = Callable[
    [discord.Interaction, str], Coroutine[Any, Any, list[app_commands.Choice[str]]]
]


def tree_of(
    client: discord.Client, table: Sequence[Command], ask: Ask, clerk: Clerk
) -> app_commands.CommandTree:
    """Build the commands. `ask` gets each use with its command and the words that it stands for."""
    tree: app_commands.CommandTree = app_commands.CommandTree(
        client,
        allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=False),
        allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
    )
    groups: dict[str, list[Command]] = {}
    for command in table:
        groups.setdefault(command.name.partition(" ")[0], []).append(command)
    for first, commands in groups.items():
        if " " in commands[0].name:
            tree.add_command(_group(first, commands, table, ask, clerk))
        else:
            tree.add_command(_slash(commands[0], table, ask, clerk))
    return tree


def words_for(command: Command, given: Sequence[str | None]) -> str:
    """Return the words that a filled-in command stands for, its options in the table's order."""
    return " ".join([command.name, *(value for value in given if value)])


async def offer(http: HTTPClient, application: int, tree: app_commands.CommandTree) -> bool:
    """Give Discord the commands, unless it has them; return True. Raises what discord.py raises."""
    try:
        there = await http.get_global_commands(application)
    except discord.HTTPException as error:
        log.info("Discord does not show its table of commands (%s), so it is sent.", error)
        there = []
    if not stand_the_same(there, tree):
        commands = [command.to_dict(tree) for command in tree.get_commands()]
        await http.bulk_upsert_global_commands(application, payload=commands)
        log.info("Discord has the new table of %d commands.", len(commands))
    return True


def stand_the_same(there: Sequence[Mapping[str, Any]], tree: app_commands.CommandTree) -> bool:
    """Say whether Discord already has these commands, so that they need not be sent again.

    `there` is Discord's own answer: discord.py 2.7's model of it loses the contexts.
    """
    ours = {command.name: _essence(command.to_dict(tree)) for command in tree.get_commands()}
    return ours == {command.get("name"): _essence(command) for command in there}


def _essence(payload: Mapping[str, Any]) -> tuple[object, ...]:
    """Reduce a command to what a user could tell apart; Discord adds ids, versions and defaults."""
    rights = payload.get("default_member_permissions")
    return (
        payload.get("description"),
        None if rights is None else int(rights),
        tuple(sorted(payload.get("contexts") or ())),
        tuple(sorted(payload.get("integration_types") or ())),
        _options(payload),
    )


def _options(payload: Mapping[str, Any]) -> tuple[object, ...]:
    """Reduce the options of a command, or the parts of a group with theirs."""
    return tuple(
        (
            one.get("name"),
            one.get("description"),
            one.get("type"),
            bool(one.get("required")),
            bool(one.get("autocomplete")),
            _options(one),
        )
        for one in payload.get("options") or ()
    )


def _group(
    first: str, parts: Sequence[Command], table: Sequence[Command], ask: Ask, clerk: Clerk
) -> app_commands.Group:
    names = ", ".join(part.name.removeprefix(first).strip() for part in parts)
    group = app_commands.Group(name=first, description=plain(f"{first.capitalize()}s: {names}", DESCRIPTION))
    managed = all(part.manage for part in parts)
    group.default_permissions = discord.Permissions(manage_channels=True) if managed else None
    for part in parts:
        group.add_command(_slash(part, table, ask, clerk))
    return group


def _slash(
    command: Command, table: Sequence[Command], ask: Ask, clerk: Clerk
) -> app_commands.Command[Any, ..., None]:
    # discord.py reads the options off the callback's signature. Their own names need not be names in Python
    # ("for"), so the parameters are numbered and renamed.
    names = {f"option{number}": option for number, option in enumerate(command.options)}

    async def used(interaction: discord.Interaction, **given: str | None) -> None:
        await ask(interaction, command, words_for(command, [given.get(name) for name in names]))

    used.__signature__ = Signature(  # type: ignore[attr-defined]  # what inspect.signature looks for
        [
            Parameter("interaction", Parameter.POSITIONAL_OR_KEYWORD, annotation=discord.Interaction),
            *(_parameter(name, option) for name, option in names.items()),
        ]
    )
    app_commands.rename(**{name: option.name for name, option in names.items()})(used)
    app_commands.describe(**{name: plain(one.help, DESCRIPTION) for name, one in names.items()})(used)
    slash: app_commands.Command[Any, ..., None] = app_commands.Command(
        name=command.name.rpartition(" ")[2], description=plain(command.help, DESCRIPTION), callback=used
    )
    slash.default_permissions = discord.Permissions(manage_channels=True) if command.manage else None
    for name, option in names.items():
        if option.kind in COMPLETED:
            slash.autocomplete(name)(_completion(option, clerk))
        elif option.kind is OptionKind.COMMAND:
            slash.autocomplete(name)(_names(table))
    return slash


def _parameter(name: str, option: Option) -> Parameter:
    if option.required:
        return Parameter(name, Parameter.KEYWORD_ONLY, annotation=str)
    return Parameter(name, Parameter.KEYWORD_ONLY, annotation=str | None, default=None)


def _completion(option: Option, clerk: Clerk) -> Completion:
    async def complete(interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        done = _DONE.match(typed) if option.many else None
        before = done[0] if done else ""
        try:
            async with asyncio.timeout(COMPLETED_IN):
                found = await clerk.complete(option.kind.value, typed[len(before) :], channel_of(interaction))
        except TimeoutError:
            return []
        return _choices(found, before)

    return complete


def _names(table: Sequence[Command]) -> Completion:
    async def complete(interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        start = typed.strip().casefold()
        return _choices([Choice(one.name, one.name) for one in table if one.name.startswith(start)], "")

    return complete


def _choices(found: Sequence[Choice], before: str) -> list[app_commands.Choice[str]]:
    """Draw completions; a value that Discord would cut is left out, because it would no longer be true."""
    return [
        app_commands.Choice(
            name=plain(before + choice.label, CHOICE) or choice.value, value=before + choice.value
        )
        for choice in found
        if 0 < len(before + choice.value) <= CHOICE
    ][:CHOICES]

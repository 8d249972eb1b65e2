"""The table as slash commands."""

from dataclasses import replace
from typing import Any, Final

import discord

from bot.commands.all import TABLE as WHOLE_TABLE
from bot.commands.table import Command, OptionKind
from handlers.discord.slash import COMPLETED, stand_the_same, tree_of
from tests.handlers.discord.clerk import TABLE, FakeClerk
from tests.platforms.discord_rules import faults_of_commands

SUBCOMMAND: Final = 1


async def nobody_asks(interaction: discord.Interaction, command: Command, words: str) -> None:
    raise AssertionError("nobody uses a command here")


def payload_of(table: tuple[Command, ...]) -> list[dict[str, Any]]:
    tree = tree_of(discord.Client(intents=discord.Intents.none()), table, nobody_asks, FakeClerk())
    return [dict(command.to_dict(tree)) for command in tree.get_commands()]


def said_with(payload: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return what can be used, by the words that it is used with: a group cannot, its parts can."""
    found = {}
    for command in payload:
        parts = [option for option in command["options"] if option["type"] == SUBCOMMAND]
        found.update(
            {f"{command['name']} {part['name']}": part for part in parts} or {command["name"]: command}
        )
    return found


def test_discord_takes_the_whole_table() -> None:
    payload = payload_of(WHOLE_TABLE)
    assert set(said_with(payload)) == {command.name for command in WHOLE_TABLE}
    assert faults_of_commands(payload) == {}


def test_what_manages_a_channel_needs_manage_channels_and_nothing_else_does() -> None:
    rights = {command["name"]: command["default_member_permissions"] for command in payload_of(WHOLE_TABLE)}
    assert rights.pop("source") is None  # everybody may list the sources
    assert rights.pop("privacy") is None  # ... and ask for what is kept about themselves
    assert rights == {
        command.name: 16 if command.manage else None for command in WHOLE_TABLE if " " not in command.name
    }


def test_a_group_of_which_every_part_manages_needs_manage_channels() -> None:
    parts = tuple(one for one in WHOLE_TABLE if one.name.startswith("source ") and one.manage)
    (group,) = payload_of(parts)
    assert group["default_member_permissions"] == 16


def test_commands_live_in_servers_and_direct_messages_of_servers_that_have_the_bot() -> None:
    assert all(
        (command["contexts"], command["integration_types"]) == ([0, 1], [0])
        for command in payload_of(WHOLE_TABLE)
    )


def test_tickers_watches_and_stories_are_completed() -> None:
    drawn = said_with(payload_of(WHOLE_TABLE))
    for command in WHOLE_TABLE:
        options = drawn[command.name]["options"]
        assert isinstance(options, list)
        completed = {option["name"] for option in options if option.get("autocomplete")}
        kinds = COMPLETED | {OptionKind.COMMAND}
        assert completed == {option.name for option in command.options if option.kind in kinds}


def test_a_changed_table_is_told_from_the_same_one() -> None:
    tree = tree_of(discord.Client(intents=discord.Intents.none()), TABLE, nobody_asks, FakeClerk())
    there = payload_of(TABLE)
    assert stand_the_same(there, tree)
    assert not stand_the_same(there[1:], tree)
    group, *others = grouped = payload_of(tuple(one for one in WHOLE_TABLE if " " in one.name))
    other = tree_of(
        discord.Client(intents=discord.Intents.none()),
        tuple(one for one in WHOLE_TABLE if " " in one.name),
        nobody_asks,
        FakeClerk(),
    )
    assert stand_the_same(grouped, other)
    assert not stand_the_same([group | {"options": group["options"][1:]}, *others], other)
    for changed in (replace(TABLE[0], help="Another help"), replace(TABLE[0], manage=False)):
        assert not stand_the_same(payload_of((changed, *TABLE[1:])), tree)

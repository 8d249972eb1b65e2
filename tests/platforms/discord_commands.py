"""How a use of a slash command reads in an interaction, from the command as it was registered."""

from typing import Final

from tests.platforms.discord_world import Body

SUBCOMMAND: Final = 1  # the type of an option that is a part of a group


def part_of(known: Body, name: str) -> Body:
    """Return what `name` uses of a registered command: the command, or the part of a group that it names."""
    _, is_group, part = name.partition(" ")
    if not is_group:
        if any(one["type"] == SUBCOMMAND for one in known["options"]):
            raise LookupError(f"Discord does not send /{name} without one of its parts.")
        return known
    for one in known["options"]:
        if one["type"] == SUBCOMMAND and one["name"] == part:
            return {**one, "options": one.get("options") or []}
    raise LookupError(f"Discord knows no /{name}.")


def data_of(known: Body, used: Body, given: list[Body]) -> Body:
    """Return the data of an interaction: options of a part are nested in it."""
    if used is not known:
        given = [{"name": used["name"], "type": SUBCOMMAND, "options": given}]
    return {"id": known["id"], "name": known["name"], "type": 1, "options": given}


def filled(known: Body, option: str, value: str) -> Body:
    for one in known["options"]:
        if one["name"] == option:
            return {"name": option, "type": one["type"], "value": value}
    raise LookupError(f"/{known['name']} has no option {option}.")

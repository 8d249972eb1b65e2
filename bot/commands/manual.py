"""The page about the commands, written from the table."""

from collections.abc import Iterator, Sequence

from bot.commands.help import usage
from bot.commands.table import Command


def page(table: Sequence[Command]) -> str:
    """Return `docs/commands.md`."""
    return "\n".join(_lines(table)) + "\n"


def _lines(table: Sequence[Command]) -> Iterator[str]:
    yield "# What you can say"
    yield ""
    yield "Written from the table by `python -m bot.commands`; a test holds this page to it."
    yield ""
    yield "Say these as slash commands on Discord (`/watch`), behind `/outlay` on Slack, and as they are at"
    yield "the terminal's prompt. A company is named by symbol (`BABA`, `9988.HK`) or by name (`Alibaba`). In"
    yield "the thread of an alert, mention the bot (`@Outlay why`): `why` and `irrelevant` mean that alert,"
    yield "`price` and `company` its company, and everybody there sees the answer. Anywhere else only you see"
    yield "it, where the platform can do that and nothing else is said below."
    yield ""
    yield "| Say | What it does | Who may |"
    yield "|---|---|---|"
    for command in table:
        who = "who manages the channel" if command.manage else "everybody"
        yield f"| `{usage(command)}` | {command.help} | {who} |"
    for command in table:
        yield ""
        yield f"## {command.name}"
        yield ""
        seen = "" if command.private else " Everybody in the channel sees the answer."
        yield f"{command.help}.{seen}"
        if command.options:
            yield ""
        for option in command.options:
            needed = "" if option.required else " (may be left out)"
            yield f"- `{option.name.upper()}`{needed}: {option.help}."
        if command.example:
            yield ""
            yield f"Example: `{command.example}`"

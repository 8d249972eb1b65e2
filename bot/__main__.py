"""The command line: `outlay`, or `python -m bot`.

Exit codes: 0 all well, 1 some input was bad (the rest was done), 2 it cannot run (settings, tokens, files),
75 it cannot run now and may later (the database is locked, the disk is full).
"""

import sys
from importlib import import_module
from typing import Final

import click

from bot.domain.errors import BadInput, CannotRun, StoreTrouble

# Each command lives in a module of its own and is imported when it is asked for: `outlay read` must not
# wait for two chat SDKs. The second word is what the help says, so that the help needs none of them.
COMMANDS: Final = {
    "demo": ("bot.cli.demo", "Show it all at work: no token, no network beyond this machine."),
    "run": ("bot.cli.run", "Watch the sources and alert the channels until told to stop."),
    "read": ("bot.cli.read", "Read one article, or a stream of them, and print what is in it."),
    "sources": ("bot.cli.sources", "List the kinds of source, or look at what one would give."),
    "securities": ("bot.cli.securities", "Keep the list of the world's listed companies fresh."),
    "price": ("bot.cli.price", "Say what is known of a share's price, live or as stated."),
    "session": ("bot.cli.session", "Say which part of the trading day it is at an exchange."),
    "backup": ("bot.cli.backup", "Copy the database while the bot runs or not."),
    "restore": ("bot.cli.restore", "Put a backup in place of the database."),
    "privacy": ("bot.cli.privacy", "Show or delete what is kept about a person or a workspace."),
    "doctor": ("bot.cli.doctor", "Check settings, tokens, sources, database and clock."),
}


class Lazy(click.Group):
    """A group that imports a command when it is first needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        found: click.Command = getattr(import_module(COMMANDS[cmd_name][0]), cmd_name)
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, help_text) for name, (_, help_text) in COMMANDS.items()])


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="outlay", message="outlay %(version)s")
def outlay() -> None:
    """Outlay watches the news wires for companies that commit money, and tells the Slack and Discord channels
    that watch them: who, how much, over how long, who said what.

    New here? `outlay demo` shows the whole thing in a minute. Then copy deploy/outlay.example.toml to
    outlay.toml, put your tokens into the environment, ask `outlay doctor`, and start `outlay run`.
    """


def main() -> None:
    """Run the command line and leave with its exit code."""
    try:
        code = outlay.main(standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except StoreTrouble as error:
        click.echo(f"outlay: {error}", err=True)
        sys.exit(75)
    except CannotRun as error:
        click.echo(f"outlay: {error}", err=True)
        sys.exit(2)
    except BadInput as error:
        click.echo(f"outlay: {error}", err=True)
        sys.exit(1)
    sys.exit(code if isinstance(code, int) else 0)


if __name__ == "__main__":
    main()

"""The Slack app's manifest, written from the command table: `python -m handlers.slack.manifest`.

`--http https://bot.example/slack/events` writes it for [slack] mode = "http": Slack then sends every request
to that address, which a proxy passes on to `listen`, and no socket is opened.

`deploy/slack-manifest.yaml` is this module's output; a test holds it to that. Whoever sets Outlay up pastes
it at api.slack.com/apps under "From a manifest".
"""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlsplit

from bot.commands.all import TABLE
from bot.commands.table import Command
from bot.domain.errors import BadInput
from handlers.slack.scopes import EVENTS, NEEDED, OPTIONAL, OPTIONAL_EVENTS, WANTED

COMMAND: Final = "/outlay"

HEAD: Final = """\
# The Slack app for Outlay. Written from the command table by: python -m handlers.slack.manifest
# Paste it at https://api.slack.com/apps → Create New App → From a manifest.
"""


def manifest(table: Sequence[Command], address: str | None = None) -> dict[str, Any]:
    """Return the manifest for a command table, as Slack's manifest schema has it.

    `address` is where Slack sends its requests over HTTP, None for Socket Mode.
    """
    over_http = {"url": address} if address else {}
    asked_at = {"request_url": address} if address else {}
    return {
        "display_information": {
            "name": "Outlay",
            "description": "Alerts a channel when the companies it watches commit money.",
            "long_description": (
                "Outlay watches the news wires for companies that commit money: plants, programmes, stakes, "
                "acquisitions, joint ventures and funding they lead. A channel that watches a company gets "
                "one readable alert a story, with the amount, the horizon, the quotation and the source, and "
                "can ask follow-ups in the alert's thread."
            ),
            "background_color": "#1f3a34",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": False,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "Outlay", "always_online": True},
            "slash_commands": [
                {
                    "command": COMMAND,
                    **over_http,
                    "description": "Watch companies here, and ask about their stories",
                    "usage_hint": usage(table),
                    "should_escape": False,
                }
            ],
        },
        "oauth_config": {"scopes": {"bot": [*NEEDED, *WANTED]}},
        "settings": {
            "event_subscriptions": {**asked_at, "bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True, **asked_at},
            "org_deploy_enabled": False,
            "socket_mode_enabled": address is None,
            "token_rotation_enabled": False,
        },
    }


def usage(table: Sequence[Command]) -> str:
    """Return what Slack shows while somebody types: each command with its options, optional ones in []."""
    return " | ".join(" ".join([command.name, *_options(command)]) for command in table)


def _options(command: Command) -> Iterator[str]:
    for option in command.options:
        shown = f"{option.name}…" if option.many else option.name
        yield shown if option.required else f"[{shown}]"


def written(table: Sequence[Command], address: str | None = None) -> str:
    """Return the manifest as YAML, with the optional scopes and events as comments to take in."""
    lines = list(_yaml(manifest(table, address)))
    scopes = (f"{json.dumps(scope)}  # optional: {why}" for scope, why in OPTIONAL.items())
    events = (f"{json.dumps(event)}  # with {scope}" for event, scope in OPTIONAL_EVENTS.items())
    for last, more in ((list(WANTED)[-1], scopes), (EVENTS[-1], events)):
        after = lines.index(f"      - {json.dumps(last)}") + 1
        lines[after:after] = [f"      # - {line}" for line in more]
    return HEAD + "\n".join(lines) + "\n"


def _yaml(value: Mapping[str, Any], indent: str = "") -> Iterator[str]:
    for key, part in value.items():
        if isinstance(part, dict):
            yield f"{indent}{key}:"
            yield from _yaml(part, f"{indent}  ")
        elif isinstance(part, list):
            yield f"{indent}{key}:"
            for entry in part:
                if isinstance(entry, dict):
                    first, *others = _yaml(entry, f"{indent}    ")
                    yield f"{indent}  - {first.lstrip()}"
                    yield from others
                else:
                    yield f"{indent}  - {_scalar(entry)}"
        else:
            yield f"{indent}{key}: {_scalar(part)}"


def _scalar(value: object) -> str:
    """Write a text or a truth value: what JSON quotes, YAML reads."""
    return json.dumps(value, ensure_ascii=False)


def public_address(text: str) -> str:
    """Return an address that Slack may send to. Raises BadInput for anything but https."""
    parts = urlsplit(text)
    if parts.scheme != "https" or not parts.hostname or parts.username or parts.fragment:
        raise BadInput(f'"{text}" is no address that Slack sends to: it must begin with https://.')
    return text


def main(words: Sequence[str]) -> int:
    """Print the manifest; return the exit code."""
    parser = ArgumentParser(
        "python -m handlers.slack.manifest", description="Write the Slack app's manifest."
    )
    parser.add_argument("--http", metavar="URL", help="where Slack sends its requests, instead of a socket")
    asked = parser.parse_args(words)
    try:
        sys.stdout.write(written(TABLE, public_address(asked.http) if asked.http else None))
    except BadInput as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

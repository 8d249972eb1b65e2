"""The Slack app's manifest, written from the command table: `python -m handlers.slack.manifest`.

`deploy/slack-manifest.yaml` is this module's output; a test holds it to that. Whoever sets Outlay up pastes
it at api.slack.com/apps under "From a manifest".
"""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from bot.commands.all import TABLE
from bot.commands.table import Command
from handlers.slack.scopes import NEEDED, OPTIONAL

COMMAND: Final = "/outlay"

HEAD: Final = """\
# The Slack app for Outlay. Written from the command table by: python -m handlers.slack.manifest
# Paste it at https://api.slack.com/apps → Create New App → From a manifest.
"""


def manifest(table: Sequence[Command]) -> dict[str, Any]:
    """Return the manifest for a command table, as Slack's manifest schema has it."""
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
                    "description": "Watch companies here, and ask about their stories",
                    "usage_hint": usage(table),
                    "should_escape": False,
                }
            ],
        },
        "oauth_config": {"scopes": {"bot": list(NEEDED)}},
        "settings": {
            "event_subscriptions": {"bot_events": ["app_mention"]},
            "interactivity": {"is_enabled": True},
            "org_deploy_enabled": False,
            "socket_mode_enabled": True,
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


def written(table: Sequence[Command]) -> str:
    """Return the manifest as YAML, with the optional scopes as comments to take in."""
    lines = list(_yaml(manifest(table)))
    last = lines.index(f"      - {json.dumps(list(NEEDED)[-1])}")
    for scope, why in OPTIONAL.items():
        last += 1
        lines.insert(last, f"      # - {json.dumps(scope)}  # optional: {why}")
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


if __name__ == "__main__":
    sys.stdout.write(written(TABLE))

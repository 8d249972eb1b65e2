"""The control: platforms of one's own that post what is owed and never look whether it stands already.

They are the real ones, but `find` finds nothing and each post has a key of its own, so that no platform can
tell a repeat: at least once, as most bots do it. The settings name them by their paths,
`tests.chaos.naive_slack` and `tests.chaos.naive_discord`; nothing in the bot is switched.
"""

from collections.abc import Mapping
from secrets import token_hex
from typing import Final

KINDS: Final = ("tests.chaos.naive_slack", "tests.chaos.naive_discord")
PREFIX: Final = "NAIVE_"


def renamed(variables: Mapping[str, str]) -> dict[str, str]:
    """Return an environment under the names that the naive platforms read: the real ones would start too."""
    return {f"{PREFIX}{name}": value for name, value in variables.items()}


def renamed_fields(fields: Mapping[str, str]) -> dict[str, str]:
    """Return which variable fills which field of the settings of a naive platform."""
    return {field: f"{PREFIX}{name}" for field, name in fields.items()}


def another_key() -> str:
    """Return a key as long as a real one, that no earlier attempt had."""
    return token_hex(12)

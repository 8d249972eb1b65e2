"""Words as they were typed become a command and its options. No text makes this raise.

What the platforms add is taken off first: Slack's links (`<http://sony.com|sony.com>`) and entities, marks of
emphasis, curly quotation marks, a leading slash, `/outlay`, and a leading mention.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Final

from bot.commands.all import TABLE
from bot.commands.spans import split_tail
from bot.commands.table import Command, OptionKind

__all__ = ["Said", "find", "near", "parse", "tidy"]

LONGEST: Final = 4_000  # characters: nobody types more, and the rest would only be work

# What people say for a command out of habit.
OTHER_WORDS: Final[Mapping[str, str]] = {
    "?": "help",
    "commands": "help",
    "usage": "help",
    "add": "watch",
    "follow": "watch",
    "subscribe": "watch",
    "remove": "unwatch",
    "unfollow": "unwatch",
    "unsubscribe": "unwatch",
    "watches": "list",
    "watchlist": "list",
    "ls": "list",
    "latest": "recent",
    "news": "recent",
    "details": "why",
    "evidence": "why",
    "quote": "price",
    "health": "status",
}

_LINK: Final = re.compile(r"<(?![@#!])([^<>|]*)(?:\|([^<>]*))?>")
_MENTION: Final = re.compile(r"^(?:\s*<@[!&]?[A-Z0-9]+(?:\|[^<>]*)?>[\s,:]*)+", re.IGNORECASE)
_SELF: Final = re.compile(r"^[/!@]*outlay\b[\s,:]*", re.IGNORECASE)
_MARKS: Final = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "’": "'", "‘": "'"})
_UNSEEN: Final = re.compile(r"[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202f\u2060-\u2069\ufeff]+")
_EMPHASIS: Final = re.compile(r"(?<!\w)[*_~`]+|[*_~`]+(?!\w)")
_ENTITIES: Final = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


@dataclass(frozen=True, slots=True)
class Said:
    """A command, the options given (by name, as typed) and the words that fit none of them."""

    command: Command
    options: Mapping[str, str] = field(default_factory=dict)
    left_over: str = ""


def find(words: str) -> Command | None:
    """Return the command that words begin with, None when they begin with no command. Empty asks for help."""
    said = parse(words)
    return said.command if said else None


def parse(words: str) -> Said | None:
    """Return what was said, None when it begins with no command's name."""
    first, rest = _first(tidy(words))
    if not first:
        return Said(_named("help"))
    command = _lookup(first)
    return _fill(command, rest) if command else None


def near(words: str, count: int = 3) -> Sequence[Command]:
    """Return the commands whose names look like the first of `words`, likeliest first."""
    first, _ = _first(tidy(words))
    names = [*(command.name for command in TABLE), *OTHER_WORDS]
    found = (OTHER_WORDS.get(name, name) for name in get_close_matches(first, names, count * 2, 0.6))
    return [_named(name) for name in dict.fromkeys(found)][:count]


def tidy(words: str) -> str:
    """Return the words as the user meant them: without mark-up, mention, slash and unseen characters."""
    text = _UNSEEN.sub(" ", words[:LONGEST])
    text = _MENTION.sub("", text)
    text = _LINK.sub(lambda link: link[2] or link[1], text)
    for entity, character in _ENTITIES:
        text = text.replace(entity, character)
    text = _EMPHASIS.sub(" ", text.translate(_MARKS))
    text = " ".join(text.split())
    text = _SELF.sub("", text).lstrip("/! ")
    return text.strip()


def _first(text: str) -> tuple[str, str]:
    """Part the first word, in lower case and without final punctuation, from the rest."""
    first, _, rest = text.partition(" ")
    return (first.rstrip(":,.!?").casefold() or first[:1]), rest


def _lookup(word: str) -> Command | None:
    name = OTHER_WORDS.get(word, word)
    return next((command for command in TABLE if command.name == name), None)


def _named(name: str) -> Command:
    return next(command for command in TABLE if command.name == name)


def _fill(command: Command, rest: str) -> Said:
    """Give a length at the end to the option that takes one, and everything else to the first option."""
    options: dict[str, str] = {}
    for option in command.options[1:]:
        if option.kind is OptionKind.SPAN:
            rest, tail = split_tail(rest)
            if tail:
                options[option.name] = tail
    if not command.options:
        return Said(command, options, rest)
    if rest:
        options[command.options[0].name] = rest
    return Said(command, options)

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
from bot.commands.periods import split_period
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
    "graph": "chart",
    "plot": "chart",
    "health": "status",
    "sources": "source list",
    "feeds": "source list",
    "source": "source list",
    "source ls": "source list",
    "source show": "source list",
    "source new": "source add",
    "source delete": "source remove",
    "source drop": "source remove",
    "source rm": "source remove",
    "source stop": "source pause",
    "source start": "source resume",
    "source unpause": "source resume",
}

# The first words of the names that have two.
GROUPS: Final = frozenset(first for first, space, _ in (one.name.partition(" ") for one in TABLE) if space)
# What people say for such a first word.
OTHER_GROUPS: Final[Mapping[str, str]] = {"sources": "source", "feed": "source", "feeds": "source"}

# What is found at the end of the words, and how it is parted from what stands before.
_SPLIT: Final = {OptionKind.SPAN: split_tail, OptionKind.PERIOD: split_period}

_LINK: Final = re.compile(r"<(?![@#!])([^<>|]*)(?:\|([^<>]*))?>")
_MENTION: Final = re.compile(r"^(?:\s*<@[!&]?[A-Z0-9]+(?:\|[^<>]*)?>[\s,:]*)+", re.IGNORECASE)
_SELF: Final = re.compile(r"^[/!@]*outlay\b[\s,:]*", re.IGNORECASE)
_MARKS: Final = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "’": "'", "‘": "'"})
_UNSEEN: Final = re.compile(r"[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202f\u2060-\u2069\ufeff]+")
_TWO_NUMBERS: Final = re.compile(r"(.*\d)[\s,]+(\d{1,4})")
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
    name, rest = _name(tidy(words))
    if not name:
        return Said(_named("help"))
    command = _lookup(name)
    return _fill(command, rest) if command else None


def begun(typed: str) -> tuple[Command, str] | None:
    """Return the command whose name somebody has typed and ended with a space, with what stands behind it."""
    first, space, rest = typed.lstrip().partition(" ")
    name = OTHER_GROUPS.get(first.casefold(), first.casefold())
    if name in GROUPS:
        second, space, rest = rest.lstrip().partition(" ")
        name = f"{name} {second.casefold()}"
    command = _lookup(name)
    return (command, rest) if command and space else None


def near(words: str, count: int = 3) -> Sequence[Command]:
    """Return the commands whose names look like the first of `words`, likeliest first."""
    first, _ = _first(tidy(words))
    if first in GROUPS:
        return [command for command in TABLE if command.name.startswith(f"{first} ")]
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
    text = " ".join(_plain(word) for word in text.translate(_MARKS).split())
    text = " ".join(text.split())
    text = _SELF.sub("", text).lstrip("/! ")
    return text.strip()


def _plain(word: str) -> str:
    """Return a word without marks of emphasis; in an address they may be meant."""
    return word.strip("`*") if "://" in word else _EMPHASIS.sub(" ", word)


def _name(text: str) -> tuple[str, str]:
    """Part a command's name, of one word or two, from the rest."""
    first, rest = _first(text)
    group = OTHER_GROUPS.get(first, first)
    if group not in GROUPS:
        return first, rest
    second, behind = _first(rest)
    name = f"{group} {second}".rstrip()
    if group != first and _lookup(name) is None:  # the word is a command by itself
        return first, rest
    return name, behind


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
    """Give a length, a period or a place at the end to the option that takes it, and all else to the first
    option; of an address only one word is, and the rest goes to the next option."""
    options: dict[str, str] = {}
    if command.options and command.options[0].kind is OptionKind.ADDRESS:
        address, _, behind = rest.partition(" ")
        given = zip(command.options, (address, behind.strip()), strict=True)
        return Said(command, {option.name: words for option, words in given if words})
    for option in command.options[1:]:
        if option.kind in _SPLIT:
            rest, tail = _SPLIT[option.kind](rest)
            if tail:
                options[option.name] = tail
        elif option.kind is OptionKind.PLACE and (numbers := _TWO_NUMBERS.fullmatch(rest)):
            rest, options[option.name] = numbers[1], numbers[2]
    if not command.options:
        return Said(command, options, rest)
    if rest:
        options[command.options[0].name] = rest
    return Said(command, options)

"""What Discord accepts in a message or a table of commands; the loopback answers 50035 to anything else."""

import re
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urlsplit

Body = dict[str, Any]

NAME: Final = re.compile(r"[-_\w]{1,32}")
SUBCOMMAND: Final = 1  # the type of an option that is a part of a group


def faults_of_message(body: Body) -> dict[str, str]:
    """Return what is wrong with a message's body: a path in it, and the reason."""
    return dict(_faults_of_message(body))


def _faults_of_message(body: Body) -> Iterator[tuple[str, str]]:
    content, embeds, rows = body.get("content") or "", body.get("embeds") or [], body.get("components") or []
    if not content and not embeds and not body.get("sticker_ids"):
        yield "content", "Cannot send an empty message"
    yield from _long("content", content, 2_000)
    if len(embeds) > 10:
        yield "embeds", "Must be 10 or fewer in length."
    total = 0
    for number, embed in enumerate(embeds):
        yield from _faults_of_embed(f"embeds.{number}", embed)
        total += _size(embed)
    if total > 6_000:
        yield "embeds", "Embed size exceeds maximum size of 6000"
    if len(str(body.get("nonce") or "")) > 25:
        yield "nonce", "Must be 25 or fewer in length."
    if len(rows) > 5:
        yield "components", "Must be between 1 and 5 in length."
    ids: list[str] = []
    for number, row in enumerate(rows):
        where = f"components.{number}"
        if row.get("type") != 1 or not 1 <= len(row.get("components", [])) <= 5:
            yield where, "An action row holds 1 to 5 buttons."
        for place, button in enumerate(row.get("components", [])):
            yield from _faults_of_button(f"{where}.components.{place}", button)
            ids += [button["custom_id"]] if button.get("custom_id") else []
    if len(set(ids)) != len(ids):
        yield "components", "Component custom id cannot be duplicated"


def _faults_of_embed(where: str, embed: Body) -> Iterator[tuple[str, str]]:
    yield from _long(f"{where}.title", embed.get("title"), 256)
    yield from _long(f"{where}.description", embed.get("description"), 4_096)
    yield from _long(f"{where}.footer.text", (embed.get("footer") or {}).get("text"), 2_048)
    yield from _long(f"{where}.author.name", (embed.get("author") or {}).get("name"), 256)
    fields = embed.get("fields") or []
    if len(fields) > 25:
        yield f"{where}.fields", "Must be 25 or fewer in length."
    for number, field in enumerate(fields):
        for part, limit in (("name", 256), ("value", 1_024)):
            if not str(field.get(part) or "").strip():
                yield f"{where}.fields.{number}.{part}", "This field is required"
            yield from _long(f"{where}.fields.{number}.{part}", field.get(part), limit)
    if not any(embed.get(part) for part in ("title", "description", "fields", "footer", "image", "author")):
        yield where, "An embed cannot be empty."
    if (url := embed.get("url")) is not None:
        yield from _faults_of_url(f"{where}.url", url, 2_048)


def _faults_of_button(where: str, button: Body) -> Iterator[tuple[str, str]]:
    if button.get("type") != 2:
        yield where, "Only buttons are known here."
    if not button.get("label"):
        yield f"{where}.label", "This field is required"
    yield from _long(f"{where}.label", button.get("label"), 80)
    if button.get("style") == 5:
        yield from _faults_of_url(f"{where}.url", button.get("url") or "", 512)
        if button.get("custom_id"):
            yield f"{where}.custom_id", "A custom id and url cannot both be specified"
    else:
        if not button.get("custom_id"):
            yield f"{where}.custom_id", "A custom id is required"
        yield from _long(f"{where}.custom_id", button.get("custom_id"), 100)


def _faults_of_url(where: str, url: str, limit: int) -> Iterator[tuple[str, str]]:
    yield from _long(where, url, limit)
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or " " in url:
        yield where, f"Not a well formed URL: {url!r}"


def faults_of_commands(commands: list[Body]) -> dict[str, str]:
    """Return what is wrong with a table of commands."""
    return dict(_faults_of_commands(commands))


def _faults_of_commands(commands: list[Body]) -> Iterator[tuple[str, str]]:
    if len(commands) > 100:
        yield "commands", "Maximum number of application commands reached (100)."
    if len({command["name"] for command in commands}) != len(commands):
        yield "commands", "Application command names must be unique"
    for number, command in enumerate(commands):
        yield from _faults_of_command(str(number), command)


def _faults_of_command(where: str, command: Body) -> Iterator[tuple[str, str]]:
    """Give what is wrong with a command, a part of a group, or a group with its parts."""
    yield from _faults_of_named(where, command)
    options = command.get("options") or []
    if len(options) > 25:
        yield f"{where}.options", "Must be 25 or fewer in length."
    late = [one.get("required", False) for one in options]
    if late != sorted(late, reverse=True):
        yield f"{where}.options", "Required options must be placed before non-required options"
    if len({one.get("type") == SUBCOMMAND for one in options}) > 1:
        yield f"{where}.options", "Sub-command options cannot be mixed with other option types"
    for place, option in enumerate(options):
        check = _faults_of_command if option.get("type") == SUBCOMMAND else _faults_of_named
        yield from check(f"{where}.options.{place}", option)


def _faults_of_named(where: str, named: Body) -> Iterator[tuple[str, str]]:
    name = str(named.get("name", ""))
    if not NAME.fullmatch(name) or name != name.lower():
        yield f"{where}.name", "Command name is invalid"
    if not named.get("description"):
        yield f"{where}.description", "This field is required"
    yield from _long(f"{where}.description", named.get("description"), 100)


def _long(where: str, text: object, limit: int) -> Iterator[tuple[str, str]]:
    # The strictest reading of "characters": UTF-16 code units.
    if len(str(text or "").encode("utf-16-le")) // 2 > limit:
        yield where, f"Must be {limit} or fewer in length."


def _size(embed: Body) -> int:
    parts = [embed.get("title"), embed.get("description")]
    parts += [(embed.get("footer") or {}).get("text"), (embed.get("author") or {}).get("name")]
    parts += [field.get(part) for field in embed.get("fields") or [] for part in ("name", "value")]
    return sum(len(str(part or "").encode("utf-16-le")) // 2 for part in parts)

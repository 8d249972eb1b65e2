"""What Slack takes as blocks, and what a reader makes of them."""

import re
from collections.abc import Iterator
from typing import Any, Final

Block = dict[str, Any]

CONTROL: Final = re.compile(r"<([^<>]*)>")
_DOMAIN: Final = re.compile(r"\b([\w-]+\.(?:HK|com|net|org))\b", re.IGNORECASE)
_EMPHASIS: Final = re.compile(r"(?<!\w)([*_~])(?=\S)(.+?)(?<=\S)\1(?!\w)")


def check(blocks: object) -> str | None:
    """Return what is wrong with blocks, None when Slack would take them."""
    if not isinstance(blocks, list):
        return "blocks is no list"
    if len(blocks) > 50:
        return f"{len(blocks)} blocks"
    ids = [part["action_id"] for part in _parts(blocks) if "action_id" in part]
    if len(ids) != len(set(ids)):
        return "an action_id stands twice"
    return next((wrong for block in blocks for wrong in _wrong(block)), None)


def total(blocks: list[Block]) -> int:
    """Count the characters of all blocks."""
    return sum(
        len(value)
        for part in _parts(blocks)
        for key, value in part.items()
        if isinstance(value, str) and key in {"text", "url", "value"}
    )


def texts(blocks: list[Block]) -> Iterator[tuple[str, str]]:
    """Give the type and the text of every text object, in order."""
    for part in _parts(blocks):
        if part.get("type") in {"mrkdwn", "plain_text"}:
            yield part["type"], part["text"]


def buttons(blocks: list[Block]) -> list[Block]:
    """Return every button, in order."""
    return [part for part in _parts(blocks) if part.get("type") == "button"]


def controls(blocks: list[Block]) -> list[str]:
    """Return every control sequence (link, mention, date) that Slack would act on, without its brackets."""
    return [found for _, text in texts(blocks) for found in CONTROL.findall(text)]


def emphasised(blocks: list[Block]) -> list[str]:
    """Return what Slack would print bold, italic or struck."""
    return [
        found[1]
        for kind, text in texts(blocks)
        if kind == "mrkdwn"
        for line in CONTROL.sub(_label, text).split("\n")
        for found in _EMPHASIS.findall(line)
    ]


def readable(blocks: list[Block]) -> str:
    """Return what somebody reads, one line a text."""
    return "\n".join(read(text, markup=kind == "mrkdwn") for kind, text in texts(blocks))


def read(text: str, *, markup: bool) -> str:
    """Return one text as it is shown."""
    if markup:
        text = CONTROL.sub(_label, text)
        text = re.sub(r"^> ?", "", text, flags=re.MULTILINE)
        text = _EMPHASIS.sub(lambda found: found[2], text)
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _label(found: re.Match[str]) -> str:
    target, _, label = found[1].partition("|")
    return label or target


def _parts(value: object) -> Iterator[Block]:
    if isinstance(value, dict):
        yield value
        for part in value.values():
            yield from _parts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _parts(part)


def _wrong(block: Block) -> Iterator[str]:
    """Give what is wrong with one block."""
    elements = block.get("elements", [])
    match block.get("type"):
        case "section":
            yield from _wrong_section(block)
        case "header":
            yield from _wrong_text(block.get("text"), 150, plain=True)
        case "context":
            if not 1 <= len(elements) <= 10:
                yield f"{len(elements)} elements in a context"
            for element in elements:
                yield from _wrong_text(element, 3_000)
        case "actions":
            if not 1 <= len(elements) <= 25:
                yield f"{len(elements)} elements in actions"
            for element in elements:
                yield from _wrong_element(element)
        case "image":
            yield from _wrong_image(block)
        case kind:
            yield f"a block of type {kind}"


def _wrong_image(block: Block) -> Iterator[str]:
    if not 1 <= len(str(block.get("alt_text") or "")) <= 2_000:
        yield "a picture without a description that fits"
    sources = [key for key in ("image_url", "slack_file") if key in block]
    if len(sources) != 1:
        yield f"a picture with {len(sources)} sources"
    if "slack_file" in block and set(block["slack_file"]) not in ({"id"}, {"url"}):
        yield "a Slack file with neither id nor url, or both"


def _wrong_section(block: Block) -> Iterator[str]:
    fields = block.get("fields", [])
    if "text" not in block and not fields:
        yield "a section without text and fields"
    if len(fields) > 10:
        yield f"{len(fields)} fields"
    if "text" in block:
        yield from _wrong_text(block["text"], 3_000)
    for field in fields:
        yield from _wrong_text(field, 2_000)
    if "accessory" in block:
        yield from _wrong_element(block["accessory"])


def _wrong_element(element: Block) -> Iterator[str]:
    if element.get("type") != "button":
        yield f"an element of type {element.get('type')}"
    for key, limit in (("action_id", 255), ("value", 2_000), ("url", 3_000)):
        if key in element and not 1 <= len(element[key]) <= limit:
            yield f"a button's {key} of {len(element[key])} characters"
    yield from _wrong_text(element.get("text"), 75, plain=True)


def _wrong_text(text: object, limit: int, *, plain: bool = False) -> Iterator[str]:
    if not isinstance(text, dict) or not isinstance(text.get("text"), str):
        yield "a text that is no text object"
        return
    kind = text.get("type")
    if kind not in ({"plain_text"} if plain else {"plain_text", "mrkdwn"}):
        yield f"a text of type {kind}"
    if text.keys() - {"type", "text", "emoji" if kind == "plain_text" else "verbatim"}:
        yield "an option of the other text type"
    if not 1 <= len(text["text"]) <= limit:
        yield f"a text of {len(text['text'])} characters where {limit} fit"


def typed(text: str) -> str:
    """Return what Slack makes of typed words: entities, and links of whatever looks like a domain."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _DOMAIN.sub(r"<http://\1|\1>", escaped)

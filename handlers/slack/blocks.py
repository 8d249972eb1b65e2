"""A card becomes Block Kit. Pure: no network, no clock.

Everything in a card is plain text that may come from outside; `handlers.slack.text` says how it is made
harmless. Emphasis comes from structure only: the title, labels and links are set here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from itertools import count
from typing import Any, Final

from bot.cards.card import Button, Card, Fact, Item, Quoted
from bot.cards.picture import in_words
from handlers.slack.text import (
    clean,
    escape,
    fit,
    is_tame,
    link,
    moment,
    one_line,
    plain_moment,
    web_address,
)

# Slack's limits, each in characters of escaped text or in elements.
BLOCKS: Final = 50
SECTION: Final = 3_000
HEADER: Final = 150
FIELDS: Final = 10
FIELD: Final = 2_000
CONTEXT: Final = 10
ACTIONS: Final = 25
LABEL: Final = 75
VALUE: Final = 2_000
ALT_TEXT: Final = 1_000  # Slack takes 2,000
# Not in the documentation: messages are refused (msg_blocks_too_long) somewhere above 11,000 characters.
TOTAL: Final = 10_000
# The top-level text is what a push and a screen reader give; Slack advises at most 4,000.
TEXT: Final = 3_000

# How much of the total the parts that always stand may take; the body has the rest.
TITLE: Final = 1_000
NOTE: Final = 500
NOTES: Final = 1_500
BUTTONS: Final = 2_500

KEPT: Final = 64  # drawings

ACTION: Final = "outlay:"  # every action id begins so; a number makes it unique in its message
SHORTENED: Final = "Shortened: the rest does not fit into a Slack message."

Block = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Image:
    """A picture that Slack holds: its `file`, and what it shows in `words`."""

    file: str
    words: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A message: `text` for pushes and screen readers, `blocks` for the eye. Both are escaped."""

    text: str
    blocks: list[Block]


def draw(card: Card, file: str | None = None) -> Drawn:
    """Return a card as a message within every limit of Slack's; what does not fit is said to be left out.

    `file` is Slack's id of the card's picture; without one the picture is told in words. Equal cards give the
    same message, which nobody may change: one alert goes to many channels.
    """
    if card.picture is None:
        return _drawn(card)
    if file is None:
        return _drawn(in_words(card))
    image = _Image(file, one_line(card.picture.words)[:ALT_TEXT] or "A picture")
    return _drawn(replace(card, picture=None), image)


@lru_cache(maxsize=KEPT)
def _drawn(card: Card, image: _Image | None = None) -> Drawn:
    number = count()
    title = one_line(card.title) or "Outlay"
    url = web_address(card.url)
    buttons = list(card.buttons)
    if url and not is_tame(title) and all(button.url != card.url for button in buttons):
        buttons.insert(0, Button("Open", url=url))

    head = [_title(title, url)]
    feet = [*_image(image), *_context(card.notes), *_actions(buttons, number)]
    room = TOTAL - _size(head) - _size(feet) - len(SHORTENED)
    places = BLOCKS - len(head) - len(feet) - 1
    body: list[Block] = []
    for block in _body(card, number):
        room -= _size(block)
        if room < 0 or len(body) == places:
            feet = [*_context([SHORTENED]), *feet]
            break
        body.append(block)
    return Drawn(text=_in_words(card, title, image), blocks=[*head, *body, *feet])


def _title(title: str, url: str | None) -> Block:
    if is_tame(title):
        shown = fit(title, TITLE)
        return _section(_mrkdwn(f"*{link(url, shown)}*" if url else f"*{shown}*"))
    if len(escape(title)) <= HEADER:
        return {"type": "header", "text": _plain(title, HEADER)}
    return _section(_plain(title, TITLE))


def _body(card: Card, number: Iterator[int]) -> Iterator[Block]:
    for chunk in _packed((fit(clean(text), SECTION) for text in card.text if clean(text)), SECTION):
        yield _section(_as_plain(chunk))
    fields = [field for fact in card.facts if (field := _field(fact))]
    for start in range(0, len(fields), FIELDS):
        yield {"type": "section", "fields": fields[start : start + FIELDS]}
    for quotation in card.quotations:
        yield from _quotation(quotation)
    yield from _items(card.items, number)


def _field(fact: Fact) -> Block | None:
    label = one_line(fact.label)
    was = one_line(fact.was or "")
    value = "" if isinstance(fact.value, datetime) else clean(fact.value)
    if not label or not (value or isinstance(fact.value, datetime)):
        return None
    if not is_tame(label, value, was):
        return _plain(f"{label}\n{_plain_value(fact, value, was)}", FIELD)
    now = moment(fact.value) if isinstance(fact.value, datetime) else fit(value, FIELD // 2)
    before = f"~{fit(was, FIELD // 4)}~ " if was else ""
    time = f" · {moment(fact.at)}" if fact.at else ""
    return _mrkdwn(f"*{fit(label, LABEL)}*\n{before}{now}{time}")


def _plain_value(fact: Fact, value: str, was: str) -> str:
    """Return a value in words alone: its time in UTC, the earlier one in brackets."""
    shown = plain_moment(fact.value) if isinstance(fact.value, datetime) else value
    return shown + (f" · {plain_moment(fact.at)}" if fact.at else "") + (f" (was {was})" if was else "")


def _quotation(quotation: Quoted) -> Iterator[Block]:
    words, by = one_line(quotation.words), one_line(quotation.by)
    if not words:
        return
    said = _said(quotation)
    if is_tame(words, by):
        lines = f"> {fit(said, SECTION // 2)}" + (f"\n> — {fit(by, SECTION // 4)}" if by else "")
        yield _section(_mrkdwn(lines))
    else:
        yield _section(_plain(f"{said}\n— {by}" if by else said, SECTION))


def _said(quotation: Quoted) -> str:
    words = one_line(quotation.words)
    return f"“{words}”" if quotation.direct else words


def _items(items: Iterable[Item], number: Iterator[int]) -> Iterator[Block]:
    """Give the lines of a list: several tame ones to a section, each other one with a button for its page."""
    lines: list[str] = []

    def written() -> Iterator[Block]:
        for chunk in _packed(lines, SECTION):
            yield _section(_mrkdwn(chunk))
        lines.clear()

    for item in items:
        text, note, url = one_line(item.text), one_line(item.note or ""), web_address(item.url)
        if not text and not note:
            continue
        if is_tame(text, note):
            lines.append(_line(text, note, url, item.at))
            continue
        yield from written()
        block = _section(_plain(_plain_line(text, note, item.at), SECTION))
        if url:
            block["accessory"] = _button(Button("Open", url=url), number)
        yield block
    yield from written()


def _line(text: str, note: str, url: str | None, at: datetime | None) -> str:
    shown = fit(text or note, SECTION // 4)
    if url and len(escape(url)) < SECTION // 2:
        shown = link(url, shown)
    if text and note:
        shown += f" — {fit(note, SECTION // 8)}"
    return f"• {shown} · {moment(at)}" if at else f"• {shown}"


def _plain_line(text: str, note: str, at: datetime | None) -> str:
    shown = " — ".join(part for part in (text, note) if part)
    return f"• {shown} · {plain_moment(at)}" if at else f"• {shown}"


def _image(image: _Image | None) -> list[Block]:
    if image is None:
        return []
    return [{"type": "image", "slack_file": {"id": image.file}, "alt_text": image.words}]


def _context(notes: Iterable[str]) -> list[Block]:
    elements: list[Block] = []
    for note in notes:
        if shown := one_line(note):
            element = _plain(shown, NOTE)
            if len(elements) < CONTEXT and _size(elements) + _size(element) <= NOTES:
                elements.append(element)
    return [{"type": "context", "elements": elements}] if elements else []


def _actions(buttons: Iterable[Button], number: Iterator[int]) -> list[Block]:
    elements: list[Block] = []
    for button in buttons:
        element = _button(button, number)
        if element and len(elements) < ACTIONS and _size(elements) + _size(element) <= BUTTONS:
            elements.append(element)
    return [{"type": "actions", "elements": elements}] if elements else []


def _button(button: Button, number: Iterator[int]) -> Block | None:
    """Return a button whose value is the words that it asks, None for one that could not do anything."""
    label, url = one_line(button.label), web_address(button.url)
    if not label or not (url or button.words) or len(button.words or "") > VALUE:
        return None
    element: Block = {"type": "button", "action_id": f"{ACTION}{next(number)}", "text": _plain(label, LABEL)}
    if url:
        element["url"] = url
    if button.words:
        element["value"] = button.words
    return element


def _packed(lines: Iterable[str], limit: int) -> Iterator[str]:
    """Join escaped lines, none longer than `limit` characters, into chunks of at most `limit`."""
    chunk = ""
    for line in lines:
        if chunk and len(chunk) + 1 + len(line) > limit:
            yield chunk
            chunk = ""
        chunk = f"{chunk}\n{line}" if chunk else line
    if chunk:
        yield chunk


def _in_words(card: Card, title: str, image: _Image | None) -> str:
    """Return the whole card as text, the title first: a push preview shows no more than that."""
    lines = [title, *card.text]
    for fact in card.facts:
        value = "" if isinstance(fact.value, datetime) else fact.value
        lines.append(f"{fact.label}: {_plain_value(fact, value, fact.was or '')}")
    lines.extend(f"{_said(quotation)} — {quotation.by}" for quotation in card.quotations)
    lines.extend(_plain_line(item.text, item.note or "", item.at) for item in card.items)
    lines.extend([image.words] if image else [])
    return fit("\n".join(shown for line in lines if (shown := one_line(line))), TEXT)


def _section(text: Block) -> Block:
    return {"type": "section", "text": text}


def _mrkdwn(escaped: str) -> Block:
    # Verbatim: Slack makes no links of addresses, channel names or user names that happen to stand there.
    return {"type": "mrkdwn", "text": escaped, "verbatim": True}


def _plain(text: str, limit: int) -> Block:
    return _as_plain(fit(text, limit))


def _as_plain(escaped: str) -> Block:
    return {"type": "plain_text", "text": escaped, "emoji": False}


def _size(part: object) -> int:
    """Count the characters that a block puts into the message."""
    if isinstance(part, dict):
        return sum(_size(value) for key, value in part.items() if key not in {"type", "action_id"})
    if isinstance(part, list):
        return sum(map(_size, part))
    return len(part) if isinstance(part, str) else 0

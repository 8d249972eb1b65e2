"""A card as lines of text for a terminal.

Whatever comes from outside loses its control characters here: no headline can move the cursor, change a
colour, set a title or turn the reading direction round.
"""

import re
from collections.abc import Iterator
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Final

from bot.cards.card import Button, Card, Fact, Item, Quoted, Tone
from bot.cards.text import width

LEAST_WIDTH: Final = 20
_LABELS: Final = {
    Tone.ALERT: "Alert",
    Tone.RUMOUR: "Rumour",
    Tone.CANCELLED: "Cancelled",
    Tone.RETRACTED: "Retracted",
    Tone.NOTICE: "Notice",
}
_COLOURS: Final = {
    Tone.ALERT: "32",
    Tone.RUMOUR: "33",
    Tone.CANCELLED: "31",
    Tone.RETRACTED: "31",
    Tone.ANSWER: "36",
    Tone.REFUSAL: "33",
    Tone.NOTICE: "35",
}
_BOLD: Final = "1"
_DIM: Final = "2"
_STRUCK: Final = "9"

_SPACES: Final = re.compile(r"[\s\u0085\u2028\u2029]+")
# C0 and C1 controls, marks that turn the direction of reading, and characters that nobody sees.
_UNSAFE: Final = re.compile(
    r"[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    r"\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)


def plain(text: str) -> str:
    """Return a text from outside on one line, without anything that a terminal would act on."""
    return _UNSAFE.sub("", _SPACES.sub(" ", text)).strip()


def render(
    card: Card,
    columns: int,
    *,
    colour: bool = False,
    updated: bool = False,
    zone: tzinfo | None = None,
    picture: Path | None = None,
) -> str:
    """Return a card as text of at most `columns` columns, addresses excepted, with a final newline.

    `updated` marks it as another printing of one that stands above. Times are shown in `zone`, the machine's
    own when None. `picture` is the file that holds the card's picture, None where there is none.
    """
    return _Page(max(columns, LEAST_WIDTH), colour, zone).card(card, updated=updated, picture=picture)


def wrapped(text: str, columns: int) -> list[str]:
    """Break a text into lines of at most `columns` columns, between words where that is possible."""
    lines: list[str] = []
    line, used = "", 0
    for word in text.split(" "):
        for piece in _pieces(word, columns):
            size = width(piece)
            if line and used + 1 + size <= columns:
                line, used = f"{line} {piece}", used + 1 + size
            else:
                if line:
                    lines.append(line)
                line, used = piece, size
    return [*lines, line] if line else lines


def _pieces(word: str, columns: int) -> Iterator[str]:
    """Cut a word that is longer than a line."""
    while width(word) > columns:
        cut = 1
        while width(word[: cut + 1]) <= columns:
            cut += 1
        yield word[:cut]
        word = word[cut:]
    if word:
        yield word


class _Page:
    """Draws one card; the measures are fixed when it is made."""

    def __init__(self, columns: int, colour: bool, zone: tzinfo | None) -> None:
        self._columns = columns
        self._colour = colour
        self._zone = zone
        self._lines: list[str] = []

    def card(self, card: Card, *, updated: bool, picture: Path | None) -> str:
        self._rule(card, updated=updated)
        self._block(plain(card.title), style=_BOLD, first="! " if card.tone is Tone.REFUSAL else "")
        for paragraph in card.text:
            self._block(plain(paragraph), indent=2)
        self._facts(card.facts)
        for quoted in card.quotations:
            self._quoted(quoted)
        for item in card.items:
            self._item(item)
        if card.picture is not None:
            self._block(plain(card.picture.words), indent=2)
        if picture is not None:
            self._address(picture.as_uri(), 2)
        for note in card.notes:
            self._block(plain(note), indent=2, style=_DIM)
        self._buttons(card.buttons)
        return "".join(f"{line}\n" for line in self._lines)

    def _rule(self, card: Card, *, updated: bool) -> None:
        label = _LABELS.get(card.tone)
        if label is None:
            return
        words = f"{label}{', updated' if updated else ''}{f' · story {card.story}' if card.story else ''}"
        dashes = "─" * max(0, self._columns - width(words) - 4)
        self._lines.append(self._styled(f"── {words} {dashes}", _COLOURS[card.tone]))

    def _block(self, text: str, *, indent: int = 0, first: str = "", style: str | None = None) -> None:
        """Add a paragraph, whose first line begins with `first` and whose others line up behind it."""
        room = self._columns - indent - width(first)
        for number, line in enumerate(wrapped(text, room)):
            lead = first if number == 0 else " " * width(first)
            self._lines.append(f"{' ' * indent}{lead}{self._styled(line, style)}")

    def _facts(self, facts: tuple[Fact, ...]) -> None:
        """Add labels and values in two columns; a label that is too long for that gets a line of its own."""
        labels = [plain(fact.label) for fact in facts]
        aligned = max((width(label) for label in labels if width(label) <= self._columns // 3), default=0)
        for label, fact in zip(labels, facts, strict=True):
            taken = aligned
            if width(label) > aligned:
                self._block(label, indent=2, style=_DIM)
                label, taken = "", 2  # noqa: PLW2901 - it has been said
            lead = self._styled(label, _DIM) + " " * (taken - width(label))
            for line in self._value(fact, self._columns - taken - 4):
                self._lines.append(f"  {lead}  {line}")
                lead = " " * taken

    def _value(self, fact: Fact, room: int) -> list[str]:
        """Return the lines of a value, and of the earlier one: struck out, or named where nothing can be."""
        value = self._time(fact.value) if isinstance(fact.value, datetime) else plain(fact.value)
        if fact.at is not None:
            value = f"{value} · {self._time(fact.at)}"
        if fact.was is None:
            return wrapped(value, room) or [""]
        was = plain(fact.was)
        if not self._colour:
            return wrapped(f"{value} (was {was})", room)
        return [*(self._styled(line, _STRUCK) for line in wrapped(was, room)), *wrapped(value, room)]

    def _quoted(self, quoted: Quoted) -> None:
        words = plain(quoted.words)
        self._block(f"“{words}”" if quoted.direct else words, indent=2)
        self._block(plain(quoted.by), indent=4, first="— ", style=_DIM)

    def _item(self, item: Item) -> None:
        self._block(plain(item.text), indent=2, first="• ")
        details = [*([plain(item.note)] if item.note else []), *([self._time(item.at)] if item.at else [])]
        if details:
            self._block(" · ".join(details), indent=4, style=_DIM)
        if item.url:
            self._address(item.url, 4)

    def _buttons(self, buttons: tuple[Button, ...]) -> None:
        for button in buttons:
            if button.url:
                self._address(button.url, 2)
        said = [plain(button.words) for button in buttons if button.words]
        if said:
            self._block(" · ".join(said), indent=2, first="say: ", style=_COLOURS[Tone.ANSWER])

    def _address(self, url: str, indent: int) -> None:
        """Add an address on a line of its own: broken up, it could not be opened."""
        self._lines.append(f"{' ' * indent}{self._styled(plain(url).replace(' ', '%20'), _DIM)}")

    def _time(self, at: datetime) -> str:
        local = at.astimezone(self._zone)
        return f"{local.day} {local:%b %Y, %H:%M} {local.tzname()}"

    def _styled(self, text: str, style: str | None) -> str:
        return f"\x1b[{style}m{text}\x1b[0m" if self._colour and style and text else text

"""A card becomes a Discord message: content, one embed, rows of buttons. Pure, and within every limit.

What a channel is told has its title in the content, because that is what a push preview and a screen reader
give; an answer has it in the embed, where nobody needs to be called.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from typing import Final
from urllib.parse import quote, urlsplit, urlunsplit

import discord

from bot.cards.card import Button, Card, Fact, Item, Picture, Quoted, Tone
from bot.cards.picture import in_words
from handlers.discord.escape import UNSEEN, block, line, plain, units

CONTENT: Final = 2_000
TITLE: Final = 256
DESCRIPTION: Final = 4_096
FIELDS: Final = 25
FIELD_NAME: Final = 256
FIELD_VALUE: Final = 1_024
TOTAL: Final = 6_000  # over all parts of all embeds of a message
URL: Final = 2_048
BUTTONS: Final = 25
BUTTON_LABEL: Final = 80
BUTTON_URL: Final = 512
CUSTOM_ID: Final = 100
ALT_TEXT: Final = 1_024

# How much of the whole each part may take, so that a long one leaves room for the others.
NOTES: Final = 900
TEXT_BESIDE_FIELDS: Final = 1_800
PARAGRAPH: Final = 1_500
TIME: Final = 24  # a time behind a value: " · <t:1773230400:f>"

KEPT: Final = 64  # drawings

PREFIX: Final = "outlay:"
MARK: Final = "outlay-"
ROOM_FOR_KEY: Final = 64

_HOST: Final = re.compile(r"[A-Za-z0-9.\-:\[\]]+")  # without a user's name, which could pass for another host

COLOURS: Final = {
    Tone.ALERT: 0x1F8B4C,
    Tone.RUMOUR: 0xC27C0E,
    Tone.CANCELLED: 0x607D8B,
    Tone.RETRACTED: 0x607D8B,
    Tone.ANSWER: 0x3498DB,
    Tone.REFUSAL: 0x992D22,
    Tone.NOTICE: 0xE67E22,
}


@dataclass(frozen=True, slots=True)
class Drawing:
    """One message. `content` is None where the embed says it all; the embed shows the `picture`."""

    content: str | None
    embed: discord.Embed
    buttons: tuple[Button, ...]
    picture: Picture | None = None

    def files(self) -> list[discord.File]:
        """Return the picture for discord.py, to be sent once."""
        if self.picture is None:
            return []
        words = plain(self.picture.words, ALT_TEXT)
        return [discord.File(BytesIO(self.picture.png), self.picture.name, description=words)]

    def view(self) -> discord.ui.View | None:
        """Return the buttons for discord.py, already stopped: a press is told apart by its id alone, so it is
        answered after a restart too, and no view is kept in memory for each message ever posted."""
        return _view(self.buttons) if self.buttons else None


def announcement(card: Card, *, home: str, key: str | None = None) -> Drawing:
    """Draw a card that speaks up by itself. `home` is the channel's own address on discord.com.

    With a `key` the embed's address carries it, so that the message can be found again. A picture is told in
    words: what stands in a channel is edited, and a file would have to be sent each time.
    """
    drawn = _announced(in_words(card))
    embed = drawn.embed.copy()
    address = embed.url or home
    embed.url = marked(address, key) if key else address
    return replace(drawn, embed=embed)


@lru_cache(maxsize=KEPT)
def _announced(card: Card) -> Drawing:
    """Draw what is the same in every channel: one alert goes to many."""
    embed = _embed(card, titled=False)
    if not (embed.description or embed.fields):
        embed = _embed(card, titled=True)
    embed.url = _page(card.url)
    return Drawing(line(card.title, CONTENT), embed, _buttons(card))


def answer(card: Card) -> Drawing:
    """Draw a card that somebody asked for."""
    embed = _embed(card, titled=True)
    embed.url = _page(card.url)
    if card.picture is not None:
        embed.set_image(url=f"attachment://{card.picture.name}")
    return Drawing(None, embed, _buttons(card), card.picture)


def marked(address: str, key: str) -> str:
    """Return the address with the key as its fragment; a browser never sends that to the server."""
    return urlunsplit(urlsplit(address)._replace(fragment=MARK + key))


def carries(embed: discord.Embed, key: str) -> bool:
    """Say whether an embed was drawn with this key."""
    return bool(embed.url) and urlsplit(embed.url or "").fragment == MARK + key


def words_of(custom_id: str) -> str | None:
    """Return the words that a button asks, None for a button that is not ours."""
    return custom_id.removeprefix(PREFIX) if custom_id.startswith(PREFIX) else None


def _embed(card: Card, *, titled: bool) -> discord.Embed:
    embed = discord.Embed(colour=COLOURS[card.tone])
    if titled:
        embed.title = line(card.title, TITLE) or UNSEEN
    if card.notes:
        embed.set_footer(text=plain(" · ".join(card.notes), NOTES))
    room = TOTAL - units(embed.title or "") - units(embed.footer.text or "")
    # A list needs the width of the description, and the order of a card is kept: so with a list, or with more
    # facts than there are fields, all of it becomes one column of text.
    if card.items or len(card.facts) + len(card.quotations) > FIELDS:
        embed.description = _column(_lines(card), min(room, DESCRIPTION))
        return embed
    paragraphs = [block(one, PARAGRAPH) for one in card.text]
    limit = TEXT_BESIDE_FIELDS if card.facts or card.quotations else DESCRIPTION
    embed.description = _column(paragraphs, min(room, limit)) or None
    room -= units(embed.description or "")
    for name, value, inline in _fields(card):
        room -= units(name) + units(value)
        if room < 0:
            break
        embed.add_field(name=name, value=value, inline=inline)
    return embed


def _fields(card: Card) -> Iterable[tuple[str, str, bool]]:
    for fact in card.facts:
        yield line(fact.label, FIELD_NAME) or UNSEEN, _value(fact, FIELD_VALUE) or UNSEEN, True
    for quoted in card.quotations:
        yield line(quoted.by, FIELD_NAME) or UNSEEN, _quoted(quoted, FIELD_VALUE), False


def _lines(card: Card) -> list[str]:
    lines = [block(one, PARAGRAPH) for one in card.text]
    lines += [f"**{line(fact.label, FIELD_NAME)}:** {_value(fact, FIELD_VALUE)}" for fact in card.facts]
    lines += [f"{_quoted(one, FIELD_VALUE)} — {line(one.by, FIELD_NAME)}" for one in card.quotations]
    return lines + [_item(one) for one in card.items]


def _column(lines: list[str], limit: int) -> str:
    """Join lines up to `limit`, and say how many did not fit."""
    kept: list[str] = []
    used = 0
    for number, one in enumerate(lines):
        left = len(lines) - number
        rest = f"… and {left} more" if left > 1 else ""
        if used + units(one) + 1 + (units(f"… and {left - 1} more") + 1 if left > 1 else 0) > limit:
            kept.append(rest or "…")
            break
        kept.append(one)
        used += units(one) + 1
    return "\n".join(kept)


def _value(fact: Fact, limit: int) -> str:
    value = _time(fact.value) if isinstance(fact.value, datetime) else block(fact.value, limit // 2)
    was = line(fact.was, limit // 2 - TIME - 8) if fact.was else ""
    time = f" · {_time(fact.at)}" if fact.at else ""
    return f"~~{was}~~ {value}{time}" if was else f"{value}{time}"


def _quoted(quoted: Quoted, limit: int) -> str:
    words = line(quoted.words, limit - 2)
    return f"“{words}”" if quoted.direct else words or UNSEEN


def _item(item: Item) -> str:
    text = line(item.text, 400)
    address = _page(item.url)
    parts = [f"[{text}]({_in_brackets(address)})" if address and text else text]
    if item.note:
        parts.append(line(item.note, 300))
    if item.at:
        parts.append(_time(item.at))
    return "• " + " · ".join(part for part in parts if part)


def _time(at: datetime) -> str:
    return f"<t:{int(at.timestamp())}:f>"


def _page(url: str | None) -> str | None:
    """Return an address that Discord takes: a web page, in ASCII, with room for the key; None for another."""
    if not url:
        return None
    try:
        parts = urlsplit(url.strip())
        page = quote(urlunsplit(parts), safe="!#$%&'()*+,/:;=?@[]~-._")
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not _HOST.fullmatch(parts.netloc):
        return None
    return page if len(page) <= URL - ROOM_FOR_KEY else None


def _in_brackets(address: str) -> str:
    """Keep an address from ending the brackets of its link."""
    return quote(address, safe="!#$%&'+,/:;=?~-.")


def _buttons(card: Card) -> tuple[Button, ...]:
    """Keep the buttons that Discord takes: no question too long for an id, and none twice."""
    kept: dict[str, Button] = {}
    for button in card.buttons:
        label = plain(button.label, BUTTON_LABEL)
        if not label:
            continue
        if button.words is not None:
            words_id = PREFIX + button.words
            if units(words_id) <= CUSTOM_ID and words_id.isprintable():
                kept.setdefault(words_id, replace(button, label=label, url=None))
        elif (page := _page(button.url)) and len(page) <= BUTTON_URL:
            kept.setdefault(page, replace(button, label=label, url=page))
    return tuple(kept.values())[:BUTTONS]


@lru_cache(maxsize=KEPT)
def _view(buttons: tuple[Button, ...]) -> discord.ui.View:
    view = discord.ui.View(timeout=None)
    for button in buttons:
        view.add_item(_drawn(button))
    view.stop()
    return view


def _drawn(button: Button) -> discord.ui.Button[discord.ui.View]:
    if button.url is not None:
        return discord.ui.Button(label=button.label, url=button.url)
    return discord.ui.Button(label=button.label, custom_id=f"{PREFIX}{button.words}")

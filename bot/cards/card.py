"""A card: structure and plain text, never markup.

Every string here is plain text that may come from outside. The platform's renderer escapes all of it and
adds its own emphasis by structure: so no headline can mention anybody or forge a link. A `datetime` is shown
in the reader's own time zone where the platform can do that, else in UTC.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Tone(StrEnum):
    """Why the card is there; a platform may colour it."""

    ALERT = "alert"
    RUMOUR = "rumour"
    CANCELLED = "cancelled"
    RETRACTED = "retracted"  # its source took back what it told
    ANSWER = "answer"
    REFUSAL = "refusal"  # something was not done; the text says why and what to do
    NOTICE = "notice"  # the bot speaks up itself: a channel or a source stopped working


@dataclass(frozen=True, slots=True)
class Fact:
    """A labelled value. `was` is an earlier value, shown struck out, `at` the time that the value is of."""

    label: str
    value: str | datetime
    was: str | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Quoted:
    """Somebody's words, with who said them. `direct` is False for reported speech, which gets no marks."""

    words: str
    by: str
    direct: bool = True


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a list: `text`, a shorter `note` behind it, the page it links to, its time."""

    text: str
    note: str | None = None
    url: str | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Button:
    """Either a link (`url`) or a question: pressing it asks `words` of the command table."""

    label: str
    words: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, as PNG. `words` say what it shows, for whoever does not see it; `name` is its file's."""

    png: bytes
    words: str
    name: str


@dataclass(frozen=True, slots=True)
class Card:
    """What one message shows, from top to bottom in the order of the fields.

    `title` reads alone: it is what a push preview and a screen reader give. `story` is the story's number
    where the card tells one.
    """

    title: str
    tone: Tone = Tone.ANSWER
    text: tuple[str, ...] = ()  # paragraphs
    facts: tuple[Fact, ...] = ()
    quotations: tuple[Quoted, ...] = ()
    items: tuple[Item, ...] = ()
    notes: tuple[str, ...] = ()  # small print: source, cited source, who else tells it
    buttons: tuple[Button, ...] = ()
    url: str | None = None  # where the title leads
    story: int | None = None
    picture: Picture | None = None  # below everything else

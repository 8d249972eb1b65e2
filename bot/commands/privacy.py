"""privacy: what is kept about whoever asks, or for the whole workspace or server, told and forgotten.

Whoever asks may see and forget what is kept about themselves. What is kept for a space tells who watches what
in all of its channels, so that needs the right to decide for the whole of it.
"""

import logging
import shlex
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import accumulate
from typing import Final

from bot.cards.card import Button, Card, Fact, Item, Tone
from bot.cards.text import counted, moment, truncated, width
from bot.commands.table import Command, Option, OptionKind
from bot.domain.alert import Request
from bot.ports import Desk, Held, Person, Space

log = logging.getLogger(__name__)

EVERYWHERE: Final = frozenset({"discord"})  # where an id means the same person in every space
SHOWN: Final = 25  # lines of an export
WIDE: Final = 300  # columns of a line: Discord's card takes 400 characters
ROOM: Final = 3_000  # columns of all lines: an embed of Discord's holds 4,096 characters, marks included
TIME: Final = 30  # columns for the time of a line, as the platforms draw it
WHEN: Final = ("at", "since")  # the time of a line
TIMES: Final = frozenset({"muted_until", "gone_at", "disabled_at"})  # other times
WHERE: Final = ("space", "channel")
ROWS: Final = 200  # that go in one transaction
SPACE: Final = "space"
CONFIRMED: Final = "confirm"


async def export(request: Request, options: Mapping[str, str], desk: Desk) -> Card:
    """Show what is kept about whoever asks, or for the space."""
    if _words(options) - {"me", SPACE}:
        return _unclear("export")
    if SPACE in _words(options):
        if refusal := _not_here(request):
            return refusal
        space = Space(request.channel.platform, request.channel.space)
        held = await desk.keeping.held_in(space)
        return _told("What is kept for all of this place", held, space, f"--space {space}", f"delete {SPACE}")
    person = _asker(request)
    held = await desk.keeping.held_of(person)
    here = Space(request.channel.platform, request.channel.space)
    return _told("What is kept about you", held, here, f"--user {shlex.quote(str(person))}", "delete me")


async def delete(request: Request, options: Mapping[str, str], desk: Desk) -> Card:
    """Forget whoever asks, or all of the space; ask for a confirming word first."""
    words = _words(options)
    if words - {"me", SPACE, CONFIRMED} or words == {CONFIRMED}:
        return _unclear("delete")
    if SPACE in words:
        return _not_here(request) or await _delete_space(request, desk, sure=CONFIRMED in words)
    return await _forget(request, desk, sure=CONFIRMED in words)


async def _forget(request: Request, desk: Desk, *, sure: bool) -> Card:
    person = _asker(request)
    if not sure:
        held = await desk.keeping.held_of(person)
        return _asks(
            "Shall it be forgotten that it was you?",
            _counts({kind: len(rows) for kind, rows in held.items()}),
            "The watches and sources that you set up stay. That it was you who did it is forgotten.",
            "Forget me",
            f"privacy delete me {CONFIRMED}",
        )
    changed = await desk.keeping.forget(person)
    log.info(
        "Somebody on %s was forgotten: %s rows name them no more.", person.platform, sum(changed.values())
    )
    return Card(
        title="You are forgotten" if changed else "Nothing was kept about you",
        text=("Nothing that is kept says any more that it was you.",) if changed else (),
        facts=_counts(changed),
        notes=(_NOTES,) if changed else (),
    )


async def _delete_space(request: Request, desk: Desk, *, sure: bool) -> Card:
    space = Space(request.channel.platform, request.channel.space)
    if not sure:
        held = await desk.keeping.held_in(space)
        return _asks(
            "Shall all of this place be deleted?",
            _counts({kind: len(rows) for kind, rows in held.items()}),
            "Every channel of it stops alerting: watches, the trail of changes, alerts and added sources go, "
            "and cannot be brought back.",
            "Delete it all",
            f"privacy delete {SPACE} {CONFIRMED}",
        )
    for source in await desk.roster.enrolled():
        added = source.added
        if added is not None and Space(added.channel.platform, added.channel.space) == space:
            await desk.roster.remove(source.name)
    removed: Counter[str] = Counter()
    while went := await desk.keeping.purge(space, ROWS):
        removed.update(went)
    log.info("A space on %s was deleted on request: %s rows.", space.platform, removed.total())
    return Card(
        title="All of this place is deleted",
        text=("Nothing alerts here any more. Cards that stand in channels are the platform's, and stay.",),
        facts=_counts(removed),
        notes=(_NOTES,),
    )


_NOTES: Final = "Backups hold it until newer ones take their place."


def _words(options: Mapping[str, str]) -> set[str]:
    return set(options.get("what", "").casefold().split())


def _asker(request: Request) -> Person:
    where = request.channel
    return Person(where.platform, None if where.platform in EVERYWHERE else where.space, request.user)


def _not_here(request: Request) -> Card | None:
    """Refuse what concerns everybody to whoever may not decide for all of the space."""
    if request.governs and not request.direct:
        return None
    return Card(
        title="That concerns everybody here, and needs somebody who may decide for all of it",
        tone=Tone.REFUSAL,
        text=(
            "On Discord that is who has Manage Server, on Slack an admin or a manager named in the settings.",
            "Say it in a channel, not in a conversation with the bot alone.",
            "What is kept about you is yours anywhere: `privacy export`, `privacy delete`.",
        ),
    )


def _unclear(name: str) -> Card:
    words = f"`privacy {name}` for yourself, `privacy {name} {SPACE}` for the whole workspace or server"
    return Card(title="Whose data?", tone=Tone.REFUSAL, text=(f"Say {words}.",))


def _asks(title: str, facts: tuple[Fact, ...], what: str, label: str, words: str) -> Card:
    if not facts:
        return Card(title="Nothing is kept")
    text = (what, f"To go on, say `{words}`.")
    return Card(title, tone=Tone.NOTICE, text=text, facts=facts, buttons=(Button(label, words=words),))


def _told(title: str, held: Held, here: Space, whom: str, after: str) -> Card:
    """Show what is held, as much of it as a message takes."""
    lines = [_line(kind, row, here) for kind, rows in held.items() for row in rows]
    if not lines:
        return Card(title=f"{title}: nothing")
    room = accumulate(width(line.text) + width(line.note or "") + TIME for line in lines[:SHOWN])
    shown = lines[: sum(used <= ROOM for used in room)]
    hidden = len(lines) - len(shown)
    more = (f"{counted(hidden, 'more line')} would not fit.",) if hidden else ()
    cut = ("What ends in … went on.",) if any(line.text.endswith("…") for line in shown) else ()
    whole = f"Whoever runs Outlay gives all of it as a file: `outlay privacy export {whom}`."
    return Card(
        title=title,
        facts=_counts({kind: len(rows) for kind, rows in held.items()}),
        items=tuple(shown),
        notes=(*more, *cut, whole),
        buttons=(Button("Delete it", words=f"privacy {after}"),),
    )


def _counts(counts: Mapping[str, int]) -> tuple[Fact, ...]:
    return tuple(Fact(_named(kind), str(count)) for kind, count in counts.items() if count)


def _named(kind: str) -> str:
    return kind.replace("_", " ").capitalize()


def _line(kind: str, row: Mapping[str, str | None], here: Space) -> Item:
    """Return a row as a line: what it says, behind it where that was, unless that is `here`, and when."""
    given = {name: value for name, value in row.items() if value and name != "platform"}
    if given.get("space") == here.id:
        del given["space"]
    at = next((given[name] for name in WHEN if name in given), None)
    told = _worded(given, [name for name in given if name not in {*WHEN, *WHERE}])
    where = _worded(given, [name for name in WHERE if name in given])
    what = f"{_named(kind)}: {told}" if told else _named(kind)
    return Item(truncated(what, WIDE), where or None, at=datetime.fromisoformat(at) if at else None)


def _worded(given: Mapping[str, str], names: Iterable[str]) -> str:
    values = ((name, given[name]) for name in names)
    return ", ".join(
        f"{name.replace('_', ' ')} {moment(datetime.fromisoformat(value)) if name in TIMES else value}"
        for name, value in values
    )


_WHAT: Final = Option("what", "me, or space for the whole workspace or server", OptionKind.NAME)
EXPORT: Final = Command(
    name="privacy export",
    help="Show what is kept about you",
    run=export,
    options=(_WHAT,),
    heeds_rights=True,
    example="privacy export",
)
DELETE: Final = Command(
    name="privacy delete",
    help="Have it forgotten what you did here",
    run=delete,
    options=(
        Option("what", "me, or space for the whole workspace or server; then confirm", OptionKind.NAME),
    ),
    heeds_rights=True,
    example="privacy delete me",
)

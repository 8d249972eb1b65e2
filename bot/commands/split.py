"""split: take an article out of a story that it does not tell."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from bot.cards.card import Button, Card, Item, Tone
from bot.cards.text import counted, truncated
from bot.cards.title import title
from bot.commands.table import Command, Option, OptionKind
from bot.domain.alert import Request
from bot.domain.story import Story, Telling
from bot.ports import Desk

SHOWN: Final = 20  # tellings; of more the later ones can still be given by number
BUTTONS: Final = 5

_HEADLINE: Final = 200
_NUMBER: Final = re.compile(r"(?:story\s*)?[#№]?\s*(\d{1,15})", re.IGNORECASE | re.ASCII)


async def split(request: Request, options: Mapping[str, str], desk: Desk) -> Card:
    """List the articles that tell a story, or take one of them out."""
    typed = options.get("story", "").strip()
    wish = _NUMBER.fullmatch(typed)
    if typed and wish is None:
        what = f"“{truncated(typed, 60)}” names no story"
        return _refused(what, "Say `split 12`, or `split 12 2` for its second article.")
    number = int(wish[1]) if wish else None
    place = int(options["article"]) if options.get("article") else None
    about = await desk.stories.told_in(request.about) if request.about is not None else None
    if about is not None and number is not None and place is None and number != about.id:
        number, place = None, number  # in the thread of an alert the story goes without saying
    if number is not None:
        story = await desk.stories.story(number)
        if story is None:
            return _refused(f"There is no story {number}", "`recent` lists stories with their numbers.")
    else:
        story = about or await desk.stories.latest_in(request.channel)
        if story is None:
            return _refused("No story was posted in this channel yet", "Give the number of one that was.")
    tellings = _in_order(story)
    if obstacle := await _obstacle(story, tellings, request, desk):
        return obstacle
    return _listed(story, tellings) if place is None else await _taken_out(story, place, request, desk)


async def _obstacle(story: Story, tellings: Sequence[Telling], request: Request, desk: Desk) -> Card | None:
    """Return why a story cannot be split here, None when it can."""
    if await desk.deliveries.posted(story.id, request.channel) is None:
        where = "It can be split where its alert stands."
        return _refused(f"Story {story.id} was not posted in this channel", where)
    if story.retracted is not None:
        return _refused(f"Story {story.id} was retracted", "There is nothing left to be parted.")
    if len(tellings) < 2:
        when = "A story is split when articles of several events were taken for one."
        return _refused(f"One article alone tells story {story.id}", when)
    return None


async def _taken_out(story: Story, place: int, request: Request, desk: Desk) -> Card:
    """Take out the article at a place of the list, and say what came of it."""
    tellings = _in_order(story)
    out = tellings[place - 1] if 1 <= place <= len(tellings) else None
    parted = await desk.split(story.id, out.article) if out is not None else None
    if out is None or parted is None:
        return _refused(f"Story {story.id} has no article {place}", f"`split {story.id}` lists its articles.")
    await desk.audit.note(
        desk.clock.now(),
        request.channel,
        request.user,
        "split",
        f"story {story.id}: article {out.article} of {out.outlet} is story {parted.own.id} now",
    )
    return Card(
        title=f"Story {story.id} is two now: {out.outlet} tells story {parted.own.id}",
        text=(
            f"Story {story.id} goes on as: {title(parted.rest.reading)}",
            f"Story {parted.own.id} is: {title(parted.own.reading)}",
            _heard(len(parted.post)),
        ),
        notes=("They are kept apart from now on, whatever becomes of these articles.",),
        buttons=(
            Button(f"Why {story.id}", words=f"why {story.id}"),
            Button(f"Why {parted.own.id}", words=f"why {parted.own.id}"),
        ),
    )


def _in_order(story: Story) -> Sequence[Telling]:
    """Return the tellings in the order in which they came, which numbers them."""
    return sorted(story.tellings(), key=lambda telling: (telling.at, telling.article))


def _listed(story: Story, tellings: Sequence[Telling]) -> Card:
    return Card(
        title=f"{counted(len(tellings), 'article')} tell story {story.id}",
        text=("Say which of them tells another event: it gets a story of its own.",),
        items=tuple(
            Item(
                f"{place}. {truncated(telling.headline or 'without a headline', _HEADLINE)}",
                note=telling.outlet,
                url=telling.url,
                at=telling.at,
            )
            for place, telling in enumerate(tellings[:SHOWN], start=1)
        ),
        buttons=tuple(
            Button(f"Take out {place}", words=f"split {story.id} {place}")
            for place in range(1, min(len(tellings), BUTTONS) + 1)
        ),
    )


def _heard(channels: int) -> str:
    if not channels:
        return "No channel watches its companies, or it is off: so nobody is alerted to it."
    return f"It alerts {counted(channels, 'channel')} as a new story does."


def _refused(what: str, instead: str) -> Card:
    return Card(title=what, tone=Tone.REFUSAL, text=(instead, "Nothing was changed."))


SPLIT: Final = Command(
    name="split",
    help="Take an article out of a story that it does not tell",
    run=split,
    options=(
        Option("story", "A story's number; the last one here unless said", OptionKind.STORY),
        Option("article", "Which of its articles to take out; without it they are listed", OptionKind.PLACE),
    ),
    manage=True,
    example="split 12 2",
)

"""recent, why, irrelevant: asking about stories."""

import re
from collections.abc import Mapping
from typing import Final

from bot.cards.alert import status_and_kind
from bot.cards.card import Button, Card, Item, Tone
from bot.cards.standing import silence, standing_in_brief
from bot.cards.title import title
from bot.cards.why import why_card
from bot.commands.companies import one
from bot.commands.suggestions import labelled, unknown_company
from bot.commands.table import Command, Option, OptionKind
from bot.domain.alert import Request
from bot.domain.market import Ticker
from bot.domain.story import Story
from bot.ports import Desk

SHOWN: Final = 10

_NUMBER: Final = re.compile(r"(?:story\s*)?[#№]?\s*(\d{1,15})", re.IGNORECASE | re.ASCII)


async def recent(request: Request, options: Mapping[str, str], desk: Desk) -> Card:
    """List the latest stories, about one company or about anybody."""
    del request
    tickers: tuple[Ticker, ...] = ()
    about = ""
    if typed := options.get("ticker"):
        security = one(typed, desk.securities)
        if security is None:
            return unknown_company("recent", typed, desk.securities)
        tickers = tuple(s.ticker for s in desk.securities.listings(security.issuer)) or (security.ticker,)
        about = f" about {labelled(security)}"
    stories = await desk.stories.recent(tickers, SHOWN)
    if not stories:
        return Card(
            title=f"No story{about} so far", text=("Stories appear here as the sources publish them.",)
        )
    return Card(
        title=f"Latest stories{about}",
        items=tuple(item(story) for story in stories),
        notes=("`why` and a story's number shows the sentences behind it.",),
        buttons=tuple(Button(f"Why {story.id}", words=f"why {story.id}") for story in stories[:3]),
    )


async def why(request: Request, options: Mapping[str, str], desk: Desk) -> Card:
    """Show the sentences behind a story's figures and the watch that matched."""
    found = await _story_meant(request, options.get("story", ""), desk)
    if isinstance(found, Card):
        return found
    return why_card(found, await desk.deliveries.watch_behind(found.id, request.channel))


async def irrelevant(request: Request, options: Mapping[str, str], desk: Desk) -> Card:
    """Keep that a story should not have been posted."""
    found = await _story_meant(request, options.get("story", ""), desk)
    if isinstance(found, Card):
        return found
    await desk.audit.note(
        desk.clock.now(),
        request.channel,
        request.user,
        "irrelevant",
        f"story {found.id}, article {found.reading.article.id}, score {found.reading.verdict.score:.2f}",
    )
    watch = await desk.deliveries.watch_behind(found.id, request.channel)
    return Card(
        title=f"Noted: story {found.id} was not relevant here. Thank you",
        text=("Such notes are what the reading of stories is measured by. The alert stays where it is.",),
        buttons=(Button(f"Mute {watch} for a day", words=f"mute {watch} 1d"),) if watch is not None else (),
    )


def item(story: Story) -> Item:
    """Return a story as one line of a list."""
    silent = f"alerts nobody: {why}" if (why := silence(story)) else ""
    words = [f"story {story.id}", status_and_kind(story.reading), standing_in_brief(story), silent]
    return Item(
        title(story.reading),
        note=", ".join(filter(None, words)),
        url=story.reading.article.url,
        at=story.reading.article.published_at or story.first_seen,
    )


async def _story_meant(request: Request, typed: str, desk: Desk) -> Story | Card:
    """Return the story that was named, else the one the question hangs on, else the last one posted here."""
    if typed:
        number = _NUMBER.fullmatch(typed.strip())
        story = await desk.stories.story(int(number[1])) if number else None
        return story or Card(
            title=f"There is no story {number[1]}" if number else f"“{typed}” is no story's number",
            tone=Tone.REFUSAL,
            text=("`recent` lists stories with their numbers.",),
        )
    if request.about is not None:
        story = await desk.stories.told_in(request.about)
        return story or Card(
            title="That message shows no story",
            tone=Tone.REFUSAL,
            text=("Ask in the thread of an alert, or give a story's number: `recent` lists them.",),
        )
    return await desk.stories.latest_in(request.channel) or Card(
        title="No story was posted in this channel yet",
        tone=Tone.REFUSAL,
        text=("Give a story's number: `recent` lists stories with their numbers.",),
    )


_STORY: Final = Option("story", "A story's number; the last one here unless said", OptionKind.STORY)

RECENT: Final = Command(
    name="recent",
    help="List the latest stories, about one company or any",
    run=recent,
    options=(Option("ticker", "A symbol or a name", OptionKind.TICKER),),
    example="recent BABA",
)
WHY: Final = Command(
    name="why",
    help="Show the sentences behind a story's figures",
    run=why,
    options=(_STORY,),
    example="why 12",
)
IRRELEVANT: Final = Command(
    name="irrelevant",
    help="Say that a story should not have been posted",
    run=irrelevant,
    options=(_STORY,),
    example="irrelevant 12",
)

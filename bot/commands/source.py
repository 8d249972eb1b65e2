"""source: which wires are read here, and those that people add themselves."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from difflib import get_close_matches
from typing import Final

from bot.cards.card import Button, Card, Fact, Item, Tone
from bot.cards.patience import patience
from bot.cards.text import ago, counted, lasting, listed, moment, truncated
from bot.commands.condition import shortened, told
from bot.commands.ownership import may_remove, may_rest, may_see
from bot.commands.table import Command, Option, OptionKind
from bot.domain.alert import Request
from bot.domain.errors import OutlayError
from bot.ports import Added, Desk, Enrolled, Offered

_SHOWN: Final = 60  # columns of what somebody typed
_HEADLINE: Final = 120  # columns


async def show(request: Request, options: Mapping[str, str], desk: Desk) -> Card:
    """Show the sources that this channel may know of."""
    del options
    sources = await _seen(request, desk)
    if not sources:
        return Card(title="No source is set up", text=("`source add` and a feed's address adds one.",))
    now = desk.clock.now()
    shown, others = shortened(sources)
    return Card(
        title=f"{counted(len(sources), 'source')} {'is' if len(sources) == 1 else 'are'} read here",
        items=tuple(_line(source, now) for source in shown),
        notes=(*([others] if others else ()), "`status` says how they do."),
    )


def _line(source: Enrolled, now: datetime) -> Item:
    whose = (
        "from the operator's settings"
        if source.added is None
        else f"added by {source.added.by or 'somebody'}, {ago(source.added.since, now)}"
    )
    moved = f", moved to {source.moved}" if source.moved else ""
    return Item(told(source, now).text, note=f"{source.address}{moved}, {whose}")


async def add(request: Request, options: Mapping[str, str], desk: Desk) -> Card:
    """Look at a feed or a preset, and read it from now on."""
    if refusal := _in_private(request, desk):
        return refusal
    name = options.get("name", "").strip("\"' ")
    try:
        outcome = await desk.roster.add(options["what"], name, request.user, request.channel)
    except OutlayError as refused:
        text = tuple(filter(None, (str(refused), patience(refused))))
        return Card(title="Nothing was added", tone=Tone.REFUSAL, text=text)
    if isinstance(outcome, Offered):
        return _offered(outcome)
    await _note(request, desk, "add", f"{outcome.name} ({outcome.address})")
    return _added(outcome)


def _offered(page: Offered) -> Card:
    return Card(
        title="That is a web page, and it names a feed",
        tone=Tone.REFUSAL,
        text=(f"Nothing was added yet. The feed is at {page.feed}", "Add it by its own address."),
        buttons=(Button("Add that feed", words=f"source add {page.feed}"),),
    )


def _added(added: Added) -> Card:
    sample = added.sample
    newest = truncated(sample.newest or "it has no headline", _HEADLINE)
    every, slowest = lasting(timedelta(seconds=added.every)), lasting(timedelta(seconds=added.slowest))
    when = f" ({moment(sample.published_at)})" if sample.published_at else ""
    return Card(
        title=f"“{added.name}” is read from now on",
        text=("What stands in it already alerts nobody. What it publishes from now on is read as news.",),
        facts=(
            Fact("Address", added.address),
            Fact("Holds now", counted(sample.articles, "article")),
            *((Fact("Newest", f"{newest}{when}"),) if sample.articles else ()),
            Fact("Asked", f"every {every}, in quiet times every {slowest}"),
        ),
        buttons=(Button("Remove it again", words=f"source remove {added.name}"),),
    )


async def remove(request: Request, options: Mapping[str, str], desk: Desk) -> Card:
    """Stop reading a source that was added, and forget it."""
    if refusal := _in_private(request, desk):
        return refusal
    # The beginning of a name may be a slip; what is forgotten does not come back as it was.
    source = await _meant(request, options["name"], desk, whole=True)
    if isinstance(source, Card):
        return source
    if source.added is None:
        return Card(
            title=f"“{source.name}” comes from the settings, and stays",
            tone=Tone.REFUSAL,
            text=(
                "Only what was added in chat can be removed here.",
                "Whoever runs Outlay takes its [[source]] out of the settings file and restarts.",
            ),
        )
    if not may_remove(source, request.channel, desk.roster.operator):
        return _nobodys(source.name)
    if not await desk.roster.remove(source.name):
        return _nobodys(source.name)
    await _note(request, desk, "remove", f"{source.name} ({source.address})")
    return Card(
        title=f"“{source.name}” is no longer read",
        text=("The stories that it told stay. `source add` takes it in again.",),
    )


async def pause(request: Request, options: Mapping[str, str], desk: Desk) -> Card:
    """Let a source rest: it is not asked until somebody resumes it."""
    source = await _restable(request, options["name"], desk)
    if isinstance(source, Card):
        return source
    if not await desk.roster.pause(source.name, request.user):
        return Card(title=f"“{source.name}” rests already")
    await _note(request, desk, "pause", source.name)
    return Card(
        title=f"“{source.name}” rests",
        text=("It is not asked, and keeps its place. What is still fresh when it goes on alerts then.",),
        buttons=(Button("Resume", words=f"source resume {source.name}"),),
    )


async def resume(request: Request, options: Mapping[str, str], desk: Desk) -> Card:
    """Ask a paused source again."""
    source = await _restable(request, options["name"], desk)
    if isinstance(source, Card):
        return source
    if not await desk.roster.resume(source.name):
        return Card(title=f"“{source.name}” does not rest")
    await _note(request, desk, "resume", source.name)
    return Card(title=f"“{source.name}” is asked again")


async def _restable(request: Request, typed: str, desk: Desk) -> Enrolled | Card:
    """Return the source that somebody may pause and resume here, or the refusal that says why not."""
    if refusal := _in_private(request, desk):
        return refusal
    source = await _meant(request, typed, desk)
    operator = desk.roster.operator
    if isinstance(source, Card) or may_rest(source, request.channel, operator):
        return source
    return Card(
        title=f"“{source.name}” comes from the settings: only the operator's channel may pause and resume it",
        tone=Tone.REFUSAL,
        text=(
            "Nothing was changed.",
            "Ask whoever runs Outlay."
            if operator is not None
            else "No such channel is set: whoever runs Outlay names it under [operator] in the settings.",
        ),
    )


def _in_private(request: Request, desk: Desk) -> Card | None:
    """Return the refusal for who changes a whole workspace's sources where only he is asked; else None."""
    if not request.direct or request.channel == desk.roster.operator:
        return None
    return Card(
        title="Sources are everybody's: they are changed in a channel, not in a conversation with the bot",
        tone=Tone.REFUSAL,
        text=("Nothing was changed.", "Say it in a channel that you may manage."),
    )


async def _seen(request: Request, desk: Desk) -> list[Enrolled]:
    operator = desk.roster.operator
    return [one for one in await desk.roster.enrolled() if may_see(one, request.channel, operator)]


async def _meant(request: Request, typed: str, desk: Desk, *, whole: bool = False) -> Enrolled | Card:
    """Return the source that a name means: its own or, unless it must be `whole`, the beginning of one alone;
    else a refusal."""
    seen = await _seen(request, desk)
    wish = _bare(typed)
    begun = [source for source in seen if wish and _bare(source.name).startswith(wish)]
    for same in (
        [source for source in seen if source.name == typed],
        [source for source in seen if _bare(source.name) == wish],
        [] if whole else begun,
    ):
        if len(same) == 1:
            return same[0]
    names = {_bare(source.name): source.name for source in begun or seen}
    near = names if begun else get_close_matches(wish, names, 3, 0.5)
    return _nobodys(typed, [names[one] for one in near][:3])


def _bare(name: str) -> str:
    """Return a name as letters and digits alone: platforms change quotation marks and emphasis on the way."""
    return "".join(character for character in name.casefold() if character.isalnum())


def _nobodys(typed: str, near: Sequence[str] = ()) -> Card:
    advice = listed([f"“{name}”" for name in near], "or")
    return Card(
        title=f"No source here is called “{truncated(typed, _SHOWN)}”",
        tone=Tone.REFUSAL,
        text=(f"Did you mean {advice}?" if near else "`source list` shows which there are.",),
    )


async def _note(request: Request, desk: Desk, action: str, detail: str) -> None:
    await desk.audit.note(desk.clock.now(), request.channel, request.user, f"source {action}", detail)


_NAME: Final = "A source's name"

SOURCES: Final = Command(
    name="source list", help="Show which news wires and feeds are read", run=show, example="source list"
)
ADD: Final = Command(
    name="source add",
    help="Read another feed, where whoever runs Outlay allows it",
    run=add,
    options=(
        Option("what", "A feed's address, or the name of a preset", OptionKind.ADDRESS, required=True),
        Option("name", "What to call it; its own title unless said", OptionKind.NAME),
    ),
    manage=True,
    example="source add https://news.example/rss Harbour News",
)
PAUSE: Final = Command(
    name="source pause",
    help="Let a source rest",
    run=pause,
    options=(Option("name", _NAME, OptionKind.SOURCE, required=True),),
    manage=True,
    example="source pause Harbour News",
)
RESUME: Final = Command(
    name="source resume",
    help="Ask a paused source again",
    run=resume,
    options=(Option("name", "A paused source's name", OptionKind.RESTING, required=True),),
    manage=True,
    example="source resume Harbour News",
)
REMOVE: Final = Command(
    name="source remove",
    help="Stop reading a source that was added here",
    run=remove,
    options=(Option("name", "The source's whole name", OptionKind.ADDED, required=True),),
    manage=True,
    example="source remove Harbour News",
)

"""What a story stands on, in words: who published it and who else tells it, whether the company itself does,
what was corrected and what was taken back."""

import re
from typing import Final

from bot.cards.card import Fact
from bot.cards.text import commitment_amount, counted, listed, moment
from bot.domain.article import Voice
from bot.domain.reading import Commitment
from bot.domain.story import Change, Story, Telling

_OUTLETS: Final = 5
# The forms in which companies tell the SEC's readers of what they commit: "8-K", "6-K/A", "20-F".
_FORM: Final = re.compile(r"\b(?:(?:8|6|10)-[KQ]|(?:20|40)-F|S-4|F-4)(?:/A)?\b")
_CHANGES: Final = {
    Change.CORRECTED: "Corrected: it was told as {was} before",
    Change.RAISED: "Raised from {was}",
    Change.CUT: "Cut from {was}",
    Change.RESTATED: "Told as {was} before",
}


def standing_facts(story: Story) -> tuple[Fact, ...]:
    """Return whether the company itself tells the story, or confirms what others told."""
    if story.confirmed is None:
        return ()
    began = min(story.tellings(), key=lambda telling: telling.at)
    verb = "Told" if began.article == story.confirmed.article else "Confirmed"
    return (Fact("Standing", f"{verb} by the company's own {_document(story.confirmed)}"),)


def source_notes(story: Story) -> tuple[str, ...]:
    """Return the small print: who published it and when, whom it cites, who else tells it, on how many
    sources all that rests, and what became of it since. Of a retracted story only the first two are left."""
    if story.retracted is not None:
        return (_source(story),)
    return (_source(story), *_also(story), *_changed(story), *_taken_back(story))


def standing_in_brief(story: Story) -> str:
    """Return what a line of a list says of it: "2 sources, confirmed, raised". May be empty."""
    words = [
        *([counted(len(story.origins), "source")] if len(story.origins) > 1 else []),
        *(["confirmed by the company"] if story.confirmed else []),
        *([story.change.value] if story.change else []),
    ]
    return ", ".join(words)


def silence(story: Story) -> str | None:
    """Return why a story can alert nobody, as the rest of a sentence; None where a watch can hit it."""
    return None if story.tickers() else "no listed company is read as taking part in it"


def takers_back(story: Story) -> str:
    """Return who took articles of the story back."""
    return listed(list(dict.fromkeys(telling.outlet for telling in story.withdrawn))) or "its publisher"


def _document(telling: Telling) -> str:
    if telling.voice is Voice.RELEASE:
        return "press release"
    form = _FORM.search(telling.headline or "")
    return f"filing ({form[0]})" if form else "filing"


def _source(story: Story) -> str:
    article = story.reading.article
    if article.published_at is not None:
        when = moment(article.published_at)
    else:
        when = f"seen {moment(article.first_seen)}"
    source = f"Source: {article.outlet or article.source}, {when}"
    if story.reading.cited_sources:
        source += f", citing {listed(story.reading.cited_sources)}"
    return source


def _also(story: Story) -> tuple[str, ...]:
    """Return who else tells it, and whether all of them rest on fewer than they are."""
    outlets = list(dict.fromkeys(telling.outlet for telling in story.tellings()))
    also = outlets[1:]
    if not also:
        return ()
    more = f" and {len(also) - _OUTLETS} more" if len(also) > _OUTLETS else ""
    return f"also: {', '.join(also[:_OUTLETS])}{more}", *_origins(story, len(outlets))


def _origins(story: Story, outlets: int) -> tuple[str, ...]:
    if not story.origins:
        return ()
    if len(story.origins) > 1:
        count = len(story.origins)
        return (f"{count} sources, {'neither' if count == 2 else 'none'} citing another",)
    [only] = story.origins
    is_cited = all(only in telling.cites for telling in story.tellings())
    return (f"{outlets} outlets, {'all citing' if is_cited else 'one source:'} {only}",)


def _changed(story: Story) -> tuple[str, ...]:
    if story.change is None or story.was is None or not (was := commitment_amount(story.was)):
        return ()
    if was == commitment_amount(story.reading.commitment or Commitment()):  # alike, as figures are shown
        return ()
    return (_CHANGES[story.change].format(was=was),)


def _taken_back(story: Story) -> tuple[str, ...]:
    if not story.withdrawn:
        return ()
    return (f"{takers_back(story)} took an article about this back",)

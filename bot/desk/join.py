"""What one reading means for the stories: a new one, another telling of one, a correction, or nothing. Pure.

Two articles tell the same event when the same investor commits to the same kind of thing, and the amounts
agree or one of them is unknown. That is strict on purpose: two messages about one event are a nuisance, an
event that vanished in another one's message is a loss.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from bot.desk.match import match
from bot.domain.alert import Watch
from bot.domain.reading import Commitment, Kind, Mention, Reading, Role, Status
from bot.domain.story import ALERTING, Story, Telling
from bot.ports import Decision

TOLERANCE: Final = Decimal("0.05")  # of the larger sum: outlets round, and exchange rates differ

# Kinds whose object is a company: two objects that share no name are two events.
_OF_A_COMPANY: Final = frozenset({Kind.ACQUISITION, Kind.STAKE, Kind.FUNDING, Kind.JOINT_VENTURE})

# Words that tell no company from another.
_COMMON: Final = """
    the of and co company corp corporation inc incorporated ltd limited plc group holding holdings
    sa ag nv se ab asa spa llc lp technologies technology international
"""

# What a publisher adds to an address to count readers.
_COUNTING: Final = ("utm_", "fbclid", "gclid", "mc_cid", "mc_eid", "cmpid")


def decide(reading: Reading, stories: Sequence[Story], watches: Sequence[Watch], now: datetime) -> Decision:
    """Return what a reading does to `stories`, which share a company with it, newest first.

    A commitment joins the first story of the same event, else it is a new story; either alerts the channels
    whose watches it hits (the store leaves out those that hold the story). A cancelled commitment changes the
    story that it revokes and alerts nobody new. Anything else tells no story.
    """
    cancelled = reading.verdict.status is Status.CANCELLED
    if not reading.verdict.flagged and not cancelled:
        return Decision()
    for story in stories:
        if same_event(story, reading):
            grown = retold(story, reading)
            revoked = grown.reading.verdict.status is Status.CANCELLED
            return Decision(grown, story.id, () if revoked else match(grown, watches, now))
    if cancelled:
        return Decision()
    story = Story(id=0, reading=reading, revision=1, first_seen=reading.article.first_seen)
    return Decision(story, None, match(story, watches, now))


def same_event(story: Story, reading: Reading) -> bool:
    """Say whether a reading tells a story again.

    The publisher's own page of the story, published again, is the story whatever sum it names now.
    """
    shown = story.reading
    if shown.verdict.kind is not reading.verdict.kind or not _share_a_mark(_leads(shown), _leads(reading)):
        return False
    if _same_page(story, reading):
        return True
    return _amounts_agree(shown, reading) and not _objects_differ(shown, reading)


def retold(story: Story, reading: Reading) -> Story:
    """Return the story after one more telling: its next revision.

    The card goes on showing the reading it showed, unless the new one corrects it (the same page), has the
    amount that it lacked, or changes how firm the commitment is. A change of firmness by an article that
    names no amount is noted on the reading that does, so that no figure is lost and each keeps its sentence.
    """
    shown = story.reading
    new = replace(story, revision=story.revision + 1)
    if _same_page(story, reading) or _has_amount(reading) > _has_amount(shown):
        return _showing(new, reading)
    if not _changes_status(shown.verdict.status, reading.verdict.status):
        # An outlet that tells it twice is remembered, and changes nothing that the card shows.
        return replace(story if _is_named(story, reading) else new, also=(*story.also, _telling(reading)))
    if _has_amount(reading) or not _has_amount(shown):
        return _showing(new, reading)
    verdict = replace(shown.verdict, status=reading.verdict.status, flagged=reading.verdict.flagged)
    return replace(new, reading=replace(shown, verdict=verdict), also=(*story.also, _telling(reading)))


def canonical(url: str) -> str:
    """Return an address without what does not tell pages apart: scheme, www, fragment, reader counting."""
    parts = urlsplit(url)
    query = [(k, v) for k, v in parse_qsl(parts.query) if not k.lower().startswith(_COUNTING)]
    host = parts.netloc.lower().removeprefix("www.")
    return f"{host}{parts.path.rstrip('/')}{'?' + urlencode(query) if query else ''}"


def _showing(story: Story, reading: Reading) -> Story:
    """Return the story with another reading on its card; the article that the card showed tells it too."""
    return replace(story, reading=reading, also=(_telling(story.reading), *story.also))


def _telling(reading: Reading) -> Telling:
    article = reading.article
    return Telling(article.id, article.outlet or article.source, article.url, article.first_seen)


def _is_named(story: Story, reading: Reading) -> bool:
    """Say whether the card names the reading's outlet already."""
    named = {_telling(story.reading).outlet, *(telling.outlet for telling in story.also)}
    return _telling(reading).outlet in named


def _changes_status(before: Status | None, after: Status | None) -> bool:
    """Say whether a commitment became firm, or was revoked. A revoked one stays so."""
    if before is Status.CANCELLED or before is after:
        return False
    return after is Status.CANCELLED or (before is Status.RUMOURED and after is not None)


def _same_page(story: Story, reading: Reading) -> bool:
    """Say whether a reading is of a page that tells the story already. A front page is no such page."""
    url = reading.article.url
    if url is None or "/" not in canonical(url):
        return False
    pages = [story.reading.article.url, *(telling.url for telling in story.also)]
    return canonical(url) in {canonical(page) for page in pages if page}


def _leads(reading: Reading) -> list[Mention]:
    """Return the investors, or where none is named whoever else may alert."""
    able = [company for company in reading.companies if company.role in ALERTING]
    return [company for company in able if company.role is Role.INVESTOR] or able


def _share_a_mark(some: Iterable[Mention], others: Iterable[Mention]) -> bool:
    known = {mark for company in some for mark in company.marks()}
    return any(known & company.marks() for company in others)


def _objects_differ(shown: Reading, reading: Reading) -> bool:
    """Say whether both name what is bought into, and it is not the same."""
    if shown.verdict.kind not in _OF_A_COMPANY:
        return False
    before, after = _targets(shown), _targets(reading)
    if not before or not after or _share_a_mark(before, after):
        return False
    return not (_names(before) & _names(after))


def _targets(reading: Reading) -> list[Mention]:
    return [company for company in reading.companies if company.role is Role.TARGET]


def _names(companies: Iterable[Mention]) -> set[str]:
    """Return the words that tell the companies from others: outlets shorten names differently."""
    words = {word.strip(".,&()") for company in companies for word in company.name.casefold().split()}
    return words - {"", *_COMMON.split()}


def _has_amount(reading: Reading) -> bool:
    return bool(reading.commitment and _ends(reading.commitment))


def _ends(commitment: Commitment) -> list[Decimal]:
    return [end for end in (commitment.low, commitment.high) if end is not None]


def _dollars(commitment: Commitment) -> list[Decimal]:
    if commitment.usd is not None:
        return [commitment.usd]
    return _ends(commitment) if commitment.currency == "USD" else []


def _amounts_agree(shown: Reading, reading: Reading) -> bool:
    """Say whether the sums are within `TOLERANCE`, or cannot be compared because one is unknown."""
    one, other = shown.commitment, reading.commitment
    if one is None or other is None:
        return True
    pairs = (_ends(one), _ends(other)) if one.currency == other.currency else (_dollars(one), _dollars(other))
    if not all(pairs):
        return True
    return any(abs(a - b) <= TOLERANCE * max(a, b) for a in pairs[0] for b in pairs[1])

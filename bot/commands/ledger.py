"""A company's commitments from the stories about it: each counted once, and summed.

A commitment is often announced again: by the next quarter's results, by the ground-breaking, by the other
party. Two stories tell the same commitment when kind, object and sum agree; then the later one only says how
it stands now. A commitment that was called off counts no more.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from bot.cards.names import short_name
from bot.domain.market import Ticker
from bot.domain.reading import Commitment, Mention, Role, Status
from bot.domain.story import Story

TOLERANCE: Final = Decimal("0.05")  # sums this close tell the same commitment

_WORD: Final = re.compile(r"[^\W\d_]{4,}")
_SAYS_LITTLE: Final = frozenset(
    re.findall(
        r"\S+",
        """
        about business company development from group into investment investments more next over plan plans
        programme program project projects than that their this with year years
        """,
    )
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One commitment: the story that told it best, every story that told it, and how it stands now."""

    story: Story
    tellings: tuple[Story, ...]
    status: Status


@dataclass(frozen=True, slots=True)
class Ledger:
    """A company's commitments, newest first. Only `firm` ones are summed."""

    firm: tuple[Entry, ...] = ()
    rumoured: tuple[Entry, ...] = ()
    cancelled: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Totals:
    """The sum in US dollars, the sums by currency of what has no dollar value, and what has no sum at all.

    `limits` counts the "up to" sums in them, which are limits and no promises.
    """

    usd: Decimal
    other: tuple[tuple[str, Decimal], ...]
    without_sum: int
    limits: int


def ledger(stories: Iterable[Story], tickers: Sequence[Ticker]) -> Ledger:
    """Return the commitments that the issuer of `tickers` makes as investor, from stories in any order."""
    entries: list[Entry] = []
    for story in sorted(stories, key=lambda s: (s.first_seen, s.id)):
        if not invests(story, tickers):
            continue
        again = next((n for n, entry in enumerate(entries) if _same(entry.story, story)), None)
        if again is None:
            entries.append(Entry(story, (story,), _status(story)))
        else:
            entries[again] = _told_again(entries[again], story)
    entries.sort(key=lambda entry: (entry.tellings[-1].first_seen, entry.story.id), reverse=True)
    return Ledger(
        firm=tuple(e for e in entries if e.status in {Status.ANNOUNCED, Status.PROGRESS}),
        rumoured=tuple(e for e in entries if e.status is Status.RUMOURED),
        cancelled=tuple(e for e in entries if e.status is Status.CANCELLED),
    )


def totals(entries: Iterable[Entry]) -> Totals:
    """Sum commitments: in US dollars where that is known, else in their own currency."""
    usd = Decimal(0)
    other: dict[str, Decimal] = defaultdict(Decimal)
    without_sum = limits = 0
    for entry in entries:
        commitment = entry.story.reading.commitment or Commitment()
        value = _value(commitment)
        dollars = value if commitment.currency == "USD" else commitment.usd
        if dollars is not None:
            usd += dollars
        elif value is not None and commitment.currency:
            other[commitment.currency] += value
        else:
            without_sum += 1
            continue
        limits += commitment.low is None
    return Totals(usd, tuple(sorted(other.items())), without_sum, limits)


def invests(story: Story, tickers: Sequence[Ticker]) -> bool:
    """Tell whether the issuer of `tickers` is the one who commits the money."""
    return any(company.role is Role.INVESTOR and _is(company, tickers) for company in story.companies())


def _is(company: Mention, tickers: Sequence[Ticker]) -> bool:
    return company.ticker in tickers or any(listing in tickers for listing in company.listings)


def _told_again(entry: Entry, later: Story) -> Entry:
    """Keep the telling that says most; the later one decides how the commitment stands.

    A later rumour takes nothing back from what was announced.
    """
    status = _status(later)
    if status is Status.RUMOURED and entry.status is not Status.RUMOURED:
        status = entry.status
    first_has_sum = _value(entry.story.reading.commitment) is not None
    better = entry.story if first_has_sum and entry.status is not Status.RUMOURED else later
    if _value(better.reading.commitment) is None:
        better = entry.story
    return replace(entry, story=better, tellings=(*entry.tellings, later), status=status)


def _status(story: Story) -> Status:
    return story.reading.verdict.status or Status.ANNOUNCED


def _value(commitment: Commitment | None) -> Decimal | None:
    if commitment is None:
        return None
    return commitment.low if commitment.low is not None else commitment.high


def _same(one: Story, other: Story) -> bool:
    if one.reading.verdict.kind is not other.reading.verdict.kind:
        return False
    objects = _objects(one), _objects(other)
    if all(objects):
        # Deals name what they are for: a raised bid for the same company is still the same deal.
        return bool(objects[0] & objects[1])
    if not _sums_agree(one.reading.commitment, other.reading.commitment):
        return False
    purposes = _purpose(one), _purpose(other)
    return not all(purposes) or bool(purposes[0] & purposes[1])


def _objects(story: Story) -> frozenset[str]:
    """Return who the money goes to, by ticker and by name."""
    roles = {Role.TARGET, Role.PARTNER}
    companies = [c for c in story.reading.companies if c.role in roles]
    names = {short_name(c.name).casefold() for c in companies}
    return frozenset(names | {str(c.ticker) for c in companies if c.ticker is not None})


def _purpose(story: Story) -> frozenset[str]:
    purpose = story.reading.commitment.purpose if story.reading.commitment else None
    return frozenset(_WORD.findall((purpose or "").casefold())) - _SAYS_LITTLE


def _sums_agree(one: Commitment | None, other: Commitment | None) -> bool:
    """Tell whether two sums agree within the tolerance. An unknown one agrees with any."""
    first, second = _value(one), _value(other)
    if one is None or other is None or first is None or second is None:
        return True
    if one.currency != other.currency:
        first, second = _dollars(one), _dollars(other)
        if first is None or second is None:
            return False
    return abs(first - second) <= TOLERANCE * max(abs(first), abs(second))


def _dollars(commitment: Commitment) -> Decimal | None:
    return _value(commitment) if commitment.currency == "USD" else commitment.usd

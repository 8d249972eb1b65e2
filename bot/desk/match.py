"""Which watches a story hits. Pure.

Symbols are compared without the MIC: outside the US they carry the exchange's suffix, so they are unique, and
the MIC is empty where the security master does not know it.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.domain.alert import Channel, Watch
from bot.domain.reading import Role
from bot.domain.story import Story
from bot.ports import Owed

_ORDER: Final = (Role.INVESTOR, Role.TARGET, Role.PARTNER)


def match(story: Story, watches: Sequence[Watch], now: datetime) -> tuple[Owed, ...]:
    """Return one Owed for each channel with a watch on an investor, target or partner of the story.

    A watch is hit by its own listing or by another listing of its issuer; a muted one is not. Where several
    watches of a channel are hit, the investor's goes before the target's and the partner's, then the oldest.
    That is the rank of the alert, too, among those of other channels.
    """
    ranks = _ranks(story)
    issuers = {watch.issuer: ranks[watch.ticker.symbol] for watch in watches if watch.ticker.symbol in ranks}
    issuers.pop("", None)
    hits = []
    for watch in watches:
        rank = ranks.get(watch.ticker.symbol, issuers.get(watch.issuer))
        if rank is not None and (watch.muted_until is None or watch.muted_until <= now):
            hits.append((rank, watch.since, watch.ticker, watch.channel))
    first: dict[Channel, Owed] = {}
    for rank, _, ticker, channel in sorted(hits):
        first.setdefault(channel, Owed(channel, ticker, rank))
    return tuple(first.values())


def _ranks(story: Story) -> dict[str, int]:
    """Return the place of each listing that may alert: 0 for an investor's, then target, then partner."""
    ranks: dict[str, int] = {}
    for company in story.companies():
        if company.ticker is not None:
            rank = _ORDER.index(company.role)
            for symbol in company.marks():
                ranks[symbol] = min(rank, ranks.get(symbol, rank))
    return ranks

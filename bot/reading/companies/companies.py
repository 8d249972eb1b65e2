"""The companies of an article: each with its listing, every place where it is named, and its role.

Wrong tickers that alert are the worst mistake there is. A role therefore needs a verb, in the headline or
the first sentences; the rest (rivals, customers, brokers, earlier owners) are mentions, which never alert.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from bot.domain.market import Securities, Ticker
from bot.domain.reading import Mention, Role
from bot.reading.companies.cast import cast
from bot.reading.companies.listings import others
from bot.reading.companies.names import Named, find_names
from bot.reading.wording.sentences import sentences

__all__ = ["find_companies", "without_roles"]

_RANK: Final = {Role.INVESTOR: 0, Role.TARGET: 1, Role.PARTNER: 2, Role.MENTION: 3}
_HEADLINE: Final = 8  # sentences of a headline, at most


def find_companies(
    text: str, headline: str | None, tags: Sequence[str], securities: Securities
) -> tuple[Mention, ...]:
    """Return the companies that `text` names: investors first, then targets, partners, mentions.

    `text` is the reading's text, which begins with `headline` where there is one. `tags` are the publisher's
    own tickers. Within a role the order is that of the text.
    """
    return mentions(text, headline, find_names(text, securities, tags), securities)


def mentions(
    text: str, headline: str | None, names: Sequence[Named], securities: Securities
) -> tuple[Mention, ...]:
    """Give each company among `names` its role and listings."""
    spans = sentences(text)
    head = sum(1 for s in spans[:_HEADLINE] if headline and s.end <= len(headline))
    roles, names, unlisted = cast(text, spans, head, names)
    grouped: dict[str, list[Named]] = {}
    for named in names:
        grouped.setdefault(named.who, []).append(named)
    found = [
        _mention(same, roles.get(who, Role.MENTION), securities)
        for who, same in grouped.items()
        if who in roles or who not in unlisted
    ]
    return tuple(sorted(found, key=lambda m: (_RANK[m.role], m.spans[0].start)))


def without_roles(companies: Iterable[Mention]) -> tuple[Mention, ...]:
    """Return the companies of a story in which nobody commits money: mere mentions, in the text's order."""
    plain = (Mention(m.name, m.ticker, m.listings, Role.MENTION, m.spans) for m in companies)
    return tuple(sorted(plain, key=lambda m: m.spans[0]))


def _mention(same: Sequence[Named], role: Role, securities: Securities) -> Mention:
    listed = next((n.security for n in same if n.security is not None), None)
    printed = next((n.ticker for n in same if n.ticker is not None), None)
    spans = tuple(n.span for n in same)
    if listed is None:
        return Mention(max((n.name for n in same), key=len), printed, (), role, spans)
    known = securities.listings(listed.issuer)
    ticker: Ticker = printed or known[0].ticker
    return Mention(listed.name, ticker, others(known, ticker), role, spans)

"""The companies of an article: each with its listing, every place where it is named, and its role.

Wrong tickers that alert are the worst mistake there is. A role therefore needs a verb, in the headline or
the first sentences; the rest (rivals, customers, brokers, earlier owners) are mentions, which never alert.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from bot.domain.article import Span
from bot.domain.market import Securities, Ticker
from bot.domain.reading import Mention, Role
from bot.reading.companies.listings import others
from bot.reading.companies.names import Named, find_names, within
from bot.reading.companies.roles import Act, acts, commits, joiners, shape, together
from bot.reading.companies.subjects import unlisted_subjects
from bot.reading.wording.sentences import sentences

__all__ = ["find_companies", "without_roles"]

_RANK: Final = {Role.INVESTOR: 0, Role.TARGET: 1, Role.PARTNER: 2, Role.MENTION: 3}
_BACKERS: Final = re.compile(
    r"\bround\b.*\b(?:investors|backers|joined)\b|\b(?:investors|backers|joined)\b.*\bround\b"
)
_HEADLINE: Final = 8  # sentences of a headline, at most
_JOINING: Final = re.compile("join|investors|backers|participa|aking part|ook part")
_FIRST: Final = 4  # sentences after the headline in which an unlisted company is looked for
_LEAD: Final = 3  # sentences after the headline that tell what is new; the rest is background
_DEPTH: Final = 8  # how far to look for who commits, where the lead does not say it


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
    roles = _roles(text, spans, head, names)
    depth = _FIRST if Role.INVESTOR in roles.values() else _DEPTH
    unlisted = unlisted_subjects(text, spans[: head + depth], names)
    if unlisted:
        names = sorted((*names, *unlisted), key=lambda n: n.span.start)
        roles = _roles(text, spans, head, names)
    if not names:
        return ()
    _join(roles, text, spans, names)
    grouped: dict[str, list[Named]] = {}
    for named in names:
        grouped.setdefault(named.who, []).append(named)
    found = [_mention(same, roles.get(who, Role.MENTION), securities) for who, same in grouped.items()]
    # An unlisted name without a legal form is a company only for what it does.
    doubtful = {n.span for n in unlisted}
    if doubtful:
        found = [m for m in found if m.role is not Role.MENTION or doubtful.isdisjoint(m.spans)]
    return tuple(sorted(found, key=lambda m: (_RANK[m.role], m.spans[0].start)))


def without_roles(companies: Iterable[Mention]) -> tuple[Mention, ...]:
    """Return the companies of a story in which nobody commits money: mere mentions, in the text's order."""
    plain = (Mention(m.name, m.ticker, m.listings, Role.MENTION, m.spans) for m in companies)
    return tuple(sorted(plain, key=lambda m: m.spans[0]))


def _roles(text: str, spans: Sequence[Span], head: int, names: Sequence[Named]) -> dict[str, Role]:
    """Return the role of each company that has one.

    The headline and the lead say who; a later sentence may add a company only where the lead named no
    investor, or where it lists who else joined.
    """
    roles: dict[str, Role] = {}
    for n, sentence in enumerate(spans[: head + _DEPTH] if names else ()):
        known = Role.INVESTOR in roles.values()
        if known and n >= head + _LEAD:
            break
        here = within(names, sentence)
        said = shape(text, sentence, here)
        found = acts(said)
        if not known or n <= head or _goes_on(found, here, roles):
            _settle(roles, found, here)
        if n < head + _LEAD and together(said):
            pair = [who for who, role in roles.items() if role in {Role.INVESTOR, Role.PARTNER}]
            first = list(dict.fromkeys(named.who for named in names))[:2]
            roles.update(dict.fromkeys(pair if len(pair) > 1 else first, Role.INVESTOR))
        elif Role.INVESTOR not in roles.values() and commits(said):
            roles[names[0].who] = Role.INVESTOR
    return roles


def _join(roles: dict[str, Role], text: str, spans: Sequence[Span], names: Sequence[Named]) -> None:
    """Add who takes part in a round, wherever the story lists them."""
    for n, sentence in enumerate(spans):
        if _JOINING.search(text, sentence.start, sentence.end):
            here = within(names, sentence)
            if here and (n <= _DEPTH or _BACKERS.search(text, sentence.start, sentence.end)):
                _settle(roles, tuple(joiners(shape(text, sentence, here))), here)


def _goes_on(found: Sequence[Act], names: Sequence[Named], roles: dict[str, Role]) -> bool:
    """Say whether a sentence past the first goes on about the story: a known investor acts in it."""
    return any(roles.get(names[a.named].who) is Role.INVESTOR for a in found if a.role is Role.INVESTOR)


def _settle(roles: dict[str, Role], found: Sequence[Act], names: Sequence[Named]) -> None:
    """Keep the first role that was stated for each company; a mere owner stays a mention in that sentence."""
    owners = {names[a.named].who for a in found if a.role is Role.MENTION}
    for act in found:
        who = names[act.named].who
        if act.role is not Role.MENTION and who not in owners:
            roles.setdefault(who, act.role)


def _mention(same: Sequence[Named], role: Role, securities: Securities) -> Mention:
    listed = next((n.security for n in same if n.security is not None), None)
    printed = next((n.ticker for n in same if n.ticker is not None), None)
    spans = tuple(n.span for n in same)
    if listed is None:
        return Mention(max((n.name for n in same), key=len), printed, (), role, spans)
    known = securities.listings(listed.issuer)
    ticker: Ticker = printed or known[0].ticker
    return Mention(listed.name, ticker, others(known, ticker), role, spans)

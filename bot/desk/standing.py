"""What a story stands on: whether the company itself speaks, and who only repeats whom. Pure."""

from collections.abc import Sequence
from typing import Final

from bot.desk.joining.origins import are_one
from bot.domain.article import Voice
from bot.domain.reading import Mention, Reading, Role, Status
from bot.domain.story import Telling

_PARTIES: Final = frozenset({Role.INVESTOR, Role.TARGET})


def is_own_word(reading: Reading) -> bool:
    """Say whether a reading is of a filing or release of the very company that invests or is invested in.

    The publisher's tags say whose it is; without any, whom its headline names. What a company calls mere
    talks confirms nothing, and a release that others write about it is not its word.
    """
    article = reading.article
    if article.voice is Voice.OUTLET or reading.verdict.status is Status.RUMOURED:
        return False
    parties = [company for company in reading.companies if company.role in _PARTIES]
    tags = {_stem(tag.rpartition(":")[2]) for tag in article.tickers}
    if tags:
        return any(tags & {_stem(mark) for mark in company.marks()} for company in parties)
    return any(_stands_in_headline(company, reading) for company in parties)


def rests_on(telling: Telling, others: Sequence[Telling]) -> bool:
    """Say whether a telling names an outlet of `others` as where its news comes from."""
    return any(are_one(cited, other.outlet) for cited in telling.cites for other in others)


def independent_of(tellings: Sequence[Telling], gone: Sequence[Telling]) -> list[Telling]:
    """Return the tellings that do not rest on those that are `gone`, nor on one that does."""
    standing, fallen = list(tellings), list(gone)
    while resting := [telling for telling in standing if rests_on(telling, fallen)]:
        standing = [telling for telling in standing if telling not in resting]
        fallen = resting
    return standing


def _stem(symbol: str) -> str:
    """Return a symbol as every wire could write it: "0700" and "00700.HK" are both "700"."""
    plain = symbol.strip().upper()
    stem, _, _ = plain.partition(".")
    return stem.lstrip("0") if stem.isdecimal() else plain


def _stands_in_headline(company: Mention, reading: Reading) -> bool:
    end = len(reading.article.headline or "")
    return any(span.end <= end for span in company.spans)

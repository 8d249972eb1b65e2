"""What a story stands on: whether the company itself speaks, and who only repeats whom. Pure."""

from typing import Final

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


def rests_on(telling: Telling, other: Telling) -> bool:
    """Say whether a telling names the outlet of another one as where its news comes from."""
    outlet = _plain(other.outlet)
    return any(_plain(cited) == outlet for cited in telling.cites)


def _plain(outlet: str) -> str:
    return outlet.casefold().removeprefix("the ").strip()


def _stem(symbol: str) -> str:
    """Return a symbol as every wire could write it: "0700" and "00700.HK" are both "700"."""
    plain = symbol.strip().upper()
    stem, _, _ = plain.partition(".")
    return stem.lstrip("0") if stem.isdecimal() else plain


def _stands_in_headline(company: Mention, reading: Reading) -> bool:
    end = len(reading.article.headline or "")
    return any(span.end <= end for span in company.spans)

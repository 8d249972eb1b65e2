"""HKEXnews: what companies listed in Hong Kong announce. Titles only: the announcements are PDFs."""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, Final

import msgspec

from bot.domain.article import Voice
from bot.domain.errors import SourceTrouble
from bot.fetch import Fetcher
from bot.fetch.guard import shown
from bot.markup import headline_text
from bot.ports import Source
from bot.sources.dialect import Dialect
from bot.sources.feed import FeedSource
from bot.sources.item import Feed, Item
from bot.sources.settings import Asked
from bot.sources.xml_feed import whole

HONG_KONG: Final = timezone(timedelta(hours=8))  # no summer time since 1979
MOST_ITEMS: Final = 2000

_KIND_OF_SHARE: Final = re.compile(r"-[A-Z]{1,2}$")
_DISPOSAL: Final = re.compile(r"\b(?:disposals?|divestments?|sale) of\b", re.IGNORECASE)


class Settings(Asked, frozen=True, kw_only=True):
    """`[[source]]` of kind "hkex". `url` is the list of the latest announcements in English."""

    kind: str = "hkex"
    url: str = "https://www1.hkexnews.hk/ncms/json/eds/lcisehk1relsde_1.json"


class Stock(msgspec.Struct, frozen=True):
    """`sc` is the stock code of five digits, `sn` the short name."""

    sc: str = ""
    sn: str = ""


class Announcement(msgspec.Struct, frozen=True, rename="camel"):
    """One entry of the list; its other keys are passed over."""

    title: str
    news_id: str | int | None = None
    rel_time: str = ""
    web_path: str | None = None
    l_txt: str = ""
    stock: list[Stock] = []


def build(settings: Settings, fetcher: Fetcher) -> Source:
    """Return the source. Raises CannotRun for settings that make no sense."""
    # The same words are announced again and again: "Next Day Disclosure Return".
    dialect = Dialect(voice=Voice.FILING, outlet="HKEXnews", read=read_list, one_a_guid=True)
    return FeedSource(settings, settings.url, fetcher, dialect)


def read_list(body: bytes, url: str, _content_type: str | None) -> Feed:
    """Read the list of announcements. Raises SourceTrouble for anything else; an odd entry is left out."""
    try:
        entries = msgspec.json.decode(body, type=dict[str, Any])["newsInfoLst"]
        announcements = list(_announcements(entries))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, KeyError, TypeError) as error:
        raise SourceTrouble(
            f"{shown(url)} gave no list of announcements: its shape has changed, or the address is wrong."
        ) from error
    return Feed("HKEXnews", tuple(_item(each, url) for each in announcements))


def ticker(code: str) -> str:
    """Return a stock code as a ticker: "00700" is 0700.HK, "80700" stays as it is."""
    return f"{code.lstrip('0').zfill(4)}.HK"


def _announcements(entries: list[Any]) -> Iterator[Announcement]:
    for entry in entries[:MOST_ITEMS]:
        try:
            yield msgspec.convert(entry, Announcement)
        except msgspec.ValidationError:
            continue


def headline(names: Sequence[str], title: str) -> str:
    """Return an announcement's title behind the short names of its companies: "TARN METALS announces: …".

    The verb says who acts, which the reader asks for. Of a disposal it is left out, as who sells commits
    nothing. "TARN-W" and "TARN-R" are TARN with weighted votes and TARN in renminbi.
    """
    companies = list(dict.fromkeys(_KIND_OF_SHARE.sub("", name.strip()) for name in names if name.strip()))
    if not companies:
        return title
    verb = "" if _DISPOSAL.search(title) else " announces" if len(companies) == 1 else " announce"
    return f"{', '.join(companies)}{verb}: {title}"


def _item(said: Announcement, url: str) -> Item:
    codes = [stock.sc.strip() for stock in said.stock]
    return Item(
        headline=headline([stock.sn for stock in said.stock], headline_text(said.title)),
        summary=headline_text(said.l_txt),
        link=whole(url, said.web_path),
        guid=None if said.news_id is None else str(said.news_id),
        published_at=_moment(said.rel_time),
        tickers=tuple(dict.fromkeys(ticker(code) for code in codes if code.isdecimal())),
    )


def _moment(text: str) -> datetime | None:
    """Return the moment of "08/10/2025 16:46", Hong Kong's time, in UTC."""
    try:
        return datetime.strptime(text.strip(), "%d/%m/%Y %H:%M").replace(tzinfo=HONG_KONG).astimezone(UTC)
    except (ValueError, OverflowError):  # the second for the first day of the calendar
        return None

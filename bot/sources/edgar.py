"""The SEC's EDGAR: 8-K and 6-K filings as they come in, with their press releases.

A foreign company such as Alibaba files 6-K, never 8-K. A filing stands in the feed once for each company that
has a part in it, so it is known by its accession number. The feed says of a filing only its form, its items
and its company. The amounts stand in the documents, which `open` fetches where they may tell a commitment.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import ClassVar, Final
from urllib.parse import urlencode

from bot.domain.article import Article, Voice
from bot.domain.errors import CannotRun
from bot.fetch import Denied, Fetcher
from bot.ports import Cursor, Manner, Poll, Source
from bot.sec.access import MISSING, SITE, Access, is_contact, refusal
from bot.sec.companies import Companies
from bot.sources.dialect import Dialect
from bot.sources.edgar_documents import Documents
from bot.sources.feed import FeedSource
from bot.sources.item import Feed, Item
from bot.sources.needs import require
from bot.sources.parse import read_feed
from bot.sources.settings import Asked
from bot.sources.several import Several

COUNT: Final = 100  # entries in one answer, the most that EDGAR gives

# Items of an 8-K that may tell of money committed; the others are results, directors, auditors, by-laws.
TELLING: Final = frozenset({"1.01", "2.01", "7.01", "8.01"})
EXHIBITS: Final = "9.01"  # says only that there are some

_TITLE: Final = re.compile(r"(?P<form>\S+) - (?P<name>.+) \((?P<cik>\d{10})\) \((?P<role>[^()]+)\)")
_ACCESSION: Final = re.compile(r"\d{10}-\d{2}-\d{6}")
_ITEM: Final = re.compile(r"\bItem (\d\.\d\d): *([^\n]+)")


class Settings(Asked, frozen=True, kw_only=True):
    """`[[source]]` of kind "edgar". `contact` goes into the User-Agent of each request to the SEC."""

    NEEDS: ClassVar[Mapping[str, str]] = {"contact": MISSING}

    kind: str = "edgar"
    contact: str = ""
    forms: tuple[str, ...] = ("8-K", "6-K")
    exhibits: bool = True
    url: str = SITE
    every: float = 30.0  # at the end of results season a hundred filings take little more than a minute


def build(settings: Settings, fetcher: Fetcher) -> Source:
    """Return the source. Raises CannotRun without a contact, or for settings that make no sense."""
    require(settings)
    if not is_contact(settings.contact):
        raise CannotRun(
            f'The source "{settings.name}" has contact = "{settings.contact}". The SEC wants a name and a '
            'mail address, in plain ASCII: write them as "Example Desk news@example.com".'
        )
    return Edgar(settings, fetcher, Access(settings.contact, fetcher))


class Edgar:
    """The feeds of the forms as one source, paced together with the documents and the list of tickers."""

    def __init__(self, settings: Settings, fetcher: Fetcher, access: Access) -> None:
        self._access = access
        self._feeds = Several([_feed(settings, form, fetcher, access.headers) for form in settings.forms])
        self._turns = len(settings.forms)
        self._companies = Companies(settings.url, access, "filings go by their companies' names")
        self._documents = Documents(access) if settings.exhibits else None

    @property
    def name(self) -> str:
        return self._feeds.name

    @property
    def manner(self) -> Manner:
        return self._feeds.manner

    async def poll(self, cursor: Cursor | None, now: datetime) -> Poll:
        """Ask for the latest filings of each form."""
        for _ in range(self._turns):
            await self._access.turn()
        try:
            poll = await self._feeds.poll(cursor, now)
        except Denied as denied:
            raise refusal(denied) from denied
        if not poll.articles:
            return poll
        await self._companies.refresh(now)
        return replace(poll, articles=tuple(self._with_ticker(article) for article in poll.articles))

    async def open(self, article: Article) -> Article:
        """Return a filing with the text of its press releases and its main document, where it may tell of
        money committed; else, and where they cannot be had, as it is."""
        if self._documents is None or article.url is None or not may_tell(article):
            return article
        text = await self._documents.text(article.url)
        return replace(article, body=text) if text else article

    async def close(self) -> None:
        """Nothing is held: the fetcher belongs to whoever made it."""

    def _with_ticker(self, article: Article) -> Article:
        found = (self._companies.ticker_of(cik) for cik in article.tickers)
        return replace(article, tickers=tuple(ticker for ticker in found if ticker is not None))


def may_tell(article: Article) -> bool:
    """Say whether a filing may tell of money committed: an 8-K by its items; a 6-K has none, and may."""
    items = {number for number, _ in _ITEM.findall(article.body)}
    return bool(items & TELLING) if items else " 6-K" in (article.headline or "")


def _feed(settings: Settings, form: str, fetcher: Fetcher, headers: Mapping[str, str]) -> FeedSource:
    asked = {"action": "getcurrent", "type": form, "owner": "include", "start": 0, "count": COUNT}
    address = f"{settings.url}/cgi-bin/browse-edgar?{urlencode(asked)}&output=atom"
    dialect = Dialect(
        voice=Voice.FILING,
        outlet="SEC EDGAR",
        headers=headers,
        read=partial(read_filings, form),
        one_a_guid=True,
    )
    return FeedSource(settings, address, fetcher, dialect)


def read_filings(form: str, body: bytes, url: str, content_type: str | None) -> Feed:
    """Read a feed of filings of one form and its amendments: each filing once, its "tickers" the CIKs of its
    companies. Raises SourceTrouble for what is no feed."""
    feed = read_feed(body, url, content_type)
    filings: dict[str, Item] = {}
    for accession, item in _entries(form, feed):
        known = filings.get(accession, item)
        filings[accession] = replace(known, tickers=tuple(dict.fromkeys((*known.tickers, *item.tickers))))
    return Feed(feed.title, tuple(filings.values()))


def _entries(form: str, feed: Feed) -> Iterator[tuple[str, Item]]:
    """Yield what is of the form by its accession number: EDGAR gives every form whose name begins like it,
    "8-K12B" too."""
    for item in feed.items:
        title = _TITLE.fullmatch(item.headline or "")
        accession = _ACCESSION.search(item.guid or "")
        if title is None or accession is None or title["form"] not in (form, f"{form}/A"):
            continue
        items = _ITEM.findall(item.summary)
        about = "; ".join(words for number, words in items if number != EXHIBITS)
        filing = replace(
            item,
            headline=f"{title['name']} files {title['form']}" + (f": {about}" if about else ""),
            summary="\n".join(f"Item {number}: {words}" for number, words in items),
            guid=accession[0],
            tickers=(title["cik"],),
        )
        yield accession[0], filing

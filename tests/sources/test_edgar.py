"""EDGAR against a loopback SEC: each filing once, with its tickers and, where it may tell, its documents."""

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from aiohttp import web

from bot import securities
from bot.desk.poll import poll
from bot.domain.article import Article, Voice
from bot.domain.errors import CannotRun, SourceTrouble
from bot.domain.reading import Role
from bot.fetch import Fetcher
from bot.fetch.pacer import Pacer
from bot.ports import Opens, Source
from bot.reading.reader import Reader
from bot.sec.access import APART, Access
from bot.sources.edgar import Edgar, Settings, read_filings
from bot.store.memory import MemoryStore
from tests.docs.pages import ROOT
from tests.sources.presets import NOW, built
from tests.sources.sec import MAIN, RELEASE, Filing, Sec
from tests.sources.vendor import Vendor

CAPTURE = ROOT.parent / "shared" / "data" / "feeds" / "edgar_current_8k.atom"
CONTACT = "Example Desk news@example.com"
TARN, FELL = ("Tarn Métals Inc.", 1577552), ("FELL FOODS LTD", 320193)
DOCUMENTS = {"tarn8k.htm": ("8-K", MAIN), "ex991.htm": ("EX-99.1", RELEASE.format(name="Tarn Metals"))}


@pytest.fixture
def sec() -> Sec:
    return Sec(tickers=[(1577552, "TARN"), (1577552, "TARNW"), (320193, "FELL")])


@pytest.fixture
async def vendor(sec: Sec) -> AsyncIterator[Vendor]:
    async with Vendor(sec.answer) as vendor:
        yield vendor


@pytest.fixture
async def fetcher(vendor: Vendor) -> AsyncIterator[Fetcher]:
    async with Fetcher(allow=[vendor.place]) as fetcher:
        yield fetcher


def edgar(vendor: Vendor, fetcher: Fetcher, *, apart: float = 0.0, **table: Any) -> Source:
    """Return the source, with nothing between its requests unless that is what a test is about."""
    table = {"name": "edgar", "contact": CONTACT, "url": vendor.url(""), **table}
    settings = msgspec.convert(table, Settings)
    return Edgar(settings, fetcher, Access(settings.contact, fetcher, Pacer(apart)))


async def opened(source: Source, article: Article) -> Article:
    assert isinstance(source, Opens)
    return await source.open(article)


async def test_each_filing_is_one_article_however_many_companies_have_a_part_in_it(
    sec: Sec, vendor: Vendor, fetcher: Fetcher
) -> None:
    items = {
        "1.01": "Entry into a Material Definitive Agreement",
        "8.01": "Other Events",
        "9.01": "Financial Statements and Exhibits",
    }
    sec.filings = [
        Filing(1, "8-K", [TARN, FELL], items),
        Filing(2, "8-K/A", [FELL], {"8.01": "Other Events"}),
        Filing(3, "8-K12B", [FELL], {"8.01": "Other Events"}),
        Filing(4, "6-K", [("Ravenhill & Co", 77)]),
    ]
    poll = await edgar(vendor, fetcher).poll(None, NOW)
    assert [(a.headline, a.tickers) for a in poll.articles] == [
        (f"Tarn Métals Inc. files 8-K: {items['1.01']}; Other Events", ("TARN", "FELL")),
        ("FELL FOODS LTD files 8-K/A: Other Events", ("FELL",)),
        ("Ravenhill & Co files 6-K", ()),
    ]
    first = poll.articles[0]
    assert first.voice is Voice.FILING
    assert first.published_at == datetime(2026, 11, 20, 12, 55, tzinfo=UTC)
    assert first.body.splitlines() == [f"Item {number}: {words}" for number, words in items.items()]
    assert first.url == vendor.url(sec.filings[0].index)


async def test_a_filing_keeps_its_id_when_its_roles_change_places(
    sec: Sec, vendor: Vendor, fetcher: Fetcher
) -> None:
    source = edgar(vendor, fetcher)
    sec.filings = [Filing(1, "8-K", [TARN, FELL])]
    first = await source.poll(None, NOW)
    sec.filings = [Filing(1, "8-K", [FELL, TARN])]
    second = await source.poll(first.cursor, NOW)
    assert [article.id for article in second.articles] == [article.id for article in first.articles]


@pytest.mark.skipif(not CAPTURE.exists(), reason="the recorded feed is not part of the project")
def test_in_a_recorded_feed_forty_entries_are_twenty_filings() -> None:
    data = CAPTURE.read_bytes()
    forms = {re.sub(r"/A$", "", form) for form in re.findall(r"<title>(\S+) - ", data.decode("latin-1"))}
    feeds = [read_filings(form, data, "https://www.sec.gov/cgi-bin/browse-edgar", None) for form in forms]
    filings = [item for feed in feeds for item in feed.items]
    assert data.count(b"<entry>") == 40
    assert len(filings) == len({item.guid for item in filings}) == 20
    assert all(item.tickers and item.published_at and item.link for item in filings)
    assert sum(len(item.tickers) for item in filings) == 40


async def test_forms_may_be_chosen(sec: Sec, vendor: Vendor, fetcher: Fetcher) -> None:
    sec.filings = [Filing(1, "8-K", [TARN]), Filing(2, "6-K", [FELL])]
    poll = await edgar(vendor, fetcher, forms=["6-K"]).poll(None, NOW)
    assert [article.headline for article in poll.articles] == ["FELL FOODS LTD files 6-K"]


@pytest.mark.parametrize("contact", ["", "Example Desk", "news@example.com", "Exämple Desk news@example.com"])
async def test_without_a_contact_it_does_not_start(contact: str) -> None:
    async with Fetcher() as fetcher:
        with pytest.raises(CannotRun, match="Example Desk news@"):
            built(fetcher, "edgar", contact=contact)


async def test_every_request_says_whom_to_write_to(sec: Sec, vendor: Vendor, fetcher: Fetcher) -> None:
    sec.filings = [Filing(1, "8-K", [TARN], {"8.01": "Other Events"}, DOCUMENTS)]
    source = edgar(vendor, fetcher)
    (article,) = (await source.poll(None, NOW)).articles
    await opened(source, article)
    assert len(vendor.asked) == 6  # two forms, the list of tickers, the index, two documents
    assert {request.headers["User-Agent"] for request in vendor.asked} == {CONTACT}


async def test_a_refusal_is_explained(sec: Sec, vendor: Vendor, fetcher: Fetcher) -> None:
    source = edgar(vendor, fetcher, contact="Example Desk news@example.com")
    vendor.play(lambda _: web.Response(status=403))
    with pytest.raises(SourceTrouble, match="more than ten requests a second") as trouble:
        await source.poll(None, NOW)
    assert "Check contact" in str(trouble.value)
    assert "a key" not in str(trouble.value)


async def test_no_second_sees_more_than_ten_requests(sec: Sec, vendor: Vendor, fetcher: Fetcher) -> None:
    sec.filings = [Filing(n, "8-K", [TARN], {"8.01": "Other Events"}, DOCUMENTS) for n in range(3)]
    source, times = edgar(vendor, fetcher, apart=APART), []
    loop, answer = asyncio.get_running_loop(), sec.answer

    def timed(request: Any) -> Any:
        times.append(loop.time())
        return answer(request)

    vendor.play(timed)
    poll = await source.poll(None, NOW)
    await asyncio.gather(*(opened(source, article) for article in poll.articles))
    assert len(times) == 12
    assert max(sum(begin <= moment < begin + 1 for moment in times) for begin in times) <= 10


async def test_the_list_of_tickers_is_asked_for_once_a_day(
    sec: Sec, vendor: Vendor, fetcher: Fetcher
) -> None:
    source, asked = edgar(vendor, fetcher), "/files/company_tickers.json"
    cursor, now, counts = None, NOW, []
    for number in range(3):
        sec.filings = [Filing(number, "8-K", [TARN])]
        poll = await source.poll(cursor, now)
        assert poll.articles[0].tickers == ("TARN",)
        cursor, now = poll.cursor, now + timedelta(hours=13)
        counts.append(sum(request.path == asked for request in vendor.asked))
    assert counts == [1, 1, 2]
    assert [r.headers.get("If-None-Match") for r in vendor.asked if r.path == asked] == [None, '"1"']


async def test_without_the_list_filings_go_out_under_their_names(
    sec: Sec, vendor: Vendor, fetcher: Fetcher
) -> None:
    source = edgar(vendor, fetcher)
    sec.filings, sec.list_status = [Filing(1, "8-K", [TARN])], 503
    first = await source.poll(None, NOW)
    assert [article.tickers for article in first.articles] == [()]
    sec.filings, sec.list_status = [Filing(2, "8-K", [TARN])], 200
    soon = await source.poll(first.cursor, NOW + timedelta(minutes=1))
    assert [article.tickers for article in soon.articles] == [()]  # it is not asked for at every poll
    sec.filings = [Filing(3, "8-K", [TARN])]
    later = await source.poll(soon.cursor, NOW + timedelta(minutes=11))
    assert [article.tickers for article in later.articles] == [("TARN",)]


async def test_an_opened_filing_has_the_press_release_before_the_form(
    sec: Sec, vendor: Vendor, fetcher: Fetcher
) -> None:
    sec.filings = [Filing(1, "8-K", [TARN], {"8.01": "Other Events"}, DOCUMENTS)]
    source = edgar(vendor, fetcher)
    (article,) = (await source.poll(None, NOW)).articles
    whole = await opened(source, article)
    assert whole.body.startswith("Tarn Metals to Build $2.5 Billion Plant in Ravenhill")
    assert "“We are building for the next thirty years,” said Ada Holm" in whole.body
    assert whole.body.endswith(
        "Item 8.01 Other Events.\n\nOn November 20, 2026, the company issued a release."
    )
    assert (whole.id, whole.headline, whole.tickers) == (article.id, article.headline, article.tickers)


@pytest.mark.parametrize(
    ("form", "item", "wanted"),
    [
        ("8-K", "1.01", True),
        ("8-K", "2.01", True),
        ("8-K/A", "7.01", True),
        ("8-K", "2.02", False),
        ("8-K", "5.02", False),
        ("6-K", None, True),
        ("8-K", None, False),
    ],
)
async def test_only_what_may_tell_a_commitment_is_opened(
    form: str, item: str | None, *, wanted: bool
) -> None:
    items = {"9.01": "Exhibits", item: "As the SEC calls it"} if item else {}
    sec = Sec([Filing(1, form, [TARN], items, DOCUMENTS)])
    async with Vendor(sec.answer) as vendor, Fetcher(allow=[vendor.place]) as fetcher:
        source = edgar(vendor, fetcher)
        (article,) = (await source.poll(None, NOW)).articles
        whole = await opened(source, article)
        assert ("$2.5 billion" in whole.body) == wanted
        assert any("/Archives/" in request.path for request in vendor.asked) == wanted


async def test_exhibits_can_be_switched_off(sec: Sec, vendor: Vendor, fetcher: Fetcher) -> None:
    sec.filings = [Filing(1, "6-K", [TARN], {}, DOCUMENTS)]
    source = edgar(vendor, fetcher, exhibits=False)
    (article,) = (await source.poll(None, NOW)).articles
    assert await opened(source, article) == article


async def test_pictures_slides_and_other_houses_are_passed_over(
    sec: Sec, vendor: Vendor, fetcher: Fetcher
) -> None:
    documents = {
        "tarn6k.htm": ("6-K", "<p>The form.</p>"),
        "release.pdf": ("EX-99.1", "%PDF"),
        "https://elsewhere.example/x.htm": ("EX-99.2", "<p>Elsewhere.</p>"),
        "words.txt": ("EX-99.3", "Tarn will dig.\n\nIt said so."),
        "contract.htm": ("EX-10.1", "<p>Whereas.</p>"),
    }
    sec.filings = [Filing(1, "6-K", [TARN], {}, documents)]
    source = edgar(vendor, fetcher)
    (article,) = (await source.poll(None, NOW)).articles
    assert (await opened(source, article)).body == "Tarn will dig.\n\nIt said so.\n\nThe form."


async def test_a_filing_whose_documents_are_gone_stays_as_it_was(
    sec: Sec, vendor: Vendor, fetcher: Fetcher
) -> None:
    sec.filings = [Filing(1, "6-K", [TARN])]
    source = edgar(vendor, fetcher)
    (article,) = (await source.poll(None, NOW)).articles
    assert await opened(source, article) == article  # an index without a document
    sec.filings = []
    assert await opened(source, article) == article  # no index


async def test_the_reader_finds_the_commitment_and_the_filers_own_ticker(
    sec: Sec, vendor: Vendor, fetcher: Fetcher
) -> None:
    """The company is a real one, so that the security master knows it; what it says here is invented."""
    name = "ACM Research, Inc."
    documents = {"acmr8k.htm": ("8-K", MAIN), "ex991.htm": ("EX-99.1", RELEASE.format(name="ACM Research"))}
    sec.filings = [Filing(1, "8-K", [(name, 1680062)], {"8.01": "Other Events"}, documents)]
    sec.tickers = [(1680062, "ACMR")]
    source = edgar(vendor, fetcher)
    (article,) = (await source.poll(None, NOW)).articles
    reader = Reader(securities.load())
    assert not reader.read(article).verdict.flagged  # the feed's own words tell nothing
    reading = reader.read(await opened(source, article))
    assert reading.verdict.flagged
    assert reading.commitment is not None
    assert (reading.commitment.low, reading.commitment.currency) == (Decimal(2_500_000_000), "USD")
    investors = [str(m.ticker) for m in reading.companies if m.role is Role.INVESTOR]
    assert investors == ["ACMR"]


@dataclass
class Noon:
    """A clock that stands still."""

    def now(self) -> datetime:
        return NOW


async def test_two_filings_with_the_same_words_are_two(sec: Sec, vendor: Vendor, fetcher: Fetcher) -> None:
    source, store = edgar(vendor, fetcher), MemoryStore()
    await poll(source, store, Noon())
    for number in range(2):
        sec.filings = [Filing(number, "8-K", [TARN], {"8.01": "Other Events " * 9})]
        assert (await poll(source, store, Noon())).new == 1


async def test_at_the_busiest_minute_every_filing_is_opened(
    sec: Sec, vendor: Vendor, fetcher: Fetcher
) -> None:
    """More than the twenty pages that the desk grants to a feed."""
    source, store = edgar(vendor, fetcher), MemoryStore()
    assert isinstance(source, Opens)
    await poll(source, store, Noon(), opens=source)
    sec.filings = [Filing(n, "6-K", [TARN], {}, DOCUMENTS) for n in range(30)]
    await poll(source, store, Noon(), opens=source)
    waiting = await store.unread(50)
    assert len(waiting) == 30
    assert all("$2.5 billion" in article.body for article in waiting)

"""The documents of a filing, within bounds of size and time."""

import asyncio

import pytest
from aiohttp import web

from bot.fetch import Fetcher
from bot.fetch.pacer import Pacer
from bot.sec.access import Access
from bot.sources.edgar_documents import LARGEST, Documents, documents, words_of
from tests.sources.sec import MAIN, RELEASE, Filing, Sec
from tests.sources.vendor import Vendor
from tests.wires import Wire

CONTACT = "Example Desk news@example.com"


async def test_a_document_that_is_too_large_does_not_cost_the_others() -> None:
    contract = "<p>Whereas.</p>" * (LARGEST // 10)
    filing = Filing(1, "6-K", [("Tarn", 7)], {}, {
        "a.htm": ("6-K", MAIN), "b.htm": ("EX-99.1", contract), "c.htm": ("EX-99.2", "<p>Tarn digs.</p>"),
    })  # fmt: skip
    async with Vendor(Sec([filing]).answer) as vendor, Fetcher(allow=[vendor.place]) as fetcher:
        text = await Documents(Access(CONTACT, fetcher, Pacer(0))).text(vendor.url(filing.index))
    assert text.startswith("Tarn digs.\n\nItem 8.01")
    assert "Whereas" not in text


async def test_a_slow_house_costs_no_more_than_the_deadline() -> None:
    async with Wire() as wire, Fetcher(allow=[wire.place]) as fetcher:
        wire.put("/index.htm", "<html></html>", delay=30)
        began = asyncio.get_running_loop().time()
        assert (
            await Documents(Access(CONTACT, fetcher, Pacer(0)), deadline=0.2).text(wire.url("/index.htm"))
            == ""
        )
        assert asyncio.get_running_loop().time() - began < 5


async def test_the_deadline_of_a_filing_begins_when_it_has_its_turn() -> None:
    documents = {"a.htm": ("8-K", MAIN), "b.htm": ("EX-99.1", RELEASE.format(name="Tarn"))}
    filings = [Filing(n, "8-K", [("Tarn", 7)], {}, documents) for n in range(12)]
    async with Vendor(Sec(filings).answer) as vendor, Fetcher(allow=[vendor.place]) as fetcher:
        reads = Documents(
            Access(CONTACT, fetcher, Pacer(0.03)), deadline=0.8
        )  # all of them take over a second
        texts = await asyncio.gather(*(reads.text(vendor.url(filing.index)) for filing in filings))
    assert all("$2.5 billion" in text for text in texts)


@pytest.mark.parametrize(
    "page", [b"", b" \n", b"\0\xff", b"<html>", b"<table summary='Document Format Files'><tr>"]
)
def test_an_index_without_documents_has_none(page: bytes) -> None:
    assert documents(page, "https://www.sec.gov/index.htm") == []


def test_a_link_that_is_no_address_does_not_cost_the_others() -> None:
    cells = "<tr><td>1</td><td></td><td><a href='{}'>x</a></td><td>EX-99.1</td></tr>"
    rows = cells.format("//[x/a.htm") + cells.format("/b.htm")
    page = f"<table summary='Document Format Files'>{rows}</table>".encode()
    [document] = documents(page, "https://www.sec.gov/index.htm")
    assert document.url == "https://www.sec.gov/b.htm"


@pytest.mark.parametrize(
    ("body", "kind", "words"),
    [
        (b"<DOCUMENT>\n<TYPE>EX-99.1\n<TEXT>\nTarn digs.\n</TEXT>\n</DOCUMENT>", "EX-99.1", "Tarn digs."),
        (b"<p>Cover</p><p>ITEM 1.01. Entry</p><p>Tarn agreed.</p><p>SIGNATURE</p><p>Ada</p>", "8-K",
         "ITEM 1.01. Entry\n\nTarn agreed."),
        (b"<p>Report of a foreign issuer. Tarn digs.</p>", "6-K", "Report of a foreign issuer. Tarn digs."),
        (b"<p>A release speaks of Item 1.01.</p><p>SIGNATURES</p><p>more</p>", "EX-99.1",
         "A release speaks of Item 1.01.\n\nSIGNATURES\n\nmore"),
        ("<p>“Ravenhill’s”</p>".encode("cp1252"), "EX-99.1", "“Ravenhill’s”"),
    ],
)  # fmt: skip
def test_what_stands_around_the_words_is_left_out(body: bytes, kind: str, words: str) -> None:
    assert words_of(body, kind) == words


async def test_a_page_of_another_kind_is_no_filing() -> None:
    async with (
        Vendor(lambda _: web.Response(text="<p>Undergoing maintenance</p>")) as vendor,
        Fetcher(allow=[vendor.place]) as fetcher,
    ):
        assert await Documents(Access(CONTACT, fetcher, Pacer(0))).text(vendor.url("/index.htm")) == ""

"""HKEXnews against a loopback server that answers as its page's own list does."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp import web

from bot.domain.article import Article, Voice
from bot.domain.errors import SourceTrouble
from bot.domain.reading import Role
from bot.fetch import Fetcher
from bot.ports import Poll
from bot.reading.reader import Reader
from bot.securities import load
from bot.sources.hkex import headline, ticker
from tests.sources.presets import NOW, built
from tests.sources.vendor import Vendor

PLEDGE: Mapping[str, Any] = {
    "newsId": "11990001",
    "title": "DISCLOSEABLE TRANSACTION - SUBSCRIPTION OF SHARES IN HALL &amp; CO",
    "relTime": "20/11/2026 18:05",
    "webPath": "/listedco/listconews/sehk/2026/1120/2026112001001.pdf",
    "ext": "PDF",
    "size": "312KB",
    "sTxt": "Announcements and Notices",
    "lTxt": "Announcements and Notices - [Discloseable Transaction]",
    "t1Code": "10000",
    "market": "SEHK",
    "stock": [{"sc": "09901", "sn": "TARN METALS"}, {"sc": "89901", "sn": "TARN METALS-R"}],
}


async def polled(answer: web.Response) -> Poll:
    async with Vendor(lambda _: answer) as vendor, Fetcher(allow=[vendor.place]) as fetcher:
        source = built(fetcher, "hkex", url=vendor.url("/ncms/json/eds/lcisehk1relsde_1.json"))
        return await source.poll(None, NOW)


def listed(*entries: object) -> web.Response:
    # The real one says text/html or application/json, as it pleases.
    body = json.dumps({"maxNumOfFile": 1, "genDate": "1763600000000", "newsInfoLst": entries})
    return web.Response(text=body, content_type="text/html")


async def test_an_announcement_of_two_stocks() -> None:
    (article,) = (await polled(listed(PLEDGE))).articles
    assert article.headline == (
        "TARN METALS announces: DISCLOSEABLE TRANSACTION - SUBSCRIPTION OF SHARES IN HALL & CO"
    )
    assert article.body == "Announcements and Notices - [Discloseable Transaction]"
    assert article.tickers == ("9901.HK", "89901.HK")
    assert article.published_at == datetime(2026, 11, 20, 10, 5, tzinfo=UTC)
    assert (article.url or "").endswith("/listedco/listconews/sehk/2026/1120/2026112001001.pdf")
    assert article.voice is Voice.FILING
    assert article.outlet == "HKEXnews"


async def test_it_is_known_by_its_number_when_its_title_is_corrected() -> None:
    (first,) = (await polled(listed(PLEDGE))).articles
    (second,) = (await polled(listed({**PLEDGE, "title": "DISCLOSEABLE TRANSACTION (REVISED)"}))).articles
    assert len({first.id, second.id}) == 1


async def test_the_same_words_on_another_day_are_another_announcement() -> None:
    (first,) = (await polled(listed(PLEDGE))).articles
    (second,) = (await polled(listed({**PLEDGE, "newsId": "11990002"}))).articles
    assert first.id != second.id
    assert not first.keys


async def test_an_odd_entry_does_not_spoil_the_others() -> None:
    odd = [{"newsId": "1"}, "words", None, {"title": 7}, {**PLEDGE, "stock": "TARN"}]
    bare = {"title": "CLOSURE OF REGISTER", "newsId": 12, "relTime": "yesterday", "stock": [{"sc": "N/A"}]}
    first_day = {"title": "NOTICE OF MEETING", "relTime": "01/01/0001 00:00", "webPath": "//[x"}
    poll = await polled(listed(*odd, PLEDGE, bare, first_day))
    assert [each.headline for each in poll.articles[1:]] == ["CLOSURE OF REGISTER", "NOTICE OF MEETING"]
    assert {(each.published_at, each.tickers, each.url) for each in poll.articles[1:]} == {(None, (), None)}


@pytest.mark.parametrize("body", ["", "<html>", "[]", "{}", '{"newsInfoLst": 7}', '{"newsInfoLst'])
async def test_another_shape_is_said(body: str) -> None:
    with pytest.raises(SourceTrouble, match="no list of announcements"):
        await polled(web.Response(text=body, content_type="application/json"))


@pytest.mark.parametrize(
    ("code", "symbol"),
    [("00700", "0700.HK"), ("00005", "0005.HK"), ("09988", "9988.HK"), ("80700", "80700.HK")],
)
def test_stock_codes_become_tickers(code: str, symbol: str) -> None:
    assert ticker(code) == symbol


@pytest.mark.parametrize(
    ("names", "title", "said"),
    [
        (["TARN-W", "TARN-WR"], "SMELTER", "TARN announces: SMELTER"),
        (["TARN", "FELL FOODS"], "JOINT VENTURE", "TARN, FELL FOODS announce: JOINT VENTURE"),
        (["TARN"], "VERY SUBSTANTIAL DISPOSAL OF HALL & CO", "TARN: VERY SUBSTANTIAL DISPOSAL OF HALL & CO"),
        ([" ", ""], "CLOSURE", "CLOSURE"),
    ],
)
def test_the_headline_says_who_announces(names: list[str], title: str, said: str) -> None:
    assert headline(names, title) == said


def test_the_reader_knows_who_buys_and_gives_no_seller_a_part() -> None:
    """The company is a real one, so that the security master knows it; what it says here is invented."""
    reader = Reader(load())

    def investors(title: str) -> list[str]:
        article = Article("1", "hkex", headline(["TENCENT"], title), "", NOW, tickers=("0700.HK",))
        return [str(m.ticker) for m in reader.read(article).companies if m.role is Role.INVESTOR]

    assert investors("MAJOR TRANSACTION IN RELATION TO THE ACQUISITION OF 60% OF HALL & CO") == ["0700.HK"]
    assert investors("DISCLOSEABLE TRANSACTION - DISPOSAL OF HALL & CO FOR HK$3 BILLION") == []

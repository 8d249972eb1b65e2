"""Feeds of every form, whole, broken and hostile."""

import time
from base64 import b64encode
from contextlib import suppress
from datetime import UTC, datetime
from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import SourceTrouble
from bot.sources.bounds import MOST_ITEMS
from bot.sources.item import Item
from bot.sources.parse import WebPage, read_feed
from tests.sources.feeds import ATOM, BROKEN, JSON, RDF, RSS, rss

URL = "https://courier.example/feed"


def test_reads_rss() -> None:
    feed = read_feed(RSS.encode(), URL)
    assert feed.title == "The Fell Courier"
    first, second, third = feed.items
    assert first.headline == "Tarn Metals to spend $2 billion on a smelter & a road"
    assert first.link == "https://courier.example/tarn?utm_source=rss&id=7"
    assert first.guid == "tarn-7"
    assert first.published_at == datetime(2026, 11, 20, 12, 30, tzinfo=UTC)
    assert first.outlet == "Hill Wire"
    assert first.tickers == ("Nasdaq:TARN", "FELL", "NYSE: HOLM")
    assert first.summary == "Tarn Metals said on Friday it will build."
    assert first.body == "Tarn Metals said it will build.\n\nIt takes four years."
    assert second.headline == 'Margins < 10% at Fell Foods, "flat" <!-- as ever -->'
    assert second.link == "https://courier.example/fell"
    assert second.published_at == datetime(2026, 11, 20, 6, tzinfo=UTC)
    assert (third.headline, third.published_at) == (None, None)
    assert third.link == third.guid == "https://courier.example/no-title"


def test_reads_atom() -> None:
    first, second, third = read_feed(ATOM.encode(), URL).items
    assert first.headline == "Tarn & Fell merge"
    assert first.link == "https://hills.example/news/tarn-fell"
    assert first.summary == "5 < 6 is all they say"
    assert first.body == "One.\n\nTwo & three."
    assert first.published_at == datetime(2026, 11, 20, 11, tzinfo=UTC)
    assert (first.outlet, first.tickers) == ("Moor News", ("NYSE:TARN",))
    assert (second.headline, second.body) == ("What <b> means", "Bold.")
    assert second.published_at == datetime(2026, 11, 19, 12, tzinfo=UTC)
    assert (third.headline, third.body, third.link) == ("Tarn digs", "", None)


def test_reads_rdf() -> None:
    feed = read_feed(RDF.encode(), URL)
    (only,) = feed.items
    assert (feed.title, only.headline, only.summary) == ("Moor News", "Tarn sells its sheep", "All of them.")
    assert (only.link, only.outlet) == ("https://moor.example/1", "Moor Press")
    assert only.published_at == datetime(2026, 11, 20, tzinfo=UTC)


def test_reads_json_feed() -> None:
    feed = read_feed(JSON.encode(), URL, "application/feed+json")
    first, second = feed.items
    assert (feed.title, first.guid, first.headline) == ("Dale Daily", "12", "Tarn & Fell: 5 < 6")
    assert (first.body, first.summary, first.tickers) == ("One.\n\nTwo.", "a < b", ("NYSE:TARN",))
    assert first.published_at == datetime(2026, 11, 20, 12, 30, tzinfo=UTC)
    assert (second.headline, second.body) == (None, "Only <text>, no title.")
    assert second.link == "https://else.example/13"


def test_a_byte_order_mark_may_stand_before_json() -> None:
    assert len(read_feed(JSON.encode("utf-8-sig"), URL).items) == 2


def test_a_broken_feed_gets_a_second_opinion() -> None:
    feed = read_feed(BROKEN.encode(), URL)
    assert feed.items[0].headline == "Tarn & Fell agree"
    assert feed.items[0].summary == "It is done"
    assert feed.items[0].tickers == ("NYSE:TARN",)
    assert feed.items[0].published_at == datetime(2026, 11, 20, 12, 30, tzinfo=UTC)
    assert feed.items[-1].headline == "The third"
    assert feed.items[-1].link == "https://dale.example/3"


CUT = rss(
    "<title>Tarn Metals builds</title><guid>tarn-7</guid><link>https://courier.example/7</link>",
    "<title>Fell Foods builds, too</title><guid>fell-81</guid><link>https://courier.example/8</link>",
)


@pytest.mark.parametrize("last", ["<title>Fell", "<guid>fell-8", "<guid>fell-81</guid>", "example/8</link>"])
def test_half_an_item_at_the_end_is_left_out(last: str) -> None:
    """It would be known by half a guid, and be another article when it comes whole."""
    feed = read_feed(CUT[: CUT.index(last) + len(last)].encode(), URL)
    assert [item.guid for item in feed.items] == ["tarn-7"]


def test_a_broken_feed_gives_the_links_of_the_whole_one() -> None:
    item = "<title>Tarn digs</title><link>https://courier.example/a?id=1&amp;page=2</link>"
    whole, broken = (read_feed(rss(item, title=title).encode(), URL) for title in ("Fell", "Fell &nbsp;"))
    assert whole.items[0].link == broken.items[0].link == "https://courier.example/a?id=1&page=2"


def test_a_whole_item_at_the_end_of_a_cut_feed_is_kept() -> None:
    feed = read_feed(CUT[: CUT.rindex("</item>") + len("</item>")].encode(), URL)
    assert [item.guid for item in feed.items] == ["tarn-7", "fell-81"]


def declared(encoding: str) -> str:
    return rss("<title>Zürich €5</title>").replace('"1.0"?', f'"1.0" encoding="{encoding}"?')


PLAIN = rss("<title>Zürich €5</title>")


@pytest.mark.parametrize(
    ("data", "content_type"),
    [
        (PLAIN.encode(), None),
        (PLAIN.encode(), "text/xml; charset=utf-8"),
        (PLAIN.encode(), "text/xml; charset=no-such"),
        (b"\xef\xbb\xbf" + PLAIN.encode(), None),
        (b"\n\n  " + PLAIN.encode(), None),
        (declared("UTF-16").encode("utf-16"), None),
        (declared("ISO-8859-15").encode("iso-8859-15"), "text/xml; charset=utf-8"),
        (declared("ISO-8859-1").replace("€", "&#8364;").encode("latin-1"), None),
        (PLAIN.encode("cp1252"), "text/xml; charset=windows-1252"),
        (PLAIN.encode("iso-8859-15"), "text/xml; charset=iso-8859-15"),
        (declared("UTF-8").encode("cp1252"), "text/xml"),
    ],
)
def test_reads_every_encoding(data: bytes, content_type: str | None) -> None:
    assert read_feed(data, URL, content_type).items[0].headline == "Zürich €5"


def test_a_feed_without_items_is_a_feed() -> None:
    assert read_feed(rss().encode(), URL).items == ()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "answered with nothing"),
        (b"  \n ", "answered with nothing"),
        (b"<!DOCTYPE html><html><body>Hello</body></html>", "a web page, not a feed"),
        (b"<html><head></head><body><p>unclosed</body>", "a web page, not a feed"),
        (b"<!doctype HTML><p>Just a moment<script>check()</script>", "a web page, not a feed"),
        (b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><body/></html>", "a web page"),
        (b"<?xml version='1.0'?><urlset><url/></urlset>", "XML that is no feed .<urlset>"),
        (b'{"error": "no"}', "JSON that is no JSON Feed"),
        (b'{"items": 5}', "JSON that is no JSON Feed"),
        (b"[1, 2", "JSON that is no JSON Feed"),
        (b"just words", "no feed that can be read"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "no feed that can be read"),
        (b"<rss><channel><item>" + b"<a>" * 1_200_000, "too large to be mended"),
    ],
)
def test_says_what_it_got_instead_of_a_feed(data: bytes, words: str) -> None:
    with pytest.raises(SourceTrouble, match=words) as caught:
        read_feed(data, "https://courier.example/feed?token=secret")
    assert str(caught.value).startswith("https://courier.example/feed")
    assert "secret" not in str(caught.value)


def test_a_web_page_tells_where_its_feed_is() -> None:
    page = b'<html><head><link rel="alternate" type="application/rss+xml" href="/rss.xml"></head></html>'
    with pytest.raises(WebPage, match=r"names a feed at /rss\.xml") as caught:
        read_feed(page, "https://courier.example/news/")
    assert caught.value.feed == "https://courier.example/rss.xml"


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
HOSTILE = {
    "billion laughs": f'<!DOCTYPE rss [<!ENTITY l0 "ha">{LAUGHS}]>',
    "quadratic": f'<!DOCTYPE rss [<!ENTITY l9 "{"x" * 50_000}">]>',
    "a file": '<!DOCTYPE rss [<!ENTITY l9 SYSTEM "file:///etc/passwd">]>',
    "the web": '<!DOCTYPE rss [<!ENTITY l9 SYSTEM "http://127.0.0.1:1/x">]>',
    "a parameter": '<!DOCTYPE rss PUBLIC "x" "y" [<!ENTITY % p SYSTEM "http://127.0.0.1:1/x"> %p;]>',
    "after a long comment": f'<!-- {"x" * 100_000} --><!DOCTYPE rss [<!ENTITY l9 "x">]>',
    "after a comment": '<!-- > [ --><?pi ?>\n<!doctype rss [<!ENTITY l9 "x">]>',
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("prolog", HOSTILE.values(), ids=HOSTILE.keys())
def test_refuses_entities_before_any_parser_sees_them(prolog: str, encoding: str) -> None:
    data = f"{prolog}<rss><channel><item><title>&l9;&l9;&l9;</title></item></channel></rss>".encode(encoding)
    began = time.process_time()
    with pytest.raises(SourceTrouble, match="declarations of its own"):
        read_feed(data, URL)
    assert time.process_time() - began < 0.5


def test_entities_hidden_by_an_odd_encoding_are_not_expanded() -> None:
    hidden = (
        "<!DOCTYPE rss [<!ENTITY l9 SYSTEM 'file:///etc/passwd'>]><rss><channel><item><title>&l9;</title>"
    )
    data = b'<?xml version="1.0" encoding="UTF-7"?>' + f"{hidden}</item></channel></rss>".encode("utf-7")
    try:
        feed = read_feed(data, URL)
    except SourceTrouble:
        return
    assert "root:" not in str(feed)


def test_the_old_document_type_without_entities_is_harmless() -> None:
    old = '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://my.netscape.com/rss-0.91.dtd">'
    data = rss("<title>Caf&eacute; opens</title>", "<title>Tarn digs</title>").replace("<rss", old + "<rss")
    assert [each.headline for each in read_feed(data.encode(), URL).items] == ["Café opens", "Tarn digs"]


def test_takes_so_many_items_and_no_more() -> None:
    began = time.process_time()
    items = "<item><link>x</link></item>" * 300_000
    feed = read_feed(f"<rss><channel>{items}</channel></rss>".encode(), URL)
    assert len(feed.items) == MOST_ITEMS
    assert time.process_time() - began < 5


def test_an_empty_item_is_left_out() -> None:
    feed = read_feed(rss("", "<title>Tarn digs</title>", "<guid>x</guid>").encode(), URL)
    assert [each.headline for each in feed.items] == ["Tarn digs"]


def test_a_link_that_is_no_web_address_is_none() -> None:
    links = ("javascript:alert(1)", "http://[bad", "data:text/html,x", "mailto:ada@tarn.example")
    feed = read_feed(rss(*(f"<title>t</title><link>{link}</link>" for link in links)).encode(), URL)
    assert [each.link for each in feed.items] == [None] * len(links)


@given(
    st.text(alphabet="<>/!?-[]{}&;#\"' abitemrsschnl\n\0é", max_size=300) | st.binary(max_size=300).map(repr)
)
def test_gives_a_feed_or_says_why_not(inside: str) -> None:
    for data in (inside, f"<rss><channel><item>{inside}</item></channel></rss>", '{"items":[' + inside):
        with suppress(SourceTrouble):
            read_feed(data.encode(), URL)


def entries(words: str) -> tuple[Item, ...]:
    return read_feed(words.encode(), URL).items


def test_atom_may_pack_a_text_as_base64() -> None:
    words = b64encode(b"<p>Tarn digs a <b>mine</b>.</p>").decode()
    [only] = entries(
        f"""<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry>
        <title mode="base64" type="text/html">{b64encode(b"Tarn &amp; Co").decode()}</title>
        <content mode="base64" type="text/html">{words}</content></entry></feed>"""
    )
    assert (only.headline, only.body) == ("Tarn & Co", "Tarn digs a mine.")


def test_a_base_that_is_no_address_does_not_spoil_the_others() -> None:
    found = entries(
        """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="//[x">
        <entry xml:base="http://[x"><title>One</title><link href="/1"/></entry>
        <entry xml:base="/deep/"><title>Two</title><link href="2"/></entry></feed>"""
    )
    one, two = (urljoin(URL, path) for path in ("/1", "/deep/2"))
    assert [(item.headline, item.link) for item in found] == [("One", one), ("Two", two)]


def test_the_words_behind_an_open_frame_are_kept() -> None:
    [only] = entries(rss("<title>T</title><description>One &lt;object&gt; two</description>"))
    assert only.summary == "One two"


def test_a_group_of_media_speaks_for_its_entry() -> None:
    [only] = entries(
        """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:m="http://search.yahoo.com/mrss/"><entry>
        <title>T</title><m:group><m:description>Tarn shows a mine</m:description></m:group></entry></feed>"""
    )
    assert only.summary == "Tarn shows a mine"


def test_scripts_are_no_words_of_a_headline() -> None:
    [only] = entries(
        """<feed xmlns="http://www.w3.org/2005/Atom"><entry><title type="xhtml">
        <div xmlns="http://www.w3.org/1999/xhtml">Tarn<script>go()</script> digs</div>
        </title></entry></feed>"""
    )
    assert only.headline == "Tarn digs"

"""Markup to plain text, on headlines, fragments and whole pages."""

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sources.markup import article_page, decode_page, headline_text, to_text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("Tarn Metals to build a $2 billion smelter", "Tarn Metals to build a $2 billion smelter"),
        ("AT&amp;T &#8220;doubles&#8221; spending", "AT&T “doubles” spending"),
        ("AT&T and R&D=x&copy=2", "AT&T and R&D=x&copy=2"),
        ("Margins < 10% and > 5%", "Margins < 10% and > 5%"),
        ("<b>Tarn</b> buys <i class='x'>Fell</i><br/>", "Tarn buys Fell"),
        ("@everyone <!channel> <@U1> *x* [y](http://z)", "@everyone <!channel> <@U1> *x* [y](http://z)"),
        ("  Tarn\n      buys\r\n Fell ", "Tarn buys Fell"),
        ("two  blanks stay", "two  blanks stay"),
        ("&lt;b&gt; is a tag", "<b> is a tag"),
    ],
)
def test_a_headline_is_word_for_word(markup: str, text: str) -> None:
    assert headline_text(markup) == text


def test_a_tag_in_a_plain_headline_is_meant() -> None:
    assert headline_text("What <b> does &amp; why", plain=True) == "What <b> does & why"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        ("plain words", "plain words"),
        ("plain &amp; simple\n\nin two parts", "plain & simple\n\nin two parts"),
        ("a < b and b > c", "a < b and b > c"),
        ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
        ("<p>One\n   line</p>", "One line"),
        ("One.<br>Two.<br/><br/>Three.", "One.\nTwo.\n\nThree."),
        ("<ul><li>first</li><li>second</li></ul>", "first\nsecond"),
        (
            "Lead.<ul><li>one</li></ul>Tail.<table><tr><th>a</th></tr><tr><td>b</td></tr></table>",
            "Lead.\n\none\n\nTail.\n\na\nb",
        ),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a b"),
        ("see <a href='x'>the <b>plan</b></a>.", "see the plan."),
        ("<p>kept</p><script>var a = '<p>no</p>'</script><style>p{}</style><p>too</p>", "kept\n\ntoo"),
        ("<nav>menu</nav><aside>ad</aside><figure><img><figcaption>c</figcaption></figure>text", "text"),
        ("<!-- hidden --><p>shown</p>", "shown"),
        ("<?xml version='1.0' encoding='latin-1'?><p>shown é</p>", "shown é"),
        ("<p>Z&uuml;rich &#x20AC;5&nbsp;bn</p>", "Zürich €5 bn"),
        ("<p>unclosed <b>tags", "unclosed tags"),
        ("<p>nul\0byte</p>", "nulbyte"),
        ("<>", "<>"),
        ("<!---->", ""),
    ],
)
def test_a_fragment_becomes_text(html: str, text: str) -> None:
    assert to_text(html) == text


@given(st.text(max_size=300) | st.text(alphabet="<>/!?-[]&;#ap \n\0\ud800é", max_size=300))
def test_never_raises(html: str) -> None:
    headline_text(html)
    to_text(html)
    article_page(html)


@pytest.mark.parametrize("piece", ["<div>", "<p", "<!--", "&amp", " ", "<b><i>", "\n", "<td>x"])
def test_long_and_broken_input_costs_little(piece: str) -> None:
    text = piece * (300_000 // len(piece))
    began = time.process_time()
    headline_text(text)
    to_text(text)
    assert time.process_time() - began < 5


PAGE = """<!DOCTYPE html><html><head><title>Tarn Metals | The Fell Courier</title>
<meta property="og:title" content="Tarn Metals to build a smelter">
<meta property="article:published_time" content="2026-11-20T09:00:00+01:00">
<link rel="canonical" href="https://courier.example/tarn"></head>
<body><header><p>The Fell Courier: news from the hills since long ago</p></header><nav><p>Home</p></nav>
<main><article><h1>Tarn Metals to build a smelter</h1>
<p>Tarn Metals will spend $2 billion on a smelter near Fell, the company said on Friday.</p>
<figure><figcaption>The hills.</figcaption></figure>
<p>“We have waited long enough,” said Ada Holm, its chief executive, at the site.</p>
<aside><p>Read next: sheep</p></aside></article></main>
<footer><p>All rights reserved by the Courier</p></footer></body></html>"""


def test_a_page_gives_its_article() -> None:
    page = article_page(PAGE)
    assert page.headline == "Tarn Metals to build a smelter"
    assert page.body == (
        "Tarn Metals will spend $2 billion on a smelter near Fell, the company said on Friday.\n\n"
        "“We have waited long enough,” said Ada Holm, its chief executive, at the site."
    )
    assert page.published_at == datetime(2026, 11, 20, 8, tzinfo=UTC)
    assert page.url == "https://courier.example/tarn"


def test_what_a_page_declares_to_machines_comes_first() -> None:
    declared = (
        '<script type="application/ld+json">{"@graph": [{"@type": "Organization", "name": "x"},'
        '{"@type": "NewsArticle", "headline": "Tarn &amp; Fell agree", "datePublished": "2026-11-19",'
        '"articleBody": "They agreed.\\n\\nNobody knows why."}]}</script>'
    )
    page = article_page(PAGE.replace("</head>", declared + "</head>"))
    assert (page.headline, page.body) == ("Tarn & Fell agree", "They agreed.\n\nNobody knows why.")
    assert page.published_at == datetime(2026, 11, 19, tzinfo=UTC)
    assert article_page(PAGE.replace("</head>", '<script type="application/ld+json">{</script></head>')).body


def test_a_page_without_an_article_element() -> None:
    page = article_page("<html><body><h1>Tarn digs</h1><p>A mine.</p><p>And a road.</p></body></html>")
    assert page[:2] == ("Tarn digs", "A mine.\n\nAnd a road.")


def test_of_several_articles_the_longest_that_is_most_of_the_page() -> None:
    teaser = "<article><p>Short.</p></article>"
    long = f"<article><p>{'A long story of a mine. ' * 20}</p></article>"
    assert article_page(teaser + long + teaser).body.startswith("A long story")
    assert "Short." not in article_page(teaser + long + teaser).body


@pytest.mark.parametrize(
    ("data", "content_type"),
    [
        ("Zürich".encode(), None),
        ("Zürich".encode("latin-1"), "text/html; charset=ISO-8859-1"),
        (b"\xef\xbb\xbf" + "Zürich".encode(), "text/html; charset=latin-1"),
        ("Zürich".encode("utf-16"), None),
        ("Zürich".encode("cp1252"), None),
        ("Zürich".encode(), "text/html; charset=no-such-charset"),
    ],
)
def test_decodes_as_a_browser_would(data: bytes, content_type: str | None) -> None:
    assert decode_page(data, content_type) == "Zürich"


def test_decodes_as_the_page_says() -> None:
    assert decode_page('<meta charset="iso-8859-2">Łódź'.encode("iso-8859-2")).endswith("Łódź")

"""The article of a whole page."""

from datetime import UTC, datetime

from bot.pages.article import article_page

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
        '"articleBody": "They agreed, after a night of which nobody tells.\\n\\nWhat they agreed on '
        'is not known."}]}</script>'
    )
    page = article_page(PAGE.replace("</head>", declared + "</head>"))
    assert (page.headline, page.body) == (
        "Tarn & Fell agree",
        "They agreed, after a night of which nobody tells.\n\nWhat they agreed on is not known.",
    )
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

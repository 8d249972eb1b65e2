"""What pages declare in JSON-LD, as publishers write it."""

import pytest

from bot.markup import tree_of
from bot.pages.declared import Declared, declared

TARN = '{"@type": "NewsArticle", "headline": "Tarn digs", "articleBody": "A mine."}'
DIGS = Declared(headline="Tarn digs", body="A mine.")


def said(*blocks: str) -> Declared:
    page = "".join(f'<script type="application/ld+json">{block}</script>' for block in blocks)
    root = tree_of(f"<html><head>{page}</head><body><p>x</p></body></html>")
    assert root is not None
    return declared(root)


@pytest.mark.parametrize(
    "block",
    [
        TARN,
        f"[{TARN}]",
        f'{{"@graph": [{{"@type": "WebSite", "name": "x"}}, {TARN}]}}',
        f'{{"@type": "WebPage", "mainEntity": {TARN}}}',
        TARN.replace('"NewsArticle"', '["ReportageNewsArticle", "Thing"]'),
        TARN.replace("NewsArticle", "BlogPosting"),
        f"<!-- {TARN} -->",
        f"//<![CDATA[\n{TARN}\n//]]>",
        f"{TARN};",
        TARN.replace("}", ",}"),
        f"[{TARN},]",
    ],
)
def test_an_article_is_found_however_it_is_wrapped(block: str) -> None:
    assert said(block) == DIGS


@pytest.mark.parametrize(
    "block", ["", "{", "null", "7", "[" * 100_000, '{"@type": "Organization", "name": "x"}']
)
def test_what_says_nothing_is_passed_over(block: str) -> None:
    assert said(block) == Declared()
    assert said(block, TARN) == DIGS


def test_of_several_the_longest_text_counts() -> None:
    other = '{"@type": "NewsArticle", "headline": "Fell waits"}'
    assert said(other, TARN, other) == DIGS
    assert said(other, other.replace("Fell", "Alder")).headline == "Fell waits"


@pytest.mark.parametrize(
    "publisher",
    [
        '"The Fell Courier"',
        '{"@type": "Organization", "name": "The Fell Courier"}',
        '[{"name": "The Fell Courier"}]',
        '{"@id": "#us"}',
    ],
)
def test_a_publisher_in_all_its_forms(publisher: str) -> None:
    us = '{"@type": "Organization", "@id": "#us", "name": "The Fell Courier"}'
    assert said(us, TARN.replace("}", f', "publisher": {publisher}}}')).outlet == "The Fell Courier"


@pytest.mark.parametrize(
    ("value", "free"), [("false", False), ('"False"', False), ("true", True), ('"yes"', True)]
)
def test_what_must_be_paid_for(value: str, free: bool) -> None:
    assert said(TARN.replace("}", f', "isAccessibleForFree": {value}}}')).is_free is free


def test_a_live_page() -> None:
    live = f'{{"@type": "LiveBlogPosting", "headline": "The day in mines", "liveBlogUpdate": [{TARN}]}}'
    assert said(live) == Declared(headline="The day in mines", is_live=True)

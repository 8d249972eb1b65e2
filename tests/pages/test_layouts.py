"""Stories come off the pages of nine kinds of publishers, by either rule."""

import pytest

from bot.pages.article import Extent, Main, article_page, own_main
from bot.pages.extract import best_main, has_extra
from tests.pages.layouts import LAYOUTS, Layout

RULES = (pytest.param(own_main, id="own"), pytest.param(best_main(), id="trafilatura"))
STORIES = [pytest.param(layout, id=layout.name) for layout in LAYOUTS if layout.text is not None]
# Where line breaks stand for paragraphs, nothing tells the story from the list beside it.
IN_PARAGRAPHS = [story for story in STORIES if story.id != "tables"]
OTHERS = [pytest.param(layout, id=layout.name) for layout in LAYOUTS if layout.text is None]


def test_the_extra_is_what_is_tested() -> None:
    assert has_extra()


@pytest.mark.parametrize("main", RULES)
@pytest.mark.parametrize("layout", STORIES)
def test_every_paragraph_of_the_story_is_there(layout: Layout, main: Main) -> None:
    page = article_page(layout.html, main)
    assert page.headline == layout.headline
    assert page.extent is Extent.WHOLE
    for paragraph in (layout.text or "").splitlines():
        assert paragraph in page.body


@pytest.mark.parametrize("layout", IN_PARAGRAPHS)
def test_other_stories_are_not(layout: Layout) -> None:
    for main in (own_main, best_main()):
        body = article_page(layout.html, main).body
        for stray in (
            "harbour crane",
            "Marrow Foods",
            "biscuit",
            "Nobody listens",
            "cookies",
            "inbox",
            "Home",
        ):
            assert stray not in body


@pytest.mark.parametrize("main", RULES)
@pytest.mark.parametrize("layout", OTHERS)
def test_a_beginning_and_a_page_of_many_stories_are_told_apart(layout: Layout, main: Main) -> None:
    page = article_page(layout.html, main)
    assert page.headline == layout.headline
    assert page.extent is (Extent.LIVE if layout.name == "live_blog" else Extent.WALLED)

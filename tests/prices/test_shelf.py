"""What is kept of answers: for how long, and how many."""

from bot.domain.market import Session, Ticker
from bot.prices.shelf import FRESH, MOST, Shelf
from tests.prices.vendor import BABA, PREMARKET, snapshot

PRE = Session.PREMARKET


def test_an_answer_is_fresh_for_a_minute_and_so_is_none() -> None:
    shelf = Shelf()
    seen = snapshot(BABA, PREMARKET)
    shelf.put(BABA, seen, PRE, 100)
    found = shelf.fresh(BABA, PRE, 100 + FRESH - 1)
    assert found is not None
    assert found.snapshot is seen
    shelf.put(BABA, None, PRE, 100)
    found = shelf.fresh(BABA, PRE, 100 + FRESH - 1)
    assert found is not None
    assert found.snapshot is None
    assert shelf.fresh(BABA, PRE, 100 + FRESH) is None


def test_no_answer_outlives_its_session() -> None:
    shelf = Shelf()
    shelf.put(BABA, snapshot(BABA, PREMARKET), PRE, 100)
    assert shelf.fresh(BABA, Session.REGULAR, 101) is None


def test_the_shelf_is_bounded_and_drops_the_oldest() -> None:
    shelf = Shelf()
    for number in range(MOST + 10):
        shelf.put(Ticker(f"T{number}", "XNYS"), None, PRE, 100)
    assert len(shelf) == MOST
    assert shelf.fresh(Ticker("T9", "XNYS"), PRE, 100) is None
    assert shelf.fresh(Ticker("T10", "XNYS"), PRE, 100) is not None

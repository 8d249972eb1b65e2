"""Tickers that stand in a wire's text."""

import pytest

from bot.sources.item import Item
from bot.sources.tickers import MOST, printed_tickers, tagged


@pytest.mark.parametrize(
    ("text", "tickers"),
    [
        ("Tarn Metals Inc. (NASDAQ: TARN) today said", ("NASDAQ:TARN",)),
        ("Tarn (Nasdaq:TARN) and Fell (NYSE: FELL)", ("Nasdaq:TARN", "NYSE:FELL")),
        ("Tarn (TSX: TRN; NYSE: TARN)", ("TSX:TRN", "NYSE:TARN")),
        ("Tarn (TSX/NYSE: TARN)", ("TSX:TARN", "NYSE:TARN")),
        ("Tarn (TSX-V: TRN) (OTCQX: TRNMF)", ("TSX-V:TRN", "OTCQX:TRNMF")),
        ("Tarn (NYSE American: TARN, LSE: TRN)", ("NYSE American:TARN", "LSE:TRN")),
        ("Tarn Holding (HKEX: 9901).", ("HKEX:9901",)),
        ("its class B shares, NYSE: TARN.B.", ("NYSE:TARN.B",)),
        ("NYSE: TARN and again NYSE: TARN", ("NYSE:TARN",)),
        ("Nasdaq: what it means for you", ()),
        ("the SUNRISE: TARN", ()),
        ("opened at 9:30 on the NYSE", ()),
    ],
)
def test_exchange_and_symbol(text: str, tickers: tuple[str, ...]) -> None:
    assert printed_tickers(text) == tickers


def test_a_list_of_the_market_is_cut() -> None:
    text = ", ".join(f"NYSE: T{number}" for number in range(30))
    assert len(printed_tickers(text)) == MOST


def test_tags_come_first_and_are_not_said_twice() -> None:
    item = Item("Tarn (NASDAQ: TARN) buys Fell", summary="Fell (LSE: FEL) agreed.", tickers=("Nasdaq:TARN",))
    assert tagged(item).tickers == ("Nasdaq:TARN", "LSE:FEL")


def test_a_hostile_text_costs_no_time() -> None:
    assert printed_tickers("NYSE/" * 40_000 + "NYSE NYSE") == ()

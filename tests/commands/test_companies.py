import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.companies import meant, one
from tests.commands.office import Master


def symbols(text: str) -> list[tuple[str, str | None]]:
    return [(m.typed, m.security.ticker.symbol if m.security else None) for m in meant(text, Master())]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("alibaba, MSFT and 9988.HK", [("alibaba", "BABA"), ("MSFT", "MSFT"), ("9988.HK", "9988.HK")]),
        ("MSFT AAPL", [("MSFT", "MSFT"), ("AAPL", "AAPL")]),
        ("rio tinto apple", [("rio tinto", "RIO.L"), ("apple", "AAPL")]),
        ("Marks and Spencer and apple", [("Marks and Spencer", "MKS.L"), ("apple", "AAPL")]),
        ("Alibaba MSFT", [("Alibaba", "BABA"), ("MSFT", "MSFT")]),
        ("Alibaba Pictures", [("Alibaba Pictures", "BABA")]),
        (
            '"rio tinto" nobody at all, MSFT',
            [("rio tinto", "RIO.L"), ("nobody at all", None), ("MSFT", "MSFT")],
        ),
        ("ford", [("ford", "F")]),
        ("FORD $ford", [("FORD", "FORD"), ("$ford", "FORD")]),
        ("meta", [("meta", "META")]),
        ("alibaba and", [("alibaba", "BABA")]),
        (", ;", []),
    ],
)
def test_a_list_of_companies(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert symbols(text) == expected


def test_one_company() -> None:
    found = one('"Rio Tinto"', Master())
    assert found is not None
    assert found.ticker.symbol == "RIO.L"
    assert one("", Master()) is None


@given(st.lists(st.sampled_from(["apple", "zorp", "MSFT", "rio", "tinto", "ford", "blix"]), min_size=1))
def test_no_word_is_dropped(words: list[str]) -> None:
    assert " ".join(m.typed for m in meant(" ".join(words), Master())).split() == words

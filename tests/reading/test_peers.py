"""How the peers are asked: what their words for money mean, and what is said of one that is not there."""

import sys
from pathlib import Path

import pytest

from tests.benchmarks import peers, peers_ask


@pytest.mark.parametrize(
    ("value", "unit", "wanted"),
    [
        (5.0, "HKD", [5.0, "HKD"]),
        (5.0, "Dollar", [5.0, "USD"]),
        (5.0, "A$", [5.0, "AUD"]),
        (45.0, "cents", [0.45, "USD"]),
        (45.0, "Rs.", [45.0, "INR"]),
        (45.0, "reais", [45.0, "reais"]),
    ],
)
def test_a_peers_word_for_a_currency_is_taken_at_its_commonest(
    value: float, unit: str, wanted: list[object]
) -> None:
    assert peers_ask._sum(value, unit) == wanted


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("HK$5 billion", [[5e9, "HKD"]]),
        ("$6.3 million", [[6.3e6, "USD"]]),
        ("600 million euros", [[6e8, "EUR"]]),
        ("Rs 11,500 crore", [[1.15e11, "INR"]]),
    ],
)
def test_an_entity_without_a_value_is_read_plainly(words: str, wanted: list[object]) -> None:
    assert peers_ask._plainly(words) == wanted


def test_the_larger_of_two_parses_is_what_is_meant() -> None:
    small, large = {"start": 4, "end": 9}, {"start": 0, "end": 9}
    assert peers_ask._inside(small, large)
    assert not peers_ask._inside(large, small)
    assert not peers_ask._inside(large, large)


def test_without_their_environment_no_peer_is_asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(peers, "PYTHON", tmp_path / "python")
    assert peers._ask("spacy", ["one text"]) == "not installed (make bench sets it up)"


@pytest.mark.parametrize("peer", peers_ask.PEERS)
def test_a_peer_that_cannot_be_imported_says_so(monkeypatch: pytest.MonkeyPatch, peer: str) -> None:
    """The project's own environment holds none of them."""
    monkeypatch.setattr(peers, "PYTHON", Path(sys.executable))
    said = peers._ask(peer, ["one text"])
    assert isinstance(said, str)
    assert said.startswith("not installed (ModuleNotFoundError")

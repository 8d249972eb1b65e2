"""What a model in use sees is what it was trained on: the numbers must stand for the features."""

from math import sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.reading.verdict.features import see, tokens, views
from bot.reading.verdict.model import Linear, load
from bot.reading.verdict.vocabulary import MODELS, Runs, Vocabulary, numbered, vocabulary

TEXTS = (
    "",
    " ",
    "Ozim to buy Vexl for $3.1bn, buy Vexl again and buy Vexl",
    "Vexl’s HK$4 billion kiln: 20% by 2031, USD 5m, Rs. 500 crore <b>bold</b>",
    "the plan of the plan of the plan of the plan (the plan)",
    "\u0130zim \u0130stanbul'da a\u0130b \u1e9e \u00df ﬁ \u2163 ©",
    "x: s: t: p: c: ^ $ _ _ a_b",
)
WORDS = (
    "Ozim",
    "to",
    "buy",
    "buys",
    "Vexl’s",
    "$3.1bn",
    "5",
    "million",
    "20%",
    "2031",
    "<b>",
    "mill,",
    "the",
    "&",
)
MIXED = st.lists(st.sampled_from(WORDS) | st.text(max_size=5), max_size=30).map(" ".join)


def assert_the_same(text: str) -> None:
    numbers = vocabulary().numbers
    seen = see(text)
    spelled = views(text)
    assert seen.cues == spelled[2]
    for (known, weight), view in zip(seen.views, spelled, strict=True):
        assert len(known) == len(set(known))
        assert set(known) == {numbers[feature] for feature in view if feature in numbers}
        assert weight == (1 / sqrt(len(view)) if view else 0)


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_is_seen_as_it_is_spelled(text: str) -> None:
    assert_the_same(text)


@settings(max_examples=300, deadline=None)
@given(MIXED)
def test_any_text_is_seen_as_it_is_spelled(text: str) -> None:
    assert_the_same(text)


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("text", TEXTS)
def test_numbered_features_score_as_spelled_ones(name: str, text: str) -> None:
    model: Linear = load(name)
    assert numbered(name).classes == model.classes
    assert numbered(name).scores(see(text)) == pytest.approx(model.scores(views(text)))


def test_a_number_stands_for_one_feature_of_one_view() -> None:
    known = Vocabulary(["to", "to buy it", "s:BUY", "t:BUY to", "p:BID+BUY", "x:buy", ":", ": to"])
    assert sorted(known.numbers.values()) == list(range(8))
    assert known.words.of(["to", "buy", "it", ":", "to"]) == {
        known.numbers[run] for run in ("to", "to buy it", ":", ": to")
    }
    assert known.skeleton.of(["BUY", "to"]) == {known.numbers["s:BUY"]}


def test_only_known_runs_are_found() -> None:
    runs = Runs({"a b c": 1, "b": 2, "a": 3})
    assert runs.of(["a", "b", "x", "a", "b", "c", "a"]) == {1, 2, 3}
    assert runs.of(["a", "b"]) == {2, 3}
    assert runs.of([]) == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("US$5bn", ["<bn>"]),
        ("abcd$5m", ["a", "<mn>"]),
        ("Rs. 500 crore", ["<mn>"]),
        ("eur 5, $6", ["<sum>", "<sum>"]),
        ("1,000 million euros in 2031", ["<mn>", "in", "<year>"]),
        ("5 mills for €1.2 bn$3", ["<num>", "mills", "for", "<bn>", "<sum>"]),
        ("7 bonds", ["<num>", "bonds"]),
    ],
)
def test_a_sum_is_one_word(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected

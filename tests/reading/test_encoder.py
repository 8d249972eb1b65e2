"""The second look: the encoder's arithmetic against the same one number at a time, and its own weights."""

import math
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.reading.verdict.encoder import Encoder, Layer, encoder
from bot.reading.verdict.features import see
from bot.reading.verdict.odds import odds
from bot.reading.verdict.spelling import LONGEST, spelled

WIDTH = 8
ANSWERS = 12
Rows = list[list[float]]


def small_encoder(seed: int = 7) -> Encoder:
    """Return an encoder of two layers with the weights of a dice, and the words "acme", "buys" and "a"."""
    dice = np.random.default_rng(seed)

    def table(*shape: int) -> "np.ndarray[tuple[int, ...], np.dtype[np.float32]]":
        return dice.normal(0, 0.5, shape).astype(np.float32)

    def added_up(*shape: int) -> "np.ndarray[tuple[int, ...], np.dtype[np.float32]]":
        """What is added up for a word has mean 0, as `Encoder` asks of its weights."""
        rows = table(*shape)
        rows -= rows.mean(-1, keepdims=True)
        return rows

    layers = tuple(
        Layer(
            attend=table(WIDTH, 3 * WIDTH),
            attend_bias=table(3 * WIDTH),
            join=added_up(WIDTH, WIDTH),
            join_bias=added_up(WIDTH),
            widen=table(WIDTH, 2 * WIDTH),
            widen_bias=table(2 * WIDTH),
            narrow=added_up(2 * WIDTH, WIDTH),
            narrow_bias=added_up(WIDTH),
        )
        for _ in range(2)
    )
    return Encoder(
        rows={"acme": 3, "buys": 4, "a": 5},
        endings={"ant": 1},
        words=added_up(6, WIDTH),
        shapes=added_up(4, WIDTH),
        tails=added_up(2, WIDTH),
        places=added_up(LONGEST + 1, WIDTH),
        layers=layers,
        norm=table(WIDTH),
        norm_bias=table(WIDTH),
        gather=table(3 * WIDTH, WIDTH),
        gather_bias=table(WIDTH) + 3,  # so that it has something to answer from
        answer=table(WIDTH, ANSWERS),
        answer_bias=table(ANSWERS),
    )


def times(row: list[float], matrix: object, bias: object) -> list[float]:
    columns = np.asarray(matrix).T.tolist()
    sums = [sum(a * b for a, b in zip(row, column, strict=True)) for column in columns]
    return added(sums, np.asarray(bias).tolist())


def added(one: list[float], other: list[float]) -> list[float]:
    return [a + b for a, b in zip(one, other, strict=True)]


def thought(row: list[float], layer: Layer) -> list[float]:
    wide = [max(value, 0) for value in times(evened(row), layer.widen, layer.widen_bias)]
    return times(wide, layer.narrow, layer.narrow_bias)


def evened(row: list[float]) -> list[float]:
    mean = sum(row) / len(row)
    deviation = math.sqrt(sum((value - mean) ** 2 for value in row) / len(row) + 1e-5)
    return [(value - mean) / deviation for value in row]


def spelled_out(model: Encoder, places: list[tuple[int, int, int]]) -> list[float]:
    """Return the scores of words given by their row, shape and tail: the same, one number at a time."""
    said: Rows = []
    for at, (row, shape, tail) in enumerate(places):
        parts = (model.words[row], model.shapes[shape], model.tails[tail], model.places[at])
        said.append([float(sum(numbers)) for numbers in zip(*parts, strict=True)])
    for layer in model.layers:
        mixed = [times(evened(row), layer.attend, layer.attend_bias) for row in said]
        taken = [attended(asking, mixed) for asking in mixed]
        joined = [times(row, layer.join, layer.join_bias) for row in taken]
        said = [added(old, new) for old, new in zip(said, joined, strict=True)]
        said = [added(row, thought(row, layer)) for row in said]
    norm, norm_bias = model.norm.tolist(), model.norm_bias.tolist()
    said = [[a * b + c for a, b, c in zip(evened(row), norm, norm_bias, strict=True)] for row in said]
    columns = list(zip(*said, strict=True))
    means = [sum(column) / len(column) for column in columns]
    whole = [*said[0], *means, *map(max, columns)]
    gathered = [max(value, 0) for value in times(whole, model.gather, model.gather_bias)]
    return times(gathered, model.answer, model.answer_bias)


def attended(asking: list[float], mixed: Rows) -> list[float]:
    """Return what one word takes from all, by each of the four heads."""
    head = WIDTH // 4
    row: list[float] = []
    for at in range(0, WIDTH, head):
        fits = [sum(asking[at + k] * other[WIDTH + at + k] for k in range(head)) for other in mixed]
        weights = [math.exp(fit) for fit in fits]
        for k in range(2 * WIDTH + at, 2 * WIDTH + at + head):
            told = sum(weight * other[k] for weight, other in zip(weights, mixed, strict=True))
            row.append(told / sum(weights))
    return row


def test_the_arithmetic_is_that_of_a_transformer() -> None:
    model = small_encoder()
    # "Acme" is capitalised; "elephant" is unknown and ends like a known ending; "buys" is known.
    places = [(1, 0, 0), (3, 1, 0), (4, 0, 0), (5, 0, 0), (2, 0, 1)]
    assert model.scores("Acme buys a elephant") == pytest.approx(spelled_out(model, places), abs=1e-4)


def test_the_order_of_words_matters() -> None:
    model = small_encoder()
    assert model.scores("acme buys a") != pytest.approx(model.scores("a buys acme"), abs=1e-3)


def test_words_are_spelled_with_how_they_are_written() -> None:
    assert spelled("Norvik's IT arm buys eBooks for $2.5 billion, 30% up on 2019") == [
        ("norvik", 1),
        ("'s", 0),
        ("it", 2),
        ("arm", 0),
        ("buys", 0),
        ("ebooks", 3),
        ("for", 0),
        ("<bn>", 0),
        (",", 0),
        ("<pct>", 0),
        ("up", 0),
        ("on", 0),
        ("<year>", 0),
    ]


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_any_text_has_finite_scores(text: str) -> None:
    assert len(spelled(text)) <= LONGEST
    scores = encoder().scores(text)
    assert len(scores) == ANSWERS
    assert all(map(math.isfinite, scores))


@pytest.mark.parametrize("text", ["", " ", "x" * 100_000, "$1 " * 30_000, "a b " * 30_000])
def test_long_and_empty_texts_cost_no_more_than_others(text: str) -> None:
    assert all(map(math.isfinite, encoder().scores(text)))


def test_the_encoder_is_asked_only_where_there_is_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def asking() -> Encoder:
        asked.append("once")
        return encoder()

    monkeypatch.setattr("bot.reading.verdict.odds.second_look", asking)
    hopeless = "Five gardens to visit this summer, and what to cook afterwards"
    assert odds(hopeless, see(hopeless)) < -4
    assert asked == []
    doubtful = "Tarnholm Steel to build $2 billion mill in Ohio"
    assert odds(doubtful, see(doubtful)) > 0
    assert asked == ["once"]


def test_unknown_names_that_are_written_alike_say_the_same() -> None:
    dice = random.Random(3)
    for _ in range(5):
        one, other = ("".join(dice.choices("bcdfglmnprtv", k=7)).capitalize() + "q" for _ in range(2))
        scores = [encoder().scores(f"{name} to buy a rival") for name in (one, other)]
        assert scores[0] == pytest.approx(scores[1])

"""The second look: a small transformer over a text's words, evaluated with numpy.

It was taught by a larger model what headlines tell (docs/model-card.md), and knows of word order and of the
likeness of words what the linear model does not. A text of fifteen words takes it about 0.3 ms, so it is
asked only where the linear model leaves room for doubt.

When the weights are written, the layers' norms are folded into the matrices behind them, and the scale of the
attention too; and everything that is added up for a word is written with mean 0, so that the sum has mean 0.
What is left of a norm is to divide by the deviation.
"""

import pkgutil
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.reading.verdict.spelling import spelled

__all__ = ["Encoder", "Layer", "encoder"]

Array = NDArray[np.float32]

_FIRST: Final = 1  # the place before the first word, which speaks for the whole
_UNKNOWN: Final = 2
_WORDS: Final = 3  # where the words' own rows begin
_ENDING: Final = 3  # letters of a word's end; it says something of words that are not known
_HEADS: Final = 4
_FLAT: Final = 1e-5  # keeps a norm from dividing by nothing


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer: what each word asks, offers and says (`attend`), what becomes of it, and a thought on it."""

    attend: Array
    attend_bias: Array
    join: Array
    join_bias: Array
    widen: Array
    widen_bias: Array
    narrow: Array
    narrow_bias: Array


@dataclass(frozen=True, slots=True)
class Encoder:
    """A transformer of few layers; `scores` is what it is for."""

    rows: dict[str, int]
    endings: dict[str, int]
    words: Array
    shapes: Array
    tails: Array
    places: Array
    layers: tuple[Layer, ...]
    norm: Array
    norm_bias: Array
    gather: Array
    gather_bias: Array
    answer: Array
    answer_bias: Array

    def scores(self, text: str) -> tuple[float, ...]:
        """Return the log-odds that `text` tells a commitment, then one score for each kind, then for each
        status, in the order of the training (bot/reading/verdict/classify.py names them)."""
        rows, shapes, tails = [_FIRST], [0], [0]
        for word, shape in spelled(text):
            rows.append(self.rows.get(word, _UNKNOWN))
            shapes.append(shape)
            tails.append(self.endings.get(word[-_ENDING:], 0) if len(word) > _ENDING + 1 else 0)
        said = self.words[rows] + self.shapes[shapes] + self.tails[tails] + self.places[: len(rows)]
        for layer in self.layers:
            said = said + _attended(layer, _evened(said)) @ layer.join + layer.join_bias
            thought = np.maximum(_evened(said) @ layer.widen + layer.widen_bias, 0)
            said = said + thought @ layer.narrow + layer.narrow_bias
        said = _evened(said) * self.norm + self.norm_bias
        whole = np.concatenate((said[0], said.mean(0), said.max(0)))
        gathered = np.maximum(whole @ self.gather + self.gather_bias, 0)
        return tuple((gathered @ self.answer + self.answer_bias).tolist())


def _evened(said: Array) -> Array:
    """Return each row, of mean 0, with deviation 1."""
    spread = np.einsum("ij,ij->i", said, said) / said.shape[1]
    evened: Array = said / np.sqrt(spread + _FLAT)[:, None]
    return evened


def _attended(layer: Layer, said: Array) -> Array:
    """Return what each word takes from all words, by how well what it asks fits what they offer."""
    count, width = said.shape
    mixed = said @ layer.attend + layer.attend_bias
    asked, offered, told = mixed.reshape(count, 3, _HEADS, width // _HEADS).transpose(1, 2, 0, 3)
    fit = asked @ offered.transpose(0, 2, 1)
    weight = np.exp(fit - fit.max(2, keepdims=True))
    taken = weight @ told / weight.sum(2, keepdims=True)
    joined: Array = taken.transpose(1, 0, 2).reshape(count, width)
    return joined


@cache
def encoder() -> Encoder:
    """Load the encoder that is shipped. Raises FileNotFoundError where its weights are missing."""

    def shipped(name: str) -> bytes:
        data = pkgutil.get_data("bot.reading.verdict", f"weights/{name}")
        if data is None:
            raise FileNotFoundError(f"The weights {name} are missing from this installation.")
        return data

    listed = shipped("encoder-words.txt").decode("utf-8").split("\n")
    words, endings = (part.split(" ") for part in listed[:2])
    with np.load(BytesIO(shipped("encoder.npz")), allow_pickle=False) as stored:
        table = {name: stored[name].astype(np.float32) for name in stored.files}
    depth = sum(name.startswith("join.") for name in table)
    return Encoder(
        rows={word: _WORDS + at for at, word in enumerate(words)},
        endings={ending: 1 + at for at, ending in enumerate(endings)},
        words=table["words"] * table["words_unit"][:, None],
        shapes=table["shapes"],
        tails=table["tails"],
        places=table["places"],
        layers=tuple(
            Layer(
                **{field: table[f"{field}.{at}"] for field in ("attend", "join", "widen", "narrow")},
                **{
                    f"{field}_bias": table[f"{field}_bias.{at}"]
                    for field in ("attend", "join", "widen", "narrow")
                },
            )
            for at in range(depth)
        ),
        norm=table["norm"],
        norm_bias=table["norm_bias"],
        gather=table["gather"],
        gather_bias=table["gather_bias"],
        answer=table["answer"],
        answer_bias=table["answer_bias"],
    )

"""The student: a small transformer over words, which learns what the teachers said.

It reads a text as bot/reading/verdict/encoder.py does, which evaluates it with numpy: each word by its row,
by how it is written, by its last letters and by its place. Its answers stand in the teacher's order.
"""

import math
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn import functional

from bot.reading.verdict.spelling import LONGEST, spelled
from tests.benchmarks.training import minilm
from tests.benchmarks.training.batches import shuffled, sorted_by_length
from tests.benchmarks.training.lessons import Lesson
from tests.benchmarks.training.teacher import ANSWERS, KIND, STATUS, UNKNOWN, Target, target

__all__ = ["Student", "Words"]

WIDTH: Final = 128
LAYERS: Final = 2
HEADS: Final = 4
WIDENED: Final = 256

SEED: Final = 0
_SEEN: Final = 5  # texts in which a word must stand to get a row of its own
_MOST_WORDS: Final = 15_000
_MOST_ENDINGS: Final = 300
_ENDING: Final = 3  # letters
_PADDING, _FIRST, _UNKNOWN_WORD, _WORDS = 0, 1, 2, 3  # rows; the words' own begin at _WORDS
_SHAPES: Final = 4
_LIKELIEST: Final = 8000  # words by which the main directions of MiniLM's vectors are found

_EPOCHS: Final = 6
_BATCH: Final = 96
_REACH: Final = 30  # batches among which texts are sorted by length
_RATE: Final = 1.2e-3
_WARM_UP: Final = 0.05  # of all steps
_LEAST_RATE: Final = 0.01  # of _RATE
_FORGOTTEN: Final = 0.04  # words that are hidden in each step
_TEACHER: Final = 0.75  # what its word counts where there is a label, too
_CLIPPED: Final = 6.0  # log-odds; how sure beyond that is not copied

# torch is there for training only, so its types are unknown to the checker.
Array = NDArray[Any]
Tensor = Any
Read = list[tuple[int, int, int]]


@dataclass(frozen=True, slots=True)
class Words:
    """Which words and which last letters the student knows, in the order of their rows."""

    rows: dict[str, int]
    endings: dict[str, int]

    @classmethod
    def listed(cls, words: Sequence[str], endings: Sequence[str]) -> "Words":
        rows = {word: _WORDS + at for at, word in enumerate(words)}
        return cls(rows, {ending: 1 + at for at, ending in enumerate(endings)})

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Words":
        """Choose those that stand in most of `texts`; of equal ones the first by the alphabet."""
        seen = Counter(word for text in texts for word in {word for word, _ in spelled(text)})
        ends = Counter(word[-_ENDING:] for word in seen if word.isalpha() and _has_ending(word))
        words = [word for word in _most(seen, _MOST_WORDS) if seen[word] >= _SEEN]
        return cls.listed(words, _most(ends, _MOST_ENDINGS))

    def read(self, text: str) -> Read:
        """Return row, shape and ending of each word; before them the place that speaks for the whole."""
        return [(_FIRST, 0, 0)] + [
            (
                self.rows.get(word, _UNKNOWN_WORD),
                shape,
                self.endings.get(word[-_ENDING:], 0) if _has_ending(word) else 0,
            )
            for word, shape in spelled(text)
        ]

    def vectors(self) -> Array:
        """Return what MiniLM knows of the words in WIDTH numbers each: the mean of a word's pieces, along the
        directions in which they differ most."""
        _, pieces = minilm.piece_vectors()
        parted = minilm.tokenizer()(list(self.rows), add_special_tokens=False)["input_ids"]
        means = np.stack([pieces[p].mean(0) if p else np.zeros(minilm.WIDTH) for p in parted])
        means = means - means.mean(0)
        directions = np.linalg.svd(means[:_LIKELIEST], full_matrices=False)[2]
        short = means @ directions[:WIDTH].T
        return np.asarray(short / short.std() * 0.1, np.float32)


def _has_ending(word: str) -> bool:
    return len(word) > _ENDING + 1


def _most(seen: Counter[str], most: int) -> list[str]:
    return sorted(seen, key=lambda word: (-seen[word], word))[:most]


class Student:
    """The transformer. Its parts are named as the encoder names them, and stand in a dictionary of torch
    rather than in a subclass of its Module: nothing can be checked of a class whose base is not installed.
    """

    def __init__(self, words: Words) -> None:
        self.words = words
        sizes = {
            "words": _WORDS + len(words.rows),
            "shapes": _SHAPES,
            "tails": 1 + len(words.endings),
            "places": 1 + LONGEST,
        }
        tables = {
            name: nn.Embedding(size, WIDTH, padding_idx=_PADDING if name == "words" else None)
            for name, size in sizes.items()
        }
        for table in tables.values():
            nn.init.normal_(table.weight, std=0.1)
        self.parts = nn.ModuleDict(
            {
                **tables,
                "layers": nn.ModuleList([_layer() for _ in range(LAYERS)]),
                "norm": nn.LayerNorm(WIDTH),
                "gather": nn.Linear(3 * WIDTH, WIDTH),
                "answer": nn.Linear(WIDTH, ANSWERS),
                "drop": nn.Dropout(0.1),
            }
        )

    @classmethod
    def fit(cls, taught: Sequence[Lesson], said: Array, steps: int | None = None) -> "Student":
        """Teach a new student lessons and what the teachers `said` of each, a row of ANSWERS; only the first
        `steps` steps of it, if given."""
        torch.manual_seed(SEED)
        rng = Random(SEED)
        words = Words.of([lesson.text for lesson in taught])
        student = cls(words)
        vectors = torch.tensor(words.vectors())
        student.parts["words"].weight.data[_WORDS:, : vectors.shape[1]] = vectors
        read = [words.read(lesson.text) for lesson in taught]
        told = torch.tensor(said)
        nothing = Target(UNKNOWN, UNKNOWN, UNKNOWN)
        labels = torch.tensor([target(lesson.row) if lesson.row else nothing for lesson in taught])
        weights = torch.tensor([lesson.weight for lesson in taught])
        total = _EPOCHS * math.ceil(len(taught) / _BATCH)
        optimizer = torch.optim.AdamW(student.parts.parameters(), lr=_RATE, weight_decay=0.02)
        schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _rate((step + 1) / total))
        done, began = 0, time.perf_counter()
        for epoch in range(_EPOCHS):
            student.parts.train()
            losses = []
            for places in shuffled([len(r) for r in read], _BATCH, _REACH, rng):
                if done == steps:
                    return student
                rows, shapes, tails = _padded([read[at] for at in places])
                hidden = (torch.rand(rows.shape) < _FORGOTTEN) & (rows >= _WORDS)
                answers = student._answers(rows.masked_fill(hidden, _UNKNOWN_WORD), shapes, tails)
                loss = _loss(answers, told[places], labels[places], weights[places])
                optimizer.zero_grad()
                loss.backward()
                nn.utils.clip_grad_norm_(student.parts.parameters(), 1.0)
                optimizer.step()
                schedule.step()
                losses.append(loss.item())
                done += 1
            took = time.perf_counter() - began
            print(f"student, epoch {epoch}: loss {np.mean(losses):.4f}, {took:.0f} s", flush=True)
        return student

    def _answers(self, rows: Tensor, shapes: Tensor, tails: Tensor) -> Tensor:
        parts = self.parts
        drop = parts["drop"]
        count, length = rows.shape
        there = rows != _PADDING
        places = parts["places"](torch.arange(length))
        said = drop(parts["words"](rows) + parts["shapes"](shapes) + parts["tails"](tails) + places)
        for layer in parts["layers"]:
            mixed = layer["attend"](layer["attend_norm"](said)).view(count, length, 3, HEADS, -1)
            asked, offered, told = mixed.permute(2, 0, 3, 1, 4)
            taken = functional.scaled_dot_product_attention(
                asked, offered, told, attn_mask=there[:, None, None, :]
            )
            said = said + drop(layer["join"](taken.transpose(1, 2).reshape(count, length, -1)))
            thought = functional.relu(layer["widen"](layer["widen_norm"](said)))
            said = said + drop(layer["narrow"](thought))
        said = parts["norm"](said)
        counted = there.unsqueeze(-1)
        mean = (said * counted).sum(1) / counted.sum(1)
        most = said.masked_fill(~counted, -1e4).amax(1)
        gathered = functional.relu(parts["gather"](torch.cat([said[:, 0], mean, most], -1)))
        return parts["answer"](drop(gathered))

    def scores(self, texts: Sequence[str], size: int = 128) -> Array:
        """Return a row of ANSWERS for each text."""
        self.parts.eval()
        read = [self.words.read(text) for text in texts]
        found = np.zeros((len(texts), ANSWERS), np.float32)
        with torch.no_grad():
            for places in sorted_by_length([len(r) for r in read], size):
                found[places] = self._answers(*_padded([read[at] for at in places])).numpy()
        return found

    def save(self, path: Path) -> None:
        """Write the state of the parts, the words and the endings in the order of their rows."""
        known = {"words": list(self.words.rows), "endings": list(self.words.endings)}
        torch.save({"state": self.parts.state_dict(), **known}, path)

    @classmethod
    def load(cls, path: Path) -> "Student":
        """Read a student that `save` wrote. Raises FileNotFoundError."""
        saved = torch.load(path, weights_only=True)
        student = cls(Words.listed(saved["words"], saved["endings"]))
        student.parts.load_state_dict(saved["state"])
        return student


def _layer() -> Any:
    return nn.ModuleDict(
        {
            "attend_norm": nn.LayerNorm(WIDTH),
            "attend": nn.Linear(WIDTH, 3 * WIDTH),
            "join": nn.Linear(WIDTH, WIDTH),
            "widen_norm": nn.LayerNorm(WIDTH),
            "widen": nn.Linear(WIDTH, WIDENED),
            "narrow": nn.Linear(WIDENED, WIDTH),
        }
    )


def _rate(done: float) -> float:
    """Return the rate, as a part of the highest, when a share of all steps is `done`."""
    return min(1, done / _WARM_UP) * max(_LEAST_RATE, 0.5 * (1 + math.cos(math.pi * done)))


def _padded(read: Sequence[Read]) -> tuple[Tensor, Tensor, Tensor]:
    """Return rows, shapes and endings, each padded to the longest text."""
    table = torch.zeros(len(read), max(map(len, read)), 3, dtype=torch.long)
    for at, text in enumerate(read):
        table[at, : len(text)] = torch.tensor(text)
    rows, shapes, tails = table.unbind(-1)
    return rows, shapes, tails


def _loss(answers: Tensor, told: Tensor, labels: Tensor, weights: Tensor) -> Tensor:
    """Return how far the answers are from the teachers', and from the labels where there are any."""
    label, kind, status = labels.unbind(1)
    taught = torch.sigmoid(told[:, 0])
    wanted = torch.where(label != UNKNOWN, (1 - _TEACHER) * label + _TEACHER * taught, taught)
    odds = answers[:, 0]
    missed = functional.binary_cross_entropy_with_logits(odds, wanted, reduction="none")
    far = torch.square(odds - told[:, 0].clamp(-_CLIPPED, _CLIPPED))
    kinds = _choice(answers[:, KIND], told[:, KIND], kind)
    counts = torch.where(kind != UNKNOWN, torch.ones_like(taught), taught * 0.5)
    statuses = _choice(answers[:, STATUS], told[:, STATUS], status)
    return (
        (missed * weights).mean()
        + 0.02 * (far * weights).mean()
        + 0.5 * (kinds * counts).mean()
        + 0.3 * statuses.mean()
    )


def _choice(answers: Tensor, told: Tensor, labels: Tensor) -> Tensor:
    """Return, for each text, how far its choice is from the teachers' and, half and half, from the label."""
    taught = -(torch.softmax(told, -1) * functional.log_softmax(answers, -1)).sum(-1)
    labelled = functional.cross_entropy(answers, labels.clamp(min=0), reduction="none")
    return torch.where(labels != UNKNOWN, 0.5 * taught + 0.5 * labelled, taught)

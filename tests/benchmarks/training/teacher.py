"""The teacher: MiniLM with a small head on top, fine-tuned on all labels.

Its answers stand in one row of 12: the log-odds of a commitment, then a score for each of KINDS and STATUSES.
"""

import math
import time
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any, Final, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn import functional

from tests.benchmarks.training import minilm
from tests.benchmarks.training.batches import shuffled, sorted_by_length
from tests.benchmarks.training.fill import fill
from tests.benchmarks.training.rows import KINDS, STATUSES, Row

__all__ = ["ANSWERS", "KIND", "STATUS", "UNKNOWN", "Target", "Teacher", "named", "target", "weight"]

ANSWERS: Final = 1 + len(KINDS) + len(STATUSES)
KIND: Final = slice(1, 1 + len(KINDS))
STATUS: Final = slice(1 + len(KINDS), ANSWERS)
UNKNOWN: Final = -1
"""Stands for a label that nobody gave."""

_LONGEST: Final = 48  # word pieces
_HIDDEN: Final = 256
_EPOCHS: Final = 4
_BATCH: Final = 48
_REACH: Final = 20  # batches among which texts are sorted by length
_RATE: Final = 1e-4
_HEAD_RATE: Final = 5e-4  # the head starts from nothing
_WARM_UP: Final = 0.06  # of all steps
_LEAST_RATE: Final = 0.02  # of _RATE, at the end
_SMOOTHING: Final = 0.02  # a label may be wrong: none is certain
_UNSURE: Final = 0.6  # what a row counts on which readers may differ
_WRITTEN: Final = 0.6  # what one of our own headlines counts
_KIND_SHARE: Final = 0.75
_STATUS_SHARE: Final = 0.25

# torch is there for training only, so its types are unknown to the checker.
Array = NDArray[Any]
Tensor = Any


class Target(NamedTuple):
    """What a row is labelled: a commitment or not, and the places of its kind and status, or UNKNOWN."""

    label: int
    kind: int
    status: int


def target(row: Row) -> Target:
    return Target(
        row.label,
        KINDS.index(row.kind) if row.kind else UNKNOWN,
        STATUSES.index(row.status) if row.status else UNKNOWN,
    )


def weight(row: Row) -> float:
    """Return what a row counts in training."""
    return (_UNSURE if row.unsure else 1.0) * (_WRITTEN if row.origin == "written" else 1.0)


def named(labelled: Sequence[Row], own: Sequence[Row], copies: int, seed: int) -> list[tuple[str, Row]]:
    """Return the labelled headlines and `copies` of each of our own, every one with other names."""
    rng = Random(seed)
    return [
        *((row.headline, row) for row in labelled),
        *((fill(row.headline, rng), row) for row in own for _ in range(copies)),
    ]


class Teacher:
    """MiniLM and its head. The parts stand in a dictionary of torch rather than in a subclass of its Module:
    nothing can be checked of a class whose base is not installed."""

    def __init__(self) -> None:
        hidden = nn.Sequential(nn.Linear(2 * minilm.WIDTH, _HIDDEN), nn.GELU(), nn.Dropout(0.1))
        body = minilm.body()
        body.embeddings.requires_grad_(False)
        self.parts = nn.ModuleDict(
            {"body": body, "drop": nn.Dropout(0.1), "hidden": hidden, "answer": nn.Linear(_HIDDEN, ANSWERS)}
        )

    @classmethod
    def fit(cls, taught: Sequence[tuple[str, Row]], seed: int, steps: int | None = None) -> "Teacher":
        """Fine-tune MiniLM on texts with their rows; only the first `steps` steps of it, if given."""
        torch.manual_seed(seed)
        rng = Random(seed)
        teacher = cls()
        targets = torch.tensor([target(row) for _, row in taught])
        weights = torch.tensor([weight(row) for _, row in taught])
        pieces = _pieces([text for text, _ in taught])
        total = _EPOCHS * math.ceil(len(taught) / _BATCH)
        optimizer, schedule = teacher._optimizer(total)
        done, began = 0, time.perf_counter()
        for epoch in range(_EPOCHS):
            teacher.parts.train()
            losses = []
            for places in shuffled([len(p) for p in pieces], _BATCH, _REACH, rng):
                if done == steps:
                    return teacher
                answers = teacher._answers([pieces[at] for at in places])
                loss = _loss(answers, targets[places], weights[places])
                optimizer.zero_grad()
                loss.backward()
                nn.utils.clip_grad_norm_(teacher.parts.parameters(), 1.0)
                optimizer.step()
                schedule.step()
                losses.append(loss.item())
                done += 1
            took = time.perf_counter() - began
            print(f"teacher {seed}, epoch {epoch}: loss {np.mean(losses):.4f}, {took:.0f} s", flush=True)
        return teacher

    def _optimizer(self, total: int) -> tuple[Any, Any]:
        head = [p for name, part in self.parts.items() if name != "body" for p in part.parameters()]
        learning = [p for p in self.parts["body"].parameters() if p.requires_grad]
        groups = [{"params": learning, "lr": _RATE}, {"params": head, "lr": _HEAD_RATE}]
        optimizer = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)

        def rate(step: int) -> float:
            return min(1, (step + 1) / (_WARM_UP * total)) * max(_LEAST_RATE, 1 - step / total)

        return optimizer, torch.optim.lr_scheduler.LambdaLR(optimizer, rate)

    def _answers(self, pieces: Sequence[Sequence[int]]) -> Tensor:
        """Return a row of answers for each text, given as the numbers of its pieces."""
        longest = max(map(len, pieces))
        ids = torch.tensor([[*text, *[0] * (longest - len(text))] for text in pieces])
        mask = torch.tensor([[1] * len(text) + [0] * (longest - len(text)) for text in pieces])
        with torch.autocast("cpu", torch.bfloat16):
            said = self.parts["body"](input_ids=ids, attention_mask=mask).last_hidden_state
            there = mask.unsqueeze(-1).to(said.dtype)
            mean = (said * there).sum(1) / there.sum(1)
            whole = self.parts["drop"](torch.cat([said[:, 0], mean], -1))
            return self.parts["answer"](self.parts["hidden"](whole).float()).float()

    def scores(self, texts: Sequence[str], size: int = 96) -> Array:
        """Return a row of ANSWERS for each text."""
        self.parts.eval()
        pieces = _pieces(texts)
        found = np.zeros((len(texts), ANSWERS), np.float32)
        with torch.no_grad():
            for places in sorted_by_length([len(p) for p in pieces], size):
                found[places] = self._answers([pieces[at] for at in places]).numpy()
        return found

    def save(self, path: Path) -> None:
        torch.save(self.parts.state_dict(), path)

    @classmethod
    def load(cls, path: Path) -> "Teacher":
        """Read a teacher that `save` wrote. Raises FileNotFoundError."""
        teacher = cls()
        teacher.parts.load_state_dict(torch.load(path, weights_only=True))
        return teacher


def _pieces(texts: Sequence[str]) -> list[list[int]]:
    parted = minilm.tokenizer()(list(texts), truncation=True, max_length=_LONGEST)
    found: list[list[int]] = parted["input_ids"]
    return found


def _loss(answers: Tensor, targets: Tensor, weights: Tensor) -> Tensor:
    labels, kinds, statuses = targets.unbind(1)
    soft = labels.float() * (1 - 2 * _SMOOTHING) + _SMOOTHING
    missed = functional.binary_cross_entropy_with_logits(answers[:, 0], soft, reduction="none")
    loss = (missed * weights).mean()
    known = kinds != UNKNOWN
    if known.any():
        missed = functional.cross_entropy(answers[known, KIND], kinds[known])
        loss = loss + _KIND_SHARE * missed * known.float().mean()
    if (statuses != UNKNOWN).any():
        missed = functional.cross_entropy(answers[:, STATUS], statuses, ignore_index=UNKNOWN)
        loss = loss + _STATUS_SHARE * missed
    return loss

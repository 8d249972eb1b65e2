"""The linear models of commitment, kind and status: fitted on all labels, measured and, if asked, shipped.

The seed is fixed: the same data give the same weights.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from bot.reading.verdict.features import views
from bot.reading.wording.sentences import sentences
from tests.benchmarks.training import report
from tests.benchmarks.training.fill import fill
from tests.benchmarks.training.rows import (
    HELD_SHARE,
    STATUSES,
    Row,
    development,
    held_stream,
    labelled,
    written,
)

__all__ = ["Fitted", "train"]

ROOT: Final = Path(__file__).parents[3]
WEIGHTS: Final = ROOT / "bot" / "reading" / "verdict" / "weights"
SEED: Final = 20240313
UNIT: Final = 1000

# A feature must be seen this often in each view: words, skeleton, letters, cues.
SEEN: Final = (2, 3, 3, 3)
MOST: Final = {"commitment": 30_000, "kind": 8_000, "status": 12_000}  # features
STRENGTH: Final = {"commitment": 25.0, "kind": 12.0, "status": 12.0}  # inverse regularisation
# What one of our own headlines counts against a real one. Status is told worse with them than without.
WRITTEN: Final = {"commitment": 0.25, "kind": 0.3}
FIRM: Final = STATUSES[:3]

# The wild sample: of 3,000 headlines as they came, the 204 that a net caught were read and labelled; the
# others are stood for by randomly picked negatives.
WILD_SAMPLE: Final = 3000

Array = NDArray[Any]


class Vocabulary:
    """Which features count, and their columns."""

    def __init__(self, kept: Sequence[str]) -> None:
        self.columns = {feature: at for at, feature in enumerate(sorted(kept))}

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Vocabulary":
        seen: list[Counter[str]] = [Counter() for _ in SEEN]
        for text in texts:
            for counter, view in zip(seen, views(text), strict=True):
                counter.update(view)
        pairs = zip(seen, SEEN, strict=True)
        return cls(
            [f for counter, least in pairs for f, n in counter.items() if n >= least and "\t" not in f]
        )

    def matrix(self, texts: Sequence[str]) -> csr_matrix:
        rows, columns, values = [], [], []
        for at, text in enumerate(texts):
            for view in views(text):
                scale = 1 / np.sqrt(max(len(view), 1))
                for feature in view:
                    column = self.columns.get(feature)
                    if column is not None:
                        rows.append(at)
                        columns.append(column)
                        values.append(scale)
        return csr_matrix((values, (rows, columns)), shape=(len(texts), len(self.columns)))


class Fitted:
    """A model and its vocabulary, fitted twice: to find what carries most, then with that alone."""

    def __init__(self, name: str, texts: Sequence[str], labels: Sequence[Any], weights: Array) -> None:
        """Take texts, their labels and what each counts; `name` is a key of MOST and STRENGTH."""
        self.name: Final = name
        self.vocabulary = Vocabulary.of(texts)
        self.model = self._fit(texts, labels, weights)
        most = MOST[name]
        if len(self.vocabulary.columns) > most:
            strongest = np.argsort(-np.abs(self.model.coef_).max(axis=0), kind="stable")[:most]
            names = list(self.vocabulary.columns)
            self.vocabulary = Vocabulary([names[at] for at in strongest])
            self.model = self._fit(texts, labels, weights)

    def _fit(self, texts: Sequence[str], labels: Sequence[Any], weights: Array) -> LogisticRegression:
        model = LogisticRegression(C=STRENGTH[self.name], max_iter=600)
        return model.fit(self.vocabulary.matrix(texts), labels, sample_weight=weights)

    def scores(self, texts: Sequence[str]) -> Array:
        return np.asarray(self.model.decision_function(self.vocabulary.matrix(texts)))

    def shares(self, texts: Sequence[str]) -> Array:
        """Return a probability a class for each text."""
        return np.asarray(self.model.predict_proba(self.vocabulary.matrix(texts)))

    def write(self, classes: Sequence[str], scale: float = 1, shift: float = 0) -> None:
        """Replace the shipped weights by this model's, its scores times `scale` plus `shift`."""
        weights = np.rint(self.model.coef_ * scale * UNIT).astype(int)
        biases = np.rint((self.model.intercept_ * scale + shift) * UNIT).astype(int)
        lines = ["\t".join(classes), "\t".join(map(str, biases))]
        lines += (
            "\t".join((feature, *map(str, weights[:, at])))
            for feature, at in self.vocabulary.columns.items()
            if weights[:, at].any()
        )
        WEIGHTS.mkdir(exist_ok=True)
        (WEIGHTS / f"{self.name}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        print(f"{self.name}: {len(lines) - 2} features written")


def headlines(rows: Sequence[Row]) -> list[str]:
    return [row.headline for row in rows]


def counts(rows: Sequence[Row], name: str) -> Array:
    """Return what each row counts for the model of that name."""
    return np.array([WRITTEN[name] if row.origin == "written" else 1.0 for row in rows])


def lead(body: str) -> str:
    """Return the first sentence of a body that says something."""
    return next((s.of(body) for s in sentences(body[:2000]) if s.end - s.start > 60), "")


def out_of_fold(rows: Sequence[Row], own: Sequence[Row]) -> Array:
    """Return each row's score by a model that never saw it; our own headlines are in every fold."""
    texts, labels = headlines(rows), np.array([row.label for row in rows])
    scores = np.zeros(len(texts))
    for train_on, left in StratifiedKFold(5, shuffle=True, random_state=SEED).split(texts, labels):
        seen = [*(rows[at] for at in train_on), *own]
        weights = counts(seen, "commitment")
        fitted = Fitted("commitment", headlines(seen), [row.label for row in seen], weights)
        scores[left] = fitted.scores([texts[at] for at in left])
    return scores


def calibration(rows: Sequence[Row], labels: Array, scores: Array) -> tuple[float, float]:
    """Return the scale and shift that turn scores (out of fold) into log-odds of the stream as it comes."""
    wild = np.array([row.origin == "wild" for row in rows])
    random = np.array([row.picked == "random" and not row.label for row in rows])
    unread = WILD_SAMPLE * (1 - HELD_SHARE) - int(wild.sum())
    weight = np.where(wild, 1.0, np.where(random, unread / max(int(random.sum()), 1), 0.0))
    kept = weight > 0
    platt = LogisticRegression(C=1e6).fit(scores[kept, None], labels[kept], sample_weight=weight[kept])
    return float(platt.coef_[0, 0]), float(platt.intercept_[0])


def train_commitment(rows: Sequence[Row], own: Sequence[Row], dev: Sequence[Row], *, write: bool) -> None:
    """Fit whether a text tells a commitment, on headlines and on the first sentences of their bodies."""
    labels = np.array([row.label for row in rows])
    scores = out_of_fold(rows, own)
    scale, shift = calibration(rows, labels, scores)
    print(f"out of fold: F1 {report.f1(labels == 1, scores > 0):.3f}; calibration {scale:.2f}, {shift:+.2f}")
    every = [*rows, *own]
    leads = [(text, row.label) for row in rows if (text := lead(row.body))]
    fitted = Fitted(
        "commitment",
        [*headlines(every), *(text for text, _ in leads)],
        [*(row.label for row in every), *(label for _, label in leads)],
        np.concatenate([counts(every, "commitment"), np.ones(len(leads))]),
    )
    report.on_development("linear", dev, scale * fitted.scores(headlines(dev)) + shift)
    kept_apart = held_stream()
    report.on_stream("linear", kept_apart, scale * fitted.scores(headlines(kept_apart)) + shift)
    if write:
        fitted.write(["commitment"], scale, shift)


def train_kind(rows: Sequence[Row], own: Sequence[Row], dev: Sequence[Row], *, write: bool) -> None:
    """Fit what kind of commitment a headline tells, on those whose kind is known, the cancelled too."""
    taught = [row for row in (*rows, *own) if row.kind]
    fitted = Fitted("kind", headlines(taught), [row.kind for row in taught], counts(taught, "kind"))
    classes = list(fitted.model.classes_)
    flagged = [row for row in dev if row.label]
    said = [classes[at] for at in fitted.shares(headlines(flagged)).argmax(axis=1)]
    right = [kind == row.kind for kind, row in zip(said, flagged, strict=True)]
    print(f"kind: accuracy on the development rows {np.mean(right):.3f}")
    if write:
        fitted.write(classes)


def train_status(rows: Sequence[Row], dev: Sequence[Row], *, write: bool) -> None:
    """Fit how firm it is, cancelled and none at all among the classes."""
    taught = [row for row in rows if row.status and not (row.label and row.status not in FIRM)]
    fitted = Fitted("status", headlines(taught), [row.status for row in taught], np.ones(len(taught)))
    classes = list(fitted.model.classes_)
    flagged = [row for row in dev if row.label]
    shares = fitted.shares(headlines(flagged))[:, [classes.index(status) for status in FIRM]]
    said = [FIRM[at] for at in shares.argmax(axis=1)]
    right = [status == row.status for status, row in zip(said, flagged, strict=True)]
    print(f"status: accuracy on the development rows {np.mean(right):.3f}")
    if write:
        fitted.write(classes)


def train(*, write: bool, read: bool, use_written: bool) -> None:
    """Fit and measure the three models, with `write` ship them; learn with `read` from read.tsv and with
    `use_written` from written.tsv, too. Raises FileNotFoundError without the labelled headlines."""
    dev, rows, rng = development(), labelled(read=read), Random(SEED)
    own = [_named(row, rng) for row in written()] if use_written else []
    train_commitment(rows, own, dev, write=write)
    train_kind(rows, own, dev, write=write)
    train_status(rows, dev, write=write)


def _named(row: Row, rng: Random) -> Row:
    return replace(row, headline=fill(row.headline, rng))

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

from bot.reading.verdict.features import views
from bot.reading.wording.sentences import sentences
from tests.benchmarks.training import report
from tests.benchmarks.training.fill import fill
from tests.benchmarks.training.rows import (
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

# A feature must be seen this often in the view of words, and in each other view.
SEEN_WORDS: Final = 2
SEEN: Final = 3
MOST: Final = {"commitment": 10_000, "kind": 4_000, "status": 6_000}  # features
STRENGTH: Final = {"commitment": 25.0, "kind": 4.0, "status": 12.5}  # inverse regularisation
# What one of our own headlines counts against a real one. How firm a commitment is, is learnt from the labels
# of others alone.
WRITTEN: Final = {"commitment": 0.25, "kind": 0.15}
FIRM: Final = STATUSES[:3]

Array = NDArray[Any]


class Vocabulary:
    """Which features count, and their columns."""

    def __init__(self, kept: Sequence[str]) -> None:
        self.columns = {feature: at for at, feature in enumerate(sorted(kept))}

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Vocabulary":
        words: Counter[str] = Counter()
        others: Counter[str] = Counter()
        for text in texts:
            first, *rest = views(text)
            words.update(first)
            for view in rest:
                others.update(view)
        kept = [feature for feature, times in words.items() if times >= SEEN_WORDS]
        kept += [feature for feature, times in others.items() if times >= SEEN]
        return cls([feature for feature in kept if "\t" not in feature])

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

    def write(self, classes: Sequence[str]) -> None:
        """Replace the shipped weights by this model's."""
        weights = np.rint(self.model.coef_ * UNIT).astype(int)
        biases = np.rint(self.model.intercept_ * UNIT).astype(int)
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


def train_commitment(rows: Sequence[Row], own: Sequence[Row], dev: Sequence[Row], *, write: bool) -> None:
    """Fit whether a text tells a commitment, on headlines and on the first sentences of their bodies."""
    every = [*rows, *own]
    leads = [(text, row.label) for row in rows if row.origin != "read" and (text := lead(row.body))]
    fitted = Fitted(
        "commitment",
        [*headlines(every), *(text for text, _ in leads)],
        [*(row.label for row in every), *(label for _, label in leads)],
        np.concatenate([counts(every, "commitment"), np.ones(len(leads))]),
    )
    kept_apart = held_stream()
    report.on_development("linear", dev, fitted.scores(headlines(dev)))
    report.on_stream("linear", kept_apart, fitted.scores(headlines(kept_apart)))
    if write:
        fitted.write(["commitment"])


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
    taught = [row for row in rows if row.origin != "read" and (not row.label or row.status in FIRM)]
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

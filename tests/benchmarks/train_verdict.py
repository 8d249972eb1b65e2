"""Train the verdict's weights again: python -m tests.benchmarks.train_verdict [--write]

Reads ../shared/data/headlines and needs scikit-learn (`pip install outlay[train]`), which nothing else does.
Without --write it only measures. The development rows are never trained on, so that verdict.py stays honest.
The seed is fixed: the same data give the same weights.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from bot.reading.verdict.features import views
from bot.reading.wording.sentences import sentences

ROOT: Final = Path(__file__).parents[2]
DATA: Final = ROOT / ".." / "shared" / "data" / "headlines"
WEIGHTS: Final = ROOT / "bot" / "reading" / "verdict" / "weights"
SEED: Final = 20240313
UNIT: Final = 1000

# A feature must be seen this often in each view: words, skeleton, letters, cues.
SEEN: Final = (2, 3, 3, 3)
STRENGTH: Final = 25.0  # inverse regularisation, by cross-validation
MOST: Final = {"commitment": 30_000, "kind": 8_000, "status": 12_000}  # features
STATUS: Final = {"committed": "announced", "rumoured": "rumoured", "progress": "progress"}

# The wild sample: of 3,000 headlines as they came, the 204 that a net caught were read and labelled; the
# others are stood for by randomly picked negatives.
WILD_SAMPLE: Final = 3000

Row = dict[str, Any]
Array = Any  # numpy is no dependency, so its types are unknown to the checker


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

    def __init__(self, texts: Sequence[str], labels: Sequence[Any], strength: float, most: int) -> None:
        self.vocabulary = Vocabulary.of(texts)
        self.model = self._fit(texts, labels, strength)
        if len(self.vocabulary.columns) > most:
            strongest = np.argsort(-np.abs(self.model.coef_).max(axis=0), kind="stable")[:most]
            names = list(self.vocabulary.columns)
            self.vocabulary = Vocabulary([names[at] for at in strongest])
            self.model = self._fit(texts, labels, strength)

    def _fit(self, texts: Sequence[str], labels: Sequence[Any], strength: float) -> LogisticRegression:
        return LogisticRegression(C=strength, max_iter=600).fit(self.vocabulary.matrix(texts), labels)

    def scores(self, texts: Sequence[str]) -> Array:
        return self.model.decision_function(self.vocabulary.matrix(texts))

    def write(self, name: str, classes: Sequence[str], scale: float = 1, shift: float = 0) -> None:
        weights = np.rint(self.model.coef_ * scale * UNIT).astype(int)
        biases = np.rint((self.model.intercept_ * scale + shift) * UNIT).astype(int)
        lines = ["\t".join(classes), "\t".join(map(str, biases))]
        lines += (
            "\t".join((feature, *map(str, weights[:, at])))
            for feature, at in self.vocabulary.columns.items()
            if weights[:, at].any()
        )
        WEIGHTS.mkdir(exist_ok=True)
        (WEIGHTS / f"{name}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        print(f"{name}: {len(lines) - 2} features written")


def read(name: str) -> list[Row]:
    with (DATA / name).open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def training_rows(known: set[str]) -> Iterator[Row]:
    """Yield every labelled row that is not among the development rows, each headline once."""
    files = {"wild": "wild_labelled.jsonl", "train": "train.jsonl", "spare": "spare_negatives_dev.jsonl"}
    for origin, name in files.items():
        for row in read(name):
            if row["headline"] not in known:
                known.add(row["headline"])
                yield {**row, "origin": origin}


def lead(body: str) -> str:
    """Return the first sentence of a body that says something."""
    return next((s.of(body) for s in sentences(body[:2000]) if s.end - s.start > 60), "")


def f1(truth: Array, said: Array) -> float:
    return 2 * float((truth & said).sum()) / max(float(truth.sum() + said.sum()), 1)


def headlines(rows: Sequence[Row]) -> list[str]:
    return [row["headline"] for row in rows]


def out_of_fold(texts: Sequence[str], labels: Array) -> Array:
    scores = np.zeros(len(texts))
    for train, held in StratifiedKFold(5, shuffle=True, random_state=SEED).split(texts, labels):
        fitted = Fitted([texts[at] for at in train], labels[train], STRENGTH, MOST["commitment"])
        scores[held] = fitted.scores([texts[at] for at in held])
    return scores


def calibration(rows: Sequence[Row], labels: Array, scores: Array) -> tuple[float, float]:
    """Return the scale and shift that turn scores (out of fold) into log-odds of the stream as it comes."""
    wild = np.array([row["origin"] == "wild" for row in rows])
    random = np.array([row.get("picked") == "random" and not row["label"] for row in rows])
    unread = WILD_SAMPLE - int(wild.sum())
    weight = np.where(wild, 1.0, np.where(random, unread / max(int(random.sum()), 1), 0.0))
    kept = weight > 0
    platt = LogisticRegression(C=1e6).fit(scores[kept, None], labels[kept], sample_weight=weight[kept])
    return float(platt.coef_[0, 0]), float(platt.intercept_[0])


def train_commitment(rows: Sequence[Row], dev: Sequence[Row], *, write: bool) -> None:
    texts, labels = headlines(rows), np.array([row["label"] for row in rows])
    scores = out_of_fold(texts, labels)
    scale, shift = calibration(rows, labels, scores)
    print(f"out of fold: F1 {f1(labels == 1, scores > 0):.3f}; calibration {scale:.2f}, {shift:+.2f}")
    leads = [(text, row["label"]) for row in rows if (text := lead(row.get("body") or ""))]
    every = [*texts, *(text for text, _ in leads)]
    fitted = Fitted(every, [*labels, *(label for _, label in leads)], STRENGTH, MOST["commitment"])
    on_dev, calibrated = scale * fitted.scores(headlines(dev)) + shift, scale * scores + shift
    truth, sure = np.array([row["label"] for row in dev]) == 1, np.array([not row["unsure"] for row in dev])
    wild = np.array([row["origin"] == "wild" for row in rows])
    random = np.array([row.get("picked") == "random" for row in rows])
    for probability in (0.05, 0.1, 0.15, 0.2, 0.3, 0.5):
        bar = np.log(probability / (1 - probability))
        caught = calibrated > bar
        print(
            f"p > {probability}: dev F1 {f1(truth, on_dev > bar):.3f}, sure rows"
            f" {f1(truth[sure], on_dev[sure] > bar):.3f};"
            f" wild: {int((caught & (labels == 1))[wild].sum())} of"
            f" {int(labels[wild].sum())} found, {int(caught[wild].sum())} flagged; picked at random:"
            f" {int((caught & (labels == 0))[random].sum())} of {int(random.sum())} wrongly flagged"
        )
    if write:
        fitted.write("commitment", ["commitment"], scale, shift)


def train_kind(rows: Sequence[Row], dev: Sequence[Row], *, write: bool) -> None:
    taught = [row for row in rows if row["label"]]
    fitted = Fitted(headlines(taught), [row["kind"] for row in taught], STRENGTH / 2, MOST["kind"])
    flagged = [row for row in dev if row["label"]]
    said = fitted.model.predict(fitted.vocabulary.matrix(headlines(flagged)))
    print(f"kind: dev accuracy {np.mean(said == np.array([row['kind'] for row in flagged])):.3f}")
    if write:
        fitted.write("kind", list(fitted.model.classes_))


def train_status(rows: Sequence[Row], dev: Sequence[Row], *, write: bool) -> None:
    taught = [row for row in rows if not row["label"] or row.get("status") in STATUS]
    fitted = Fitted(headlines(taught), [status_of(row) for row in taught], STRENGTH / 2, MOST["status"])
    flagged = [row for row in dev if row["label"]]
    classes = list(fitted.model.classes_)
    firm = [classes.index(name) for name in STATUS.values()]
    shares = fitted.model.predict_proba(fitted.vocabulary.matrix(headlines(flagged)))[:, firm]
    said = np.array(list(STATUS.values()))[shares.argmax(axis=1)]
    print(f"status: dev accuracy {np.mean(said == np.array([status_of(row) for row in flagged])):.3f}")
    if write:
        fitted.write("status", classes)


def status_of(row: Row) -> str:
    if row["label"]:
        return STATUS[row["status"]]
    return "cancelled" if row.get("status") == "cancelled" else "none"


def main(arguments: Sequence[str]) -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--write", action="store_true", help="replace the shipped weights")
    chosen = options.parse_args(arguments)
    if not DATA.is_dir():
        print(f"The labelled headlines are not at {DATA}; nothing can be trained.", file=sys.stderr)
        return 2
    dev = read("dev.jsonl")
    rows = list(training_rows(set(headlines(dev))))
    for train in (train_commitment, train_kind, train_status):
        train(rows, dev, write=chosen.write)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

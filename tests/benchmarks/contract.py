"""Every goal of the reader, judged only by what `outlay read --jsonl` prints.

No room is asked: each text goes the whole way, as it would in a check from outside. The rules of matching are
written from docs/reading-contract.md and from the data's own notes, apart from those of the rooms'
benchmarks, so that the two watch each other.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

from tests.benchmarks import calibration
from tests.benchmarks.contract_run import WORDS, Json, Printed, answers_to, first_words, rows_of, run
from tests.benchmarks.contract_speech import speech
from tests.benchmarks.contract_stories import stories
from tests.benchmarks.contract_sums import sums
from tests.benchmarks.figure import Counts, Figure, counted, number, same

__all__ = ["figures", "measure"]

STATUS: Final = {"committed": "announced"}
"""What the headlines' labels call a status that the contract names otherwise."""

DRAWN: Final = {"finviz": 2000, "benzinga": 500, "yahoo": 500}
"""The sample of the stream, by source; what a net caught of it was read and labelled, 204 headlines."""

STORIES: Final = 2000
"""How many stories are read for their speed: so many that the start weighs little."""

STARTS: Final = 5  # of which the fastest counts: the others were disturbed


@cache
def figures(shared: Path) -> Mapping[str, Figure]:
    """Return every figure by name. Raises FileNotFoundError without the data."""
    data = shared / "data"
    dev = rows_of(data / "headlines/dev.jsonl")
    wild = rows_of(data / "headlines/wild.jsonl")
    found: dict[str, Figure] = {}
    for name, keys in (("headline", ("headline",)), ("headline and body", ("headline", "body"))):
        found |= _flagging(name, dev, answers_to(dev, *keys))
    streamed = run({"id": row["id"], "headline": row["headline"]} for row in wild)
    found |= _stream(rows_of(data / "headlines/wild_labelled.jsonl"), wild, streamed.answers)
    found |= sums(data) | speech(data) | stories(data)
    return found | _cost(streamed, rows_of(data / "stories/dev.jsonl"))


def measure(shared: Path) -> Mapping[str, float]:
    """Return the figures by name, without their intervals. Raises FileNotFoundError without the data."""
    return {name: figure.value for name, figure in figures(shared).items()}


def _outcome(label: int, flagged: bool) -> Counts:
    return int(label and flagged), int(flagged and not label), int(label and not flagged)


def _flagging(name: str, rows: Sequence[Json], answers: Mapping[str, Json]) -> dict[str, Figure]:
    """Return how flags agree with labels, kind and status of right flags, and the calibration."""
    told = [(row, answers[row["id"]]) for row in rows]
    right = [(row, answer) for row, answer in told if row["label"] and answer["flagged"]]
    return {
        f"{name}: flagging F1, all": counted(
            [_outcome(row["label"], answer["flagged"]) for row, answer in told]
        ),
        f"{name}: flagging F1, not unsure": counted(
            [_outcome(row["label"], answer["flagged"]) for row, answer in told if not row["unsure"]]
        ),
        f"{name}: kind": counted([same(answer["kind"], row["kind"]) for row, answer in right], "accuracy"),
        f"{name}: status": counted(
            [same(answer["status"], STATUS.get(row["status"], row["status"])) for row, answer in right],
            "accuracy",
        ),
        f"{name}: calibration error": calibration.weighted_error(
            [(answer["score"], row["label"]) for row, answer in told]
        ),
    }


def _stream(labelled: Sequence[Json], wild: Sequence[Json], answers: Mapping[str, Json]) -> dict[str, Figure]:
    """Return precision and recall in a stream as it comes.

    Of the sample only what a net caught was read. How many of the others are flagged is estimated from the
    share of flags in the whole stream, source by source, and every one of them is counted as wrong. So this
    precision is a lower bound. In the calibration the others weigh as much as they are.
    """
    outcomes = [_outcome(row["label"], answers[row["id"]]["flagged"]) for row in labelled]
    caught = sum(right + wrong for right, wrong, _ in outcomes)
    expected = 0.0
    for source, drawn in DRAWN.items():
        flags = [answers[row["id"]]["flagged"] for row in wild if row["source"].startswith(source)]
        expected += drawn * sum(flags) / len(flags)
    unread: list[Counts] = [(0, 1, 0)] * max(round(expected - caught), 0)
    flagged = sum(answer["flagged"] for answer in answers.values())
    scores = [(answers[row["id"]]["score"], row["label"]) for row in labelled]
    ranked = sorted(scores, reverse=True)
    enough = 0.8 * sum(label for _, label in scores)
    taken = next(n for n in range(len(ranked) + 1) if sum(label for _, label in ranked[:n]) >= enough)
    return {
        "stream: recall of the known positives": counted(outcomes, "recall"),
        "stream: precision among the read": counted(outcomes, "precision"),
        "stream: precision, unread flags wrong": counted([*outcomes, *unread], "precision"),
        "stream: precision among the read, at .80 recall": number(enough / max(taken, 1)),
        "stream: calibration error": calibration.weighted_error(scores),
        "stream: flagged in 1,000": number(1000 * flagged / len(answers)),
    }


def _cost(streamed: Printed, rows: Sequence[Json]) -> dict[str, Figure]:
    """Return speed and memory of whole runs, the start included, on one core."""
    told = run(_cut(rows))
    starts = [run([{"id": "one", "headline": "Harbour Mills to build a plant"}]) for _ in range(STARTS)]
    return {
        "speed: headlines a second of CPU": number(len(streamed.answers) / streamed.cpu),
        "speed: headlines a second, wall clock": number(len(streamed.answers) / streamed.wall),
        "speed: stories a second of CPU": number(len(told.answers) / told.cpu),
        "cost: start, load and one headline, seconds of CPU": number(min(start.cpu for start in starts)),
        "cost: resident memory after one headline, MB": number(starts[0].memory),
        "cost: resident memory of the stream, MB": number(streamed.memory),
    }


def _cut(rows: Sequence[Json]) -> Iterator[Json]:
    """Yield the articles again and again, each with the first words of its body."""
    bodies = [first_words(row["body"], WORDS) for row in rows]
    for turn in range(STORIES):
        at = turn % len(rows)
        yield {"id": f"{turn}", "headline": rows[at]["headline"], "body": bodies[at]}

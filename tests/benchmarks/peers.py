"""The peers that install from a registry, on the same texts and by the same rules as ours in contract.py.

They live in an environment of their own (`make bench` sets it up; docs/adr/0012-peers-apart.md says why), so
they are asked through peers_ask.py in a process each. A peer that is not there is said not to be installed.
"""

import json
import subprocess
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from tests.benchmarks.contract_run import WORDS, Json, first_words, rows_of
from tests.benchmarks.contract_speech import quoted
from tests.benchmarks.contract_sums import matched
from tests.benchmarks.figure import Counts, Figure, counted, number

__all__ = ["ABSENT", "figures", "measure"]

ROOT: Final = Path(__file__).parents[2]
PYTHON: Final = ROOT / ".venv-bench" / "bin" / "python"
ASKED: Final = Path(__file__).with_name("peers_ask.py")
SECONDS: Final = 180
"""How long one peer may take."""

SUMS: Final = ("recognizers-text", "duckling", "quantulum3", "price-parser", "spacy")
SPEECH: Final = ("textacy",)
AT_LENGTH: Final = ("recognizers-text", "spacy")  # also timed on whole stories
LEARNT: Final = "scikit-learn"

ABSENT: Final = {
    "GenderGapTracker": "no package of a registry holds it",
    "MiniLM, fine-tuned": "no package of a registry holds its weights",
}
"""Peers that the goals name and that cannot be measured here, and why."""

LEARNT_BAR: Final = 0.5


class Answer(NamedTuple):
    """What a peer said of each text, and what that took: seconds of the processor, and memory."""

    answers: list[Any]
    load: float
    seconds: float
    memory: float  # MB of resident memory at most


@cache
def figures(shared: Path) -> Mapping[str, Figure | str]:
    """Return every figure by "peer: what", or why there is none.

    Raises FileNotFoundError without the data.
    """
    data = shared / "data"
    found: dict[str, Figure | str] = {}
    for peer in SUMS:
        found |= _sums(peer, data)
    for peer in AT_LENGTH:
        found |= _pace(peer, data)
    for peer in SPEECH:
        found |= _speech(peer, data)
    return found | _flagging(data) | ABSENT


def measure(shared: Path) -> Mapping[str, float | str]:
    """Return the figures by name, without their intervals. Raises FileNotFoundError without the data."""
    return {name: one if isinstance(one, str) else one.value for name, one in figures(shared).items()}


def _ask(peer: str, texts: Sequence[str], **more: object) -> Answer | str:
    """Return a peer's answers, or in a few words why there are none."""
    if not PYTHON.exists():
        return "not installed (make bench sets it up)"
    try:
        ran = subprocess.run(
            [PYTHON, ASKED, peer],
            input=json.dumps({"texts": texts, **more}),
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"took over {SECONDS} s"
    if ran.returncode:
        last = (ran.stderr.strip().splitlines() or ["no reason given"])[-1]
        return f"not installed ({last[:80]})"
    answer = json.loads(ran.stdout)
    return Answer(answer["answers"], answer.get("load", 0.0), answer.get("seconds", 0.0), answer["memory"])


def _sums(peer: str, data: Path) -> dict[str, Figure | str]:
    """Ask one peer for the sums of the labelled sentences and, in one go, of the English suites."""
    news = rows_of(data / "amounts/news.jsonl")
    suites = [row for row in rows_of(data / "amounts/peer_suites.jsonl") if row["lang"] == "en"]
    said, others = (_ask(peer, [row["text"] for row in rows]) for rows in (news, suites))
    if isinstance(said, str) or isinstance(others, str):
        return {peer: said if isinstance(said, str) else str(others)}
    found: dict[str, Figure | str] = {
        f"{peer}: amounts F1": _matched(news, said.answers),
        f"{peer}: texts a second": number(len(news) / max(said.seconds, 1e-9)),
        f"{peer}: load, seconds": number(said.load),
        f"{peer}: resident memory, MB": number(said.memory),
    }
    told = list(zip(suites, others.answers, strict=True))
    for source in sorted({row["source"] for row in suites}):
        chosen = [(row, answer) for row, answer in told if row["source"] == source]
        found[f"{peer}: {source} en, F1"] = _matched(*map(list, zip(*chosen, strict=True)))
    return found


def _pace(peer: str, data: Path) -> dict[str, Figure | str]:
    """Time one peer on stories of the length that ours is timed on."""
    rows = rows_of(data / "stories/dev.jsonl")
    texts = [f"{row['headline']}\n\n{first_words(row['body'], WORDS)}" for row in rows]
    said = _ask(peer, texts)
    if isinstance(said, str):
        return {peer: said}
    return {f"{peer}: stories a second": number(len(texts) / max(said.seconds, 1e-9))}


def _matched(rows: Sequence[Json], answers: Sequence[Sequence[Sequence[Any]]]) -> Figure:
    pairs = zip(rows, answers, strict=True)
    return counted([matched(row, [(value, unit) for value, unit in answer]) for row, answer in pairs])


def _speech(peer: str, data: Path) -> dict[str, Figure | str]:
    """Ask one peer for direct quotations with their speakers."""
    rows = rows_of(data / "quotations/dev.jsonl")
    said = _ask(peer, [row["text"] for row in rows])
    if isinstance(said, str):
        return {peer: said}
    outcomes: dict[str, list[Counts]] = {"finance": [], "other": []}
    for row, answer in zip(rows, said.answers, strict=True):
        asked = [
            (row["text"][start:end], quote["speaker"])
            for quote in row["quotes"]
            if quote["direct"]
            for start, end in quote["spans"]
        ]
        paper = "finance" if row["id"].startswith(("qf", "qs")) else "other"
        outcomes[paper].append(quoted([(words, speaker) for words, speaker in answer], asked, ()))
    return {
        **{f"{peer}: direct quotations, {paper}, F1": counted(found) for paper, found in outcomes.items()},
        f"{peer}: paragraphs a second": number(len(rows) / max(said.seconds, 1e-9)),
    }


def _flagging(data: Path) -> dict[str, Figure | str]:
    """Train the plainest classifier on the labels, without any headline that it is asked about."""
    dev = rows_of(data / "headlines/dev.jsonl")
    read = rows_of(data / "headlines/wild_labelled.jsonl")
    known = {row["headline"] for row in (*dev, *read)}
    rows = [
        row
        for name in ("train", "spare_negatives_dev")
        for row in rows_of(data / f"headlines/{name}.jsonl")
        if row["headline"] not in known
    ]
    trained = [(row["headline"], row["label"]) for row in rows]
    said = _ask(LEARNT, [row["headline"] for row in (*dev, *read)], trained=trained)
    if isinstance(said, str):
        return {LEARNT: said}
    flags = [score > LEARNT_BAR for score in said.answers]
    told = list(zip(dev, flags, strict=False))
    name = f"{LEARNT}, TF-IDF + logistic regression"
    return {
        f"{name}: flagging F1, all": _agreed(told),
        f"{name}: flagging F1, not unsure": _agreed([(row, flag) for row, flag in told if not row["unsure"]]),
        f"{name}: stream precision among the read": _agreed(
            list(zip(read, flags[len(dev) :], strict=True)), "precision"
        ),
        f"{name}: stream recall of the known positives": _agreed(
            list(zip(read, flags[len(dev) :], strict=True)), "recall"
        ),
    }


def _agreed(told: Sequence[tuple[Json, bool]], measure: str = "F1") -> Figure:
    return counted(
        [
            (int(row["label"] and flag), int(flag and not row["label"]), int(row["label"] and not flag))
            for row, flag in told
        ],
        measure,
    )

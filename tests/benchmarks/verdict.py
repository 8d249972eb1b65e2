"""The verdict against the labelled headlines and stories; run as a module it prints each mistake.

Flagging by precision, recall and F1 with and without the rows on which readers may differ; kind and status by
accuracy on the rows that are flagged rightly; and how many of the unfiltered headlines are flagged.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from time import process_time
from typing import Any, Final

from bot.domain.reading import Verdict
from bot.reading.companies.companies import find_companies
from bot.reading.money.amounts import find_amounts
from bot.reading.verdict.classify import judge
from bot.reading.verdict.evidence import outlays
from bot.reading.wording.clean import clean, headline_of
from bot.securities import Master, load

STATUS: Final = {"committed": "announced"}

Row = dict[str, Any]


def rows_of(path: Path) -> list[Row]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


@cache
def _securities() -> Master:
    return load()


def told(text: str, headline: str | None) -> Verdict:
    """Return the verdict on a cleaned text as the reader comes to it."""
    companies = find_companies(text, headline, (), _securities())
    evidence = outlays(text, companies, find_amounts(text))
    return judge(text, len(headline_of(headline, text)), evidence)


def score(name: str, rows: Sequence[Row], *, show: bool) -> dict[str, float]:
    """Return how the flags, kinds and statuses of some rows agree with their labels."""
    counts: Counter[str] = Counter()
    for row in rows:
        text = clean(row["headline"], row["body"] or "")
        verdict = told(text, row["headline"])
        wanted, found = bool(row["flagged"]), verdict.flagged
        counts["right"] += wanted and found
        counts["wrong"] += found and not wanted
        counts["missed"] += wanted and not found
        if wanted and found:
            counts["kind"] += verdict.kind == row["kind"]
            counts["status"] += verdict.status == row["status"]
        if show and wanted != found:
            print(f"{'missed' if wanted else 'wrong ':6} {verdict.score:.3f} {row['headline'] or text[:90]}")
    right, wrong, missed = counts["right"], counts["wrong"], counts["missed"]
    return {
        f"{name}: commitments": right + missed,
        f"{name}: precision": right / max(right + wrong, 1),
        f"{name}: recall": right / max(right + missed, 1),
        f"{name}: F1": 2 * right / max(2 * right + wrong + missed, 1),
        f"{name}: kind, of those flagged rightly": counts["kind"] / max(right, 1),
        f"{name}: status, of those flagged rightly": counts["status"] / max(right, 1),
    }


def headline_rows(path: Path) -> list[Row]:
    return [
        {**row, "body": "", "flagged": row["label"], "status": STATUS.get(row["status"], row["status"])}
        for row in rows_of(path)
    ]


def stream(path: Path) -> dict[str, float]:
    """Return how many of the headlines as they came are flagged, and how fast."""
    rows = rows_of(path)
    started = process_time()
    flagged = sum(told(row["headline"], row["headline"]).flagged for row in rows)
    seconds = process_time() - started
    return {
        "unfiltered headlines: flagged in 1,000 (true rate about 17)": 1000 * flagged / len(rows),
        "unfiltered headlines: judged a second of CPU": len(rows) / seconds,
    }


def measure(shared: Path, *, show: bool = False) -> Mapping[str, float]:
    """Return the figures by name. Raises FileNotFoundError without the data. `show` prints each mistake."""
    dev = headline_rows(shared / "data/headlines/dev.jsonl")
    stories = rows_of(shared / "data/stories/dev.jsonl")
    return {
        **score("headlines", dev, show=show),
        **score("headlines, readers agree", [row for row in dev if not row["unsure"]], show=False),
        **score("stories", stories, show=show),
        **score("stories, readers agree", [row for row in stories if not row["unsure"]], show=False),
        **score("stories without headline", [{**row, "headline": None} for row in stories], show=False),
        **stream(shared / "data/headlines/wild.jsonl"),
    }


if __name__ == "__main__":
    measure(Path(__file__).parents[3] / "shared", show=True)

"""The verdict against the labelled headlines and stories: python -m tests.benchmarks.verdict [--show]

Flagging by precision, recall and F1 with and without the rows on which readers may differ; kind and status by
accuracy on the rows that are flagged rightly; and how many of the unfiltered headlines are flagged.
"""

import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from time import process_time
from typing import Any, Final

from bot.reading.verdict.classify import judge
from bot.reading.wording.clean import clean, headline_of

DATA: Final = Path(__file__).parents[2] / ".." / "shared" / "data"
STATUS: Final = {"committed": "announced"}

Row = dict[str, Any]


def read(name: str) -> list[Row]:
    with (DATA / name).open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def measure(name: str, rows: Sequence[Row], *, show: bool = False) -> None:
    """Print how the flags, kinds and statuses of some rows agree with their labels."""
    counts: Counter[str] = Counter()
    for row in rows:
        text = clean(row["headline"], row["body"] or "")
        verdict = judge(text, len(headline_of(row["headline"], text)))
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
    print(
        f"{name:30} precision {right / max(right + wrong, 1):.3f} recall {right / max(right + missed, 1):.3f}"
        f" F1 {2 * right / max(2 * right + wrong + missed, 1):.3f} of {right + missed};"
        f" kind {counts['kind'] / max(right, 1):.3f} status {counts['status'] / max(right, 1):.3f}"
    )


def headline_rows(name: str) -> list[Row]:
    return [
        {**row, "body": "", "flagged": row["label"], "status": STATUS.get(row["status"], row["status"])}
        for row in read(name)
    ]


def stream() -> None:
    """Print how many of the headlines as they came are flagged, and how fast."""
    rows = read("headlines/wild.jsonl")
    started = process_time()
    flagged = sum(judge(row["headline"], len(row["headline"])).flagged for row in rows)
    seconds = process_time() - started
    print(
        f"{'unfiltered headlines':30} {1000 * flagged / len(rows):.1f} flagged in 1,000 (true rate about 17);"
        f" {len(rows) / seconds:,.0f} judged a second"
    )


def main(arguments: Sequence[str]) -> int:
    if not DATA.is_dir():
        print(f"The labelled texts are not at {DATA}; nothing can be measured.", file=sys.stderr)
        return 2
    show = "--show" in arguments
    dev = headline_rows("headlines/dev.jsonl")
    measure("headlines", dev, show=show)
    measure("headlines, readers agree", [row for row in dev if not row["unsure"]])
    measure("headlines, picked at random", [row for row in dev if row["slice"] == "random"])
    stories = read("stories/dev.jsonl")
    measure("stories", stories, show=show)
    measure("stories, readers agree", [row for row in stories if not row["unsure"]])
    measure("stories without headline", [{**row, "headline": None} for row in stories])
    stream()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

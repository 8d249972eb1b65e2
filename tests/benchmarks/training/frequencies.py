"""`python -m tests.benchmarks.training.frequencies`: count in how many headlines each word stands.

Writes the table by which articles are joined (`bot/desk/joining/wording.py`) from the unlabelled headlines
beside the project. Only words that stand in several headlines are kept, each with its count and nothing else:
no headline can be read from it.
"""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from bot.desk.joining import wording
from bot.desk.joining.wording import stems
from tests.benchmarks.contract_run import rows_of
from tests.benchmarks.training.rows import DATA

TABLE: Final = Path(wording.__file__).with_name("words.tsv")
LEAST: Final = 3  # headlines; a word of fewer is as good as unknown
MOST: Final = 20_000  # words


def table(headlines: Iterable[str]) -> str:
    """Return the table: how many headlines there are, then each word and how many of them hold it."""
    counts: Counter[str] = Counter()
    unlike = set(headlines)
    for headline in unlike:
        counts.update(stems(headline))
    kept = [(word, count) for word, count in counts.most_common(MOST) if count >= LEAST]
    lines = [str(len(unlike)), *(f"{word}\t{count}" for word, count in sorted(kept))]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    TABLE.write_text(table(row["headline"] for row in rows_of(DATA / "wild.jsonl")), encoding="utf-8")

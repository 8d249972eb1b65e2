"""`make bench`: every figure that this folder measures, in one run, and the table of goals at its end.

`python -m tests.benchmarks NAME ...` runs some of the benchmarks, `... table` only what the table needs;
`--json FILE` writes the table and its figures to a file as well, `--markdown FILE` the table as
docs/figures.md shows it. `--feedparser-suite FOLDER` runs feedparser's own suite too, from a checkout of it.

A module here with a function `measure(shared) -> figures by name` is a benchmark. Those that need the data
beside the project say so when it is absent, and are passed over.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType
from typing import Final

import tests.benchmarks
from tests.benchmarks import pages, peers, suite, table

SHARED: Final = Path(__file__).parents[3] / "shared"
TABLE: Final = "table"
NOT_IMPORTED: Final = {
    "__main__",
    "peers_ask",  # runs among the peers, in an environment of its own
}


def benchmarks() -> dict[str, ModuleType]:
    """Return every module of this folder that measures, by name."""
    names = (entry.name for entry in iter_modules(tests.benchmarks.__path__))
    modules = {name: import_module(f"tests.benchmarks.{name}") for name in names if name not in NOT_IMPORTED}
    return {name: module for name, module in modules.items() if hasattr(module, "measure")}


def main(arguments: list[str]) -> int:
    """Run the wanted benchmarks, all of them when none is named; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description="Measure.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these; `table` is the goals' own")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the table of goals to a file, too")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="the same as a table in Markdown")
    parser.add_argument("--feedparser-suite", type=Path, metavar="FOLDER", help="a checkout of feedparser")
    parser.add_argument("--article-benchmark", type=Path, metavar="FOLDER", help="a checkout of Zyte's pages")
    chosen = parser.parse_args(arguments)
    known = benchmarks()
    if unknown := set(chosen.names) - {*known, TABLE}:
        print(f"There is no benchmark {', '.join(sorted(unknown))}. There are: {', '.join(known)}, {TABLE}.")
        return 1
    for name in chosen.names or known:
        if name != TABLE:
            _run(name, known[name].__doc__, partial(known[name].measure, SHARED))
    if chosen.feedparser_suite:
        _run("suite", suite.__doc__, partial(suite.measure_suite, chosen.feedparser_suite))
    if chosen.article_benchmark:
        words = pages.measure_pages.__doc__
        _run("real pages", words, partial(pages.measure_pages, chosen.article_benchmark))
    if chosen.json or chosen.markdown or TABLE in (chosen.names or (TABLE,)):
        _goals(chosen.json, chosen.markdown)
    return 0


def _run(name: str, words: str | None, measure: Callable[[], Mapping[str, float | str]]) -> None:
    print(f"\n{name}: {(words or '').strip().splitlines()[0]}")
    began = time.perf_counter()
    try:
        figures = measure()
    except FileNotFoundError as error:
        print(f"  passed over: {error.filename or error} is not there")
        return
    for label, value in figures.items():
        figure = value if isinstance(value, str) else f"{value:>12,.3f}".rstrip("0").rstrip(".")
        print(f"  {label:<58} {figure}")
    print(f"  ({time.perf_counter() - began:.1f} s)", flush=True)


def _goals(as_json: Path | None, as_markdown: Path | None) -> None:
    """Print the table of goals, and write it to the files that are named."""
    print("\nThe goals\n")
    try:
        goals = table.lines(SHARED)
    except FileNotFoundError as error:
        print(f"  passed over: {error.filename} is not there")
        return
    print(table.printed(goals))
    for name, why in table.absent(peers.figures(SHARED)).items():
        print(f"{name}: {why}")
    if as_json:
        whole = json.dumps(table.as_json(SHARED), indent=1, ensure_ascii=False)
        as_json.write_text(whole + "\n", encoding="utf-8")
    if as_markdown:
        as_markdown.write_text(table.markdown(goals) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

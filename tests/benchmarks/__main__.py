"""`make bench`: every figure that this folder measures, in one run; `python -m tests.benchmarks NAME` one.

A module here with a function `measure(shared) -> figures by name` is a benchmark. Those that need the data
beside the project say so when it is absent, and are passed over.
"""

import sys
import time
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Final

import tests.benchmarks

SHARED: Final = Path(__file__).parents[3] / "shared"
TRAINING: Final = "train_verdict"  # writes weights, measures nothing, and needs scikit-learn


def main(wanted: list[str]) -> int:
    """Run the wanted benchmarks, all of them when none is named; return the exit code."""
    names = [
        entry.name for entry in iter_modules(tests.benchmarks.__path__) if not entry.name.startswith("_")
    ]
    if unknown := set(wanted) - set(names):
        print(f"There is no benchmark {', '.join(sorted(unknown))}. There are: {', '.join(names)}.")
        return 1
    for name in wanted or names:
        if name == TRAINING:
            continue
        module = import_module(f"tests.benchmarks.{name}")
        if not hasattr(module, "measure"):
            continue  # what the benchmarks share
        print(f"\n{name}: {(module.__doc__ or '').strip().splitlines()[0]}")
        began = time.perf_counter()
        try:
            figures = module.measure(SHARED)
        except FileNotFoundError as error:
            print(f"  passed over: {error.filename} is not there")
            continue
        for label, value in figures.items():
            print(f"  {label:<58} {value:>12,.3f}".rstrip("0").rstrip("."))
        print(f"  ({time.perf_counter() - began:.1f} s)")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

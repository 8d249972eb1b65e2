"""`python -m tests.benchmarks.training STEP`: the package beside this module describes the steps."""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Final

from tests.benchmarks import training
from tests.benchmarks.training.rows import DATA

__all__ = ["WORK", "main"]

WORK: Final = Path(__file__).parents[3] / "build" / "training"
"""Where the steps leave their work unless told otherwise; git ignores it."""


def main(arguments: Sequence[str]) -> int:
    """Take one step; return the exit code."""
    chosen = _parser().parse_args(arguments)
    if not DATA.is_dir():
        print(f"The labelled headlines are not at {DATA}; nothing can be trained.", file=sys.stderr)
        return 2
    try:
        if chosen.step == "calibrate":
            import_module("tests.benchmarks.training.calibrate").calibrate()
        elif chosen.step == "linear":
            _linear(chosen)
        else:
            _step(chosen)
    except ModuleNotFoundError as error:
        print(f"{error.name} is not installed. Say: pip install 'outlay[train]'", file=sys.stderr)
        return 2
    except FileNotFoundError as error:
        print(f"{error.filename} is not there: take the step before this one first.", file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.training",
        description=training.__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    steps = parser.add_subparsers(dest="step", required=True, metavar="STEP")
    for name in ("teacher", "vary", "score", "student", "export"):
        step = steps.add_parser(name)
        step.add_argument("--work", type=Path, default=WORK, metavar="FOLDER", help="default: %(default)s")
        if name in {"teacher", "vary", "score"}:
            step.add_argument("--teachers", type=int, choices=(1, 2), default=1)
        if name in {"teacher", "student"}:
            step.add_argument("--rows", type=int, metavar="N", help="learn from the first N only, as a trial")
            step.add_argument("--steps", type=int, metavar="N", help="end with the Nth step, as a trial")
    linear = steps.add_parser("linear")
    switch = argparse.BooleanOptionalAction
    linear.add_argument("--write", action="store_true", help="replace the shipped weights")
    linear.add_argument("--read", action=switch, default=True, help="learn from read.tsv, too")
    linear.add_argument("--written", action=switch, default=True, help="learn from written.tsv, too")
    steps.add_parser("calibrate")
    return parser


# The steps are imported when they are taken: each needs only its own part of the extra.
def _linear(chosen: argparse.Namespace) -> None:
    linear = import_module("tests.benchmarks.training.linear")
    linear.train(write=chosen.write, read=chosen.read, use_written=chosen.written)


def _step(chosen: argparse.Namespace) -> None:
    steps = import_module("tests.benchmarks.training.steps")
    chosen.work.mkdir(parents=True, exist_ok=True)
    match chosen.step:
        case "teacher":
            steps.teach(chosen.work, chosen.teachers, chosen.rows, chosen.steps)
        case "vary":
            steps.gather(chosen.work, chosen.teachers)
        case "score":
            steps.ask(chosen.work, chosen.teachers)
        case "student":
            steps.teach_student(chosen.work, chosen.rows, chosen.steps)
        case _:
            steps.ship(chosen.work)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

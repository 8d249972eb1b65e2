"""`make chaos SEED=7 KILLS=60`: one run. The last line is JSON; the exit code is 1 unless it is clean."""

import argparse
import asyncio
import json
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tests.chaos.plan import Plan
from tests.chaos.run import Outcome, Run
from tests.progress import show_progress

MOST_TOLD: Final = 20  # findings of a kind


def main(arguments: Sequence[str]) -> int:
    """Make a run and print what came of it; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.chaos", description="Kill the bot again and again."
    )
    parser.add_argument(
        "--seed", type=int, required=True, help="the same seed draws the same stories and troubles"
    )
    parser.add_argument("--kills", type=int, default=1_000)
    parser.add_argument("--reconcile", choices=("on", "off"), default="on", help="off: the control run")
    parser.add_argument("--history", choices=("on", "off"), default="on", help="off: Slack without its scope")
    parser.add_argument("--prices", choices=("on", "off"), default="off", help="on: alerts want prices")
    parser.add_argument("--keep", type=Path, help="a new folder for ledgers, log and database")
    chosen = parser.parse_args(arguments)
    if chosen.kills < 0:
        parser.error("argument --kills: nobody can be killed less than 0 times")
    plan = Plan.of(
        chosen.seed,
        chosen.kills,
        reconciles=chosen.reconcile == "on",
        history=chosen.history == "on",
        prices=chosen.prices == "on",
    )
    print(
        f"seed {plan.seed}: {plan.stories} stories to {2 * plan.channels} channels",
        file=sys.stderr,
        flush=True,
    )
    folder = chosen.keep or Path(tempfile.mkdtemp(prefix="chaos-"))
    folder.mkdir(exist_ok=True, mode=0o700)
    try:
        came = asyncio.run(Run(plan, folder, show_progress)())
    finally:
        if chosen.keep is None:
            shutil.rmtree(folder)
    _tell(came)
    print(came.line(), flush=True)
    return int(not came.finding.is_clean)


def _tell(came: Outcome) -> None:
    """Say on stderr what stands behind the figures."""
    found = came.finding
    for name in ("lost", "twice", "out_of_order", "unknown", "repeats"):
        entries: tuple[str, ...] = getattr(found, name)
        for entry in entries[:MOST_TOLD]:
            print(f"{name}: {entry}", file=sys.stderr)
        if len(entries) > MOST_TOLD:
            print(f"{name}: and {len(entries) - MOST_TOLD} more", file=sys.stderr)
    print(
        f"{came.seconds:.0f} s; a start took {came.starting:.1f} s to the first login; {len(found.repeats)} "
        f"repeats marked as such; {came.tracebacks} tracebacks in the log\n"
        f"calls: {json.dumps(came.troubles)}",
        file=sys.stderr,
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""`make week SEED=7`: one simulated week. The last line is JSON; the exit code is 1 unless it is clean."""

import argparse
import json
import sys
from collections.abc import Sequence
from typing import Final

from tests.progress import show_progress
from tests.week.run import Week, run

MOST_TOLD: Final = 20  # findings of a kind


def main(arguments: Sequence[str]) -> int:
    """Run a week and print what came of it; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.week", description="Simulate a week of polling.")
    parser.add_argument("--seed", type=int, required=True, help="the same seed gives the same week")
    parser.add_argument("--sources", type=int, default=300)
    parser.add_argument("--days", type=float, default=7.0)
    chosen = parser.parse_args(arguments)
    came = run(chosen.seed, chosen.sources, chosen.days, show_progress)
    _tell(came)
    found = came.finding
    summary = {
        "seed": chosen.seed,
        "sources": chosen.sources,
        "items": found.items,
        "missed": len(found.missed),
        "repeated": len(found.repeated),
        "old_alerted": len(found.old_alerted),
    }
    print(json.dumps(summary), flush=True)
    return int(bool(found.missed or found.repeated or found.old_alerted))


def _tell(came: Week) -> None:
    """Say on stderr what stands behind the figures."""
    found = came.finding
    for name in ("missed", "repeated", "old_alerted"):
        entries: tuple[str, ...] = getattr(found, name)
        for entry in entries[:MOST_TOLD]:
            print(f"{name}: {entry}", file=sys.stderr)
        if len(entries) > MOST_TOLD:
            print(f"{name}: and {len(entries) - MOST_TOLD} more", file=sys.stderr)
    lost, alarmed = sum(found.slipped.values()), len(found.slipped) - len(found.silent)
    print(
        f"{came.polls:,} polls in {came.seconds:.0f} s ({came.polls / came.seconds:.0f} a second), "
        f"{came.restarts} restarts, {found.alerts:,} alerts; {found.open} items whose own dates leave open "
        f"what is right; {came.hurried} requests sooner than Retry-After\n"
        f"slipped by while down: {lost} items of {len(found.slipped)} sources; the gap alarm counted "
        f"{alarmed} of those sources{': not ' + ', '.join(found.silent) if found.silent else ''}",
        file=sys.stderr,
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

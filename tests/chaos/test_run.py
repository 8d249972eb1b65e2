"""A short run, and its control: without reconciliation the auditor must find repeats."""

from pathlib import Path

from tests.chaos.plan import Plan
from tests.chaos.run import Run

SEED = 5
SHORT = Plan(SEED, kills=8, channels=6, stories=6)
CONTROL = Plan(SEED, kills=5, channels=6, stories=5, reconciles=False, patience=8.0)


def told(words: str) -> None:
    print(words)


async def test_killed_at_random_nothing_is_lost_and_nothing_stands_twice(tmp_path: Path) -> None:
    came = await Run(SHORT, tmp_path, told)()
    print(came.line())
    assert came.finding.is_clean, came.finding
    assert came.finding.deliveries >= 2 * SHORT.channels * SHORT.stories
    assert not came.finding.repeats
    assert came.tracebacks == 0


async def test_without_reconciliation_it_repeats_and_the_auditor_sees_it(tmp_path: Path) -> None:
    came = await Run(CONTROL, tmp_path, told)()
    print(came.line())
    assert came.finding.twice

"""A short run, and its control: without reconciliation the auditor must find repeats."""

import asyncio
from dataclasses import dataclass

import pytest
import pytest_asyncio

from tests.chaos.plan import Plan
from tests.chaos.run import Outcome, Run

SEED = 5
SHORT = Plan(SEED, kills=8, channels=6, stories=6, patience=60.0)
CONTROL = Plan(SEED, kills=5, channels=6, stories=5, reconciles=False, patience=8.0)

# Both run at once, for they wait more than they work.
pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(240)]


@dataclass(frozen=True)
class Both:
    run: Outcome
    control: Outcome


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def came(tmp_path_factory: pytest.TempPathFactory) -> Both:
    runs = (Run(plan, tmp_path_factory.mktemp("chaos"), print)() for plan in (SHORT, CONTROL))
    return Both(*await asyncio.gather(*runs))


async def test_killed_at_random_nothing_is_lost_and_nothing_stands_twice(came: Both) -> None:
    found = came.run.finding
    assert found.is_clean, found
    assert found.deliveries >= 2 * SHORT.channels * SHORT.stories
    assert not found.repeats
    assert came.run.tracebacks == 0


async def test_without_reconciliation_it_repeats_and_the_auditor_sees_it(came: Both) -> None:
    assert came.control.finding.twice

"""A bot begins no more sessions than Discord lets it."""

from dataclasses import dataclass

import pytest

from handlers.discord.ration import EVERY, STORED, Ration

A_DAY = 24 * 60 * 60
ALLOWED = 1000  # in a day, says Discord


@dataclass
class Steady:
    seconds: float = 0.0

    def __call__(self) -> float:
        return self.seconds


async def test_a_few_at_once_and_then_one_after_another() -> None:
    steady = Steady()
    ration = Ration(stored=2, every=100, steady=steady)
    await ration.take()
    await ration.take()
    assert ration.wait() == pytest.approx(100)
    steady.seconds = 40
    assert ration.wait() == pytest.approx(60)
    steady.seconds = 100
    assert ration.wait() == 0
    await ration.take()
    assert ration.wait() == pytest.approx(100)


async def test_what_is_not_taken_is_stored_only_so_far() -> None:
    steady = Steady()
    ration = Ration(stored=2, every=100, steady=steady)
    steady.seconds = 100_000
    await ration.take()
    await ration.take()
    assert ration.wait() > 0


async def test_a_bot_that_is_always_refused_stays_below_what_discord_allows() -> None:
    steady = Steady()
    ration = Ration(steady=steady)
    taken = 0
    while steady.seconds < A_DAY:
        if (seconds := ration.wait()) > 0:
            steady.seconds += seconds
            continue
        await ration.take()
        taken += 1
    assert A_DAY / EVERY <= taken <= STORED + A_DAY / EVERY + 1 < ALLOWED

"""Turns at a host."""

import asyncio
import time

from bot.pages.pace import MANY, Pace


async def test_a_pause_lies_between_two_turns_of_a_host() -> None:
    pace, began, turns = Pace(), time.monotonic(), []

    async def take(host: str) -> None:
        assert await pace.turn(host, 0.1, patience=5.0)
        turns.append((host, time.monotonic() - began))

    await asyncio.gather(*(take(host) for host in ("a", "a", "b", "a")))
    assert [host for host, _ in turns] == ["a", "b", "a", "a"]
    assert all(at >= wait - 0.01 for (_, at), wait in zip(turns, (0.0, 0.0, 0.1, 0.2), strict=True))


async def test_a_turn_that_is_too_far_off_is_not_taken() -> None:
    pace = Pace(lambda: 0.0)
    assert await pace.turn("a", 60.0, patience=1.0)
    assert not await pace.turn("a", 60.0, patience=59.0)
    assert await pace.turn("b", 60.0, patience=0.0)


async def test_a_host_that_asked_for_it_is_left_alone() -> None:
    pace = Pace(lambda: 0.0)
    pace.rest("a", 60.0)
    pace.rest("a", 30.0)
    assert not await pace.turn("a", 1.0, patience=59.0)
    assert await pace.turn("b", 1.0, patience=0.0)


async def test_hosts_are_forgotten_when_their_pause_is_over() -> None:
    seconds = [0.0]
    pace = Pace(lambda: seconds[0])
    for number in range(MANY):
        await pace.turn(f"{number}", 1.0, patience=0.0)
    seconds[0] = 1.0
    await pace.turn("one more", 1.0, patience=0.0)
    assert len(pace._free) == 1

"""What breaks is begun again, with growing patience, and whoever runs the house hears of it once."""

import asyncio

import pytest

from bot.cards.card import Card
from bot.domain.errors import CannotRun, StoreTrouble
from bot.ports import Pulse, Witness
from bot.supervise import OFTEN, Patience, Supervisor
from tests.conditions import until
from tests.store.examples import Hands

QUICK = Patience(first=0.01, longest=0.04, lived=0.2, away=0.1)


class Told:
    """The operator, who keeps the titles of what he is told."""

    def __init__(self) -> None:
        self.titles: list[str] = []

    def __call__(self, card: Card) -> None:
        self.titles.append(card.title)


def keeper(told: Told, patience: Patience = QUICK, *, strict: bool = False) -> Supervisor:
    return Supervisor(Hands(), told, patience, strict=strict, jitter=lambda: 1.0)


async def test_a_step_that_breaks_is_begun_again_and_told_of_once() -> None:
    told, begun = Told(), 0
    supervisor = keeper(told)

    async def work() -> None:
        nonlocal begun
        begun += 1
        if begun <= 3:
            raise KeyError("sum")
        await asyncio.Event().wait()

    task = asyncio.create_task(supervisor.step("reading", work))
    await until(lambda: begun == 4)
    (pulse,) = supervisor.steps
    assert (pulse.is_up, pulse.rebuilt, pulse.ended, pulse.is_ailing) == (True, 3, "KeyError: 'sum'", True)
    assert told.titles == ["The reading broke"]
    await until(lambda: len(told.titles) == 2)
    assert told.titles[1] == "The reading works again"
    assert not supervisor.steps[0].is_ailing
    task.cancel()


async def test_why_a_connection_ended_is_told_without_the_secrets_in_it() -> None:
    """`status` shows it to everybody in a channel; an SDK's error may name an address with a ticket in it."""
    told = Told()
    supervisor = keeper(told)

    async def work(_: Witness) -> None:
        raise ConnectionError("400, url='wss://wss.slack.example/link/?ticket=abc-DEF-123&app_id=A1'")

    task = asyncio.create_task(supervisor.platform("slack", work, lambda _: False))
    await until(lambda: supervisor.platforms and supervisor.platforms[0].ended)
    ended = supervisor.platforms[0].ended or ""
    assert "wss.slack.example" in ended
    assert "abc-DEF" not in ended
    task.cancel()


async def test_a_step_that_breaks_for_ever_stays_visible_and_is_told_of_once() -> None:
    told, begun = Told(), 0
    supervisor = keeper(told)

    async def work() -> None:
        nonlocal begun
        begun += 1
        raise ZeroDivisionError

    task = asyncio.create_task(supervisor.step("reading", work))
    await until(lambda: begun > 8)
    assert told.titles == ["The reading broke"]
    assert supervisor.steps[0].is_ailing
    assert supervisor.steps[0].ended == "ZeroDivisionError"
    task.cancel()


async def test_a_store_that_refuses_is_outlived_in_silence_since_another_tells_of_it() -> None:
    told, begun = Told(), 0
    supervisor = keeper(told)

    async def work() -> None:
        nonlocal begun
        begun += 1
        if begun < 3:
            raise StoreTrouble("The database is locked.")
        await asyncio.Event().wait()

    task = asyncio.create_task(supervisor.step("reading", work))
    await until(lambda: begun == 3)
    assert told.titles == []
    assert not supervisor.steps[0].is_ailing
    assert supervisor.steps[0].ended == "The database is locked"
    task.cancel()


async def test_what_does_not_pass_ends_the_step() -> None:
    async def work() -> None:
        raise CannotRun("The database is damaged.")

    with pytest.raises(CannotRun, match="damaged"):
        await keeper(Told()).step("reading", work)


@pytest.mark.parametrize(
    ("several", "seen"),
    [
        ([KeyError("sum"), StoreTrouble("It is locked.")], "KeyError: 'sum'"),
        ([StoreTrouble("It is locked."), ExceptionGroup("more", [KeyError("sum")])], "KeyError: 'sum'"),
        ([StoreTrouble("It is locked."), StoreTrouble("It is full.")], "It is locked"),
    ],
)
async def test_of_several_things_at_once_the_worst_is_told(several: list[Exception], seen: str) -> None:
    supervisor, begun = keeper(Told()), 0

    async def work() -> None:
        nonlocal begun
        begun += 1
        if begun == 1:
            raise ExceptionGroup("several", several)
        await asyncio.Event().wait()

    task = asyncio.create_task(supervisor.step("delivering", work))
    await until(lambda: begun == 2)
    assert supervisor.steps[0].ended == seen
    task.cancel()


async def test_what_does_not_pass_ends_the_step_among_others_too() -> None:
    async def work() -> None:
        raise ExceptionGroup(
            "several", [KeyError("sum"), StoreTrouble("It is locked."), CannotRun("Damaged.")]
        )

    with pytest.raises(CannotRun, match="Damaged"):
        await keeper(Told()).step("reading", work)


async def test_a_strict_supervisor_hides_no_programmers_error() -> None:
    async def work() -> None:
        raise KeyError("sum")

    with pytest.raises(KeyError):
        await keeper(Told(), strict=True).step("reading", work)


async def test_a_step_may_end() -> None:
    async def work() -> None:
        """There is nothing to do."""

    await keeper(Told()).step("delivering", work)


async def test_a_platform_that_blinks_bothers_nobody() -> None:
    told, begun = Told(), 0
    supervisor = keeper(told)

    async def work(witness: Witness) -> None:
        nonlocal begun
        begun += 1
        witness.stands()
        if begun == 1:
            raise ConnectionError("it hung up")
        await asyncio.Event().wait()

    task = asyncio.create_task(supervisor.platform("slack", work, lambda _: False))
    await until(lambda: begun == 2 and not supervisor.platforms[0].is_ailing)
    assert told.titles == []
    assert supervisor.platforms[0].rebuilt == 1
    assert supervisor.platforms[0].ended == "it hung up"
    task.cancel()


async def test_a_platform_that_stays_away_is_told_of_once_and_once_more_when_it_is_back() -> None:
    told, back = Told(), asyncio.Event()
    supervisor = keeper(told)

    async def work(witness: Witness) -> None:
        if not back.is_set():
            raise ConnectionError("nobody answers")
        witness.stands()
        witness.heard()
        await asyncio.Event().wait()

    task = asyncio.create_task(supervisor.platform("slack", work, lambda _: False))
    await until(lambda: told.titles)
    assert not supervisor.platforms[0].is_up
    back.set()
    await until(lambda: len(told.titles) == 2)
    assert told.titles == ["Nobody is heard on slack", "slack is heard again"]
    assert supervisor.platforms[0].heard is not None
    task.cancel()


async def test_a_platform_that_comes_and_goes_is_told_of_too() -> None:
    told, begun = Told(), 0
    supervisor = keeper(told, Patience(first=0.001, longest=0.001, lived=10, away=10))

    async def work(witness: Witness) -> None:
        nonlocal begun
        begun += 1
        witness.stands()
        raise ConnectionError("it hung up")

    task = asyncio.create_task(supervisor.platform("slack", work, lambda _: False))
    await until(lambda: begun > OFTEN + 2)
    assert told.titles == ["Nobody is heard on slack"]
    task.cancel()


async def test_what_the_house_ends_by_is_not_outlived() -> None:
    async def work(witness: Witness) -> None:
        raise CannotRun("The token is refused.")

    with pytest.raises(CannotRun):
        await keeper(Told()).platform("slack", work, lambda error: isinstance(error, CannotRun))


async def test_a_connection_that_another_replaces_was_not_lost() -> None:
    supervisor = keeper(Told())
    seen: list[Pulse] = []

    async def work(witness: Witness) -> None:
        witness.stands()
        witness.stands()
        seen.extend(supervisor.platforms)

    await supervisor.platform("slack", work, lambda _: False)
    assert (seen[0].is_up, seen[0].rebuilt, seen[0].ended, seen[0].is_ailing) == (True, 1, None, False)


def test_the_pause_doubles_up_to_a_cap_and_is_spread() -> None:
    patience = Patience()
    assert [patience.pause(breaks, 1.0) for breaks in (1, 2, 3, 7, 1000)] == [1, 2, 4, 60, 60]
    assert patience.pause(3, 0.0) == 2

"""When a provider may be asked, by the second."""

from bot.prices.breaker import FAILURES, LONGEST, LONGEST_WISH, SHORTEST, Breaker


def failing(at: float = 0.0, times: int = FAILURES) -> Breaker:
    breaker = Breaker()
    for _ in range(times):
        assert breaker.may_ask(at)
        breaker.failed(at)
    return breaker


def test_a_few_failures_are_borne_and_an_answer_forgets_them() -> None:
    breaker = failing(times=FAILURES - 1)
    breaker.answered()
    breaker.failed(0)
    assert breaker.may_ask(0)


def test_it_opens_lets_one_try_and_closes_with_an_answer() -> None:
    breaker = failing()
    assert breaker.rests(10) == SHORTEST - 10
    assert not breaker.may_ask(SHORTEST - 1)
    assert breaker.may_ask(SHORTEST)
    assert not breaker.may_ask(SHORTEST), "one at a time is enough to see"
    breaker.answered()
    assert breaker.may_ask(SHORTEST)
    assert breaker.may_ask(SHORTEST)


def test_each_try_that_fails_doubles_the_rest_up_to_an_end() -> None:
    breaker, at, rests = failing(), 0.0, []
    for _ in range(8):
        rests.append(breaker.rests(at))
        at += breaker.rests(at)
        assert breaker.may_ask(at)
        breaker.failed(at)
    assert rests == [30, 60, 120, 240, 480, LONGEST, LONGEST, LONGEST]


def test_what_was_under_way_when_it_opened_makes_it_no_worse() -> None:
    breaker = failing()
    breaker.failed(1)
    assert breaker.rests(1) == SHORTEST - 1


def test_a_wish_is_heeded_at_once_but_not_for_ever() -> None:
    breaker = failing(times=1)
    breaker.failed(0, wish=20)
    assert not breaker.may_ask(19)
    assert breaker.may_ask(20)
    breaker.answered()
    breaker.failed(20, wish=1e9)
    assert breaker.rests(20) == LONGEST_WISH


def test_a_wish_never_shortens_the_rest() -> None:
    breaker = failing()
    breaker.may_ask(SHORTEST)
    breaker.failed(SHORTEST, wish=1)
    assert breaker.rests(SHORTEST) == 2 * SHORTEST


def test_a_try_that_nobody_waited_for_lets_another_try() -> None:
    breaker = failing()
    assert breaker.may_ask(SHORTEST)
    breaker.given_up()
    assert breaker.may_ask(SHORTEST)

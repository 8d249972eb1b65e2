import time
from itertools import count

from bot.desk.line import Line, Place
from bot.domain.alert import Channel
from bot.ports import Rank

NUMBERS = count(1)


def place(space: str, rank: int = 0, at: float = 0.0, number: int = 0) -> Place:
    number = number or next(NUMBERS)
    return Place(at, number, rank, Channel("slack", space, f"C{number}"))


def spaces(line: Line, most: int, now: float = 0.0) -> list[str]:
    return [taken.channel.space for taken in line.take(now, most)]


def test_spaces_take_turns_however_many_channels_one_has() -> None:
    line = Line()
    line.refill([*(place("large") for _ in range(5_000)), place("small"), place("other"), place("other")])
    assert spaces(line, 6) == ["large", "small", "other", "large", "other", "large"]


def test_whose_turn_it_was_is_known_after_another_look() -> None:
    line = Line()
    for _ in range(3):
        line.refill([place("a", number=1), place("b", number=2), place("c", number=3)])
        line.take(0.0, 1)
    line.refill([place("a", number=4), place("b", number=5), place("new", number=6)])
    assert spaces(line, 3) == ["new", "a", "b"]


def test_alerts_before_replies_before_edits() -> None:
    line = Line()
    edit, reply, alert = place("a", Rank.EDIT), place("b", Rank.REPLY), place("c", 2)
    line.refill([edit, reply, alert])
    assert line.take(0.0, 9) == [alert, reply, edit]


def test_within_a_space_the_best_rank_and_then_the_oldest() -> None:
    line = Line()
    told = [place("a", 2), place("a", 0), place("a", 1), place("a", 0)]
    line.refill(told)
    assert line.take(0.0, 9) == [told[1], told[3], told[2], told[0]]


def test_an_alert_of_one_space_does_not_wait_for_better_ranks_of_another() -> None:
    line = Line()
    line.refill([*(place("large", 0) for _ in range(100)), place("small", 2)])
    assert "small" in spaces(line, 2)


def test_nobody_goes_before_his_time() -> None:
    line = Line()
    line.refill([place("late", at=5.0), place("now")])
    assert (line.is_ready(0.0), line.next_at()) == (True, 0.0)
    assert spaces(line, 9) == ["now"]
    assert (line.is_ready(4.9), line.next_at()) == (False, 5.0)
    assert spaces(line, 9, now=4.9) == []
    assert line.is_ready(5.0)
    assert spaces(line, 9, now=5.0) == ["late"]


def test_whoever_comes_late_takes_his_turn_among_those_that_wait() -> None:
    line = Line()
    line.refill([place("a"), place("a"), place("a"), place("b", at=1.0)])
    assert spaces(line, 1) == ["a"]
    assert spaces(line, 2, now=1.0) == ["b", "a"]


def test_it_costs_the_same_however_many_wait() -> None:
    line = Line()
    line.refill(place(f"T{number % 50}", at=number / 20_000) for number in range(20_000))
    line.take(0.5, 1)
    began = time.perf_counter()
    taken = [one for turn in range(500) for one in line.take(0.5 + turn / 1_000, 1)]
    assert len(taken) == 500
    assert time.perf_counter() - began < 1  # a few hundredths; to sort them anew each time takes many seconds


def test_what_was_taken_does_not_come_again() -> None:
    line = Line()
    line.refill(place(f"T{number % 7}") for number in range(100))
    taken = [*line.take(0.0, 33), *line.take(0.0, 33), *line.take(0.0, 99)]
    assert len({one.id for one in taken}) == 100
    assert not line.is_ready(0.0)

"""The eleventh question of a minute waits; nobody else does."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.commands.allowance import REMEMBERED, SPAN, Allowance, Spent, Turnstile
from bot.domain.alert import Channel, Request
from tests.cards.telling import NOON

ROOM = Channel("discord", "G1", "C1")
ASKED = Request("list", "U1", ROOM)


def test_the_eleventh_waits_until_the_first_is_a_minute_old() -> None:
    gate = Turnstile()
    for second in range(10):
        assert gate.passes(ASKED, NOON + timedelta(seconds=second)) is None
    assert gate.passes(ASKED, NOON + timedelta(seconds=20)) == Spent(timedelta(seconds=40), by_channel=False)
    assert gate.passes(ASKED, NOON + timedelta(seconds=59)) == Spent(timedelta(seconds=1), by_channel=False)
    assert gate.passes(ASKED, NOON + SPAN) is None


def test_a_user_is_one_in_every_channel_of_a_space_and_another_elsewhere() -> None:
    gate = Turnstile(Allowance(per_user=1))
    assert gate.passes(ASKED, NOON) is None
    assert gate.passes(replace(ASKED, channel=Channel("discord", "G1", "C2")), NOON) is not None
    assert gate.passes(replace(ASKED, channel=Channel("discord", "G2", "C1")), NOON) is None
    assert gate.passes(replace(ASKED, channel=Channel("slack", "G1", "C1")), NOON) is None


def test_a_channel_is_full_for_whoever_asks_there() -> None:
    gate = Turnstile()
    for number in range(30):
        assert gate.passes(replace(ASKED, user=f"U{number}"), NOON) is None
    late = gate.passes(replace(ASKED, user="U99"), NOON + timedelta(seconds=45))
    assert late == Spent(timedelta(seconds=15), by_channel=True)
    assert gate.passes(replace(ASKED, user="U99", channel=Channel("discord", "G1", "C2")), NOON) is None


def test_what_was_refused_counts_for_nothing() -> None:
    gate = Turnstile(Allowance(per_user=1, per_channel=2))
    assert gate.passes(ASKED, NOON) is None
    for _ in range(50):
        assert gate.passes(ASKED, NOON) is not None
    assert gate.passes(replace(ASKED, user="U2"), NOON) is None, "the channel's allowance was not eaten up"
    assert gate.passes(ASKED, NOON + SPAN) is None


def test_a_clock_that_is_set_back_shuts_nobody_out() -> None:
    gate = Turnstile(Allowance(per_user=1))
    assert gate.passes(ASKED, NOON) is None
    assert gate.passes(ASKED, NOON - timedelta(hours=1)) is None


def test_many_strangers_take_no_more_room_than_some() -> None:
    gate = Turnstile(Allowance(per_user=2, per_channel=2))
    for number in range(REMEMBERED * 2):
        who = Request("list", f"U{number}", Channel("discord", "G1", f"C{number}"))
        gate.passes(who, NOON + timedelta(milliseconds=number))
    assert len(gate._came) <= REMEMBERED
    assert gate.passes(ASKED, NOON + timedelta(hours=1)) is None
    assert len(gate._came) == 2, "who was quiet for a minute is forgotten"


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 90)), max_size=120))
def test_no_minute_has_more_than_it_may(asked: list[tuple[str, int]]) -> None:
    gate = Turnstile(Allowance(per_user=3, per_channel=5))
    taken: list[tuple[str, int]] = []
    for user, second in sorted(asked, key=lambda one: one[1]):
        if gate.passes(replace(ASKED, user=user), NOON + timedelta(seconds=second)) is None:
            taken.append((user, second))
    for start in range(91):
        within = [user for user, second in taken if start <= second < start + 60]
        assert len(within) <= 5
        assert all(within.count(user) <= 3 for user in "abc")

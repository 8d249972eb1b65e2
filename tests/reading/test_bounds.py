"""How exactly a sum is stated."""

import pytest

from bot.domain.reading import Bound
from bot.reading.money.amounts import find_amounts
from bot.reading.money.bounds import bound_of


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("invests at least $5", Bound.AT_LEAST),
        ("no less than $5", Bound.AT_LEAST),
        ("no more than $5", Bound.UP_TO),
        ("as much as $5", Bound.UP_TO),
        ("up to another $5", Bound.UP_TO),
        ("more than $5", Bound.MORE_THAN),
        ("well north of $5", Bound.MORE_THAN),
        ("costing “in excess” of $5", Bound.MORE_THAN),
        ("a total of about $5", Bound.ABOUT),
        ("~$5", Bound.ABOUT),
        ("nearly $5", Bound.NEARLY),
        ("close to $5", Bound.NEARLY),
        ("a talk about a $5", Bound.EXACT),
        ("Overall, $5", Bound.EXACT),
        ("it bought $5", Bound.EXACT),
    ],
)
def test_before(text: str, bound: Bound) -> None:
    assert bound_of(text, text.index("$"), len(text)) is bound


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("$5 or more", Bound.AT_LEAST),
        ("$5+", Bound.AT_LEAST),
        ("$5-plus plan", Bound.AT_LEAST),
        ("$5 or so", Bound.ABOUT),
        ("$5 or less", Bound.UP_TO),
        ("$5 plant", Bound.EXACT),
    ],
)
def test_behind(text: str, bound: Bound) -> None:
    assert bound_of(text, 0, 2) is bound


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("Kilnworks will invest as much as $5 billion.", Bound.UP_TO),
        ("Kilnworks will invest up to an additional $5 billion.", Bound.UP_TO),
        ("Kilnworks will invest upward of $5 billion.", Bound.MORE_THAN),
        ("Kilnworks will invest upwards of $5 billion.", Bound.MORE_THAN),
        ("Kilnworks will invest a minimum of $5 billion.", Bound.AT_LEAST),
        ("Kilnworks will invest $5 billion at least.", Bound.AT_LEAST),
        ("Kilnworks will invest at least another $5 billion.", Bound.AT_LEAST),
        ("Kilnworks will invest well over $5 billion.", Bound.MORE_THAN),
        ("Kilnworks will invest just over $5 billion.", Bound.MORE_THAN),
        ("Kilnworks will invest just under $5 billion.", Bound.NEARLY),
        ("Kilnworks will invest some $5 billion.", Bound.ABOUT),
        ("Kilnworks will invest $5 billion or so.", Bound.ABOUT),
        ("Kilnworks will invest roughly $5 billion.", Bound.ABOUT),
        ("Kilnworks will invest an estimated $5 billion.", Bound.ABOUT),
        ("Kilnworks will invest north of $5 billion.", Bound.MORE_THAN),
        ("Kilnworks will invest $5 billion-plus.", Bound.AT_LEAST),
        ("Kilnworks will invest $5bn+.", Bound.AT_LEAST),
        ("Kilnworks will invest no less than $5 billion.", Bound.AT_LEAST),
        ("Kilnworks will invest not more than $5 billion.", Bound.UP_TO),
        ("Kilnworks will invest a maximum of $5 billion.", Bound.UP_TO),
        ("Kilnworks will invest close to $5 billion.", Bound.NEARLY),
        ("Kilnworks will invest almost $5 billion.", Bound.NEARLY),
        ("Kilnworks will invest more than $5 billion.", Bound.MORE_THAN),
        ("Kilnworks will invest over $5 billion.", Bound.MORE_THAN),
        ("Kilnworks will invest around $5 billion.", Bound.ABOUT),
        ("Kilnworks invests approx. $5 billion.", Bound.ABOUT),
        ("Kilnworks will invest c. $5 billion.", Bound.ABOUT),
        ("Kilnworks will invest circa £5 billion.", Bound.ABOUT),
        ("Kilnworks the plan could exceed $5 billion.", Bound.MORE_THAN),
        ("Kilnworks spending could top $5 billion.", Bound.MORE_THAN),
        ("Kilnworks spending could reach $5 billion.", Bound.EXACT),
        ("Kilnworks spending could reach as high as $5 billion.", Bound.UP_TO),
        ("Kilnworks spending may be as high as $5 billion.", Bound.UP_TO),
        ("Kilnworks invest $5 billion, the company said.", Bound.EXACT),
        ("Kilnworks an over-$5 billion plan.", Bound.MORE_THAN),
        ("Kilnworks invest nearly US$5 billion.", Bound.NEARLY),
        ("Kilnworks invest about C$5 billion.", Bound.ABOUT),
        ("Kilnworks invest more than Rs 5,000 crore.", Bound.MORE_THAN),
        ("Kilnworks invest ~€5bn.", Bound.ABOUT),
        ("Kilnworks invest >$5bn.", Bound.MORE_THAN),
        ("Kilnworks a deal worth up to $5 billion.", Bound.UP_TO),
        ("Kilnworks payments that could total $5 billion.", Bound.UP_TO),
        ("Kilnworks invest less than $5 billion.", Bound.UP_TO),
        ("Kilnworks invest at most $5 billion.", Bound.UP_TO),
        ("Kilnworks could invest $5 billion or more.", Bound.AT_LEAST),
        ("Kilnworks costing in excess of $5 billion.", Bound.MORE_THAN),
        ("Kilnworks at a cost of more than $5 billion.", Bound.MORE_THAN),
        ("Kilnworks invest the equivalent of about $5 billion.", Bound.ABOUT),
        ("Kilnworks invest nearly half a billion dollars.", Bound.NEARLY),
        ("Kilnworks invest over half a billion dollars.", Bound.MORE_THAN),
    ],
)
def test_in_a_sentence(text: str, bound: Bound) -> None:
    assert [amount.bound for amount in find_amounts(text)] == [bound]

"""How exactly a sum is stated."""

import pytest

from bot.domain.reading import Bound
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

"""`outlay doctor` refuses the follow-ups that `outlay run` would refuse."""

import pytest

from bot.cli.doctor_follow_ups import examine_follow_ups
from bot.config import FollowUpsTable, Settings
from bot.ports import Grade
from bot.securities import load

MASTER = load()


@pytest.mark.parametrize(
    ("table", "prices", "grade", "found"),
    [
        (FollowUpsTable(), "none", Grade.FINE, "none are asked for"),
        (FollowUpsTable(at=("hour",)), "none", Grade.BROKEN, "nobody gives any"),
        (FollowUpsTable(at=("close",), benchmark="NOTICKER"), "yahoo", Grade.BROKEN, '"NOTICKER"'),
        (
            FollowUpsTable(at=("hour", "open"), told_by="reply"),
            "yahoo",
            Grade.FINE,
            "told an hour later and at the next open, by a reply, beside SPY",
        ),
    ],
)
def test_what_is_told_or_why_it_cannot_be(
    table: FollowUpsTable, prices: str, grade: Grade, found: str
) -> None:
    check = examine_follow_ups(Settings(follow_ups=table, prices={"kind": prices}), MASTER)
    assert check.grade is grade
    assert found in check.found

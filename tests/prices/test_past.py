"""Closes and splits that are kept for a while, and what ends it."""

from datetime import date
from decimal import Decimal

import pytest

from bot.domain.price import Close
from bot.prices.past import Past, Pasts
from tests.contracts.price_stages import STAGES, TARN, Stage, new_york
from tests.vendors.trading import Tape

TUE, WED = date(2026, 3, 10), date(2026, 3, 11)
PAST = Past((Close(TUE, Decimal(42)),))


@pytest.mark.parametrize(
    ("asked", "again", "is_known"),
    [
        ("2026-03-11 08:30", "2026-03-11 08:30", True),
        ("2026-03-11 08:30", "2026-03-11 08:59", True),
        ("2026-03-11 08:30", "2026-03-11 09:00", False),  # a split may be told late, a close corrected
        ("2026-03-11 15:50", "2026-03-11 16:04", True),
        ("2026-03-11 15:50", "2026-03-11 16:05", False),  # there is another close now
        ("2026-11-27 12:50", "2026-11-27 13:05", False),  # of a half day, too
        ("2026-03-11 23:50", "2026-03-12 00:01", False),  # a split may begin with the day
        ("2026-03-11 08:30", "2026-03-11 08:29", False),  # our clock was put back
    ],
)
def test_it_ends_with_its_half_hour_a_bell_or_the_day(asked: str, again: str, is_known: bool) -> None:
    pasts = Pasts()
    pasts.keep({"TARN": PAST}, new_york(asked), new_york(asked))
    known = pasts.known(["TARN", "MIRE"], new_york(again), new_york(again))
    assert known == ({"TARN": PAST} if is_known else {})


def test_who_is_late_keeps_it_past_the_bell() -> None:
    """What it knows at ten past four is of five to four."""
    pasts = Pasts()
    pasts.keep({"TARN": PAST}, new_york("2026-03-11 15:43"), new_york("2026-03-11 15:58"))
    assert pasts.known(["TARN"], new_york("2026-03-11 15:55"), new_york("2026-03-11 16:10")) == {"TARN": PAST}
    assert pasts.known(["TARN"], new_york("2026-03-11 16:05"), new_york("2026-03-11 16:20")) == {}


@pytest.mark.parametrize("stage", [STAGES[0], STAGES[1], STAGES[3], STAGES[4]], ids=lambda stage: stage.name)
async def test_a_minute_later_only_the_trades_are_asked_for(stage: Stage) -> None:
    tape = Tape(new_york("2026-03-11 15:40"))
    share = tape.list("TARN", {date(2026, 3, 9): "40.00", TUE: "42.00", WED: "45.00"})
    share.trade(new_york("2026-03-11 15:20"), "43.00").trade(new_york("2026-03-11 16:40"), "46.00")
    async with stage.open(tape) as (server, provider):
        first = (await provider.snapshots([TARN], tape.now))[TARN]
        assert len(server.asked) == 3
        server.asked.clear()
        tape.now = new_york("2026-03-11 15:41")
        again = (await provider.snapshots([TARN], tape.now))[TARN]
        assert (again.closes, again.splits, len(server.asked)) == (first.closes, first.splits, 1)
        server.asked.clear()
        tape.now = new_york("2026-03-11 17:00")
        evening = (await provider.snapshots([TARN], tape.now))[TARN]
        assert [close.day for close in evening.closes] == [date(2026, 3, 9), TUE, WED]
        assert len(server.asked) == 3

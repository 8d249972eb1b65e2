"""The moments at which every price vendor is judged, with what is right to say, worked out by hand.

Trades are sixteen minutes old, so that vendors which are a quarter of an hour late see them too.
"""

from datetime import date

from bot.domain.market import Session
from tests.contracts.price_stages import Case, Right
from tests.vendors.trading import Way

MON, TUE, WED = "2026-03-09", "2026-03-10", "2026-03-11"
WEEK = {"2026-03-05": "38.00", "2026-03-06": "39.00", MON: "40.00", TUE: "42.00"}


def day(text: str) -> date:
    return date.fromisoformat(text)


CASES = (
    Case(
        "before the open",
        f"{WED} 08:30",
        WEEK,
        [
            (f"{TUE} 15:59", "41.90", Way.REGULAR),
            (f"{TUE} 18:00", "41.00", Way.REGULAR),
            (f"{WED} 08:14", "43.05", Way.REGULAR),
        ],
        Right(Session.PREMARKET, "43.05", "0.0250", day(TUE)),
        Right(Session.CLOSE, "42", "0.0500", day(MON)),
    ),
    Case(
        "before the open, and nothing was traded yet",
        f"{WED} 07:00",
        WEEK,
        [(f"{TUE} 15:59", "41.90", Way.REGULAR), (f"{TUE} 18:00", "41.00", Way.REGULAR)],
        None,
        Right(Session.CLOSE, "42", "0.0500", day(MON)),
    ),
    Case(
        "in regular trading",
        f"{WED} 11:00",
        WEEK,
        [(f"{WED} 09:30", "43.00", Way.REGULAR), (f"{WED} 10:44", "37.80", Way.REGULAR)],
        Right(Session.REGULAR, "37.8", "-0.1000", day(TUE)),
        Right(Session.CLOSE, "42", "0.0500", day(MON)),
    ),
    Case(
        "odd lots, averages and late reports do not count",
        f"{WED} 11:00",
        WEEK,
        [
            (f"{WED} 10:43", "43.05", Way.REGULAR),
            (f"{WED} 10:44", "90.00", Way.AVERAGE),
            (f"{WED} 10:44", "12.00", Way.LATE),
            (f"{WED} 10:44", "50.00", Way.ODD_LOT),
        ],
        Right(Session.REGULAR, "43.05", "0.0250", day(TUE)),
        Right(Session.CLOSE, "42", "0.0500", day(MON)),
    ),
    Case(
        "after the close",
        f"{WED} 17:00",
        {**WEEK, WED: "44.10"},
        [(f"{WED} 15:59", "44.00", Way.REGULAR), (f"{WED} 16:44", "44.541", Way.REGULAR)],
        Right(Session.AFTER_HOURS, "44.541", "0.0100", day(WED)),
        Right(Session.CLOSE, "44.1", "0.0500", day(TUE)),
    ),
    Case(
        "soon after the bell",
        f"{WED} 16:10",
        {**WEEK, WED: "44.10"},
        [(f"{WED} 15:54", "43.00", Way.REGULAR), (f"{WED} 16:08", "44.541", Way.REGULAR)],
        Right(Session.AFTER_HOURS, "44.541", "0.0100", day(WED)),
        Right(Session.CLOSE, "44.1", "0.0500", day(TUE)),
        soon=True,
    ),
    Case(
        "on a Saturday",
        "2026-03-14 12:00",
        {"2026-03-12": "40.00", "2026-03-13": "41.00"},
        [("2026-03-13 15:59", "40.90", Way.REGULAR), ("2026-03-13 19:59", "45.00", Way.REGULAR)],
        None,
        Right(Session.CLOSE, "41", "0.0250", day("2026-03-12")),
    ),
    Case(
        "on the Monday after the clocks went forward",
        f"{MON} 08:30",
        {"2026-03-05": "38.00", "2026-03-06": "40.00"},
        [("2026-03-06 15:59", "39.90", Way.REGULAR), (f"{MON} 08:14", "41.00", Way.REGULAR)],
        Right(Session.PREMARKET, "41", "0.0250", day("2026-03-06")),
        Right(Session.CLOSE, "40", "0.0526", day("2026-03-05")),
    ),
    Case(
        "on the Monday after the clocks went back",
        "2026-11-02 08:30",
        {"2026-10-29": "38.00", "2026-10-30": "40.00"},
        [("2026-10-30 15:59", "39.90", Way.REGULAR), ("2026-11-02 08:14", "41.00", Way.REGULAR)],
        Right(Session.PREMARKET, "41", "0.0250", day("2026-10-30")),
        Right(Session.CLOSE, "40", "0.0526", day("2026-10-29")),
    ),
    Case(
        "on a holiday",
        "2026-04-03 10:30",
        {"2026-04-01": "40.00", "2026-04-02": "41.00"},
        [("2026-04-02 15:59", "40.90", Way.REGULAR), ("2026-04-02 18:00", "45.00", Way.REGULAR)],
        None,
        Right(Session.CLOSE, "41", "0.0250", day("2026-04-01")),
    ),
    Case(
        "on the Monday after a holiday",
        "2026-04-06 08:30",
        {"2026-04-01": "39.00", "2026-04-02": "40.00"},
        [("2026-04-02 15:59", "39.90", Way.REGULAR), ("2026-04-06 08:14", "41.00", Way.REGULAR)],
        Right(Session.PREMARKET, "41", "0.0250", day("2026-04-02")),
        Right(Session.CLOSE, "40", "0.0256", day("2026-04-01")),
    ),
    Case(
        "in the afternoon of a half day",
        "2026-11-27 14:00",
        {"2026-11-24": "38.00", "2026-11-25": "39.00", "2026-11-27": "40.00"},
        [("2026-11-27 12:59", "39.80", Way.REGULAR), ("2026-11-27 13:44", "40.40", Way.REGULAR)],
        Right(Session.AFTER_HOURS, "40.4", "0.0100", day("2026-11-27")),
        Right(Session.CLOSE, "40", "0.0256", day("2026-11-25")),
        half_days={"2026-11-27": "13:00"},
    ),
    Case(
        "on the Monday after a half day",
        "2026-11-30 10:30",
        {"2026-11-25": "39.00", "2026-11-27": "40.00"},
        [("2026-11-27 16:30", "45.00", Way.REGULAR), ("2026-11-30 10:14", "42.00", Way.REGULAR)],
        Right(Session.REGULAR, "42", "0.0500", day("2026-11-27")),
        Right(Session.CLOSE, "40", "0.0256", day("2026-11-25")),
        half_days={"2026-11-27": "13:00"},
    ),
    Case(
        "on the morning of a split",
        f"{WED} 08:30",
        WEEK,
        [(f"{TUE} 15:59", "41.90", Way.REGULAR), (f"{WED} 08:14", "10.71", Way.REGULAR)],
        Right(Session.PREMARKET, "10.71", "0.0200", day(TUE)),
        Right(Session.CLOSE, "42", "0.0500", day(MON)),
        splits={WED: "4"},
    ),
    Case(
        "on the morning after a split",
        f"{WED} 08:30",
        {MON: "40.00", TUE: "10.50"},
        [(f"{TUE} 15:59", "10.40", Way.REGULAR), (f"{WED} 08:14", "10.71", Way.REGULAR)],
        Right(Session.PREMARKET, "10.71", "0.0200", day(TUE)),
        Right(Session.CLOSE, "10.5", "0.0500", day(MON)),
        splits={TUE: "4"},
    ),
    Case(
        "on the day that ten shares became one",
        f"{WED} 11:00",
        {MON: "0.50", TUE: "0.40"},
        [(f"{WED} 10:44", "4.20", Way.REGULAR)],
        Right(Session.REGULAR, "4.2", "0.0500", day(TUE)),
        Right(Session.CLOSE, "0.4", "-0.2000", day(MON)),
        splits={WED: "0.1"},
    ),
    Case(
        "halted since the day before",
        f"{WED} 11:00",
        WEEK,
        [(f"{TUE} 15:59", "41.90", Way.REGULAR), (f"{TUE} 16:30", "60.00", Way.REGULAR)],
        None,
        Right(Session.CLOSE, "42", "0.0500", day(MON)),
    ),
    Case(
        "halted in the morning",
        f"{WED} 14:00",
        WEEK,
        [(f"{WED} 09:45", "60.00", Way.REGULAR)],
        None,
        Right(Session.CLOSE, "42", "0.0500", day(MON)),
    ),
    Case(
        "not traded on the last day",
        f"{WED} 08:30",
        {"2026-03-06": "39.00", MON: "40.00"},
        [(f"{MON} 15:59", "39.90", Way.REGULAR), (f"{WED} 08:14", "41.00", Way.REGULAR)],
        None,
        None,
    ),
    Case(
        "beyond the calendar",
        "2031-03-12 11:00",
        {"2031-03-10": "40.00", "2031-03-11": "42.00"},
        [("2031-03-12 10:44", "43.05", Way.REGULAR)],
        None,
        None,
    ),
)

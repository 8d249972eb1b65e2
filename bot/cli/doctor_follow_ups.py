"""What `outlay doctor` says of follow-ups: what is told after an alert, or why the bot would not start."""

from bot.cards.text import listed
from bot.config import Settings
from bot.domain.errors import CannotRun
from bot.domain.figures import Moment
from bot.domain.market import Securities
from bot.parts import follow_up_plan
from bot.ports import Check, Grade

NAME = "follow-ups"
WHEN = {Moment.HOUR: "an hour later", Moment.CLOSE: "at the next close", Moment.OPEN: "at the next open"}


def examine_follow_ups(settings: Settings, securities: Securities) -> Check:
    """Make the plan that the bot would make of the settings."""
    try:
        plan = follow_up_plan(settings, securities)
    except CannotRun as error:
        return Check(NAME, Grade.BROKEN, str(error))
    if not plan.moments:
        return Check(NAME, Grade.FINE, "none are asked for")
    when = listed([WHEN[moment] for moment in plan.moments])
    how = "by an edit" if plan.told_by == "edit" else "by a reply"
    fund = f", beside {plan.fund}" if plan.fund is not None else ""
    return Check(NAME, Grade.FINE, f"told {when}, {how}{fund}")

"""What a company last reported of its size. Where its own figures do not agree, there is none."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from bot.domain.market import Money
from bot.prices.size.capex import last_year
from bot.prices.size.facts import ANNUAL, SHARES, Concept, Fact, Facts

NEAR: Final = (Decimal("0.75"), Decimal("1.35"))  # a count, by the average count of the same report
AT_HOME: Final = "10-K"  # the annual report of a company that reports as those of the United States do
JUMP: Final = Decimal("1.5")  # from one count to the next: a split, a merger, or a slip of the pen
COVER_DAYS: Final = 120  # a cover counts the shares of about the day on which the report is filed


@dataclass(frozen=True, slots=True)
class Reported:
    """What is known of a company, as it is kept. Each may be unknown.

    `annual` is the form of its newest annual report: "10-K", "20-F" or "40-F". `shares` counts those of
    `shares_on`. `public` is what those that the public held were worth in US dollars on `public_on`. `capex`
    was spent in the year that ended on `year_ended`. `state` is where the company is incorporated, in the
    SEC's codes: two letters for a state of the United States, a letter and a digit for any other country
    ("DE" is Delaware, "2M" Germany).
    """

    annual: str | None = None
    shares: Decimal | None = None
    shares_on: date | None = None
    public: Decimal | None = None
    public_on: date | None = None
    capex: Money | None = None
    year_ended: date | None = None
    state: str | None = None


def reported(facts: Facts) -> Reported:
    """Return what the facts say, without those that are in doubt."""
    shares = _count(facts)
    public = newest(_of(facts.cover.float, "USD"))
    capex = last_year(facts)
    return Reported(
        annual=_annual_form(facts),
        shares=None if shares is None else shares.val,
        shares_on=None if shares is None else shares.end,
        public=None if public is None else public.val,
        public_on=None if public is None else public.end,
        capex=None if capex is None else capex.money,
        year_ended=None if capex is None else capex.ended,
    )


def newest(facts: Iterable[Fact]) -> Fact | None:
    """Return the fact of the latest day, as the latest report has it; None where there is none, where it is
    no sum above zero, or where reports of one day differ about it."""
    known = list(facts)
    if not known:
        return None
    last = max((fact.end, fact.filed) for fact in known)
    same = [fact for fact in known if (fact.end, fact.filed) == last]
    if len({fact.val for fact in same}) != 1 or same[0].val is None or same[0].val <= 0:
        return None
    return same[0]


def _count(facts: Facts) -> Fact | None:
    """Return the newest count of shares, where nothing speaks against it.

    Of a company with several classes of shares the count may be missing, or be that of one class. Some
    covers count in thousands. The average count in the same report tells both. Where no report that counts
    so has an average, as an amendment of the cover has none, a jump since the count before leaves it open
    which of the two is wrong.
    """
    counts = [fact for fact in _of(facts.cover.shares, SHARES) if (fact.filed - fact.end).days <= COVER_DAYS]
    count = newest(counts)
    if count is None or count.val is None:
        return None
    tell = {fact.accn for fact in counts if (fact.end, fact.val) == (count.end, count.val)}
    average = _average(facts, tell)
    if average is not None:
        least, most = NEAR
        return count if least <= count.val / average <= most else None
    before = newest(fact for fact in counts if fact.end < count.end)
    if before is None or before.val is None:
        return count
    low, high = sorted((count.val, before.val))
    return count if high / low < JUMP else None


def _average(facts: Facts, reports: Collection[str]) -> Decimal | None:
    """Return the average count of the last quarter in some reports, or of what is nearest to one."""
    for concept in (facts.us_gaap.diluted, facts.us_gaap.basic):
        own = [f for f in concept.units.get(SHARES, ()) if f.accn in reports and f.days and f.val]
        if own:
            return max(own, key=lambda fact: (fact.end, -fact.days)).val
    return None


def _of(concept: Concept, unit: str) -> Sequence[Fact]:
    """Return the facts in a unit that can be true: nobody counts what is still to come."""
    return [fact for fact in concept.units.get(unit, ()) if fact.val is not None and fact.end <= fact.filed]


def _annual_form(facts: Facts) -> str | None:
    """Return the form of the newest annual report, without what marks an amendment."""
    concepts = (
        facts.cover.shares,
        facts.cover.float,
        facts.us_gaap.plant,
        facts.us_gaap.productive,
        facts.us_gaap.improvements,
        facts.us_gaap.diluted,
        facts.ifrs.plant,
    )
    told = [fact for concept in concepts for of in concept.units.values() for fact in of if fact.is_annual]
    if not told:
        return None
    form = max(told, key=lambda fact: fact.filed).form
    return next(annual for annual in ANNUAL if form.startswith(annual))

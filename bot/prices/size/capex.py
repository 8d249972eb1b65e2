"""What a company paid for plant and equipment in its last business year, among all that looks like it.

A year is one that an annual report tells: a quarter, nine months and the short year of a company that moved
its year's end are none, nor are the twelve months that some utilities tell in each quarter.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from bot.domain.market import Money
from bot.prices.size.facts import Concept, Fact, Facts

# Companies that close on a weekday have years of 52 or 53 weeks: 364 or 371 days.
YEAR: Final = range(357, 379)
PART: Final = Decimal("0.8")  # two tags for one thing are no further apart than this in a year that has both

# What was spent in the year that ended on a day; None where reports of one day differ about it.
Years = Mapping[date, Decimal | None]


@dataclass(frozen=True, slots=True)
class Year:
    """What was spent in the business year that ended on a day."""

    ended: date
    money: Money


def last_year(facts: Facts) -> Year | None:
    """Return the newest year of capital spending; None where it is unknown, or in doubt.

    Which tag a company uses changes over the years: the one with the newest year counts. One that stood
    beside a better one with a smaller sum is a part of the whole, and never stands for it; beside a larger
    sum, who knows.
    """
    gaap = facts.us_gaap
    ended: date | None = None
    spent: Decimal | None = None
    currency = ""
    better: list[Years] = []
    for concept in (facts.ifrs.plant, gaap.plant, gaap.productive, gaap.improvements):
        unit, years = _in_own_currency(concept)
        if not years:
            continue
        newest = max(years)
        if ended is None or newest > ended:
            if any(_is_less(years, others) for others in better):
                return None
            ended, spent, currency = newest, years[newest], unit
        elif newest == ended and any(_is_less(others, years) for others in better):
            return None
        better.append(years)
    return Year(ended, Money(spent, currency)) if ended and spent and spent > 0 else None


def _in_own_currency(concept: Concept) -> tuple[str, Years]:
    """Return the years in the currency that the company keeps its books in.

    A company abroad may tell its last year in dollars, too, for its readers' convenience: so of two
    currencies with the same last year the one counts that more is told in. One that changed its currency has
    its last year in the new one.
    """
    known = {
        unit: (dict(_years(facts)), len(facts)) for unit, facts in concept.units.items() if _is_currency(unit)
    }
    ranks = {unit: (max(years), told) for unit, (years, told) in known.items() if years}
    own = [unit for unit, rank in ranks.items() if rank == max(ranks.values())]
    return (own[0], known[own[0]][0]) if len(own) == 1 else ("", {})


def _years(facts: list[Fact]) -> Iterator[tuple[date, Decimal | None]]:
    """Yield each business year once, as the latest report has it."""
    annual = {(fact.start, fact.end) for fact in facts if fact.is_annual and fact.days in YEAR}
    by_end: dict[date, list[Fact]] = {}
    for fact in facts:
        if (fact.start, fact.end) in annual and fact.val is not None and fact.end <= fact.filed:
            by_end.setdefault(fact.end, []).append(fact)
    for end, told in by_end.items():
        filed = max(fact.filed for fact in told)
        values = {fact.val for fact in told if fact.filed == filed}
        yield end, values.pop() if len(values) == 1 else None


def _is_less(years: Years, others: Years) -> bool:
    """Say whether in some year that both have the first is well below the second."""
    both = ((years[end], others[end]) for end in years.keys() & others.keys())
    return any(one < other * PART for one, other in both if one is not None and other is not None)


def _is_currency(unit: str) -> bool:
    return len(unit) == 3 and unit.isalpha() and unit.isupper()

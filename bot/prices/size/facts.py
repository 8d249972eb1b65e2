"""What a company reported to the SEC, as its `companyfacts` answers: only the facts that a size is made of.

    {"cik": 320193, "entityName": "…", "facts": {"dei": {"EntityCommonStockSharesOutstanding": {"label": "…",
     "units": {"shares": [{"end": "2025-10-17", "val": 1, "accn": "0000320193-25-000079", "fy": 2025,
     "fp": "FY", "form": "10-K", "filed": "2025-10-31", "frame": "CY2025Q3I"}, …]}}, …}, "us-gaap": {…}}}

The shape is from recorded answers in public repositories and the SEC's own description; it was not seen live.
Facts about a part of a company (a class of shares, a segment) are not in it at all. The same fact comes once
for each report that repeats it, a restated one beside the first. `fy` and `fp` are the report's, not the
fact's: a period is known by its `start` and `end` alone. `frame` marks the last of those that repeat a fact,
which `filed` tells as well.
"""

from datetime import date
from decimal import Decimal
from typing import Final

import msgspec
from msgspec import field

from bot.domain.errors import SourceTrouble

ANNUAL: Final = ("10-K", "20-F", "40-F")  # annual reports; amendments (10-K/A) and 10-KT begin alike
SHARES: Final = "shares"


class Fact(msgspec.Struct, frozen=True):
    """One figure as one report (`accn`) has it: of a day (`end`), or of the time from `start` to `end`."""

    end: date
    filed: date
    val: Decimal | None = None
    accn: str = ""
    form: str = ""
    start: date | None = None

    @property
    def days(self) -> int:
        """How many days a period has, both ends counted; 0 for a figure of one day."""
        return 0 if self.start is None else (self.end - self.start).days + 1

    @property
    def is_annual(self) -> bool:
        """Whether an annual report tells it."""
        return self.form.startswith(ANNUAL)


class Concept(msgspec.Struct, frozen=True):
    """All there is of one tag: facts by their unit, "USD", "CNY", "shares"."""

    units: dict[str, list[Fact]] = field(default_factory=dict)


NOTHING: Final = Concept()


class Cover(msgspec.Struct, frozen=True):
    """What stands on the covers of reports: how many shares there are, and what those that the public holds
    were worth in the middle of the year."""

    shares: Concept = field(default=NOTHING, name="EntityCommonStockSharesOutstanding")
    float: Concept = field(default=NOTHING, name="EntityPublicFloat")


class UsGaap(msgspec.Struct, frozen=True):
    """From statements by US rules: the average count of shares, and what was paid for plant and equipment."""

    diluted: Concept = field(default=NOTHING, name="WeightedAverageNumberOfDilutedSharesOutstanding")
    basic: Concept = field(default=NOTHING, name="WeightedAverageNumberOfSharesOutstandingBasic")
    plant: Concept = field(default=NOTHING, name="PaymentsToAcquirePropertyPlantAndEquipment")
    productive: Concept = field(default=NOTHING, name="PaymentsToAcquireProductiveAssets")
    improvements: Concept = field(default=NOTHING, name="PaymentsForCapitalImprovements")


class Ifrs(msgspec.Struct, frozen=True):
    """From statements by international rules."""

    plant: Concept = field(
        default=NOTHING, name="PurchaseOfPropertyPlantAndEquipmentClassifiedAsInvestingActivities"
    )


class Facts(msgspec.Struct, frozen=True):
    """By taxonomy."""

    cover: Cover = field(default=Cover(), name="dei")
    us_gaap: UsGaap = field(default=UsGaap(), name="us-gaap")
    ifrs: Ifrs = field(default=Ifrs(), name="ifrs-full")


class _Answer(msgspec.Struct, frozen=True):
    facts: Facts = Facts()


_DECODER: Final = msgspec.json.Decoder(_Answer)


class Unreadable(SourceTrouble):
    """An answer about one company that cannot be read; those about others may be fine."""


def read_facts(body: bytes) -> Facts:
    """Read an answer. Raises Unreadable for what is none."""
    try:
        return _DECODER.decode(body).facts
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Unreadable(f"The SEC's figures of a company cannot be read: {error}.") from error

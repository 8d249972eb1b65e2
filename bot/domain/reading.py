"""What reading one article found, with the evidence for each finding.

Every span points into `Reading.text`: the cleaned body, prefixed by the headline and a blank line where
there is a headline. No figure is shown whose sentence cannot be shown.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from bot.domain.article import Article, Span
from bot.domain.market import Money, PriceLine, Ticker


class Kind(StrEnum):
    """What the money is committed to."""

    CAPEX = "capex"
    PROGRAMME = "programme"
    ACQUISITION = "acquisition"
    STAKE = "stake"
    FUNDING = "funding"
    JOINT_VENTURE = "joint_venture"


class Status(StrEnum):
    """How firm the commitment is. `PROGRESS` is a milestone of a deal that is already known."""

    ANNOUNCED = "announced"
    RUMOURED = "rumoured"
    PROGRESS = "progress"
    CANCELLED = "cancelled"


class Bound(StrEnum):
    EXACT = "exact"
    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    ABOUT = "about"
    NEARLY = "nearly"
    UP_TO = "up_to"


class AmountRole(StrEnum):
    """What a sum of money is: this story's commitment, a share's or product's price, results, a value, or
    anything else."""

    INVESTMENT = "investment"
    PRICE = "price"
    REVENUE = "revenue"
    VALUATION = "valuation"
    OTHER = "other"


class UsdBasis(StrEnum):
    """Where a sum in US dollars comes from."""

    STATED = "stated"  # the article restates it
    NATIVE = "native"  # the sum was in dollars to begin with
    CONVERTED = "converted"  # by the day's exchange rate


class Role(StrEnum):
    """What a company does in the story. Only the first three may alert."""

    INVESTOR = "investor"
    TARGET = "target"
    PARTNER = "partner"
    MENTION = "mention"


@dataclass(frozen=True, slots=True)
class Amount:
    """One occurrence of a sum of money. `span` covers the number and its currency, not the qualifier.

    `money_max` is the upper end of a range, in the same currency. `horizon_years` is the stated length.
    `usd` is in US dollars.
    """

    span: Span
    money: Money
    bound: Bound
    role: AmountRole
    money_max: Decimal | None = None
    horizon_years: Decimal | None = None
    usd: Decimal | None = None
    usd_basis: UsdBasis | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A company that the article names. `name` is the security master's, or the article's where unlisted.

    `ticker` is the listing that the article marks, else the primary one; `listings` the issuer's others.
    """

    name: str
    ticker: Ticker | None
    listings: tuple[Ticker, ...]
    role: Role
    spans: tuple[Span, ...]

    def marks(self) -> frozenset[str]:
        """Return what this company is known by: the symbols of its listings, else its name in lower case.

        Two mentions are of one company when they share a mark.
        """
        if self.ticker is None:
            return frozenset({self.name.casefold()})
        return frozenset(ticker.symbol for ticker in (self.ticker, *self.listings))


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of a speaker. `span` is without the quotation marks; `direct` says that they stood in marks."""

    span: Span
    speaker: str
    affiliation: str | None
    direct: bool


@dataclass(frozen=True, slots=True)
class StatedPrice:
    """A one-day price move as the article states it, with its sentence."""

    line: PriceLine
    span: Span


@dataclass(frozen=True, slots=True)
class Exposure:
    """A fund that the article names as a way to hold the company. Never alerted on."""

    ticker: Ticker
    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the story is a company committing money.

    `score` is a probability from 0 to 1, calibrated for the stream as it comes. `kind` is None when the
    story has no commitment; `status` likewise. A cancelled commitment is not `flagged` but keeps both.
    `because` covers the words that carried the verdict.
    """

    flagged: bool
    score: float
    kind: Kind | None
    status: Status | None
    because: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Commitment:
    """The new money of the story.

    `actor` is the acting unit as the article names it, `purpose` what the money is for, in the article's
    words. `low` and `high` are in major units of `currency`; an "up to" fills only `high`. `usd` restates
    `low`, or `high` where `low` is unknown. `per_year` is that same end divided by `horizon_years`.
    `span` covers the amount it was taken from.
    """

    actor: str | None = None
    purpose: str | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    currency: str | None = None
    bound: Bound | None = None
    usd: Decimal | None = None
    usd_basis: UsdBasis | None = None
    horizon_years: Decimal | None = None
    per_year: Decimal | None = None
    per_year_usd: Decimal | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that was found in one article. `language` is an ISO 639-1 code; in a language that is not
    read, only `verdict.flagged` (False) and `language` say anything."""

    article: Article
    text: str
    language: str
    verdict: Verdict
    companies: tuple[Mention, ...] = ()
    amounts: tuple[Amount, ...] = ()
    commitment: Commitment | None = None
    quotations: tuple[Quotation, ...] = ()
    prices: tuple[StatedPrice, ...] = ()
    exposure: tuple[Exposure, ...] = ()
    cited_sources: tuple[str, ...] = ()
    cautions: tuple[Span, ...] = ()

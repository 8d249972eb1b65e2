"""Values that the tests of the store and of the desk share, all of them invented."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Final

from bot.domain.alert import Channel, Watch
from bot.domain.article import Article, Span
from bot.domain.market import Ticker
from bot.domain.reading import (
    Bound,
    Commitment,
    Kind,
    Mention,
    Reading,
    Role,
    Status,
    UsdBasis,
    Verdict,
)
from bot.domain.story import Story

NOON: Final = datetime(2025, 3, 4, 12, 0, 0, 123456, tzinfo=UTC)
MINUTE: Final = timedelta(minutes=1)

ACME: Final = Ticker("ACME", "XNYS")
ACME_HK: Final = Ticker("9123.HK", "XHKG")
ZETA: Final = Ticker("ZETA", "XNAS")

SLACK: Final = Channel("slack", "T1", "C1")
DISCORD: Final = Channel("discord", "900", "901")

ACME_INVESTS: Final = Mention("Acme", ACME, (ACME_HK,), Role.INVESTOR, (Span(0, 4),))


class Hands:
    """A clock that a test moves by hand."""

    def __init__(self, at: datetime = NOON) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def forward(self, by: timedelta) -> None:
        self.at += by


def article(number: int = 1, **changes: object) -> Article:
    """Return an article that stands `number` minutes after noon."""
    at = NOON + number * MINUTE
    plain = Article(
        id=f"wire-{number}",
        source="wire",
        headline="Acme to build a plant",
        body="Acme will spend $2 billion on a plant.",
        first_seen=at,
        published_at=at,
        url=f"https://wire.example/{number}",
        outlet="The Wire",
    )
    return replace(plain, **changes)  # type: ignore[arg-type]  # replace() checks the names at run time


def commitment(low: str | None = "2e9", currency: str | None = "USD", **changes: object) -> Commitment:
    """Return a commitment of `low`, by default two billion dollars."""
    value = Decimal(low) if low else None
    plain = Commitment(
        actor="Acme",
        purpose="a plant",
        low=value,
        currency=currency if value else None,
        bound=Bound.EXACT if value else None,
        usd=value if currency == "USD" else None,
        usd_basis=UsdBasis.NATIVE if value and currency == "USD" else None,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]  # as above


def reading(
    of: Article | None = None,
    *companies: Mention,
    kind: Kind | None = Kind.CAPEX,
    status: Status | None = Status.ANNOUNCED,
    sum_of: Commitment | None = None,
    flagged: bool = True,
    cites: tuple[str, ...] = (),
) -> Reading:
    """Return what was found in an article: by default Acme announcing a plant for two billion dollars."""
    of = of or article()
    return Reading(
        article=of,
        text=f"{of.headline}\n\n{of.body}",
        language="en",
        verdict=Verdict(flagged, 0.9, kind, status, (Span(0, 4),)),
        companies=companies or (ACME_INVESTS,),
        commitment=sum_of or commitment(),
        cited_sources=cites,
    )


def story(of: Reading | None = None, **changes: object) -> Story:
    """Return the story that one reading tells."""
    of = of or reading()
    plain = Story(id=1, reading=of, revision=1, first_seen=of.article.first_seen)
    return replace(plain, **changes)  # type: ignore[arg-type]  # as above


def watch(channel: Channel = SLACK, ticker: Ticker = ACME, **changes: object) -> Watch:
    """Return a watch on Acme in a Slack channel."""
    plain = Watch(channel, ticker, issuer=f"issuer of {ticker}", name="Acme", by="U1", since=NOON)
    return replace(plain, **changes)  # type: ignore[arg-type]  # as above

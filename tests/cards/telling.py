"""Stories for tests: readings whose spans are found by the words that they cover."""

from datetime import UTC, datetime
from decimal import Decimal

from bot.domain.article import Article, Span
from bot.domain.market import Money, Origin, PriceLine, Session, Ticker
from bot.domain.reading import (
    Bound,
    Commitment,
    Exposure,
    Kind,
    Mention,
    Quotation,
    Reading,
    Role,
    StatedPrice,
    Status,
    UsdBasis,
    Verdict,
)
from bot.domain.story import Story, Telling

NOON = datetime(2026, 3, 11, 12, 0, tzinfo=UTC)
BABA = Ticker("BABA", "XNYS")
HONG_KONG = Ticker("9988.HK", "XHKG")
ALIBABA = Mention("Alibaba Group Holding Ltd", BABA, (HONG_KONG,), Role.INVESTOR, ())

FILM = (
    "Alibaba sets aside billions for film in Hong Kong\n\n"
    "The entertainment unit of Alibaba Group Holding Ltd BABA will put at least HK$5 billion ($639.3 "
    "million) into Hong Kong film and culture over five years, the Harbour Daily wrote. Many doubt that "
    "cinemas can win back their audience.\n\n"
    "“Studios have waited a decade for this,” said Mei Chan, who chairs the Producers' Guild. "
    "Lawmaker Bo Lam and Ada Wu of Lantau University spoke of new jobs.\n\n"
    "BABA rose 0.32% to $76.30 premarket on Wednesday. The fund FEEM holds the share."
)


def span(text: str, words: str) -> Span:
    """Return where `words` stand in `text`."""
    start = text.index(words)
    return Span(start, start + len(words))


def reading(
    text: str = "Somebody commits money.",
    *,
    kind: Kind | None = Kind.CAPEX,
    status: Status | None = Status.ANNOUNCED,
    because: tuple[str, ...] = (),
    companies: tuple[Mention, ...] = (ALIBABA,),
    commitment: Commitment | None = None,
    article: str = "a1",
    outlet: str | None = "Example Wire",
    url: str | None = "https://news.example/1",
    at: datetime = NOON,
) -> Reading:
    return Reading(
        article=Article(
            id=article,
            source="wire",
            headline=None,
            body=text,
            first_seen=at,
            published_at=at,
            url=url,
            outlet=outlet,
        ),
        text=text,
        language="en",
        verdict=Verdict(True, 0.97, kind, status, tuple(span(text, words) for words in because)),
        companies=companies,
        commitment=commitment,
    )


def story(number: int, told: Reading, *, at: datetime = NOON, also: tuple[Telling, ...] = ()) -> Story:
    return Story(number, told, 1, at, also)


def dollars(value: str, **more: object) -> Commitment:
    """Return a commitment of so many US dollars."""
    amount = Decimal(value)
    known = {
        "low": amount,
        "currency": "USD",
        "usd": amount,
        "usd_basis": UsdBasis.NATIVE,
        "bound": Bound.EXACT,
    }
    return Commitment(**{**known, **more})  # type: ignore[arg-type]  # a mix of field types, by name


def film_reading() -> Reading:
    """Return a reading with everything in it: sum, horizon, quotations, price, doubt, fund, cited source."""
    text = FILM
    return Reading(
        article=Article(
            id="film",
            source="wire",
            headline=text.partition("\n")[0],
            body=text.partition("\n\n")[2],
            first_seen=NOON,
            published_at=NOON,
            url="https://news.example/film",
            outlet="Example Wire",
        ),
        text=text,
        language="en",
        verdict=Verdict(
            True, 0.97, Kind.PROGRAMME, Status.ANNOUNCED, (span(text, "will put at least HK$5 billion"),)
        ),
        companies=(ALIBABA,),
        commitment=Commitment(
            actor="entertainment unit of Alibaba",
            purpose="Hong Kong film and culture",
            low=Decimal(5_000_000_000),
            currency="HKD",
            bound=Bound.AT_LEAST,
            usd=Decimal(639_300_000),
            usd_basis=UsdBasis.STATED,
            horizon_years=Decimal(5),
            per_year=Decimal(1_000_000_000),
            per_year_usd=Decimal(127_860_000),
            span=span(text, "HK$5 billion"),
        ),
        quotations=(
            Quotation(span(text, "new jobs"), "Bo Lam", "lawmaker", direct=False),
            Quotation(span(text, "new jobs"), "Ada Wu", "Lantau University", direct=False),
            Quotation(
                span(text, "Studios have waited a decade for this,"),
                "Mei Chan",
                "chair of the Producers' Guild",
                direct=True,
            ),
        ),
        prices=(
            StatedPrice(
                PriceLine(
                    ticker=BABA,
                    change=Decimal("0.0032"),
                    last=Money(Decimal("76.30"), "USD"),
                    session=Session.PREMARKET,
                    origin=Origin.STATED,
                    day="Wednesday",
                ),
                span(text, "rose 0.32% to $76.30"),
            ),
        ),
        exposure=(Exposure(Ticker("FEEM", "BATS"), "Example Emerging Fund", span(text, "FEEM")),),
        cited_sources=("Harbour Daily",),
        cautions=(span(text, "Many doubt that cinemas can win back their audience."),),
    )

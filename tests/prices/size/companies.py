"""Invented companies for tests of size, and what is known of them on the eleventh of March 2026."""

from datetime import UTC, datetime
from decimal import Decimal

from bot.domain.market import Money, Origin, PriceLine, Session, Ticker
from tests.vendors.sec import Filer

NOW = datetime(2026, 3, 11, 12, 0, tzinfo=UTC)  # 08:00 in New York
TARN = Ticker("TARN", "XNYS")


def tarn() -> Filer:
    """Return a company that reports as most do: 100 million shares at the end of January 2026, of which the
    public held $5.5 billion worth in June 2025, and $1.2 billion spent on plant in 2025."""
    return Filer(77, "TARN METALS INC", ("TARN",)).tell("""
        10-K 2025-02-14 plant 2023-01-01..2023-12-31 900
        10-K 2025-02-14 plant 2024-01-01..2024-12-31 1000
        10-Q 2025-10-30 plant 2025-01-01..2025-09-30 800
        10-Q 2025-10-30 plant 2025-07-01..2025-09-30 300
        10-K 2026-02-13 plant 2024-01-01..2024-12-31 1000
        10-K 2026-02-13 plant 2025-01-01..2025-12-31 1200

        10-K 2025-02-14 shares 2025-01-31 104
        10-Q 2025-10-30 shares 2025-10-24 101
        10-K 2026-02-13 shares 2026-01-30 100
        10-Q 2025-10-30 diluted 2025-07-01..2025-09-30 102
        10-K 2026-02-13 diluted 2025-01-01..2025-12-31 103

        10-K 2025-02-14 float 2024-06-30 5000
        10-K 2026-02-13 float 2025-06-30 5500
    """)


def lantau() -> Filer:
    """Return a company abroad by international rules: in Taiwan dollars, with the last year of each report in
    US dollars, too, for its readers' convenience."""
    return Filer(88, "LANTAU FOUNDRY CO LTD", ("LTF",), state="F5").tell("""
        20-F 2024-04-16 ifrs 2021-01-01..2021-12-31 24000 TWD
        20-F 2024-04-16 ifrs 2022-01-01..2022-12-31 26000 TWD
        20-F 2024-04-16 ifrs 2023-01-01..2023-12-31 28000 TWD
        20-F 2024-04-16 ifrs 2023-01-01..2023-12-31 900
        20-F 2025-04-16 ifrs 2022-01-01..2022-12-31 26000 TWD
        20-F 2025-04-16 ifrs 2023-01-01..2023-12-31 28000 TWD
        20-F 2025-04-16 ifrs 2024-01-01..2024-12-31 30000 TWD
        20-F 2025-04-16 ifrs 2024-01-01..2024-12-31 940
        20-F 2025-04-16 shares 2024-12-31 800
    """)


def line(
    price: str = "60", *, ticker: Ticker = TARN, currency: str = "USD", origin: Origin = Origin.LIVE
) -> PriceLine:
    """Return the live price of a listing."""
    return PriceLine(
        ticker=ticker,
        change=Decimal("0.01"),
        last=Money(Decimal(price), currency),
        session=Session.PREMARKET,
        origin=origin,
        at=NOW,
        provider="Example Prices",
    )

"""Yahoo's prices around the bell elsewhere, where feeds are late and a closing auction follows the bell.

A minute after the bell Yahoo shows a trade that bears the bell's time and is no close; and for as long as the
feed is behind, it goes on showing it.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from bot import plugins
from bot.config import Environment
from bot.domain.market import PriceLine, Session, Ticker
from bot.fetch import Fetcher
from bot.market.live import appraise
from bot.ports import PriceProvider
from tests.vendors.yahoo import Share, Yahoo

TUESDAY, WEDNESDAY = date(2026, 3, 10), date(2026, 3, 11)
MINUTE = timedelta(minutes=1)
SURE = 40 * MINUTE  # from then on the close must be told
OFFICIAL = Decimal("41.5")


@dataclass(frozen=True)
class Place:
    """An exchange: its bell by its own clocks, how late its auction ends and how late Yahoo is told."""

    mic: str
    suffix: str
    zone: str
    bell: time
    auction: int  # minutes
    delay: int  # minutes

    @property
    def rings(self) -> datetime:
        return datetime.combine(WEDNESDAY, self.bell, ZoneInfo(self.zone)).astimezone(UTC)

    def share(self) -> Share:
        """Return a share that is traded every five minutes, and just after the bell once more."""
        prints = [(self.rings - number * 5 * MINUTE, 40.0 + number / 100) for number in range(30, 0, -1)]
        return Share(
            f"TARN{self.suffix}",
            currency="EUR",
            zone=self.zone,
            opens=time(9),
            bell=self.bell,
            closes={date(2026, 3, 9): 39.5, TUESDAY: 40.0, WEDNESDAY: float(OFFICIAL)},
            prints=[*prints, (self.rings + timedelta(seconds=20), 40.2)],
            delay=self.delay * MINUTE,
            auction=self.auction * MINUTE + timedelta(seconds=30),
        )


PLACES = (
    Place("XHKG", ".HK", "Asia/Hong_Kong", time(16), 9, 15),
    Place("XLON", ".L", "Europe/London", time(16, 30), 5, 20),
    Place("XETR", ".DE", "Europe/Berlin", time(17, 30), 5, 15),
    Place("XASX", ".AX", "Australia/Sydney", time(16), 11, 20),
    Place("XJPX", ".T", "Asia/Tokyo", time(15, 30), 0, 20),
)


@asynccontextmanager
async def asking(vendor: Yahoo) -> AsyncIterator[PriceProvider]:
    module = plugins.find("prices", "yahoo")
    async with vendor, Fetcher(allow=[vendor.place], timeout=5) as fetcher:
        yield module.build(Environment({}).section(module.Settings, vendor.table(), "[prices]"), fetcher)


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.mic)
async def test_no_price_of_the_bell_is_taken_for_the_close(place: Place) -> None:
    share = place.share()
    ticker = Ticker(share.symbol, place.mic)
    vendor = Yahoo(place.rings, share)
    async with asking(vendor) as provider:
        for minutes in range(-40, 100):
            vendor.now = now = place.rings + minutes * MINUTE + timedelta(seconds=minutes % 2 * 50)
            snapshot = (await provider.snapshots([ticker], now))[ticker]
            line = appraise(snapshot, now)
            if not isinstance(line, PriceLine):
                assert place.rings <= now < place.rings + SURE, (now, line)
                continue
            assert line.last is not None
            assert line.change == line.last.value / 40 - 1
            assert line.against == TUESDAY
            if now < place.rings:
                assert line.session is Session.REGULAR
            else:
                assert (line.session, line.last.value) == (Session.CLOSE, OFFICIAL), now

"""The demo's provider of prices: it asks the demo's own vendor, which speaks as Yahoo does, and says so."""

from typing import Final

import msgspec

from bot.fetch import Fetcher
from bot.ports import PriceProvider
from bot.prices.yahoo import Yahoo

KIND: Final = __name__
NAME: Final = "the demo (invented)"


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`[prices]` of the demo. `url` is where its vendor listens."""

    url: str
    kind: str = KIND


def build(settings: Settings, fetcher: Fetcher) -> PriceProvider:
    """Return the provider."""
    return Yahoo(settings.url, fetcher, NAME)

"""From settings to the book of exchange rates."""

from typing import Final

from bot.fetch import Fetcher
from bot.ports import Clock, FixingShelf
from bot.prices.rates.book import RateBook
from bot.prices.rates.ecb import Ecb
from bot.prices.rates.frankfurter import Frankfurter
from bot.prices.rates.patient import Patient
from bot.prices.rates.publisher import Publisher

PATIENCE: Final = 5.0  # seconds for one day; the fallback waits behind it
PATIENCE_FOR_FILES: Final = 20.0  # seconds; the longest of the bank's is some 9 MB


def publishers(url: str, fallback_url: str, fetcher: Fetcher) -> tuple[tuple[Publisher, float], ...]:
    """Return whom to ask, the best one first, each with the seconds that an answer may take."""
    first: tuple[Publisher, float] = (Frankfurter(fetcher, url), PATIENCE)
    return (first, (Ecb(fetcher, fallback_url), PATIENCE_FOR_FILES)) if fallback_url else (first,)


def build(url: str, fallback_url: str, fetcher: Fetcher, shelf: FixingShelf, clock: Clock) -> RateBook:
    """Return the book. `fallback_url` is empty where nobody else is to be asked."""
    asked = [Patient(publisher, patience) for publisher, patience in publishers(url, fallback_url, fetcher)]
    return RateBook(asked, shelf, clock)

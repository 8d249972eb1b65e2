"""Which of a company's listings is meant: "its Hong Kong-listed shares", "its American depositary shares"."""

import re
from typing import Final

from bot.domain.market import Ticker
from bot.domain.reading import Mention

__all__ = ["listing_meant"]

_NEW_YORK: Final = ("XNYS", "XNAS", "XASE", "ARCX", "BATS", "OTCM")
_EXCHANGES: Final[dict[str, tuple[str, ...]]] = {
    **dict.fromkeys(("us", "american", "new york", "nyse", "nasdaq", "wall street"), _NEW_YORK),
    **dict.fromkeys(("uk", "london"), ("XLON",)),
    "hong kong": ("XHKG",),
    "shanghai": ("XSHG",),
    "shenzhen": ("XSHE",),
    "mainland": ("XSHG", "XSHE"),
    **dict.fromkeys(("tokyo", "japan"), ("XJPX", "XTKS")),
    **dict.fromkeys(("taipei", "taiwan"), ("XTAI",)),
    **dict.fromkeys(("seoul", "korea"), ("XKRX",)),
    **dict.fromkeys(("mumbai", "india"), ("XNSE", "XBOM")),
    **dict.fromkeys(("sydney", "asx", "australian"), ("XASX",)),
    "singapore": ("XSES",),
    **dict.fromkeys(("frankfurt", "xetra", "german"), ("XETR",)),
    "paris": ("XPAR",),
    "amsterdam": ("XAMS",),
    "brussels": ("XBRU",),
    "milan": ("XMIL",),
    "madrid": ("XMAD",),
    **dict.fromkeys(("zurich", "swiss"), ("XSWX",)),
    "stockholm": ("XSTO",),
    "oslo": ("XOSL",),
    "copenhagen": ("XCSE",),
    "helsinki": ("XHEL",),
    **dict.fromkeys(("toronto", "canadian", "tsx"), ("XTSE",)),
    "johannesburg": ("XJSE",),
}
_NAMES: Final = "|".join(name.replace(" ", r"\s") for name in _EXCHANGES)
_PLACE: Final = (
    rf"\b(?:(?P<place>{_NAMES}|u\.s\.|u\.k\.)-(?:listed|traded)|american\sdepositary|adrs?|adss?)\b"
)
# Behind a name anywhere up to the verb: "'s Hong Kong-listed shares were".
_AFTER: Final = re.compile(_PLACE, re.IGNORECASE)
# In front of it only right before: "New York-listed shares of ".
_BEFORE: Final = re.compile(
    rf"{_PLACE}(?:\s(?:shares?|stock|scrip|adrs?|adss?)){{0,2}}(?:\s(?:of|in|for))?(?:\sthe)?\s?$",
    re.IGNORECASE,
)


def listing_meant(company: Mention, before: str, after: str) -> Ticker | None:
    """Return the listing whose price words speak of: the company's own ticker where no place is named, None
    where it is not known to be listed there. `before` and `after` stand around its name, up to the verb."""
    match = _AFTER.search(after) or _BEFORE.search(before)
    if match is None:
        return company.ticker
    place = " ".join((match["place"] or "us").lower().replace(".", "").split())
    known = (ticker for ticker in (company.ticker, *company.listings) if ticker is not None)
    return next((ticker for ticker in known if ticker.mic in _EXCHANGES[place]), None)

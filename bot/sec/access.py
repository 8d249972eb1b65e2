"""How the SEC is asked: in one's own name, and no more than ten times a second in all.

To a program that does not name a company and a mail address in its User-Agent it answers 403, and so it does
to all of a network from which too many requests come.
"""

import re
from typing import Final

from bot.domain.errors import SourceTrouble
from bot.fetch import Denied, Fetcher
from bot.fetch.fetcher import LIMIT
from bot.fetch.pacer import Pacer
from bot.ports import Fetched

SITE: Final = "https://www.sec.gov"
APART: Final = 0.125  # seconds between requests: the SEC bears ten a second, of all machines of one company
MISSING: Final = (
    'write your company\'s name and a mail address, as "Example Desk news@example.com". The SEC answers 403 '
    "to programs that do not say whom to write to."
)

_CONTACT: Final = re.compile(r"\S[ -~]* \S+@[^\s@]+\.[^\s@]+")


class Access:
    """The way to the SEC. Whoever asks through fetchers that share their seats takes turns with all others.

    `contact` goes into the User-Agent of each request. `pacer` takes the place of the turns that are shared.
    """

    def __init__(self, contact: str, fetcher: Fetcher, pacer: Pacer | None = None) -> None:
        self.headers: Final = {"User-Agent": contact}
        self._fetcher = fetcher
        self._pacer = pacer or fetcher.seats.pacer("SEC", APART)

    async def turn(self) -> None:
        """Wait until one more request may be sent."""
        await self._pacer.turn()

    async def get(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None, limit: int = LIMIT
    ) -> Fetched:
        """GET an address at the SEC when it is our turn. Raises as `Fetcher.get` does, and SourceTrouble that
        explains a 403."""
        await self.turn()
        try:
            return await self._fetcher.get(
                url, etag=etag, last_modified=last_modified, headers=self.headers, limit=limit
            )
        except Denied as denied:
            raise refusal(denied) from denied


def is_contact(words: str) -> bool:
    """Say whether words are a name and a mail address in plain ASCII, as the SEC wants them."""
    return words.isascii() and _CONTACT.fullmatch(words) is not None


def refusal(denied: Denied) -> SourceTrouble:
    """Explain a 403. Not in the fetcher's words: those guess at a key, and the SEC has none."""
    return SourceTrouble(
        f"EDGAR answered {denied.status}: it does so when a program does not name a company and a mail "
        "address, or when more than ten requests a second come from one place. Check contact, and what else "
        "on this network asks the SEC."
    )

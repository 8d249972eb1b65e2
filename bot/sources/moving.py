"""Where a feed is asked: at the address of the settings, or where it has moved for good. Pure."""

from typing import Final

import msgspec

ADOPT_AFTER: Final = 3  # permanent redirects to one place, in a row: the first may be a mistake of an hour


class Address(msgspec.Struct, frozen=True, omit_defaults=True):
    """The address in the settings, the one that was adopted in its place, and where the last permanent
    redirects led, how often in a row."""

    url: str
    adopted: str | None = None
    target: str | None = None
    times: int = 0

    @property
    def here(self) -> str:
        """Return the address to ask."""
        return self.adopted or self.url

    def answered(self, url: str, *, moved: bool) -> "Address":
        """Return the address after an answer that was a feed and came from `url`; `moved` says that nothing
        but permanent redirects led there."""
        if not moved or url == self.here or _is_weaker(url, self.here):
            return Address(self.url, self.adopted)
        times = self.times + 1 if url == self.target else 1
        if times < ADOPT_AFTER:
            return Address(self.url, self.adopted, url, times)
        return Address(self.url, None if url == self.url else url)

    def given_up(self) -> "Address":
        """Return the address of the settings alone: the adopted one fails."""
        return Address(self.url)


def _is_weaker(url: str, here: str) -> bool:
    """Say whether a redirect gives up encryption: nobody who means well moves a feed that way."""
    return here.startswith("https:") and not url.startswith("https:")

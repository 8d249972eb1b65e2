"""What may be set for every kind of source."""

import msgspec

from bot.domain.errors import CannotRun
from bot.ports import Manner


class Asked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The keys that each `[[source]]` has. Lengths are seconds.

    `name` is what people know it by. `every` is how often it is asked. Where `slowest` is larger, the
    interval grows up to it while nothing comes; else it stays as it is, as a wire wants it. `alert_first`
    lets the first poll alert on what is there already. `pages` reads the page behind each new article too.
    """

    kind: str
    name: str
    every: float = 60.0
    slowest: float | None = None
    alert_first: bool = False
    pages: bool = False

    def manner(self, least: float = 0.0) -> Manner:
        """Return how the source is asked; `least` is the shortest interval that its host bears, in seconds.

        Raises CannotRun for settings that make no sense.
        """
        if not self.name.strip():
            raise CannotRun("A source has an empty name: give it one that people will know it by.")
        if self.every <= 0:
            raise CannotRun(f'The source "{self.name}" has every = {self.every:g}: say seconds above 0.')
        slowest = self.every if self.slowest is None else self.slowest
        if slowest < self.every:
            raise CannotRun(
                f'The source "{self.name}" has slowest = {slowest:g}, which is less than its '
                f"every = {self.every:g}: say more, or leave it out."
            )
        return Manner(
            every=self.every, slowest=slowest, least=least, alert_first=self.alert_first, pages=self.pages
        )

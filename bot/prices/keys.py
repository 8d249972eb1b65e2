"""What the settings of a vendor with a key need: said as the sources say it, in NEEDS."""

from collections.abc import Mapping
from typing import ClassVar, Protocol

from bot.domain.errors import CannotRun


class Keyed(Protocol):
    """Settings that are of no use without some of their fields."""

    NEEDS: ClassVar[Mapping[str, str]]

    @property
    def kind(self) -> str:
        """The vendor's name in the settings."""


def require(settings: Keyed) -> None:
    """Raise CannotRun for what was not set: all of it, so that nobody has to start once for each."""
    missing = [
        f"needs {field}: {words}" for field, words in settings.NEEDS.items() if not getattr(settings, field)
    ]
    if missing:
        raise CannotRun(f'[prices] of kind "{settings.kind}" {" It also ".join(missing)}')

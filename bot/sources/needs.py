"""What a kind of source cannot do without: settings for which no default would be right.

A kind names them in its Settings, each with what to write and why:

    NEEDS: ClassVar[Mapping[str, str]] = {"contact": 'a name and a mail address, as "Example Desk …"'}
"""

from collections.abc import Mapping
from typing import Any

from bot.domain.errors import CannotRun
from bot.sources.settings import Asked


def needs_of(kind: type[Any]) -> Mapping[str, str]:
    """Return what the Settings of a kind cannot do without: each field with what to write."""
    found: Mapping[str, str] = getattr(kind, "NEEDS", {})
    return found


def require(settings: Asked) -> None:
    """Raise CannotRun for the first thing that was not set."""
    for field, words in needs_of(type(settings)).items():
        if not getattr(settings, field):
            raise CannotRun(f'The source "{settings.name}" needs {field}: {words}')

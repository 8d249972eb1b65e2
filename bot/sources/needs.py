"""What a kind of source cannot do without: settings for which no default would be right.

A kind names them in its Settings, each with what to write and why. Where the publisher allows personal use
only, TERMS says so in our words, and the field `accept_terms` must be true:

    NEEDS: ClassVar[Mapping[str, str]] = {"contact": 'a name and a mail address, as "Example Desk …"'}
    TERMS: ClassVar[str] = "Its terms allow its feeds for personal use."
"""

from collections.abc import Mapping
from types import ModuleType
from typing import Any, Final

import msgspec

from bot.domain.errors import CannotRun
from bot.sources.settings import Asked

CONSENT: Final = "accept_terms"
_SAID: Final = ("NEEDS", "TERMS", "ENVIRONMENT")  # what a kind says of its settings


def needs_of(kind: type[Any]) -> Mapping[str, str]:
    """Return what the Settings of a kind cannot do without: each field with what to write."""
    needs: Mapping[str, str] = getattr(kind, "NEEDS", {})
    if (terms := terms_of(kind)) is None:
        return needs
    consent = "Write accept_terms = true if that is your use, or if the publisher has allowed you more."
    return {**needs, CONSENT: f"{terms} {consent}"}


def terms_of(kind: type[Any]) -> str | None:
    """Return what the publisher's own text forbids; None for a kind that anybody may use."""
    terms: str | None = getattr(kind, "TERMS", None)
    return terms


def heed(module: ModuleType) -> None:
    """Raise CannotRun where a kind says something of its settings in a way that nothing would come of."""
    kind = module.Settings
    fields = {field.name for field in msgspec.structs.fields(kind)}
    for name in _SAID:
        if hasattr(module, name):
            raise CannotRun(
                f"{module.__name__} has {name} at the top of the file, where nothing reads it. Put it into "
                "the class Settings, as a ClassVar."
            )
        if name in fields:
            raise CannotRun(f"{module.__name__}.Settings has {name} as a setting. Annotate it as a ClassVar.")
    for name in (*needs_of(kind), *getattr(kind, "ENVIRONMENT", ())):
        if name not in fields:
            whose = "TERMS" if name == CONSENT else "NEEDS or ENVIRONMENT"
            raise CannotRun(
                f"{module.__name__}.Settings has no field {name}, of which its {whose} speaks. Add the field."
            )


def require(settings: Asked) -> None:
    """Raise CannotRun for what was not set: all of it, so that nobody has to start once for each."""
    needs = needs_of(type(settings)).items()
    missing = [f"needs {field}: {words}" for field, words in needs if not getattr(settings, field)]
    if missing:
        raise CannotRun(f'The source "{settings.name}" {" It also ".join(missing)}')

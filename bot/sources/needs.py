"""What a kind of source cannot do without: settings for which no default would be right.

A kind names them in its Settings, each with what to write and why. Where the publisher allows personal use
only, TERMS says so in our words, and the field `accept_terms` must be true:

    NEEDS: ClassVar[Mapping[str, str]] = {"contact": 'a name and a mail address, as "Example Desk …"'}
    TERMS: ClassVar[str] = "Its terms allow its feeds for personal use."
"""

from collections.abc import Mapping
from typing import Any

from bot.domain.errors import CannotRun
from bot.sources.settings import Asked


def needs_of(kind: type[Any]) -> Mapping[str, str]:
    """Return what the Settings of a kind cannot do without: each field with what to write."""
    needs: Mapping[str, str] = getattr(kind, "NEEDS", {})
    if (terms := terms_of(kind)) is None:
        return needs
    consent = "Write accept_terms = true if that is your use, or if the publisher has allowed you more."
    return {**needs, "accept_terms": f"{terms} {consent}"}


def terms_of(kind: type[Any]) -> str | None:
    """Return what the publisher's own text forbids; None for a kind that anybody may use."""
    terms: str | None = getattr(kind, "TERMS", None)
    return terms


def require(settings: Asked) -> None:
    """Raise CannotRun for what was not set: all of it, so that nobody has to start once for each."""
    needs = needs_of(type(settings)).items()
    missing = [f"needs {field}: {words}" for field, words in needs if not getattr(settings, field)]
    if missing:
        raise CannotRun(f'The source "{settings.name}" {" It also ".join(missing)}')

"""Whose sum it is, where a sentence shares sums out: "Acme up to $10 billion and Bolt up to $5 billion"."""

import re
from collections.abc import Iterable
from typing import Final

from bot.domain.article import Span
from bot.domain.reading import Mention

__all__ = ["owner_of"]

# All that may stand between the owner and the sum; "from" behind it says more than a name before it.
_BEFORE: Final = re.compile(
    r"\s(?:(?:will|would|is|to|has|have|also|invest\w*|put\w*|contribut\w+|commit\w*|pledg\w+|in|with)\s){0,4}"
    r"(?:(?:up\sto|about|around|some|nearly|almost|roughly|approximately|at\sleast|as\smuch\sas|more\sthan"
    r"|another|an?|additional|the)\s){0,3}"
)
_REACH: Final = 80  # characters
_BEHIND: Final = re.compile(r"\s(?:(?:investment|in\s\w+)\s)?from\s")


def owner_of(text: str, amount: Span, companies: Iterable[Mention]) -> Mention | None:
    """Return which of `companies` stands directly before `amount`, or behind it with "from"; else None."""
    named = [(span, company) for company in companies for span in company.spans]
    for span, company in named:
        if 0 < span.start - amount.end < _REACH and _BEHIND.fullmatch(text, amount.end, span.start):
            return company
    for span, company in named:
        if 0 < amount.start - span.end < _REACH and _BEFORE.fullmatch(text, span.end, amount.start):
            return company
    return None

"""What a text says of an earlier one: that a sum was raised, cut or corrected."""

import re
from typing import Final

__all__ = ["says_it_changed", "says_it_was_wrong"]

_WHAT: Final = (
    r"(?:bid|offer|price|deal|terms|proposal|takeover|investment|spending|outlay|plan(?:s|ned)?|pledge|commitment"
    r"|budget|programme|program|project|cost|purchase|acquisition|consideration)"
)
_CHANGES: Final = (
    r"(?:raises?|raised|raising|lifts?|lifted|lifting|increases?|increased|increasing|boosts?|boosted|boosting"
    r"|sweetens?|sweetened|sweetening|hikes?|hiked|ups|upped|bumps?|improves?|improved|revises?|revised|cuts?"
    r"|cutting|lowers?|lowered|lowering|reduces?|reduced|reducing|trims?|trimmed|slashes|slashed|slashing"
    r"|scales? back|scaled back|doubles?|doubled|triples?|tripled|expands?|expanded)"
)
_CHANGED: Final = re.compile(
    rf"(?i)\b{_CHANGES}\b(?:\s[^\s.;]+){{0,5}}?\s{_WHAT}\b"  # "raises its offer", "cuts planned investment"
    rf"|\b{_WHAT}\s(?:\S+\s){{0,3}}?(?:{_CHANGES})\b"  # "offer of Oracle raised"
    r"|\b(?:sweetened|improved|higher|lower|raised|revised|increased|reduced)\s(?:\S+\s){0,3}?(?:bid|offer|price|terms)\b"
)
_CORRECTED: Final = re.compile(
    r"(?i)(?:^|\n|[(\[])\s*(?:correct(?:s|ed|ing|ion)|refiles?|clarifies|corrige)\b"
    r"|\bcorrecting and replacing\b"
    r"|\bcorrects\s(?:the\s)?(?:sum|amount|figure|value|headline|paragraph|first)"
    r"|\b(?:should read|instead of|an earlier version|previously reported as|misstated)\b"
)


def says_it_changed(text: str) -> bool:
    """Say whether a headline and lead tell that a sum was raised, cut or corrected."""
    return bool(_CHANGED.search(text) or says_it_was_wrong(text))


def says_it_was_wrong(text: str) -> bool:
    """Say whether a headline and lead tell that an earlier text was mistaken."""
    return bool(_CORRECTED.search(text))

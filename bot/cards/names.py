"""Company names as a headline writes them."""

import re
from typing import Final

from bot.domain.reading import Mention

# What a name in the security master ends in and a headline leaves off.
_SHARE_CLASS: Final = re.compile(
    r"[,\s]+(?:\(.*\)|"
    r"(?:american depositary|ordinary|common|class [a-z]\b|sponsored|unsponsored|adr\b|ads\b).*)$",
    re.IGNORECASE,
)
_LEGAL_FORMS: Final = frozenset(
    re.findall(
        r"\S+",
        """
        inc incorporated corp corporation co company ltd limited plc llc llp lp sa s.a ag se nv n.v spa s.p.a
        p.l.c ab asa oyj as a/s kk k.k gmbh kgaa bhd berhad pte pty pt tbk jsc pjsc sab sgps adr ads
        aktiengesellschaft aktiebolag
        """,
    )
)
_HOLDING_WORDS: Final = frozenset({"group", "holding", "holdings"})


def short_name(name: str) -> str:
    """Return "Alibaba" for "Alibaba Group Holding Ltd": the name without share class and legal form."""
    kept = _SHARE_CLASS.sub("", name.strip()) or name.strip()
    if kept.casefold().startswith("the ") and kept.count(" ") > 1:
        kept = kept[4:]
    words = kept.split()
    while len(words) > 1 and _is_form(words[-1]):
        words.pop()
    while (
        len(words) > 1 and words[-1].casefold().strip(".,") in _HOLDING_WORDS and len("".join(words[:-1])) > 3
    ):
        words.pop()
        while len(words) > 1 and _is_form(words[-1]):
            words.pop()
    return " ".join(words).rstrip(",&- ") or name


def named(mention: Mention) -> str:
    """Return "Alibaba (BABA)", or the name alone where the company has no ticker."""
    short = short_name(mention.name)
    return f"{short} ({mention.ticker})" if mention.ticker is not None else short


def _is_form(word: str) -> bool:
    return word.casefold().strip(".,") in _LEGAL_FORMS

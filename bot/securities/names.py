"""Company names as keys: what is left of a name when everything that writers leave out is taken away."""

import re
import unicodedata
from typing import Final

__all__ = ["LEGAL", "issuer_name", "key", "tokens"]

# Legal forms in the countries that the master covers, once dots and commas are gone. "KGaA" is not among
# them: it is all that tells the Merck of Darmstadt from the Merck of New Jersey.
_LEGAL_FORMS = """
    ab abp adr ag anonyme as asa berhad bhd bv co coltd companies company corp corporation cv inc
    incorporated kk limited llc llp lp ltd ltda nl nv oy oyj pcl pjsc plc private psc pte pty publ public
    pvt qpsc sa sab sae saog sarl sas sca se shpk sicav spa srl tas tbk
"""
LEGAL: Final = frozenset(_LEGAL_FORMS.split())
_JOINERS: Final = frozenset({"and", "the"})
# "Class A Ordinary Shares" and all that follows a company's name in a listing's.
_SHARE_CLASS: Final = re.compile(
    r"""\s(?:
        class\s[a-z]\b | series\s[a-z]\b | common\s(?:stock|shares?|units)\b
      | ordinary\sshares?\b | ad[rs]s?\b
      | american\sdepositary\b | depositary\s(?:shares|receipts)\b | (?:un)?sponsored\b | g?drs?\b
      | warrants?\b | units?$ | rights?$ | \d+(?:\.\d+)?\s?% | (?:senior\s|subordinated\s)?notes\sdue\b
      | subordinated\sdebentures\b | (?:perpetual\s|cumulative\s)*preferred\b
    ).*$""",
    re.VERBOSE | re.IGNORECASE,
)
_STATE: Final = re.compile(r"\s*(?:\(publ\)|[/\\]\s*(?:adr|new|[a-z]{2,3})?\s*[/\\]?)$", re.IGNORECASE)
_INITIAL: Final = re.compile(r"\b(\w)\.(?=\w\b|[\s,/)]|$)")
_WORD: Final = re.compile(r"[^\W_]+(?:[&+][^\W_]+)*[+]?")
_LETTERS: Final = str.maketrans({"’": None, "'": None, "ø": "o", "ł": "l", "æ": "ae", "ß": "ss"})
_PLAIN: Final = re.compile(r"[a-z0-9 ]+")


def tokens(name: str) -> list[str]:
    """Return a name's words in lower case, without accents, "and" and "the"."""
    low = name.lower().strip()
    if _PLAIN.fullmatch(low):
        words = low.split()
    else:
        low = low.translate(_LETTERS).replace("a/s", "as")
        if not low.isascii():
            decomposed = unicodedata.normalize("NFKD", low)
            low = "".join(c for c in decomposed if not unicodedata.combining(c))
        words = _WORD.findall(_INITIAL.sub(r"\1", low))
    if len(words) == 1:
        return words
    return [word for word in words if word not in _JOINERS] or words


def issuer_name(listing: str) -> str:
    """Return a listing's name without what is not its issuer's: share class, state of registration, "ADR"."""
    return _SHARE_CLASS.sub("", _STATE.sub("", " ".join(listing.split()))).rstrip(" ,-")


def key(name: str) -> str:
    """Return the words that tell a company from others: "Ford Motor Co." and "FORD MOTOR CO" are one.

    Legal forms go from the end (and "PT" from the front), but never the last word that is left.
    """
    words = tokens(name)
    while len(words) > 1 and words[-1] in LEGAL:
        words.pop()
    if len(words) > 1 and words[0] == "pt":
        del words[0]
    return " ".join(words)

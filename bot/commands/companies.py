"""Which companies somebody means: "alibaba, MSFT and 9988.HK" becomes securities, and no word is dropped."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.domain.market import Securities, Security

WORDS_IN_A_NAME: Final = 8

_PIECES: Final = re.compile(r"[,;\n]+")
_WORDS: Final = re.compile(r'"([^"]*)"|([^\s"]+)')
_BETWEEN: Final = frozenset({"and", "&", "+", "or", "plus"})


@dataclass(frozen=True, slots=True)
class Meant:
    """One company that was typed: the words as `typed`, and the `security`, None when nobody knows it."""

    typed: str
    security: Security | None


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    quoted: bool


def meant(text: str, securities: Securities) -> list[Meant]:
    """Return what each part of a list of symbols and names means, in order.

    Commas and "and" part the list, and so do spaces: the longest run of words that names one company counts
    as one. What stands in quotation marks is one name. No word is dropped.
    """
    found: list[Meant] = []
    for piece in _PIECES.split(text):
        found += _piece(piece, securities)
    return found


def one(text: str, securities: Securities) -> Security | None:
    """Return the one company that the whole of `text` names, None when it names none."""
    words = text.replace('"', " ").strip(" ,.;:?!")
    return lookup(words, securities) if words else None


def lookup(words: str, securities: Securities) -> Security | None:
    """Return what a symbol or a name means.

    One word in small letters may be both: "ford" is Ford Motor before it is the symbol FORD, but "meta" is
    the symbol before it is a company in Bangkok. So a name comes first only where it leads to a US listing.
    """
    if " " in words:
        return securities.by_name(words)
    by_symbol, by_name = securities.by_symbol(words), securities.by_name(words)
    if by_symbol is None or by_name is None:
        return by_symbol or by_name
    typed_as_symbol = words.isupper() or not words.isalpha()
    abroad = "." in by_name.ticker.symbol
    return by_symbol if typed_as_symbol or abroad or by_symbol.issuer == by_name.issuer else by_name


def _piece(piece: str, securities: Securities) -> list[Meant]:
    words = [_Word(m[1] if m[1] is not None else m[2], m[1] is not None) for m in _WORDS.finditer(piece)]
    found: list[Meant] = []
    unknown: list[str] = []
    at = 0

    def settle() -> None:
        if unknown:
            found.append(Meant(" ".join(unknown), None))
            unknown.clear()

    while at < len(words):
        word = words[at]
        if word.quoted:
            settle()
            if word.text.strip():
                found.append(Meant(word.text.strip(), lookup(word.text.strip(), securities)))
            at += 1
            continue
        taken, security = _longest(words[at:], securities)
        if security is not None:
            settle()
            found.append(Meant(" ".join(w.text for w in words[at : at + taken]), security))
            at += taken
        elif word.text.casefold() in _BETWEEN:
            settle()
            at += 1
        else:
            unknown.append(word.text)
            at += 1
    settle()
    return found


def _longest(words: Sequence[_Word], securities: Securities) -> tuple[int, Security | None]:
    """Return how many of the first words name one company, and which."""
    if words[0].text.casefold() in _BETWEEN:
        return 0, None
    run = [word.text for word in _until_quoted(words[:WORDS_IN_A_NAME])]
    for count in range(len(run), 0, -1):
        security = lookup(" ".join(run[:count]), securities)
        if security is not None:
            return _without_the_next(run, _without_and(run, count), security, securities), security
    return 0, None


def _without_and(run: Sequence[str], count: int) -> int:
    """Give back an "and" at the end of a name: it belongs to the list."""
    while run[count - 1].casefold() in _BETWEEN:
        count -= 1
    return count


def _until_quoted(words: Sequence[_Word]) -> Sequence[_Word]:
    return words[: next((n for n, word in enumerate(words) if word.quoted), len(words))]


def _without_the_next(run: list[str], count: int, security: Security, securities: Securities) -> int:
    """Give back the words at the end of a long name that name another company.

    A master that takes "Alibaba Pictures" for a unit of Alibaba may take "Alibaba Tencent" for one, too.
    """
    for shorter in range(1, count):
        same = lookup(" ".join(run[:shorter]), securities)
        if same is None or same.issuer != security.issuer:
            continue
        rest = run[shorter:count]
        while rest and rest[0].casefold() in _BETWEEN:
            rest = rest[1:]
        others = (lookup(" ".join(rest[:n]), securities) for n in range(len(rest), 0, -1))
        other = next((o for o in others if o is not None), None)
        if other is not None and other.issuer != security.issuer:
            return shorter
        break
    return count

"""Who acts: the investor, or its unit, as the article names it."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from bot.domain.article import Span
from bot.domain.reading import Mention, Role
from bot.reading.commitment.owner import owner_of

__all__ = ["name_actor"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_UNITS: Final = ("division", "unit", "arm", "subsidiary", "business", "affiliate", "branch", "segment")
# "The carmaker's battery and storage division has committed": the words before "division" describe a unit.
_UNIT: Final = re.compile(
    r"(?<!\w)(?P<words>(?:[\w’'&-]{1,40}[ ,]{1,2}){1,9}?)"
    rf"(?:{'|'.join(_UNITS)})"
    r"(?=,|\s(?:has|have|will|would|is|plans?|said|says|agreed|committed|pledged|announced|intends|aims|expects)\b)"
)
_WORD: Final = re.compile(r"[A-Za-z][\w&-]{2,}")
_NO_CONTENT: Final = _words("""
    the and its his her their whose our for with from said says that which group company firm giant behemoth
    chinese american japanese german indian british french korean local wholly owned listed new has have will
    """)
_LEGAL: Final = re.compile(
    r"(?:[\s,]+(?:inc|corp|corporation|co|company|ltd|limited|plc|llc|lp|ag|sa|se|nv|asa|ab|oyj|spa|group|holdings?"
    r"|kgaa|bhd|pte|&)\.?){0,5}\Z",
    re.IGNORECASE,
)


_REACH: Final = 300


def name_actor(text: str, sentence: Span, amount: Span, companies: Sequence[Mention]) -> str | None:
    """Return the acting unit's name, else the investor's, as `text` has it; None when there is no investor.

    `sentence` holds the commitment's `amount`. A unit that the sentence only describes is looked for among
    the article's names that begin like the investor's: the one that shares most words with the description.
    """
    investor = _investor(text, sentence, amount, companies)
    if investor is None:
        return None
    names = [name for span in investor.spans if (name := _bare(span.of(text)))] or [investor.name]
    described = _described(text[max(sentence.start, amount.start - _REACH) : amount.start])
    if described:
        body = text[text.find("\n") + 1 :]  # a headline has capitals that name nothing
        units = list(_units(body, {name.split(" ")[0] for name in (*names, investor.name)}))
        best = max(units, key=lambda unit: (len(described & _content(unit)), -len(unit)), default=None)
        if best and described & _content(best):
            return best
    ahead = [span for span in investor.spans if sentence.start <= span.start < amount.start]
    here = [name for span in ahead if (name := _bare(span.of(text)))]
    return _fullest(here[-1] if here else names[0], names)


_SYMBOL: Final = re.compile(r"\s*[<(\[][^<>()\[\]]{1,80}[>)\]]?\Z")


def _bare(name: str) -> str:
    """Return a printed name without the ticker behind it: "Acme Ltd <1234.TW>"; "" for "(NYSE: ACME)"."""
    return _SYMBOL.sub("", name)


def _investor(text: str, sentence: Span, amount: Span, companies: Sequence[Mention]) -> Mention | None:
    """Return whose sum it is, else the investor named last before it in its sentence, else the first."""
    investors = [company for company in companies if company.role is Role.INVESTOR]
    owner = owner_of(text, amount, investors)
    if owner is not None:
        return owner
    nearest: tuple[int, Mention] | None = None
    for investor in investors:
        for span in investor.spans:
            if sentence.start <= span.start < amount.start and (nearest is None or span.start < nearest[0]):
                nearest = (span.start, investor)
    if nearest:
        return nearest[1]
    return min(investors, key=lambda one: one.spans[0].start if one.spans else len(one.name), default=None)


def _described(words: str) -> frozenset[str]:
    """Return the content words of a described unit ("entertainment", "media"), none where none is."""
    if not any(map(words.__contains__, _UNITS)):
        return frozenset()
    described = [match["words"] for match in _UNIT.finditer(words)]
    if not described:
        return frozenset()
    owned = re.split(r"[’']s?\s", described[-1])[-1]  # "the behemoth's entertainment and media"
    return _content(owned)


def _content(words: str) -> frozenset[str]:
    return frozenset(word.lower() for word in _WORD.findall(words)) - _NO_CONTENT


def _units(text: str, heads: set[str]) -> Iterator[str]:
    """Yield the names in `text` that begin with one of `heads` and go on: "Alibaba Cloud Intelligence"."""
    for head in heads:
        if len(head) < 3:
            continue
        pattern = rf"\b{re.escape(head)}(?:\s(?:[A-Z][\w’'&.-]*|and|of|&)){{1,8}}"
        for match in re.finditer(pattern, text):
            name = re.sub(r"(?:\s(?:and|of|&))+\Z|[’']s\Z|[.]\Z", "", match.group())
            if not _LEGAL.fullmatch(name[len(head) :]):
                yield name


def _fullest(name: str, names: Sequence[str]) -> str:
    """Return the longest of `names` that only adds a legal form to `name` ("Apple" → "Apple Inc")."""
    longer = [other for other in names if other.startswith(name) and _LEGAL.fullmatch(other[len(name) :])]
    return max(longer, key=len, default=name)

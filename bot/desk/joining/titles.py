"""Whether two headlines are one: without a wire's slug before them and an outlet's name behind them."""

import re
from typing import Final

__all__ = ["title_of"]

# "UPDATE 2-", "EXCLUSIVE: ", "(Corrected) ", "CORRECTING and REPLACING "
_SLUG: Final = re.compile(
    r"(?i)^(?:(?:update|wrapup|refile|corrected|exclusive|breaking|brief|alert)(?:\s\d+)?\s?[-–—:|]\s*"
    r"|[\[(](?:corrected|updated?|refile|exclusive)[\])]\s*|correcting and replacing:?\s+)+"
)
# " - Reuters", " | Company Business News", " – The Wire"; behind a dash with blanks, never inside a name
_OUTLET: Final = re.compile(r"\s(?:[-–—|]|::?)\s(?P<outlet>[^-–—|:]{2,40})$")
_UNITS: Final = dict.fromkeys(("bln", "bn", "b"), "billion") | dict.fromkeys(("mln", "mn", "m"), "million")
_SUM: Final = re.compile(r"(?<=\d)\s?(bln|bn|b|mln|mn|m)\b")
_MARKS: Final = re.compile(r"[^\w%.$€£¥]+")
_FEWEST: Final = 4  # words; "Deal news" is the headline of many stories


def title_of(headline: str | None, outlet: str | None = None) -> str | None:
    """Return a headline as it is compared with others, None where it is too short to know a story by."""
    if not headline:
        return None
    bare = _SLUG.sub("", headline.strip())
    if (tail := _OUTLET.search(bare)) and (tail["outlet"] == outlet or _is_a_name(tail["outlet"])):
        bare = bare[: tail.start()]
    plain = _SUM.sub(lambda unit: f" {_UNITS[unit[1]]}", bare.casefold())
    words = [word.strip(".") for word in _MARKS.split(plain) if word.strip(".")]
    return " ".join(_UNITS.get(word, word) for word in words) if len(words) >= _FEWEST else None


def _is_a_name(words: str) -> bool:
    """Say whether each word begins like a name's: "Meridian Wire", not "sources"."""
    return all(word[0].isupper() for word in words.split() if word not in {"of", "the", "and", "&"})

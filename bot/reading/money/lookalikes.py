"""Money, or something that is spelled alike: pounds of weight, a match that was won, the Euro of 2024."""

import re
from typing import Final

from bot.reading.money.currencies import Unit
from bot.reading.money.numerals import BLANK
from bot.reading.money.printed import Printed

__all__ = ["is_money"]

_GOODS: Final = (
    r"copper|uranium|lithium|cobalt|nickel|zinc|U3O8|beef|pork|chicken|meat|turkey|coffee|cocaine|cannabis"
    r"|marijuana|carbon|CO2|emissions?|rice|beans|bread|coal|fish|lobster|cheese|fruit|produce|trash|waste"
    r"|thrust|payload|steel|plastic|fuel|cargo|explosives|food|sugar|cotton"
)
_OF_GOODS: Final = re.compile(
    rf"\s(?:(?:a|per)\syear\s|annually\s)?of\s(?:[\w-]+\s){{0,2}}(?:{_GOODS})\b", re.IGNORECASE
)
_WEIGHED: Final = re.compile(
    r"\b(?:weigh\w*|weight|kilograms?|kilos?|kg|lbs?|tons?|tonnes?|heav(?:y|ier)|lift\w*|bags?|dumbbell"
    rf"|ounces|{_GOODS})\b",
    re.IGNORECASE,
)
_BRITISH: Final = re.compile(r"[£€$]|\b(?:sterling|British|UK|London)\b|\bU\.K\b")
_PENNY_STOCK: Final = re.compile(r"[\s-]stocks?\b", re.IGNORECASE)
_YEAR: Final = re.compile(r"(?:19|20)\d\d\Z")
_IN_YEAR: Final = re.compile(r"\bin (?:constant |current )?\Z")  # "in 2025 dollars"
_AFTER_VERB: Final = re.compile(
    rf"[{BLANK}]+(?:(?:an?|the|its|his|her|their|this|that|by|over|approval|out|back|at|in|on|awards?|gold|games?)\b|[$£€])"
)


def is_money(text: str, printed: Printed, name: str, unit: Unit, end: int) -> bool:
    """Tell whether `name`, which stops at `end` behind a number, is its currency `unit` here."""
    scaled = printed.scale > 1
    if unit.is_shy:
        return printed.is_large and (scaled or name != "won" or not _AFTER_VERB.match(text, end))
    if not scaled and _YEAR.match(printed.words):
        start = printed.start
        if name[0].isupper() or _IN_YEAR.search(text, max(0, start - 12), start):
            return False
    if unit.shared == "pound":
        return not _is_weight(text, scaled=scaled, end=end)
    return unit.shared != "penny" or not _PENNY_STOCK.match(text, end)


def _is_weight(text: str, *, scaled: bool, end: int) -> bool:
    """Tell pounds of weight from pounds sterling by what is near: goods, scales, or British money."""
    goods = _OF_GOODS.match(text, end) is not None
    if goods or scaled:
        return goods
    ahead = max(0, end - 60)
    weighed = _WEIGHED.search(text, ahead, end) and not _BRITISH.search(text, ahead, end + 40)
    return bool(weighed or _WEIGHED.search(text, end, end + 30))

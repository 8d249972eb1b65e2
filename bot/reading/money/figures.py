"""The figures of a text, and which of them are money by what stands directly before or behind them.

Most figures of a page are years, ages and shares of something. They are passed over by a look at the letter
before them and the word behind; only one that stands beside money is kept, as it may be the end of a range.
"""

import re
from itertools import islice
from typing import Final

from bot.reading.money.ahead import Led, currency_before, signed_start
from bot.reading.money.behind import Behind, may_tell, trailed, unit_behind
from bot.reading.money.currencies import CODES, DOTTED_THOUSANDS, OF_COUNTRY, SCALED_CODES, SHY_CODES, SIGNS
from bot.reading.money.numerals import BLANK, FIGURE, SCALE, dotted_thousands, figure_value, scale_of
from bot.reading.money.printed import ONE, Figure, Printed
from bot.reading.money.spelled import spelled_figures

__all__ = ["WIDEST", "figures"]

_MOST: Final = 1_000  # a text with more figures than this is a table, and would only cost time

WIDEST: Final = 24
"""The most characters between the ends of a range."""


def figures(text: str) -> list[Figure]:
    """Return the money and the scaled figures of `text` in order, and the bare ones right beside them.

    The first 1,000 figures are looked at, and then the sums whose number is spelled out.
    """
    found: list[Figure] = []
    free = 0  # where the last figure with its currency ended: nothing before it is looked at again
    bare: re.Match[str] | None = None
    for digits in islice(_DIGITS.finditer(text), _MOST):
        if digits.start() < free:
            continue
        match = _figure_at(text, digits, free)
        if match is None:
            continue
        start, end = match.span()
        if _may_be_led(text, start, free) or may_tell(text, end):
            figure = _figure(text, match, free)
            if figure.currency or figure.scaled:
                if bare and figure.start - bare.end() <= WIDEST:
                    found.append(_bare(bare))
                found.append(figure)
                bare, free = None, figure.end
                continue
        if found and start - found[-1].end <= WIDEST:
            found.append(_bare(match))
            bare = None
        else:
            bare = match
        free = end
    spelled = spelled_figures(text)
    return _merged(found, spelled) if spelled else found


# Found fast (twice as fast as by "[0-9]+"); only what goes on is matched as a whole figure.
_DIGITS: Final = re.compile(r"[0-9][0-9]*")
_GOES_ON: Final = frozenset(".,'’")


def _figure_at(text: str, digits: re.Match[str], free: int) -> re.Match[str] | None:
    """Return the figure that a run of digits is or begins; None where it is too long for one."""
    start, end = digits.span()
    if start > free and text[start - 1] == "." and not text[max(free, start - 2) : start - 1].isalpha():
        pointed = FIGURE.match(text, start - 1)  # "$.50", but not "Rs.50"
        if pointed:
            return pointed
    follow = text[end : end + 1]
    if end - start > 15 or follow in _GOES_ON or (follow in BLANK and text[end + 1 : end + 2].isdigit()):
        return FIGURE.match(text, start)
    return digits


def _bare(match: re.Match[str]) -> Figure:
    return Figure(match.start(), match.end(), figure_value(match.group()))


_TAILS: Final = frozenset(code[-2:] for code in (*CODES, *SHY_CODES, *SCALED_CODES) if len(code) > 1)
_LETTERS: Final = frozenset(code for code in SHY_CODES if len(code) == 1)


def _may_be_led(text: str, start: int, free: int) -> bool:
    """Tell by the last letters before a figure whether a currency may stand there."""
    if start <= free:
        return False
    last = text[start - 1]
    if last in BLANK:
        start -= 1
        last = text[start - 1] if start > free else ""
    elif last in "(-−":
        return start - 1 > free and text[start - 2] in SIGNS
    return last in SIGNS or last == "." or last in _LETTERS or text[max(0, start - 2) : start] in _TAILS


def _figure(text: str, match: re.Match[str], free: int) -> Figure:
    start, end = match.span()
    words, number = match.group(), figure_value(match.group())
    signed = signed_start(text, start)
    led = currency_before(text, signed, free)
    if signed != start and led:
        number = -number
        end += text[signed] == "(" and text[end : end + 1] == ")"
    scale = SCALE.match(text, end)
    printed = Printed(start, scale.end() if scale else end, words, number, scale_of(scale) if scale else ONE)
    if led and not (led.is_shy and not printed.is_large):
        return _led(text, printed, led)
    if words[0] == "." or (start and text[start - 1].isalpha()):
        return Figure(start, printed.end, number, printed.scale)
    return trailed(text, printed)


def _led(text: str, printed: Printed, led: Led) -> Figure:
    number, currency, end = printed.number, led.currency, printed.end
    if printed.scale == 1 and currency in DOTTED_THOUSANDS:
        number = dotted_thousands(printed.words) or number
    behind = unit_behind(text, printed)
    if behind and _repeats(currency, behind):  # "$ 17 Canadian dollars", "$790 billion dollar"
        end, currency = behind.end, behind.currency
    return Figure(led.start, end, number, printed.scale * led.factor, currency, led=True)


def _repeats(currency: str, behind: Behind) -> bool:
    """Tell whether the name behind a led figure only names its sign again."""
    dollars = currency == "USD" and behind.currency in OF_COUNTRY["USD"].values()
    return behind.unit.factor == 1 and (behind.currency == currency or dollars)


def _merged(found: list[Figure], spelled: list[Figure]) -> list[Figure]:
    """Return both in order, without the spelled ones that reach into a figure in digits."""
    starts = {figure.start for figure in found}
    added = [figure for figure in spelled if starts.isdisjoint(range(figure.start, figure.end))]
    return sorted([*found, *added], key=lambda figure: figure.start)

"""Where words stand inside quotation marks: curly, straight, angle, and single ones used as double.

Odd, missing and nested marks are taken as they come: a quotation that is not closed ends with its paragraph,
and an apostrophe is no mark.
"""

import re
from typing import Final

from bot.domain.article import Span

__all__ = ["quoted"]

_STRAIGHT: Final = '"”'  # what closes a straight mark: pages mix the two ("Yes,” she said)
_PAIRS: Final = {"“": "”", "«": "»", "„": "“”", "「": "」", "『": "』"}
# Each begins with one set of characters, which is fast to search for.
_MARK: Final = re.compile("[“”„«»\"「」『』`'](?:(?<![`'])|(?<=`)`|(?<=')')")
_SINGLE: Final = re.compile(r"[‘'](?<!\w.)(?=[A-Z])[^‘’'\n]*(?:(?<=\w)[’'](?=\w)[^‘’'\n]*)*[,.?!][’'](?!\w)")
_LEAST_SINGLE: Final = 4  # words; fewer are a title or irony


def quoted(text: str, paragraph: Span) -> tuple[Span, ...]:
    """Return what stands in quotation marks in a paragraph of `text`, in order, without the marks.

    Inner quotations stay inside the outer one. Never raises.
    """
    found: list[Span] = []
    opened: int | None = None
    closing = ""
    inner = False  # inside curly marks inside straight ones, where a curly one closes only the inner
    for mark in _MARK.finditer(text, paragraph.start, paragraph.end):
        sign = mark.group()
        if opened is not None:
            if closing == _STRAIGHT and sign in "“”" and (sign == "“" or inner):
                inner = sign == "“"
            elif sign in closing:
                found.append(Span(opened, mark.start()))
                opened = None
        elif sign in _PAIRS:
            opened, closing = mark.end(), _PAIRS[sign]
        elif sign in {'"', "``"}:
            opened, closing, inner = mark.end(), _STRAIGHT if sign == '"' else "''\"", False
    if opened is not None and paragraph.end - opened > 1:
        found.append(Span(opened, paragraph.end))
    if not found:
        found = [
            Span(single.start() + 1, single.end() - 1)
            for single in _SINGLE.finditer(text, paragraph.start, paragraph.end)
            if len(single.group().split()) >= _LEAST_SINGLE
        ]
    return tuple(span for span in found if span.end > span.start)

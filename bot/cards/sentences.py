"""The sentence around a span, so that every figure can be shown with the words behind it."""

import re
from typing import Final

from bot.domain.article import Span

_END: Final = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s+[\"'“‘(\[]?[A-Z0-9])")
_NO_END: Final = re.compile(
    r"(?:\b(?:Inc|Ltd|Corp|Co|Mr|Mrs|Ms|Dr|Prof|St|No|vs|Jr|Sr|Gen|Sen|Rep|Gov|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|"
    r"Sept|Oct|Nov|Dec|approx|est|e\.g|i\.e|a\.m|p\.m)|\b[A-Z](?:\.[A-Z])*)\.$"
)


def sentence_around(text: str, span: Span) -> Span:
    """Return the span of the sentence, within its paragraph, that holds `span`, or of several."""
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.end)
    end = len(text) if end < 0 else end
    for stop in _END.finditer(text, start, end):
        if _NO_END.search(text[max(start, stop.start() - 12) : stop.start() + 1]):
            continue
        if stop.end() <= span.start:
            start = stop.end()
        elif stop.end() >= span.end:
            end = stop.end()
            break
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)

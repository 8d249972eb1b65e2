r"""Outside text made harmless for Discord.

Three ways in, by where the text goes:
- `plain`: places that show every character as it is (footers, button labels, choices);
- `line`: one line of a message or embed, where Discord reads Markdown;
- `block`: the same over several lines.

Discord hides a backslash before a punctuation mark, except in the preview of a push message: so only what
would be read as a mark is escaped. Mentions are broken by an unseen space instead, because the server looks
for them without reading Markdown first.
"""

import re
import unicodedata
from collections.abc import Callable
from typing import Final

MORE: Final = "…"
UNSEEN: Final = "\N{ZERO WIDTH SPACE}"
LONGEST: Final = 20_000  # characters; no place shows as many

_BREAKS: Final = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")
# Emphasis, code, spoilers and links, wherever they stand. A colon before two slashes, and the slash of an
# invitation, would make a link of a bare address.
_MARK: Final = re.compile(
    r"[\\*_~`|\[\]]|:(?=//)|(?<=discord\.gg)/|(?<=discord\.com/invite)/|(?<=discordapp\.com/invite)/",
    re.IGNORECASE,
)
# Headings, small print, quotations and lists: marks only at the start of a line.
_LINE_MARK: Final = re.compile(r"^(\s*)(#|>|[-+](?=[\s#]))", re.MULTILINE)
_NUMBERING: Final = re.compile(r"^(\s*\d+)([.)])(?=\s)", re.MULTILINE)


def units(text: str) -> int:
    """Return the length as the strictest counter sees it: UTF-16 code units, so that an emoji is two."""
    return len(text) + sum(character > "\uffff" for character in text)


def plain(text: str, limit: int) -> str:
    """Return one line for a place without Markdown, at most `limit` long."""
    return _fit(_one_line(text), limit, _break)


def line(text: str, limit: int) -> str:
    """Return one line that Discord shows letter by letter, at most `limit` long with its escapes."""
    return _fit(_one_line(text), limit, _escape)


def block(text: str, limit: int) -> str:
    """Return lines that Discord shows letter by letter, at most `limit` long with their escapes."""
    lines = (_spaced(one) for one in _seen(text).split("\n"))
    return _fit(re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip(), limit, _escape)


def _escape(text: str) -> str:
    text = _MARK.sub(lambda mark: "\\" + mark[0], text)
    text = _LINE_MARK.sub(r"\1\\\2", text)
    return _break(_NUMBERING.sub(r"\1\\\2", text))


def _break(text: str) -> str:
    """Part what opens a mention, a reference in angle brackets or a link from what follows it."""
    return text.replace("@", "@" + UNSEEN).replace("<", "<" + UNSEEN).replace("](", f"]{UNSEEN}(")


def _one_line(text: str) -> str:
    return _spaced(_seen(text).replace("\n", " "))


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _seen(text: str) -> str:
    """Drop what cannot be seen and could reorder or split the rest: control and format characters
    (bidirectional marks, zero widths, tags), halves of surrogate pairs, private and unassigned characters."""
    text = _BREAKS.sub("\n", text[:LONGEST])
    return "".join(
        character
        for character in text
        if character in "\n\t" or not unicodedata.category(character).startswith("C")
    )


def _fit(text: str, limit: int, dress: Callable[[str], str]) -> str:
    """Cut `text` so that `dress` makes at most `limit` of it. Cutting first keeps each escape whole."""
    dressed = dress(text)
    if units(dressed) <= limit:
        return dressed
    text = text[:limit]
    while text:
        text = text[: -max(1, (units(dress(text)) + 1 - limit) // 3)].rstrip()
        if units(dressed := dress(text) + MORE) <= limit:
            return dressed
    return MORE[:limit]

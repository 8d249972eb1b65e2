"""Text for Slack: cleaned, cut to length, and escaped exactly once.

Slack reads `&`, `<` and `>` as control characters in every text, plain or not. In `mrkdwn` it also reads
`*bold*`, `_italic_`, `~struck~`, code marks, `:emoji:` and quote marks, and knows no way to escape those. So
text from outside goes into `mrkdwn` only while it has none of them (`is_tame`), and into a `plain_text`
object otherwise: it always reads, and copies, as it was written, without invisible characters in between.
"""

import re
from datetime import datetime
from typing import Final
from unicodedata import category
from urllib.parse import quote, urlsplit

ELLIPSIS: Final = "…"
LONGEST_URL: Final = 3_000

_ENTITIES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
# Joiners that scripts and emoji need; every other format character can only hide or turn text.
_JOINERS: Final = "\u200c\u200d"
_MARKUP: Final = re.compile(
    r"""
      [*~`<>]                      # bold, struck, code, a quotation, and what looks like a control
    | &(?=\#?\w+;)                 # what looks like an entity
    | (?<![^\W_])_ | _(?![^\W_])   # italic; an underscore inside a word is only a letter
    | (?<!\d):(?=[\w+'-]+:)        # an emoji's name
    """,
    re.VERBOSE,
)


def clean(text: str) -> str:
    """Return text without what no reader sees: control, direction and zero-width characters, lone
    surrogates. Newlines stay; every other run of white space becomes one space."""
    kept = []
    for character in text:
        if character in "\n\r\t\u2028\u2029\x85\x0b\x0c":
            kept.append(" " if character == "\t" else "\n")
        elif character in _JOINERS or category(character) not in {"Cc", "Cf", "Cs", "Cn", "Co"}:
            kept.append(character)
    lines = (" ".join(line.split()) for line in "".join(kept).split("\n"))
    return "\n".join(line for line in lines if line)


def one_line(text: str) -> str:
    """Return cleaned text on one line."""
    return clean(text).replace("\n", " ")


def escape(text: str) -> str:
    """Escape Slack's three control characters, once."""
    return "".join(_ENTITIES.get(character, character) for character in text)


def fit(text: str, limit: int) -> str:
    """Escape text and cut it, with an ellipsis, so that the escaped form has at most `limit` characters."""
    escaped = escape(text)
    if len(escaped) <= limit:
        return escaped
    room, kept = limit - len(ELLIPSIS), 0
    for character in text:
        room -= len(_ENTITIES.get(character, character))
        if room < 0:
            break
        kept += 1
    return escape(text[:kept].rstrip()) + ELLIPSIS


def is_tame(*texts: str) -> bool:
    """Say whether Slack would show these texts in `mrkdwn` as they are written, once escaped."""
    return not any(_MARKUP.search(text) for text in texts)


def web_address(url: str | None) -> str | None:
    """Return an address that a link or button may lead to, None for anything that is not http(s)."""
    if url is None:
        return None
    safe = quote(url.strip(), safe="!#$%&'()*+,/:;=?@[]~", encoding="utf-8", errors="ignore")
    try:
        parts = urlsplit(safe)
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not parts.hostname or len(safe) > LONGEST_URL:
        return None
    return safe


def link(url: str, label: str) -> str:
    """Return mrkdwn that shows the escaped `label` and leads to a `web_address`."""
    return f"<{escape(url)}|{label}>"


def moment(at: datetime) -> str:
    """Return mrkdwn for a time (UTC), which Slack shows in the reader's own zone."""
    return f"<!date^{int(at.timestamp())}^{{date_short_pretty}} {{time}}|{plain_moment(at)}>"


def plain_moment(at: datetime) -> str:
    """Return a time (UTC) in words, where Slack cannot convert it."""
    return f"{at.day} {at:%b %Y, %H:%M} UTC"

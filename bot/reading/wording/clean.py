"""From what a source published to the text that is read.

Pages carry more than the article: loading placeholders, "read more" links, picture credits, newsletter and
cookie lines, copyright notices. They hold other stories' names and sums, so they go before anything is read.
The rules are general: none names an article.

What nobody writes to be read goes too: keys, hashes and pictures in base64, text without an end. It would
only cost time, and the patterns of every later step are made for words.
"""

import re
import unicodedata
from typing import Final

from bot.reading.wording.boilerplate import is_boilerplate, without_placeholder

__all__ = ["MOST_BYTES", "clean", "headline_of"]

MOST_BYTES: Final = 20_000
"""The most text that is read of one article, in UTF-8 bytes: three thousand words, several times the longest
report of a wire. The rest is left out, so that no article takes long, whatever is in it."""

_LONGEST_HEADLINE: Final = 500  # characters
_LONGEST_WORD: Final = 80  # characters; "https://..." may be longer, and says nothing
# An unbroken run, of any letters but those of the scripts that put no blanks between words.
_RUN: Final = re.compile(
    r"[^\s\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7af\uff00-\uffef]"
    rf"{{{_LONGEST_WORD + 1},}}+"
)

_ODD: Final = re.compile(r"[^\t\n\x20-\x7e\u00a1-\u1fff\u2010-\u2027\u2030-\u205f\u2070-\ud7ff\uf900-\ufffc]")


def clean(headline: str | None, body: str) -> str:
    """Return the text that is read: the headline, a blank line, and the body without boilerplate.

    Never raises, whatever the characters: what cannot be printed goes. Runs of blanks become one, and more
    than one empty line becomes one; a "word" of more than 80 characters goes. At most `MOST_BYTES` bytes of
    UTF-8, cut behind a word; a headline at 500 characters.
    """
    title = _title(headline)
    kept = _tidy(_plain(body))
    return _cap(f"{title}\n\n{kept}" if title and kept else title or kept)


def headline_of(headline: str | None, text: str) -> str:
    """Return the headline as it stands at the beginning of `text`, which `clean` made of it; "" for none."""
    return text[: len(_title(headline))]


def _title(headline: str | None) -> str:
    return _cut(_spaced(_plain(headline)), _LONGEST_HEADLINE) if headline else ""


def _plain(text: str) -> str:
    """Drop control characters, marks of direction, private characters and halves of pairs."""
    text = text[: 2 * MOST_BYTES]
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    text = text.replace("\ufeff", "").replace("\u00ad", "")
    odd = set(_ODD.findall(text))
    return text.translate({ord(char): _stand_in(char) for char in odd}) if odd else text


def _stand_in(char: str) -> str:
    category = unicodedata.category(char)
    if category.startswith("Z"):
        return " "
    return "" if category.startswith("C") else char


def _tidy(body: str) -> str:
    if not body:
        return ""
    kept: list[str] = []
    for line in _unwrapped([_spaced(line) for line in body.strip().split("\n")]):
        said = without_placeholder(line)
        if not is_boilerplate(said) and (said or kept[-1:] != [""]):
            kept.append(said)
    return "\n".join(kept).strip()


def _spaced(line: str) -> str:
    """Return the words of a line with one blank between two; an endless one goes."""
    if not line:
        return ""
    words = line.split()
    if len(line) > _LONGEST_WORD and max(map(len, words), default=0) > _LONGEST_WORD:
        words = _RUN.sub("", line).split()
    return " ".join(words)


def _unwrapped(lines: list[str]) -> list[str]:
    """Return `lines`, with those that were only folded at a fixed width joined again."""
    if "" not in lines[1:-1]:
        return lines
    joined: list[str] = []
    block: list[str] = []
    for line in [*lines, ""]:
        if line:
            block.append(line)
            continue
        joined += [" ".join(block)] if _is_folded(block) else block
        joined.append("")
        block = []
    return joined


def _is_folded(block: list[str]) -> bool:
    """Say whether these lines are one paragraph folded at a width: most stop short of a sentence's end."""
    if len(block) < 2 or not all(40 <= len(line) <= 100 for line in block[:-1]):
        return False
    open_ended = sum(not line.endswith((".", "!", "?", "”", '"', ":", "。")) for line in block[:-1])
    return open_ended * 2 > len(block) - 1


def _cap(text: str) -> str:
    if len(text) * 4 <= MOST_BYTES:
        return text
    raw = text.encode("utf-8")
    return text if len(raw) <= MOST_BYTES else _cut(text, len(raw[:MOST_BYTES].decode("utf-8", "ignore")))


def _cut(text: str, most: int) -> str:
    """Return at most the first `most` characters of `text`, up to the end of a word where one is near."""
    if len(text) <= most:
        return text
    near = max(0, most - _LONGEST_WORD)
    end = max(text.rfind(" ", near, most + 1), text.rfind("\n", near, most + 1))
    return text[: end if end > 0 else most].rstrip()

"""The words of a text, to ask at once which of many are there before any pattern looks for where."""

from functools import lru_cache

__all__ = ["words_of"]


@lru_cache(maxsize=4)  # several steps of one reading ask for the same text's
def words_of(text: str) -> frozenset[str]:
    """Return the words of `text` as its white space parts them, with the marks around them."""
    return frozenset(text.split())

"""What tells one page from another."""

from bot.domain.address import canonical


def page_of(url: str) -> str:
    """Return the page that an address leads to, wherever on it: without scheme, www and reader counting."""
    return canonical(url.partition("#")[0]).removeprefix("//")

"""The way out to the web: one guarded GET, and errors that say what to do.

`guard` decides which addresses may be reached, `client` is the one module that knows the HTTP library, `body`
unpacks an answer within bounds, `fetcher` follows redirects and turns answers into values or trouble.
"""

from bot.fetch.fetcher import Fetcher
from bot.fetch.guard import Forbidden

__all__ = ["Fetcher", "Forbidden"]

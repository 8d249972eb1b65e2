"""The way out to the web: one guarded GET, and errors that say what to do.

`guard` decides which addresses may be reached, `client` is the one module that knows the HTTP library, with
`network`, which gives it its connections. `body` unpacks an answer within bounds, `fetcher` follows redirects
and turns answers into values or trouble. `walls` knows the pages that keep programs out. `stream` opens
WebSockets under the same guard, and is the one module that knows aiohttp.
"""

from bot.fetch.fetcher import Answered, Denied, Fetcher
from bot.fetch.guard import Forbidden
from bot.fetch.stream import Stream
from bot.fetch.walls import Walled

__all__ = ["Answered", "Denied", "Fetcher", "Forbidden", "Stream", "Walled"]

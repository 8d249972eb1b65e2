"""A fetcher for addresses that people give in chat: what the guard saw is none of their business."""

from typing import Any

from bot.fetch.fetcher import Fetcher
from bot.fetch.guard import Forbidden
from bot.ports import Fetched


class DiscreetFetcher(Fetcher):
    """A Fetcher whose refusals of private addresses say neither where a name leads nor what is there."""

    async def get(self, url: str, **how: Any) -> Fetched:
        """Do as `Fetcher.get`."""
        try:
            return await super().get(url, **how)
        except Forbidden as refused:
            if refused.place is None:  # the address itself is at fault, and whoever typed it can see that
                raise
            leads = "redirects" if refused.redirected else "leads"
            raise Forbidden(
                f"That address {leads} into a private network, or to a port that is none of the web's: only "
                "public addresses on the usual ports are asked."
            ) from None

"""A reader that takes each article for a commitment of its own, so that every item is one story.

Whoever keeps one item under two ids gets two stories, and so two alerts: nothing that the desk joins stories
by is alike in them.
"""

import re
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Final

from bot.domain.alert import Channel, Watch
from bot.domain.article import Article, Span
from bot.domain.market import Ticker
from bot.domain.reading import Commitment, Kind, Mention, Reading, Role, Status, Verdict

CHANNEL: Final = Channel("slack", "T1", "C1")
TOKEN: Final = re.compile(r"N\d{6}")


def read(article: Article) -> Reading:
    """Return a reading: the article's id invests an own sum, and the item's token takes part.

    Raises ValueError for an article that carries no token: no publisher printed that.
    """
    found = TOKEN.search(f"{article.headline} {article.body}")
    if found is None:
        raise ValueError(f'"{article.headline}" was never published')
    investor = Mention(article.id, None, (), Role.INVESTOR, (Span(0, 24),))
    partner = Mention(found[0], Ticker(found[0]), (), Role.PARTNER, (Span(0, 24),))
    # The digits of the id make the sum, so that two ids never agree on one.
    money = Decimal(10 + int(article.id[:6], 16)) * 1000
    return Reading(
        article=replace(article, headline=article.id, body="", url=None, outlet=article.id),
        text=article.id,
        language="en",
        verdict=Verdict(True, 0.99, Kind.CAPEX, Status.ANNOUNCED, (Span(0, 24),)),
        companies=(investor, partner),
        commitment=Commitment(actor=article.id, purpose=article.id, low=money, currency="USD"),
    )


def watch(token: str, since: datetime) -> Watch:
    """Return the one channel's watch on an item."""
    return Watch(CHANNEL, Ticker(token), issuer=token, name=token, by="U1", since=since)

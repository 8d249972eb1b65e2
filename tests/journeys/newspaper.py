"""A publisher on the loopback whose feed the journeys fill, story by story."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape

from tests.wires import Wire


@dataclass(frozen=True)
class Item:
    slug: str
    headline: str
    body: str
    tickers: tuple[str, ...] = ()
    at: datetime = field(default_factory=lambda: datetime.now(UTC))


PLEDGE = Item(
    "pledge",
    "Alibaba pledges HK$5 billion to Hong Kong film and culture",
    "Alibaba Group Holding Ltd (NYSE: BABA) is backing a revival of Hong Kong's screen industry.\n\n"
    "The group's entertainment and media division has committed to investing at least HK$5 billion "
    "($639.3 million) over the next five years in the city's culture and film sectors, SCMP reports.\n\n"
    '"A city that trains its own storytellers keeps its own voice," said Crucindo Hung Cho-sing, '
    "chairman of the Hong Kong Motion Picture Industry Association.\n\n"
    "BABA shares were up 0.32% to $76.30 premarket at last check Wednesday.",
    ("NYSE:BABA",),
)
RETOLD = Item(
    "retold",
    "Alibaba to put at least HK$5 billion into Hong Kong films over five years",
    "Alibaba's entertainment arm will invest at least HK$5 billion over five years in Hong Kong films, "
    "series and concerts, the group said on Wednesday.",
    ("NYSE:BABA",),
)
PLANT = Item(
    "plant",
    "Alibaba to invest $1.2 billion in a data centre in Thailand",
    "Alibaba Group Holding Ltd (NYSE: BABA) will invest $1.2 billion in a new data centre near Bangkok, "
    "it said on Thursday.",
    ("NYSE:BABA",),
)
BUYBACK = Item(
    "buyback",
    "Alibaba adds $25 billion to its share buyback",
    "Alibaba Group Holding Ltd (NYSE: BABA) will buy back another $25 billion of its own shares, it said on "
    "Thursday.",
    ("NYSE:BABA",),
)


class Newspaper:
    """One feed on a wire: what is published stands in it from the next poll on."""

    def __init__(self, wire: Wire, path: str, outlet: str) -> None:
        self._wire = wire
        self._path = path
        self._outlet = outlet
        self._items: list[Item] = []
        self._edition = 0
        self._print()

    @property
    def url(self) -> str:
        return self._wire.url(self._path)

    def publish(self, *items: Item) -> None:
        self._items = [*items, *self._items]
        self._print()

    def correct(self, item: Item) -> None:
        """Print an item in other words, under the slug and the address that it has."""
        self._items = [item if known.slug == item.slug else known for known in self._items]
        self._print()

    def _print(self) -> None:
        self._edition += 1
        entries = "".join(self._entry(item) for item in self._items)
        feed = (
            '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
            f"<channel><title>{escape(self._outlet)}</title>{entries}</channel></rss>"
        )
        self._wire.put(self._path, feed, etag=f'"{self._edition}"')

    def _entry(self, item: Item) -> str:
        html = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in item.body.split("\n\n") if paragraph)
        tags = "".join(f'<category domain="stock">{tag}</category>' for tag in item.tickers)
        return (
            f"<item><title>{escape(item.headline)}</title><link>{self._wire.url(f'{self._path}/{item.slug}')}</link>"
            f"<guid>{item.slug}</guid><pubDate>{format_datetime(item.at)}</pubDate>{tags}"
            f"<content:encoded>{escape(html)}</content:encoded></item>"
        )

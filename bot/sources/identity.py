"""Which items are the same one seen again. The wording may change; the identity must not."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from hashlib import blake2b
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from bot.domain.article import Article, Voice
from bot.sources.item import Feed, Item

# What publishers and mailers add to a link to learn where a reader came from.
TRACKING: Final = frozenset(
    {
        "fbclid",
        "gclid",
        "dclid",
        "msclkid",
        "igshid",
        "mc_cid",
        "mc_eid",
        "cmpid",
        "cmp",
        "ncid",
        "ref",
        "smid",
    }
    | {"feedtype", "feedname", "partner", "ocid", "xtor", "at_medium", "at_campaign", "taid", "guccounter"}
)


def article_id(source: str, identity: str) -> str:
    """Return an article's id: 24 hex digits, the same for the same source and identity on every machine."""
    return blake2b(f"{source}\0{identity}".encode("utf-8", "replace"), digest_size=12).hexdigest()


def canonical(link: str) -> str:
    """Return a link without what differs between copies of it: scheme, case of the host, "www.", tracking."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return link
    asked = parse_qsl(parts.query, keep_blank_values=True)
    kept = [(name, value) for name, value in asked if not _is_tracking(name)]
    fragment = "" if _is_tracking(parts.fragment.partition("=")[0]) else parts.fragment
    host = parts.netloc.lower().removeprefix("www.")
    return urlunsplit(("", host, parts.path.rstrip("/"), urlencode(kept), fragment))


def articles_of(
    feed: Feed, source: str, now: datetime, outlet: str | None = None, voice: Voice = Voice.OUTLET
) -> Iterator[Article]:
    """Yield a feed's items as articles, each once, in the feed's order. `now` is when they were seen.

    `outlet` names the publisher where an item does not; without it the feed's title does. `voice` is who
    speaks in them.
    """
    for key, item in identified(feed, source):
        yield Article(
            id=key,
            source=source,
            headline=item.headline,
            body=item.body or item.summary,
            first_seen=now,
            published_at=item.published_at,
            url=item.link,
            outlet=item.outlet or outlet or feed.title,
            tickers=item.tickers,
            voice=voice,
        )


def identified(feed: Feed, source: str) -> list[tuple[str, Item]]:
    """Pair a feed's items with the ids of their articles, each id once, in the feed's order.

    An item is known by its guid, unless that repeats in this fetch; else by its link, unless that repeats;
    else by its words.
    """
    # Copies of one item count once, or they would spoil its guid.
    once: dict[tuple[str | None, ...], Item] = {}
    for item in feed.items:
        once.setdefault((item.guid, item.link, item.headline), item)
    guids = Counter(item.guid for item in once.values())
    links = Counter(canonical(item.link) for item in once.values() if item.link)
    found: dict[str, Item] = {}
    for item in once.values():
        found.setdefault(article_id(source, _identity(item, guids, links)), item)
    return list(found.items())


def _identity(item: Item, guids: Counter[str | None], links: Counter[str]) -> str:
    if item.guid and guids[item.guid] == 1:
        return f"guid {item.guid}"
    if item.link and links[link := canonical(item.link)] == 1:
        return f"link {link}"
    return f"words {article_id(item.headline or '', item.summary or item.body)}"


def _is_tracking(name: str) -> bool:
    lower = name.lower()
    return lower in TRACKING or lower.startswith("utm_")

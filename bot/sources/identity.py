"""Which items are the same one seen again. The wording may change; the identity must not."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from hashlib import blake2b
from typing import Final

from bot.domain.address import canonical
from bot.domain.article import Article, Voice
from bot.sources.item import Feed, Item

TELLING: Final = 100  # characters of headline and summary, from which on no two articles share them by chance


def article_id(source: str, identity: str) -> str:
    """Return an article's id: 24 hex digits, the same for the same source and identity on every machine."""
    return blake2b(f"{source}\0{identity}".encode("utf-8", "replace"), digest_size=12).hexdigest()


def articles_of(
    feed: Feed,
    source: str,
    now: datetime,
    outlet: str | None = None,
    voice: Voice = Voice.OUTLET,
    *,
    one_a_guid: bool = False,
) -> Iterator[Article]:
    """Yield a feed's items as articles, each once, in the feed's order. `now` is when they were seen.

    `outlet` names the publisher where an item does not; without it the feed's title does. `voice` is who
    speaks in them. `one_a_guid` says that a guid is one article, however often the feed prints it: nothing
    else is asked then.
    """
    for key, keys, item in _told_apart(feed, source, one_a_guid=one_a_guid):
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
            keys=() if one_a_guid and item.guid else keys,
        )


def identified(feed: Feed, source: str) -> list[tuple[str, Item]]:
    """Pair a feed's items with the ids of their articles, each id once, in the feed's order.

    An item is known by its guid, unless that repeats in this fetch; else by its link, unless that repeats;
    else by its words. `bot.desk.recognise` finds out which of them were known by another id before.
    """
    return [(key, item) for key, _, item in _told_apart(feed, source)]


def _told_apart(
    feed: Feed, source: str, *, one_a_guid: bool = False
) -> list[tuple[str, tuple[str, ...], Item]]:
    """Return a feed's items, each with its id and its keys, each id once."""
    # Copies of one item count once, or they would spoil its guid.
    once: dict[str, tuple[tuple[str, ...], Item]] = {}
    for item in feed.items:
        keys = keys_of(item, source)
        once.setdefault(item.guid if one_a_guid and item.guid else keys[0], (keys, item))
    printed = Counter(key for keys, _ in once.values() for key in keys)
    found: dict[str, tuple[str, tuple[str, ...], Item]] = {}
    for keys, item in once.values():
        best = next((key for key in keys[1:] if printed[key] == 1), keys[0])[1:]
        found.setdefault(best, (best, keys, item))
    return list(found.values())


def keys_of(item: Item, source: str) -> tuple[str, ...]:
    """Return the keys by which an item may be known again, the best first after the one that is exact: a
    letter for the kind (`bot.desk.recognise.Kind`), and the id of an article that would be named by it.

    A guid that is an address is taken like a link: publishers turn "http" to "https" in both. The last ones
    are the names that earlier versions gave, which took such a guid, and bare words, as they stood.
    """
    page = canonical(item.link) if item.link else None
    guid = canonical(item.guid) if item.guid and _is_address(item.guid) else item.guid
    words = _even(f"{item.headline or ''}\0{item.summary or item.body}")
    parts = [("e", "exact", "\0".join((guid or "", page or "", _even(item.headline or ""))))]
    if guid:
        parts.append(("g", "guid", guid))
    if page:
        parts.append(("l", "link", page))
    told = "w" if len(words) >= TELLING else "b"
    parts.append((told, "words", words))
    if item.guid != guid:
        parts.append(("g", "guid", item.guid or ""))
    if not guid and not page:
        parts.append((told, "words", article_id(item.headline or "", item.summary or item.body)))
    return tuple(kind + article_id(source, f"{name} {part}") for kind, name, part in parts)


def _is_address(guid: str) -> bool:
    return guid.lower().startswith(("http://", "https://"))


def _even(words: str) -> str:
    return " ".join(words.casefold().split())

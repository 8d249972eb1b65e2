"""A publisher's feed as bytes: RSS, Atom or JSON Feed, with the guids, links and dates that it is used to."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from html import escape
from random import Random

from tests.week.habits import Dates, Form, Habits, Names, Order
from tests.week.publisher import Item, Publisher


@dataclass(frozen=True, slots=True)
class Entry:
    """One item as printed. Any part but the headline and the summary may be missing."""

    headline: str
    summary: str
    guid: str | None
    link: str | None
    date: str | None


def printed(publisher: Publisher, shown: Sequence[Item], at: datetime) -> bytes:
    """Return the body that the publisher gives at a time. The dice make each one a little different."""
    its, dice = publisher.habits, publisher.dice
    entries = [_entry(publisher, item, at) for item in _ordered(shown, its, dice)]
    if its.doubles and entries and dice.random() < 0.5:
        double = dice.choice(shown)
        entries.insert(dice.randrange(len(entries)), _entry(publisher, double, at))
    match its.form:
        case Form.RSS:
            return _rss(publisher.name, entries, permalink=its.names is Names.PERMALINK)
        case Form.ATOM:
            return _atom(publisher.name, entries)
        case Form.JSON:
            return _json(publisher.name, entries)


def _ordered(shown: Sequence[Item], its: Habits, dice: Random) -> list[Item]:
    match its.order:
        case Order.OLDEST:
            return list(reversed(shown))
        case Order.RANDOM:
            return dice.sample(shown, len(shown))
        case _:
            return list(shown)


def _entry(publisher: Publisher, item: Item, at: datetime) -> Entry:
    its = publisher.habits
    moment = item.printed_at(at, its)
    return Entry(
        headline=item.headline(at),
        summary=f"{item.token} says that it will spend a large sum on {item.work} in {item.place}.",
        guid=_guid(publisher, item, at),
        link=_link(publisher, item, at),
        date=None if moment is None else _date(moment, its),
    )


def _guid(publisher: Publisher, item: Item, at: datetime) -> str | None:
    match publisher.habits.names:
        case Names.PAIRED if not item.unearthed:
            return f"{publisher.name}-{_place_of(publisher, item) // 2}"
        case Names.GOOD | Names.SLUGS | Names.PAIRED:
            return f"tag:{publisher.name},2031:{item.number}"
        case Names.POOLED:
            return f"{publisher.name}-{item.number % 4}-{at.toordinal()}"
        case Names.LINKED | Names.PERMALINK | Names.SECURED:
            return _address(publisher, item, at)
        case Names.BARE | Names.NAMELESS:
            return None


def _link(publisher: Publisher, item: Item, at: datetime) -> str | None:
    match publisher.habits.names:
        case Names.NAMELESS | Names.PERMALINK:
            return None
        case _:
            return _address(publisher, item, at)


def _address(publisher: Publisher, item: Item, at: datetime) -> str:
    its, dice = publisher.habits, publisher.dice
    # Everybody turns to https at some hour of the week.
    secured = its.names is Names.SECURED and (at.toordinal() * 24 + at.hour + len(publisher.items)) % 120 > 40
    slug = f"-{item.version(at)}" if its.names is Names.SLUGS else ""
    tracking = ""
    if its.tracks:
        tracking = f"?utm_source=feed&utm_campaign={dice.randrange(10**6)}&fbclid={dice.randrange(10**9)}"
    scheme = "https" if secured else "http"
    return f"{scheme}://www.{publisher.name}.example/news/{item.number}{slug}{tracking}"


def _place_of(publisher: Publisher, item: Item) -> int:
    """Return an item's place among all of its publisher's, by which neighbours are paired."""
    return item.number - publisher.items[0].number


def _date(moment: datetime, its: Habits) -> str:
    if its.dates is Dates.ZONELESS:
        return moment.strftime("%Y-%m-%d %H:%M:%S" if its.form is Form.RSS else "%Y-%m-%dT%H:%M:%S")
    return format_datetime(moment) if its.form is Form.RSS else moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _rss(name: str, entries: Iterable[Entry], *, permalink: bool) -> bytes:
    items = "".join(
        "<item>"
        + _tag("title", entry.headline)
        + _tag("link", entry.link)
        + _tag(f'guid isPermaLink="{str(permalink).lower()}"', entry.guid)
        + _tag("pubDate", entry.date)
        + _tag("description", entry.summary)
        + "</item>\n"
        for entry in entries
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel><title>{name}</title>'
        f"<link>http://{name}.example/</link><description>News</description>\n{items}</channel></rss>\n"
    ).encode()


def _atom(name: str, entries: Iterable[Entry]) -> bytes:
    items = "".join(
        "<entry>"
        + _tag("title", entry.headline)
        + ("" if entry.link is None else f'<link href="{escape(entry.link)}"/>')
        + _tag("id", entry.guid)
        + _tag("updated", entry.date)
        + _tag("summary", entry.summary)
        + "</entry>\n"
        for entry in entries
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">'
        f"<title>{name}</title><id>tag:{name},2031:feed</id>\n{items}</feed>\n"
    ).encode()


def _json(name: str, entries: Iterable[Entry]) -> bytes:
    items = [
        {
            "title": entry.headline,
            "id": entry.guid,
            "url": entry.link,
            "date_published": entry.date,
            "content_text": entry.summary,
        }
        for entry in entries
    ]
    said = [{key: value for key, value in item.items() if value is not None} for item in items]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": name, "items": said}).encode()


def _tag(name: str, text: str | None) -> str:
    return "" if text is None else f"<{name}>{escape(text)}</{name.partition(' ')[0]}>"

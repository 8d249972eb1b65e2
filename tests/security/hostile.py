"""Bodies that are made to do harm, and what one of them costs.

    python -m tests.security.hostile URL HOST:PORT

polls the feed at URL in a process of its own, and prints one JSON object: the seconds that it took, the MiB
by which the process grew at its largest, how many articles were taken and what was said where none were.
"""

import asyncio
import gzip
import json
import resource
import sys
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Final

from bot.domain.errors import SourceTrouble
from bot.fetch import Fetcher
from bot.sources.feed import Settings, build
from bot.sources.parse import read_feed
from tests.sources.feeds import item, rss
from tests.wires import Wire

NOW: Final = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
PATIENCE: Final = 2.0  # seconds: the deadline of a fetch here, so that a slow server does not cost a test 20

MIB: Final = 1 << 20
FULL: Final = 10 * MIB - 500
HEAD: Final = "<?xml version='1.0'?>"


def _entities(count: int) -> str:
    grown = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, count))
    types = f'<!DOCTYPE rss [<!ENTITY e0 "hahaha">{grown}]>'
    return f"{HEAD}{types}<rss><channel><title>&e{count - 1};</title></channel></rss>"


def _reading(entity: str) -> str:
    types = f'<!DOCTYPE rss [<!ENTITY file SYSTEM "{entity}">]>'
    return f"{HEAD}{types}<rss><channel><item><title>&file;</title></item></channel></rss>"


def _quadratic() -> str:
    return f'{HEAD}<!DOCTYPE rss [<!ENTITY a "{"x" * 50_000}">]><rss>{"&a;" * 50_000}</rss>'


def _many(entry: str, around: str = "<rss><channel>{}</channel></rss>") -> str:
    return around.format(entry * (FULL // len(entry)))


def _attributes() -> str:
    return "<rss " + " ".join(f'a{n}="b"' for n in range(600_000)) + "/>"


def _said(encoding: str) -> str:
    return f"<?xml version='1.0' encoding='{encoding}'?>"


def _feed_without_head(*items: str) -> str:
    return rss(*items).partition("?>")[2]


BODIES: Final[Mapping[str, Callable[[], str | bytes]]] = {
    "billion laughs": lambda: _entities(12),
    "quadratic entities": _quadratic,
    "a local file": lambda: _reading("file:///etc/passwd"),
    "another host": lambda: _reading("http://127.0.0.1:1/secret"),
    "a million items": lambda: _many("<item/>"),
    "a million small items": lambda: _many("<item><title>a</title></item>"),
    "a million elements in an item": lambda: _many("<b/>", "<rss><channel><item>{}</item></channel></rss>"),
    "attributes without end": _attributes,
    "elements within elements": lambda: _many("<b>", "<rss><channel><item><title>{}"),
    "one item without end": lambda: _many("a ", "<rss><channel><item><title>T</title><description>{}"),
    "markup without end": lambda: rss("<title>T</title><description>" + "&lt;b&gt;" * MIB + "</description>"),
    "frames without end": lambda: rss(_many("&lt;object ", "<title>T</title><description>{}</description>")),
    "nothing but NUL": lambda: b"\0" * FULL,
    "more than 10 MiB": lambda: b" " * 200_000_000,
    "JSON without end": lambda: '{"items":' + "[" * (5 * MIB),
    "JSON of a million items": lambda: '{"items":[' + '{"id":1},' * MIB + '{"id":1}]}',
    "JSON of a million texts": lambda: '{"items":["ab"' + ',"ab"' * (2 * MIB - 20) + "]}",
    "NUL among the words": lambda: rss(*(item(n).replace("Tarn", "Ta\0rn") for n in range(20))),
    "Latin-1 that says UTF-8": lambda: (
        _said("utf-8").encode() + _feed_without_head(item(1, title="Tarn gräbt")).encode("latin-1")
    ),
    "an encoding that does not exist": lambda: _said("utf-9") + _feed_without_head(item(1)),
    "UTF-16 without saying so": lambda: rss(item(1)).encode("utf-16"),
    "cut short": lambda: rss(*(item(n) for n in range(50)))[:4000],
}
"""What a server may send, by name."""


def _zeros() -> bytes:
    """50 MB of zeros: some 50 kB as gzip packs them."""
    return gzip.compress(b"\0" * 50_000_000)


def _packed_feed() -> bytes:
    return gzip.compress(rss(*(item(n) for n in range(50))).encode())


PACKED: Final = {"Content-Encoding": "gzip"}
SERVED: Final[Mapping[str, Callable[[Wire], None]]] = {
    "50 MB of zeros in gzip": lambda wire: wire.put("/feed", _zeros(), headers=PACKED),
    "damaged gzip": lambda wire: wire.put("/feed", _packed_feed()[:200] + b"harm" * 99, headers=PACKED),
    "gzip cut short": lambda wire: wire.put("/feed", _packed_feed()[:-20], headers=PACKED),
    "one byte a second": lambda wire: wire.put("/feed", rss(item(1)), drip=1.0),
    "silence": lambda wire: wire.put("/feed", rss(item(1)), delay=60.0),
}
"""How a server may send it, by name."""


async def cost(url: str, place: str) -> dict[str, object]:
    """Poll a feed once; return what the process prints."""
    # What is loaded for the first broken feed is no harm that a body does.
    read_feed(b"<rss><channel><item><title>&nbsp;Tarn", url)
    async with Fetcher(allow=[place], timeout=PATIENCE) as fetcher:
        source = build(Settings(name="hostile", url=url), fetcher)
        before, began = _largest(), time.perf_counter()
        taken, words = 0, ""
        try:
            taken = len((await source.poll(None, NOW)).articles)
        except SourceTrouble as trouble:
            words = str(trouble)
        seconds = time.perf_counter() - began
    return {"seconds": seconds, "mib": _largest() - before, "articles": taken, "words": words}


def _largest() -> float:
    """Return the most memory that this process ever held, in MiB."""
    unit = 1 if sys.platform == "darwin" else 1024  # bytes
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / MIB


if __name__ == "__main__":
    print(json.dumps(asyncio.run(cost(*sys.argv[1:]))))

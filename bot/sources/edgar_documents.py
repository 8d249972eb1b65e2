"""The documents of a filing at the SEC: its press releases (EX-99) and what it says itself."""

import asyncio
import logging
import re
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from lxml import etree

from bot.domain.errors import SourceTrouble
from bot.markup import to_text
from bot.pages.decode import decode_page
from bot.sec.access import Access
from bot.sources.xml_feed import whole

log = logging.getLogger(__name__)

MOST_EXHIBITS: Final = 3  # a press release is the first or the second; the rest are slides and contracts
LARGEST: Final = 3 << 20  # bytes of one document; more is a contract with its annexes
LONGEST: Final = 60_000  # characters of all; the reader looks at some 20,000
DEADLINE: Final = 20.0  # seconds for a filing, from when it has its turn
AT_ONCE: Final = 2  # filings; with all of a busy minute at once, the last would wait beyond their deadline

READABLE: Final = (".htm", ".html", ".txt")

# What stands before the words: EDGAR's own wrapper, and the cover page of the form up to its first item.
_WRAPPER: Final = re.compile(rb"\A\s*<DOCUMENT>.{0,2000}?<TEXT>", re.DOTALL | re.IGNORECASE)
_FIRST_ITEM: Final = re.compile(r"^Item\s+\d\.\d\d\b", re.MULTILINE | re.IGNORECASE)
_SIGNATURE: Final = re.compile(r"^SIGNATURES?\s*$", re.MULTILINE)


class Document(NamedTuple):
    """One row of a filing's index. `kind` is "8-K", "EX-99.1", "GRAPHIC"."""

    kind: str
    url: str


class Documents:
    """Reads filings, within bounds of size and time."""

    def __init__(self, access: Access, deadline: float = DEADLINE) -> None:
        self._access = access
        self._deadline = deadline
        self._seats = asyncio.Semaphore(AT_ONCE)

    async def text(self, index: str) -> str:
        """Return the text of the filing whose index page is at `index`: the press releases first, then the
        form itself without its cover. "" where nothing can be had. Raises nothing."""
        try:
            async with self._seats, asyncio.timeout(self._deadline):
                page = await self._get(index)
                wanted = await asyncio.to_thread(documents, page, index)
                parts = [await self._words(document) for document in wanted]
        except (SourceTrouble, TimeoutError) as trouble:
            words = str(trouble) or f"it took more than {self._deadline:g} s"
            log.info("The filing at %s is read without its documents: %s", index, words)
            return ""
        return "\n\n".join(filter(None, parts))[:LONGEST]

    async def _get(self, url: str) -> bytes:
        fetched = await self._access.get(url, limit=LARGEST)
        return fetched.body or b""

    async def _words(self, document: Document) -> str:
        """Return a document's text, "" for one that cannot be had: the others may say enough."""
        try:
            body = await self._get(document.url)
        except SourceTrouble as trouble:
            log.info("%s of a filing cannot be had: %s", document.kind, trouble)
            return ""
        return await asyncio.to_thread(words_of, body, document.kind)


def documents(page: bytes, index: str) -> list[Document]:
    """Return what is worth reading of the filing whose index page this is, the press releases first."""
    rows = list(_rows(page, index))
    exhibits = [row for row in rows if row.kind.startswith("EX-99")][:MOST_EXHIBITS]
    return [*exhibits, *[row for row in rows if not row.kind.startswith("EX-")][:1]]


def words_of(body: bytes, kind: str) -> str:
    """Return the text of a document, without EDGAR's wrapper and, of the form itself, cover and signature."""
    text = to_text(decode_page(_WRAPPER.sub(b"", body, count=1)))
    if kind.startswith("EX-"):
        return text
    if (first := _FIRST_ITEM.search(text)) is not None:
        text = text[first.start() :]
    if (signature := _SIGNATURE.search(text)) is not None:
        text = text[: signature.start()]
    return text.strip()


def _rows(page: bytes, index: str) -> list[Document]:
    if (root := _root(page)) is None:
        return []
    found = []
    for table in root.iter("table"):
        if table.get("summary") != "Document Format Files":
            continue
        for row in table.iter("tr"):
            cells = list(row.iter("td"))
            link = next((a.get("href") for a in row.iter("a")), None)
            if len(cells) >= 4 and link:
                # Inline XBRL is linked through a viewer; the document itself stands behind it.
                url = whole(index, link.removeprefix("/ix?doc="))
                kind = " ".join("".join(cells[3].itertext()).split()).upper()
                if url is not None and _is_readable(url, index):
                    found.append(Document(kind, url))
    return found


def _root(page: bytes) -> etree._Element | None:
    """Return the tree of a page, None where there is nothing in it that could be a document."""
    parser = etree.HTMLParser(no_network=True, remove_comments=True)
    try:
        return etree.fromstring(page, parser)
    except etree.XMLSyntaxError:
        return None


def _is_readable(url: str, index: str) -> bool:
    """Say whether a link leads to a text in the same house: exhibits may be pictures, too."""
    there, here = urlsplit(url), urlsplit(index)
    same = (there.scheme, there.netloc) == (here.scheme, here.netloc)
    return same and there.path.lower().endswith(READABLE)

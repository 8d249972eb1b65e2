"""What the publishers of listings send, as rows of the CSV that `build` describes.

The SEC's `company_tickers_exchange.json` names the filers' listings in New York and over the counter.
FinanceDatabase (MIT licence) packs CSV files with bzip2: one of companies, one of funds. Each function raises
BadTable, which says what is wrong, for anything else.
"""

import bz2
import csv
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from bot.securities.exchanges import HOME, US, is_home

__all__ = ["BadTable", "companies", "filers", "funds"]

Row = dict[str, str]

UNPACKED: Final = 400 << 20
"""The most characters of one unpacked file; the companies' has about 100 million."""

_SEC_EXCHANGES: Final = {"Nasdaq": "XNAS", "NYSE": "XNYS", "OTC": "OTCM", "CBOE": "BATS", None: ""}
_SEC_FIELDS: Final = ("name", "ticker", "exchange")
_VENUES: Final = frozenset(mic for venues in HOME.values() for mic in venues)
_FUND_VENUES: Final = frozenset(US) - {"XNYS"}
_COLUMNS: Final = frozenset({"symbol", "name", "mic"})


class BadTable(Exception):
    """What came is not the table that was asked for. The message says why, without the sender's name."""


def filers(body: bytes) -> list[Row]:
    """Return the listings of the SEC's JSON: `{"fields": [...], "data": [[...], ...]}`."""
    _no_page(body)
    try:
        document: Any = json.loads(body)
        places = [document["fields"].index(field) for field in _SEC_FIELDS]
        lines = [[line[place] for place in places] for line in document["data"]]
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise BadTable("it is no table of tickers and exchanges; its form may have changed") from error
    return [
        _row(str(ticker), str(name), _SEC_EXCHANGES.get(exchange, ""))
        for name, ticker, exchange in lines
        if name and ticker
    ]


def companies(body: bytes) -> Iterator[Row]:
    """Give the companies of FinanceDatabase's `equities.bz2` on the exchanges that are known here."""
    for row in _lines(body):
        mic, country = row.get("mic") or "", row.get("country") or ""
        abroad = mic not in US and not (row.get("market_cap") or is_home(mic, country))
        if mic in _VENUES and not abroad and (row.get("delisted") or "").lower() not in {"true", "1"}:
            yield _row(row["symbol"], row["name"], mic) | {
                "country": country,
                "size": row.get("market_cap") or "",
                "isin": row.get("isin") or "",
                "website": _host(row.get("website") or ""),
            }


def funds(body: bytes) -> Iterator[Row]:
    """Give the funds of FinanceDatabase's `etfs.bz2` that trade in the United States."""
    for row in _lines(body):
        if (row.get("mic") or "") in _FUND_VENUES:
            yield _row(row["symbol"], row["name"], row["mic"]) | {"country": "United States", "type": "etf"}


def _row(ticker: str, name: str, mic: str) -> Row:
    """Return the row of a company of which nothing else is known."""
    return {
        "ticker": ticker,
        "name": " ".join(name.split()),
        "mic": mic,
        "type": "equity",
        **dict.fromkeys(("country", "size", "isin", "website"), ""),
    }


def _lines(body: bytes) -> Iterator[Mapping[str, str]]:
    """Give the rows of a packed CSV that have a symbol and a name, within bounds."""
    _no_page(body)
    try:
        with bz2.open(io.BytesIO(body), "rt", encoding="utf-8", newline="") as text:
            rows = csv.DictReader(_bounded(text))
            if not _COLUMNS.issubset(rows.fieldnames or ()):
                raise BadTable("it has no columns symbol, name and mic; its form may have changed")
            for row in rows:
                if row["symbol"] and row["name"]:
                    yield row
    except (OSError, EOFError, ValueError, csv.Error) as error:
        raise BadTable("it is damaged, or not packed with bzip2") from error


def _bounded(text: io.TextIOBase) -> Iterator[str]:
    size = 0
    while line := text.readline(1 << 20):
        size += len(line)
        if size > UNPACKED:
            raise BadTable(f"it unpacks to more than {UNPACKED >> 20} MB")
        yield line


def _no_page(body: bytes) -> None:
    start = body[:200].lstrip().lower()
    if not start:
        raise BadTable("it is empty")
    if start.startswith((b"<!doctype", b"<html", b"<?xml")):
        raise BadTable("it is a web page, not the table")


def _host(website: str) -> str:
    return website.removeprefix("https://").removeprefix("http://").removeprefix("www.").partition("/")[0]

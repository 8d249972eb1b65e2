"""Writes the shipped security master anew: `python -m bot.securities.build master.csv`.

The CSV has one listing a line: ticker, name, mic, country, type, size, isin, website. What comes out is one
tab-separated text, gzipped, a block for each issuer, the biggest first so that a block's place is its rank:

    issuer  name  country  type  keys, parted by "|"
    symbol  mic                                      (one line for each listing, the primary one first)

Blocks are parted by an empty line.
"""

import csv
import gzip
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.reading.companies.vocabulary import COMMON, TRADES
from bot.securities.exchanges import HOME, US, is_home
from bot.securities.names import LEGAL, issuer_name, key, tokens

__all__ = ["Issuer", "Listing", "group", "listing", "main", "read_aliases", "write"]

FOLDER: Final = Path(__file__).parent
_SIZES: Final = {"Mega Cap": 6, "Large Cap": 5, "Mid Cap": 4, "Small Cap": 3, "Micro Cap": 2, "Nano Cap": 1}
_FUND: Final = re.compile(
    r"\b(?:ETF|ETN|ETC|Fund|iShares|ProShares|SPDR|Leverage Shares|WisdomTree Trust|Direxion|FlexShares"
    r"|GraniteShares|Grayscale)\b",
    re.IGNORECASE,
)
# Preferred shares, warrants, units, rights and notes: they have a symbol, and no news names them.
_SENIOR_SYMBOL: Final = re.compile(r"[\^]|-(?:P[A-Z]?|W[ST]?|U|R|RT|UN)$")
_SENIOR_NAME: Final = re.compile(r"\bdue\b|\bpreferred\b|\bwarrants?\b|\s(?:units?|rights?)$", re.IGNORECASE)
_LONDON_COPY: Final = re.compile(r"0[A-Z0-9]{3}\.L$")  # London's order book for shares listed elsewhere
_DISPLAY_WORD: Final = re.compile(r"[^\W\d_][\w&'’]*")
_VOWEL: Final = re.compile("[AEIOUY]")
_FORMS: Final = frozenset({"LTD"})
_SMALL: Final = frozenset({"AND", "DE", "FOR", "IN", "OF", "THE"})
_CAPITALS = "AGCO AI AT&T HCA IBM ITT KB KKR NRG NVR PLC SK SLM TD UBS UDR USA"
_ALWAYS_UPPER: Final = frozenset(_CAPITALS.split())
_GREAT: Final = 5  # large cap: from here on a company is known by one word
_KNOWN: Final = 3  # small cap, or of unknown size on a big board in New York
_GROUP: Final = frozenset({"group", "holding", "holdings"})


@dataclass(frozen=True, slots=True)
class Listing:
    """One line of the CSV, under its issuer's name."""

    symbol: str
    name: str
    mic: str
    country: str
    fund: bool
    size: int
    isin: str
    website: str
    senior: bool = False


@dataclass(frozen=True, slots=True)
class Issuer:
    """A company with its listings, the primary one first. `weight` sorts: bigger companies first."""

    name: str
    country: str
    fund: bool
    weight: tuple[int, int, int]
    listings: tuple[Listing, ...]


def listing(row: Mapping[str, str]) -> Listing:
    """Return one line of the CSV as a value. `row` has its columns: ticker, name, mic, country, type, …"""
    return Listing(
        row["ticker"],
        issuer_name(row["name"]),
        row["mic"],
        row["country"],
        row["type"] == "etf" or _FUND.search(row["name"]) is not None,
        _SIZES.get(row["size"], 0),
        row["isin"],
        row["website"],
        _SENIOR_SYMBOL.search(row["ticker"]) is not None
        or (row["mic"] in US and _SENIOR_NAME.search(row["name"]) is not None),
    )


def read(path: Path) -> list[Listing]:
    """Return the listings of a CSV."""
    with path.open(encoding="utf-8", newline="") as lines:
        return [listing(row) for row in csv.DictReader(lines)]


def read_aliases(path: Path = FOLDER / "aliases.tsv") -> dict[str, str]:
    """Return the hand-written short names and units: name → symbol."""
    rows = (line.split("\t") for line in path.read_text("utf-8").splitlines() if line and line[0] != "#")
    return {name: symbol for symbol, names in rows for name in names.split("|")}


def _clusters(same_name: list[Listing]) -> Iterator[list[Listing]]:
    """Part namesakes: two countries are two companies if each has a listing on its own exchange."""
    homes = {x.country for x in same_name if is_home(x.mic, x.country)}
    if len(homes) < 2:
        yield same_name
        return
    parts: dict[str, list[Listing]] = {
        country: [] for country in sorted(homes, key=lambda c: (c != "United States", c))
    }
    abroad = [country for country in parts if country != "United States"]
    for x in same_name:
        foreign_share = x.mic == "OTCM" and len(x.symbol) == 5 and x.symbol[-1] in "FY"
        fallback = abroad[0] if foreign_share else next(iter(parts))
        parts[x.country if x.country in parts else fallback].append(x)
    yield from parts.values()


def _joined(clusters: Iterable[list[Listing]]) -> list[list[Listing]]:
    """Join clusters of one company under two spellings: the same ISIN or website, and the same name but for
    words behind it. The source gives a company the website, or even the ISIN, of another whose name begins
    alike: RH PetroGas has RH's, and the textiles of a group have its holding's."""
    found: list[list[Listing]] = []
    by_mark: dict[str, list[int]] = defaultdict(list)
    for cluster in clusters:
        marks = {
            mark
            for x in cluster
            if not x.fund
            for mark in (x.isin, x.website and f"{x.website} {x.country}")
            if mark
        }
        places = (place for mark in sorted(marks) for place in by_mark[mark])
        place = next((n for n in places if _is_spelling(cluster[0].name, found[n][0].name)), len(found))
        if place == len(found):
            found.append([])
        found[place] += cluster
        for mark in marks:
            by_mark[mark].append(place)
    return found


def _is_spelling(one: str, other: str) -> bool:
    """Say whether two names may be one company's: the longer goes on behind two words or more of the shorter,
    and not with what tells a holding from what it holds."""
    short, long = sorted((key(one).split(), key(other).split()), key=len)
    rest = long[len(short) :]
    return len(short) > 1 and long[: len(short)] == short and _GROUP.isdisjoint(rest)


def _display(name: str, others: Iterable[str]) -> str:
    """Return a name as English writes it: no share class, no state, no capitals but a brand's own."""
    if not all(w.isupper() or w.lower() in LEGAL for w in _DISPLAY_WORD.findall(name)):
        return name
    spelt = {w.upper(): w for x in others if not x.isupper() for w in _DISPLAY_WORD.findall(x)}

    def shown(match: re.Match[str]) -> str:
        word = match[0]
        if not word.isupper():
            return word
        if word in _ALWAYS_UPPER or (len(word) <= 4 and not _VOWEL.search(word) and word not in _FORMS):
            return word
        if word in _SMALL and match.start():
            return word.lower()
        return spelt.get(word) or (word[0] + word[1:].lower())

    return _DISPLAY_WORD.sub(shown, name).replace(" Com ", ".com ").replace(" com ", ".com ")


def _issuer(lines: list[Listing], preferred: frozenset[str]) -> Issuer:
    countries = [x.country for x in lines if x.country and x.size] or [x.country for x in lines if x.country]
    country = max(sorted(set(countries)), key=countries.count) if countries else ""
    venues = HOME.get(country, ())

    def place(x: Listing) -> tuple[object, ...]:
        copy = _LONDON_COPY.match(x.symbol) is not None
        if not copy and (is_home(x.mic, country) or (x.mic in US and not country)):
            venue = min((venues.index(x.mic) if x.mic in venues else 0), 99)
            venue = 0 if x.mic in US else venue
        else:
            venue = 100 if x.mic in US else 300 if x.mic == "OTCM" else 200
        return (x.senior, x.symbol not in preferred, venue, len(x.symbol), x.symbol)

    lines = sorted(lines, key=place)
    us = any(x.mic in ("XNYS", "XNAS") for x in lines)
    size = max(x.size for x in lines) or (3 if us else 0)
    fund = all(x.fund for x in lines)
    primary = lines[0]
    weight = (-1 if fund else size, int(us), len(lines))
    return Issuer(_display(primary.name, [x.name for x in lines[1:]]), country, fund, weight, tuple(lines))


def group(listings: Iterable[Listing], preferred: frozenset[str] = frozenset()) -> list[Issuer]:
    """Return the issuers, the biggest first. A symbol in `preferred` becomes its issuer's primary listing."""
    same_name: dict[str, list[Listing]] = defaultdict(list)
    for listing in listings:
        name = key(listing.name)
        same_name[f"{listing.symbol} {name}" if listing.fund else name].append(listing)
    clusters = (part for lines in same_name.values() for part in _clusters(lines))
    issuers = [_issuer(lines, preferred) for lines in _joined(clusters)]
    return sorted(issuers, key=lambda i: (*(-w for w in i.weight), i.listings[0].symbol))


def _short_names(issuer: Issuer, alone: frozenset[str]) -> Iterator[tuple[int, str]]:
    """Give the keys under which an issuer may be found; a lower number has the better claim.

    `alone` are the words that begin the name of one issuer only. A single word may mean anything: it is left
    to companies on New York's boards that bear it as their whole name, and to the great ones elsewhere.
    """
    size = issuer.weight[0]
    for listing in issuer.listings:
        if not listing.senior:
            said = key(listing.name)
            vague = " " not in said or COMMON.issuperset(said.split())
            known = size >= _GREAT or (len(said) > 3 and issuer.weight[1] and size >= _KNOWN)
            whole = " ".join(tokens(listing.name))
            if known or not vague:
                yield 0, said
            elif whole != said:
                yield 0, whole
    if issuer.fund:
        return
    words = key(issuer.listings[0].name).split()
    if len(words) > 1 and words[-1] == "com":
        yield 1, " ".join(words[:-1])
    for least, tails, claim in ((_KNOWN, _GROUP, 1), (_GREAT, TRADES | _GROUP, 2)):
        head = list(words)
        while len(head) > 1 and head[-1] in tails:
            head.pop()
        if (COMMON | TRADES).issuperset(head) or len(" ".join(head)) < 3:
            continue
        if (len(head) > 1 and size >= 0) or size >= _GREAT or (size >= least and issuer.weight[1]):
            yield claim, " ".join(head)
    if size >= _GREAT and len(words[0]) > 3 and words[0] in alone - TRADES:
        yield 3, words[0]


def _keys(issuers: list[Issuer], aliases: dict[str, str]) -> list[list[str]]:
    """Give each name to one issuer: best claim, then biggest; a tie over a short one goes to nobody."""
    place = {x.symbol: n for n, issuer in enumerate(issuers) for x in issuer.listings}
    owner = {" ".join(tokens(name)): place[symbol] for name, symbol in aliases.items() if symbol in place}
    firsts = Counter(key(issuer.listings[0].name).split()[0] for issuer in issuers)
    alone = frozenset(word for word, count in firsts.items() if count == 1) - COMMON
    claims: dict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for n, issuer in enumerate(issuers):
        for claim, name in _short_names(issuer, alone):
            claims[name][claim].append(n)
    for name, by_claim in claims.items():
        best, *others = by_claim[min(by_claim)]
        rivals = [n for n in others if n != best and issuers[n].weight[0] >= issuers[best].weight[0]]
        if min(by_claim) < 2 or not rivals:
            owner.setdefault(name, best)
    found: list[list[str]] = [[] for _ in issuers]
    for name, n in owner.items():
        found[n].append(name)
    return found


def write(issuers: list[Issuer], aliases: dict[str, str], path: Path) -> None:
    """Write the shipped file; the same input gives the same bytes."""
    blocks: list[str] = []
    slugs: dict[str, int] = {}
    for issuer, keys in zip(issuers, _keys(issuers, aliases), strict=True):
        slug = "-".join(tokens(key(issuer.listings[0].name))) or issuer.listings[0].symbol.lower()
        slugs[slug] = slugs.get(slug, 0) + 1
        if slugs[slug] > 1:
            slug = f"{slug}-{issuer.listings[0].symbol.lower()}"
        kind = "etf" if issuer.fund else "equity"
        head = "\t".join((slug, issuer.name, issuer.country, kind, "|".join(keys)))
        blocks.append("\n".join((head, *(f"{x.symbol}\t{x.mic}" for x in issuer.listings))))
    with path.open("wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as packed:
        packed.write("\n\n".join(blocks).encode())


def main(source: Path) -> None:
    """Build `master.tsv.gz` beside this module from the CSV `source`."""
    aliases = read_aliases()
    write(group(read(source), frozenset(aliases.values())), aliases, FOLDER / "master.tsv.gz")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

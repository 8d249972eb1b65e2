"""The security master in memory: what a symbol or a name means, and what a mistyped one was meant to be.

The shipped text is kept as it is, one block an issuer; a `Security` is made when it is asked for. That keeps
the load at reading one file and filling two dictionaries.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import islice
from string import ascii_lowercase, digits
from typing import Final

from bot.domain.market import Security, SecurityType, Ticker
from bot.securities.exchanges import PREFIX
from bot.securities.names import LEGAL, key, tokens

__all__ = ["Master"]

# What the units of a group call themselves: "Alibaba Digital Media and Entertainment Group".
_UNIT_WORDS = """
    aerospace america americas arm automotive aviation bank brands capital chemicals china cloud digital
    division energy entertainment europe finance games group health healthcare holdings india industries
    international japan labs logistics media mobility motors music networks north pharma pictures power
    products renewables research retail robotics security semiconductor services solutions space sports
    steel studios systems technologies technology trading trucks ventures
"""
_UNIT: Final = frozenset(_UNIT_WORDS.split())
_SHORT_FORMS: Final = {"corp": "corporation", "ltd": "limited", "inc": "incorporated", "co ltd": "co limited"}
_FORMS: Final = _SHORT_FORMS | {long: short for short, long in _SHORT_FORMS.items()}
_ENDS: Final = _UNIT | LEGAL | {"group", "holding", "holdings"}
_JOINERS: Final = frozenset({"and", "the"})
_GREAT: Final = 2500  # by rank: only a great company is taken for the parent of what bears its name
_TYPED: Final = ascii_lowercase + digits
_LONGEST_SYMBOL: Final = 40  # characters, an exchange's name among them
_LONGEST_NAME: Final = 120  # characters; the longest name that is shipped has 100
_REMEMBERED: Final = 8192  # answers


def _is_plain(low: str) -> bool:
    """Say whether a name is its own key: ASCII words without a joiner."""
    return low.isascii() and low.replace(" ", "").isalnum() and _JOINERS.isdisjoint(low.split(" "))


def _edits(word: str) -> Iterator[str]:
    """Give every word one slip away: first two letters swapped, then one dropped, doubled or wrong."""
    for i in range(len(word) - 1):
        yield word[:i] + word[i + 1] + word[i] + word[i + 2 :]
    for i in range(len(word)):
        yield word[:i] + word[i + 1 :]
    for i in range(len(word) + 1):
        for c in _TYPED:
            yield word[:i] + c + word[i:]
            yield word[:i] + c + word[i + 1 :]


class Master:
    """The `Securities` protocol over the shipped text. An issuer's place in it is its rank by size."""

    def __init__(self, text: str) -> None:
        """Take the text that `bot.securities.build` describes."""
        self._blocks: Final = text.split("\n\n")
        self._symbols: Final[dict[str, int]] = {}
        self._names: Final[dict[str, int]] = {}
        self._issuers: Final[dict[str, int]] = {}
        symbols, names = self._symbols, self._names
        for n, block in enumerate(self._blocks):
            head, *lines = block.split("\n")
            slug, _, _, _, keys = head.split("\t")
            self._issuers[slug] = n
            if keys:
                for name in keys.split("|"):
                    names[name] = n
            for line in lines:
                symbols[line[: line.index("\t")]] = n
        self._firsts: Final = frozenset(name.split(" ", 1)[0] for name in names)
        # A stream asks the same again and again, and the answer never changes.
        self._called: Final = lru_cache(_REMEMBERED)(self._find_symbol)
        self._named: Final = lru_cache(_REMEMBERED)(self._find_name)
        self._listed: Final = lru_cache(_REMEMBERED)(self._securities)

    def __len__(self) -> int:
        return len(self._symbols)

    def _securities(self, place: int) -> tuple[Security, ...]:
        head, *lines = self._blocks[place].split("\n")
        slug, name, country, kind, _ = head.split("\t")
        return tuple(
            Security(Ticker(*line.split("\t")), name, slug, SecurityType(kind), country, primary=n == 0)
            for n, line in enumerate(lines)
        )

    def _listing(self, symbol: str) -> Security | None:
        place = self._symbols.get(symbol)
        if place is None:
            return None
        return next(s for s in self._listed(place) if s.ticker.symbol == symbol)

    def by_symbol(self, text: str) -> Security | None:
        """Return the security that a symbol names: "BABA", "$baba", "9988.HK", "NYSE:BABA", "HKEX: 700"."""
        return self._called(text) if len(text) <= _LONGEST_SYMBOL else None

    def _find_symbol(self, text: str) -> Security | None:
        said = text.strip().strip("$<>()").upper()
        exchange, colon, rest = said.partition(":")
        if colon:
            suffix = PREFIX.get(" ".join(exchange.lower().replace("-", " ").split()))
            if suffix is None:
                return None
            said = rest.strip() + suffix
        return next((found for form in _spellings(said) if (found := self._listing(form))), None)

    def by_name(self, name: str) -> Security | None:
        """Return the primary listing of the company that a name means: "Alibaba", "Google", "Rio Tinto plc".

        A unit of a listed company ("Alibaba Digital Media and Entertainment Group") gives its parent.
        """
        low = name.lower()
        first, _, rest = low.partition(" ")
        if first not in self._firsts:
            if first.isalnum() and first.isascii() and first != "the":
                return None  # the answer for most of what a text asks, and the quickest
        elif rest and low not in self._names and rest.rpartition(" ")[2] not in _ENDS and _is_plain(low):
            return None  # nothing to leave out or to spell otherwise
        return self._named(name) if len(name) <= _LONGEST_NAME else None

    def _find_name(self, name: str) -> Security | None:
        words = tokens(name)
        if not words or words[0] not in self._firsts:
            return None
        place = self._names.get(" ".join(words))
        if place is None and words[-1] in LEGAL:
            words = key(name).split()
            place = self._names.get(" ".join(words))
            if place is None and len(words) == 1:  # a name that is only known with its form, spelt otherwise
                place = self._spelt_otherwise(words[0], tokens(name)[1:])
        if place is None and len(words) > 2 and words[-1] in {"group", "holding", "holdings"}:
            place = self._names.get(" ".join(words[:-1]))
        if place is None and len(words) > 1 and words[-1] in _UNIT:
            place = self._parent(words)
        return None if place is None else self._listed(place)[0]

    def _spelt_otherwise(self, word: str, form: Sequence[str]) -> int | None:
        """Return the company of one word and a legal form, written short for long or long for short."""
        other = _FORMS.get(" ".join(form))
        return None if other is None else self._names.get(f"{word} {other}")

    def _parent(self, words: Sequence[str]) -> int | None:
        """Return the company whose whole name begins a unit's, if the rest is made of a unit's words."""
        for end in range(len(words) - 1, 0, -1):
            place = self._names.get(" ".join(words[:end]))
            great = place is not None and place < _GREAT
            if great and (end > 1 or len(words[0]) > 2) and _UNIT.issuperset(words[end:]):
                return place
        return None

    def listings(self, issuer: str) -> Sequence[Security]:
        """Return every listing of an issuer, the primary one first."""
        place = self._issuers.get(issuer)
        return () if place is None else self._listed(place)

    @cached_property
    def _sorted(self) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
        return sorted((s.lower(), n) for s, n in self._symbols.items()), sorted(self._names.items())

    def suggest(self, typed: str, limit: int = 5) -> Sequence[Security]:
        """Return the likeliest securities for what somebody typed: symbol prefix, name prefix, then typos."""
        if len(typed) > _LONGEST_NAME:
            return ()  # no name's beginning, and every slip of it would be tried
        exact = self.by_symbol(typed) or self.by_name(typed)
        said = " ".join(tokens(typed.strip().strip("$")))
        found: dict[int, Security] = {}
        if exact is not None:
            found[self._issuers[exact.issuer]] = exact
        if not said:
            return ()
        symbols, names = self._sorted
        for places in (
            _prefixed(names, said) if len(said) > 2 else _prefixed(symbols, said),
            _prefixed(symbols, said),
            self._slips(said),
        ):
            for place in sorted(set(places)):
                if len(found) >= limit:
                    break
                if place not in found:
                    found[place] = self._meant(place, said)
        return tuple(islice(found.values(), limit))

    def _slips(self, said: str) -> Iterable[int]:
        for slip in _edits(said):
            symbol = self._symbols.get(slip.upper())
            if symbol is not None and len(said) > 2:
                yield symbol
            name = self._names.get(slip)
            if name is not None and len(said) > 3:
                yield name

    def _meant(self, place: int, said: str) -> Security:
        """Return the issuer's listing that begins with what was typed, else its primary one."""
        securities = self._listed(place)
        begun = (s for s in securities if s.ticker.symbol.lower().partition(".")[0] == said)
        return next(begun, securities[0])


def _prefixed(rows: list[tuple[str, int]], prefix: str) -> Iterator[int]:
    for text, place in islice(rows, bisect_left(rows, (prefix, -1)), None):
        if not text.startswith(prefix):
            return
        yield place


def _spellings(symbol: str) -> Iterator[str]:
    """Give the ways in which the master may spell a symbol: "BRK.B" as "BRK-B", "700.HK" as "0700.HK"."""
    yield symbol
    base, dot, suffix = symbol.rpartition(".")
    if dot:
        if suffix == "HK":
            yield f"{base.zfill(4)}.HK"
        if suffix in {"N", "O", "OQ", "K", "US"}:
            yield base  # Reuters' codes for New York
        yield f"{base}-{suffix}"
    if "/" in symbol:
        yield symbol.replace("/", "-")

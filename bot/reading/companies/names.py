"""Where an article names companies: the listed ones by the security master, the others by their legal form.

Three passes over words that are written like names. The first takes names that say by themselves that they
are a company's ("Maxwell Inc.", "Rio Tinto"). They give short names ("Maxwell", "SPH") that hold in this
article only and come before the master's. The second joins printed tickers to them. The last takes single
words, and leaves those that are English, a place or a given name to articles that say more.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Final, NamedTuple

from bot.domain.article import Span
from bot.domain.market import Securities, Security, SecurityType, Ticker
from bot.reading.companies.doubts import (
    begins_another,
    doubtful,
    generic,
    goes_on,
    may_be_private,
    phrase,
    plain,
    private,
    qualified,
)
from bot.reading.companies.symbols import Mark, behind, find_marks
from bot.reading.companies.vocabulary import COMMON, TRADES
from bot.reading.companies.words import LEGAL, LONGEST, Word, name_words

__all__ = ["Named", "begins", "find_names", "within"]

_ARTICLES: Final = frozenset({"A", "An", "The"})
_TAILS: Final = frozenset({"Group", "Holdings", "Holding", "Company", "Technologies"})
# The dot of "Inc." belongs to the name where the sentence goes on behind it.
_DOT: Final = re.compile(r"\.(?=[,;)]|\s[a-z(])")
_LETTER: Final = re.compile(r"[^\W\d_]")
_SMALL_WORD: Final = re.compile(r" ([a-z]{4,})\b")
_BRACKETED: Final = re.compile(r"\(([^\W\d_]{1,20})\)")  # "Reliance Industries Ltd (RIL)"
_POSSESSIVE: Final = ("'s", "’s")
_SENTENCE: Final = 150  # characters in which a short name and a long one are looked for in one sentence
_SENTENCE_END: Final = re.compile(r"[.!?]\s|\n")
_LONGEST_OWN: Final = 4  # words of an unlisted company's name before its legal form
_REACH: Final = 40  # characters before a printed ticker in which its company's name may begin


class Named(NamedTuple):
    """One place where a company is named. `security` is None for one that is not in the master.

    `who` is the same for every naming of one company. `ticker` is set where the article prints it right here.
    `tentative` is what is only written like a name. A tuple, because a page has dozens of them.
    """

    span: Span
    who: str
    name: str
    security: Security | None = None
    ticker: Ticker | None = None
    tentative: bool = False


def find_names(text: str, securities: Securities, tags: Sequence[str] = ()) -> tuple[Named, ...]:
    """Return the places where `text` names companies, in order, none inside another. Funds are left out.

    `tags` are the publisher's tickers: a name that could be a mere word counts when its company is tagged.
    """
    finder = _Finder(text, securities, tags)
    finder.full_names()
    finder.marked_names()
    finder.single_words()
    kept = (n for n in finder.named if n.security is None or n.security.type is not SecurityType.FUND)
    return tuple(sorted(kept, key=begins))


def within(names: Sequence[Named], span: Span) -> Sequence[Named]:
    """Return those of `names`, which stand in order and apart, that lie inside `span`."""
    first = bisect_left(names, span.start, key=begins)
    stop = bisect_left(names, span.end, first, key=begins)
    if stop > first and names[stop - 1].span.end > span.end:
        stop -= 1
    return names[first:stop]


def begins(named: Named) -> int:
    """Return where a naming begins, to sort by."""
    return named.span.start


class _Finder:
    """What the passes share: what was named, which words are taken, which short names hold here."""

    def __init__(self, text: str, securities: Securities, tags: Sequence[str]) -> None:
        self._text: Final = text
        self._securities: Final = securities
        self._words: Final = name_words(text)
        self._marks: Final = find_marks(text, securities)
        self._tagged: Final = [s for tag in tags if (s := securities.by_symbol(tag)) is not None]
        self._own: Final = {_core(s.name): s for s in reversed(self._tagged)}
        self._bracketed: Final = frozenset(_BRACKETED.findall(text) if "(" in text else ())
        marked = {m.security.issuer for m in self._marks if m.security is not None}
        self._sure: Final = marked | {s.issuer for s in self._tagged}  # issuers that are certainly meant
        self._taken: Final[set[int]] = set()
        self._short: dict[str, Named] = {}
        self._apart: Final[set[str]] = set()  # first words that name another company here, by themselves
        self.named: list[Named] = []

    def full_names(self) -> None:
        """Take names of two words or more, the longest that begins with a word first."""
        words, text, by_name = self._words, self._text, self._by_name
        legal = {n for n, word in enumerate(words) if word.text in LEGAL}
        done = run = 0  # the first word that is in no name yet; the end of the words that belong together
        for at, first in enumerate(words):
            if not first.joins or at < done or first.text in _ARTICLES:
                continue
            run = max(run, at + 1)
            while run < len(words) and words[run - 1].joins:
                run += 1
            if words[at + 1].low == first.low and at + 2 < run and words[at + 2].low == first.low:
                continue  # no company is called by one word three times
            start, apart = first.start, may_be_private(first.low)
            for end in range(min(run, at + LONGEST), at + 1, -1):
                said = text[start : words[end - 1].end]
                security = by_name(said)
                if security is None and end - 1 not in legal and not (apart and private(said)):
                    continue
                named = self._full_name(at, end, security)
                if named is not None:
                    self._take(named, at, end)
                    done = end
                    break

    def _by_name(self, said: str) -> Security | None:
        """Return the company that bears a name. Two may share it: one that is tagged comes first."""
        own = self._own.get(_core(said)) if self._own else None
        return own or self._securities.by_name(said)

    def _full_name(self, at: int, end: int, security: Security | None) -> Named | None:
        """Return the naming by the words from `at` to `end`, which `security` bears or a legal form ends."""
        words = self._words[at:end]
        start, stop = words[0].start, words[-1].end
        said = self._text[start:stop]
        if private(said):
            return Named(Span(start, stop), said.lower(), said)
        if not _LETTER.search(said):
            return None
        if self._misnames(at, end, security) if security else not self._is_own_name(words):
            return None
        dotted = _DOT.match(self._text, stop)
        span = Span(start, dotted.end() if dotted else stop)
        if security is not None:
            return Named(span, security.issuer, security.name, security)
        name = span.of(self._text) + ("." if self._text.startswith(".", span.end) else "")
        return Named(span, " ".join(w.low for w in words[:-1]), name)

    def _misnames(self, at: int, end: int, security: Security) -> bool:
        """Say whether words that name a listed company may as well mean something else."""
        if goes_on(self._words, end):
            return True
        words = self._words[at:end]
        if words[-1].text in LEGAL or security.issuer in self._sure:
            return False
        if qualified(self._words, at) and plain(words) and generic(words):
            return True
        return phrase(self._text, words[0].start, words[-1].end)

    def _is_own_name(self, words: Sequence[Word]) -> bool:
        """Say whether words that end in a legal form are one unlisted company's name."""
        body = words[:-1]
        if len(body) > _LONGEST_OWN or any(w.text in LEGAL for w in body):
            return False
        if " and " in self._text[words[0].start : words[-1].end] or self._holds_listed(words):
            return False
        return len(body) > 1 or not plain(body)

    def _holds_listed(self, words: Sequence[Word]) -> bool:
        """Say whether the words end in a listed company's name: "Why Alcoa Inc", "Q1 2023 Alcoa Inc"."""
        end = words[-1].end
        return any(self._securities.by_name(self._text[w.start : end]) for w in words[1:-1])

    def _take(self, named: Named, at: int, end: int) -> None:
        named = self._with_ticker(named)
        self.named.append(named)
        said = [w.text for w in self._words[at:end]]
        while end < len(self._words) and self._words[end].start < named.span.end:
            end += 1
        self._taken.update(range(at, end))
        if self._stands_apart(named, at):
            self._apart.add(self._words[at].low)
        self._learn(named, said)

    def _stands_apart(self, named: Named, at: int) -> bool:
        """Say whether the first word of a listed company's name names another one, too: a sentence that says
        "Toyota" and only then "Toyota Industries" speaks of two."""
        if named.security is None:
            return False
        first, text = self._words[at], self._text
        before = text.rfind(first.text, max(0, first.start - _SENTENCE), first.start)
        if before < 0:
            return False
        place = self._word_at(before)
        word = self._words[place]
        if word.low != first.low or place in self._taken or _SENTENCE_END.search(text, before, first.start):
            return False
        other = self._securities.by_name(word.text)
        return other is not None and other.issuer != named.who

    def _with_ticker(self, named: Named) -> Named:
        """Return the naming with the bare ticker that a wire prints right behind it, if one stands there."""
        if named.security is None:
            return named
        mark = behind(self._text, named.span.end, named.security, self._securities)
        if mark is None:
            return named
        return named._replace(span=Span(named.span.start, mark.span.end), ticker=mark.ticker)

    def _learn(self, named: Named, said: Sequence[str]) -> None:
        """Remember the short names that a full one allows: its first words, its initials."""
        short, initials = _shortened(tuple(said))
        for name in short:
            if name not in self._apart:
                self._short.setdefault(name, named)
        if initials in self._bracketed:
            self._short.setdefault(initials, named)

    def marked_names(self) -> None:
        """Join each marked ticker to the name before it, or let it stand as the naming itself."""
        for mark in self._marks:
            owner = next((n for n in self.named if 0 <= mark.span.start - n.span.end <= 3), None)
            if owner is not None and self._same(owner, mark):
                self._join(owner, mark)
            elif mark.security is not None:
                self._stand(mark, mark.security)
            else:
                continue
            self._taken.update(range(self._word_at(mark.span.start), self._word_at(mark.span.end)))
        for security in self._tagged:
            self._learn(Named(Span(0, 0), security.issuer, security.name, security), security.name.split())

    def _word_at(self, offset: int) -> int:
        """Return the place of the first word that begins at `offset` or behind it."""
        return bisect_left(self._words, offset, key=attrgetter("start"))

    @staticmethod
    def _same(owner: Named, mark: Mark) -> bool:
        return owner.security is None or mark.security is None or owner.who == mark.security.issuer

    def _join(self, owner: Named, mark: Mark) -> None:
        """Give a named company its printed ticker, and with it its place in the master if it had none."""
        known = owner.security or mark.security
        who, name = (known.issuer, known.name) if known else (owner.who, owner.name)

        def joined(named: Named) -> Named:
            return named._replace(who=who, name=name, security=known) if named.who == owner.who else named

        self.named = [joined(n) for n in self.named if n is not owner]
        self.named.append(
            joined(owner)._replace(span=Span(owner.span.start, mark.span.end), ticker=mark.ticker)
        )
        self._short = {short: joined(n) for short, n in self._short.items()}

    def _stand(self, mark: Mark, security: Security) -> None:
        """Take a marked ticker as a naming, from the first word of the company's name if it stands before."""
        first = security.name.split()[0].lower()
        near = range(self._word_at(mark.span.start - 3 * _REACH), self._word_at(mark.span.start))
        words = self._words
        before = [n for n in near if 0 <= mark.span.start - words[n].end <= _REACH]
        at = next((n for n in before if self._words[n].low == first and n not in self._taken), None)
        start = mark.span.start if at is None else self._words[at].start
        named = Named(Span(start, mark.span.end), security.issuer, security.name, security, mark.ticker)
        self.named.append(named)
        self._taken.update(n for n in before if self._words[n].start >= start)
        self._learn(named, security.name.split())

    def single_words(self) -> None:
        """Take the names of one word, and the short names that hold in this article."""
        self._sure.update(n.who for n in self.named)
        short = {name.partition(" ")[0] for name in self._short}
        words, taken, text = self._words, self._taken, self._text
        by_name, sure = self._securities.by_name, self._sure
        for at, word in enumerate(words):
            start, end, said, low, _ = word
            if at in taken or end - start < 2 or said.isdigit():
                continue
            named = self._half_small(word) if end - start < 4 and said.isupper() else None
            if named is None and (low in short or said in short):
                named = self._short_name(at)
            if named is None and (
                by_name(said) is not None or text.startswith(_POSSESSIVE, end) or (sure and said.isupper())
            ):
                named = self._alone(at)
            if named is None:
                if "-" in word.text:
                    self.named += self._couple(word)
            elif not goes_on(words, at + 1) and not self._begins_another(named, at):
                named = self._with_ticker(named)
                self.named.append(named)
                sure.add(named.who)
                taken.update(
                    n for n in range(at + 1, min(at + 3, len(words))) if words[n].start < named.span.end
                )

    def _begins_another(self, named: Named, at: int) -> bool:
        """Say whether a naming by the one word at `at` is only the beginning of another company's name."""
        if named.security is None or named.span.end != self._words[at].end:
            return False
        return begins_another(self._text, self._words, at, named.security)

    def _short_name(self, at: int) -> Named | None:
        """Return the company whose short name of two words, or one, begins at `at`."""
        word = self._words[at]
        if word.joins and at + 1 not in self._taken:
            following = self._words[at + 1]
            named = self._short.get(f"{word.low} {following.low}")
            if named is not None:
                return named._replace(span=Span(word.start, following.end), ticker=None)
        return self._short_for(word)

    def _short_for(self, word: Word) -> Named | None:
        named = self._short.get(word.low) or self._short.get(word.text)
        return named and named._replace(span=Span(word.start, word.end), ticker=None)

    def _alone(self, at: int) -> Named | None:
        """Return the company that one word names, unless the word may as well mean something else."""
        word = self._words[at]
        if self._sure and word.text.isupper():
            listed = self._securities.by_symbol(word.text)
            if listed is not None and listed.issuer in self._sure:
                span = Span(word.start, word.end)
                return Named(span, listed.issuer, listed.name, listed, listed.ticker)
        security = self._securities.by_name(word.text)
        if security is None and self._text.startswith(_POSSESSIVE, word.end):
            security = self._securities.by_name(word.text + "s")  # McDonald's, Lowe's
        if security is None or private(word.text):
            return None
        if security.issuer not in self._sure and doubtful(self._text, self._words, at, security):
            return None
        return Named(Span(word.start, word.end), security.issuer, security.name, security)

    def _half_small(self, word: Word) -> Named | None:
        """Return the company whose name goes on behind a word with one in small letters: "SK hynix"."""
        following = _SMALL_WORD.match(self._text, word.end)
        if following is None or following[1] in COMMON or following[1] in TRADES:
            return None
        security = self._securities.by_name(self._text[word.start : following.end()])
        if security is None:
            return None
        return Named(Span(word.start, following.end()), security.issuer, security.name, security)

    def _couple(self, word: Word) -> list[Named]:
        """Return both companies of "Glaxo-Pfizer", nothing if only one of the two is a company."""
        cut = word.start + word.text.index("-")
        first = self._short_or_listed(word.start, cut)
        second = None if first is None else self._short_or_listed(cut + 1, word.end)
        return [] if first is None or second is None else [first, second]

    def _short_or_listed(self, start: int, end: int) -> Named | None:
        said = self._text[start:end]
        word = Word(start, end, said, said.lower(), joins=False)
        if not word.text:
            return None
        security = self._securities.by_name(word.text)
        short = self._short_for(word)
        if short is not None or security is None or doubtful(self._text, [word], 0, security):
            return short
        return Named(Span(start, end), security.issuer, security.name, security)


def _core(name: str) -> tuple[str, ...]:
    """Return the words of a name without legal form and punctuation, in small letters: to compare it by."""
    bare = (word.strip(".,") for word in name.split())
    return tuple(word.lower() for word in bare if word and word not in LEGAL)


@lru_cache(maxsize=4096)
def _shortened(said: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """Return the short names of a company with a name of these words, and its initials, all of them."""
    core = [w.rstrip(",") for w in said if w.strip(".,") not in LEGAL and w[0].isalnum()]
    while len(core) > 1 and core[-1] in _TAILS:
        core.pop()
    if not core:
        return (), ""
    short: list[str] = []
    if len(core[0]) > 1 and (core[0].lower() not in COMMON or len(core) == 1):
        short.append(core[0].lower())
    if len(core) > 1:
        short.append(" ".join(core[:2]).lower())
    initials = "".join(w[0] for w in said if w[0].isupper() and w not in {"Inc", "Corp", "Ltd"})
    if len(initials) > 2 and initials.lower() not in COMMON:
        short.append(initials)
    full = "".join(w[0] for w in said if w[0].isupper())  # "Reliance Industries Ltd (RIL)"
    return tuple(short), full if full != initials else ""

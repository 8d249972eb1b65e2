"""The parts that companies play in one story, told by its headline and lead sentence by sentence.

What is written like a name and is in no master takes part in a sentence's shape, too: "⟦0⟧ to buy ⟦1⟧"
is read the same whoever ⟦1⟧ is. It becomes a company of the story only if it acts where a company would.
"""

import re
from collections.abc import Sequence
from typing import Final

from bot.domain.article import Span
from bot.domain.reading import Role
from bot.reading.companies.names import Named, begins, within
from bot.reading.companies.roles import Act, acts, commits, joiners, shape, together
from bot.reading.companies.subjects import is_placed, namings, tentative

__all__ = ["Cast", "cast"]

_BACKERS: Final = re.compile(
    r"\bround\b.*\b(?:investors|backers|joined)\b|\b(?:investors|backers|joined)\b.*\bround\b"
)
_JOINING: Final = ("join", "investors", "backers", "participa", "aking part", "ook part")
_JOINS: Final = frozenset({" and ", ", ", " & ", ", and "})
_LEAD: Final = 3  # sentences after the headline that tell what is new; the rest is background
_DEPTH: Final = 8  # how far to look for who commits, where the lead does not say it


class Cast:
    """Who plays which part: `roles` by `Named.who`, and `unlisted`, the names that only their acts gave."""

    def __init__(self, text: str, names: Sequence[Named]) -> None:
        self._text: Final = text
        self._names: Final = names
        self.roles: dict[str, Role] = {}
        self.unlisted: dict[str, Named] = {}

    def hear(self, sentence: Span, place: int) -> bool:
        """Take in one sentence, the headline's being at `place` 0 or less. Say whether to go on listening.

        The headline and the lead say who; a later sentence may add a company only where the lead named no
        investor.
        """
        known = Role.INVESTOR in self.roles.values()
        if known and place >= _LEAD:
            return False
        here = within(self._names, sentence)
        maybe = tentative(self._text, sentence, here, headline=place < 0)
        both = sorted((*here, *maybe), key=begins) if maybe else here
        said = shape(self._text, sentence, both)
        found = [act for act in acts(said) if self._counts(act, both, sentence)]
        if not known or place <= 0 or self._goes_on(found, both):
            self._settle(found, both)
        if place < _LEAD and together(said):
            self._pair()
        elif Role.INVESTOR not in self.roles.values() and commits(said):
            first = min((*self._names[:1], *self.unlisted.values()), key=begins, default=None)
            if first is not None:
                self.roles[first.who] = Role.INVESTOR
        return True

    def _counts(self, act: Act, both: Sequence[Named], sentence: Span) -> bool:
        """Say whether an act is a company's; a name that is in no master must stand where one would."""
        named = both[act.named]
        if not named.tentative:
            return True
        before = both[act.named - 1] if act.named else None
        if before is not None and self._text[before.span.end : named.span.start] in _JOINS:
            return not before.tentative or self._counts(Act(act.named - 1, act.role), both, sentence)
        return is_placed(act.role, self._text[sentence.start : named.span.start])

    def _goes_on(self, found: Sequence[Act], names: Sequence[Named]) -> bool:
        """Say whether a sentence past the first goes on about the story: a known investor acts in it."""
        acting = (names[act.named].who for act in found if act.role is Role.INVESTOR)
        return any(self.roles.get(who) is Role.INVESTOR for who in acting)

    def _settle(self, found: Sequence[Act], names: Sequence[Named]) -> None:
        """Keep the first role stated for each company; a mere owner stays a mention in that sentence."""
        owners = {names[act.named].who for act in found if act.role is Role.MENTION}
        for act in found:
            named = names[act.named]
            if act.role is not Role.MENTION and named.who not in owners:
                self.roles.setdefault(named.who, act.role)
                if named.tentative:
                    self.unlisted.setdefault(named.who, named)

    def _pair(self) -> None:
        """Make investors of the two companies that "each" and "the two" speak of."""
        acting = [who for who, role in self.roles.items() if role in {Role.INVESTOR, Role.PARTNER}]
        first = list(dict.fromkeys(named.who for named in self._names))[:2]
        self.roles.update(dict.fromkeys(acting if len(acting) > 1 else first, Role.INVESTOR))

    def everybody(self) -> Sequence[Named]:
        """Return the namings of all companies in order, those of the unlisted ones among them."""
        if not self.unlisted:
            return self._names
        further = [n for named in self.unlisted.values() for n in namings(self._text, named, self._names)]
        return sorted((*self._names, *further), key=begins)

    def join(self, spans: Sequence[Span], names: Sequence[Named]) -> None:
        """Add who takes part in a round, wherever the story lists them."""
        if not any(word in self._text for word in _JOINING):
            return
        for n, sentence in enumerate(spans):
            said = sentence.of(self._text)
            if any(word in said for word in _JOINING):
                here = within(names, sentence)
                if here and (n <= _DEPTH or _BACKERS.search(said)):
                    self._settle(tuple(joiners(shape(self._text, sentence, here))), here)


def cast(
    text: str, spans: Sequence[Span], head: int, names: Sequence[Named]
) -> tuple[dict[str, Role], Sequence[Named], frozenset[str]]:
    """Return the role of each company that has one, all namings in order, and who is in no master.

    `spans` are the sentences of `text`, the first `head` of them its headline; `names` what was found by
    name.
    """
    said = Cast(text, names)
    for n, sentence in enumerate(spans[: head + _DEPTH]):
        if not said.hear(sentence, n - head):
            break
    everybody = said.everybody()
    said.join(spans, everybody)
    return said.roles, everybody, frozenset(said.unlisted)

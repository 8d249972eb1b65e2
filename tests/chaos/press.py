"""What the paper of a chaos run tells: invented companies, one town a story, later words that correct it.

A card is known again by two marks that a reader sees too: the address of its article, which ends with the
story's slug, and the sum in its title, which is another one in each version of the story.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from string import ascii_uppercase
from typing import Final

from tests.journeys.newspaper import Item

MIC: Final = "XNYS"

_TRADES: Final = ("Shipping", "Batteries", "Cement", "Foundries", "Semiconductors", "Pharma", "Grid", "Rail")
_FOUNDERS: Final = ("Vel", "Quan", "Tem", "Hal", "Pin", "Zor", "Ost", "Bre", "Cald", "Wex", "Yar", "Mund")
_HOUSES: Final = ("mora", "drel", "brook", "vorsen", "narc", "elle", "rava", "nnick", "ario", "ford", "undo")
_FIRST: Final = (
    "Bar",
    "Cor",
    "Dun",
    "Fal",
    "Gre",
    "Hol",
    "Kel",
    "Lor",
    "Mar",
    "Nor",
    "Pel",
    "Ros",
    "Sel",
    "Tor",
)
_SECOND: Final = ("ba", "den", "fi", "ga", "la", "mo", "ni", "ra", "sto", "ve", "wi", "zo")
_LAST: Final = (
    "bury",
    "dorf",
    "field",
    "haven",
    "holm",
    "mere",
    "mouth",
    "stead",
    "ton",
    "vik",
    "wick",
    "zell",
)
_THINGS: Final = (
    "a copper smelter",
    "a data centre",
    "a battery plant",
    "a container terminal",
    "a paper mill",
    "a turbine works",
    "a vaccine plant",
    "a chip factory",
    "a desalination plant",
    "a rail depot",
    "a glass works",
)


@dataclass(frozen=True, slots=True)
class Company:
    """An invented company, listed in New York."""

    name: str
    symbol: str

    @property
    def issuer(self) -> str:
        return self.name.casefold().replace(" ", "-")

    @property
    def block(self) -> str:
        """Return the company as the security master has it."""
        known = f"{self.issuer}\t{self.name} Inc\tUnited States\tequity\t{self.name.casefold()}"
        return f"{known}\n{self.symbol}\t{MIC}"


@dataclass(frozen=True, slots=True)
class Story:
    """A story as its paper tells it. `sums` are tenths of a billion dollars, one a version."""

    number: int
    company: Company
    town: str
    thing: str
    sums: tuple[int, ...]

    @property
    def slug(self) -> str:
        return f"story-{self.number:04d}"

    def marks(self) -> tuple[str, ...]:
        """Return what the title of the card shows in each version, and in no other: "$2.3B"."""
        return tuple(f"${tenths / 10:.1f}B" for tenths in self.sums)

    def item(self, version: int) -> Item:
        """Return the paper's item in a version's words."""
        sum_ = f"${self.sums[version] / 10:.1f} billion"
        name, where = self.company.name, f"{self.thing} in {self.town}"
        told = (
            f"{name} Inc (NYSE: {self.company.symbol}) will invest {sum_} in {where}, it said in a statement."
        )
        if version:
            before = f"${self.sums[version - 1] / 10:.1f} billion"
            told = f"Correction: an earlier version said {before}. The correct sum is {sum_}.\n\n{told}"
        return Item(self.slug, f"{name} to invest {sum_} in {where}", told, (f"NYSE:{self.company.symbol}",))


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that the paper does: it prints a version of a story."""

    story: Story
    version: int


def company(number: int) -> Company:
    """Return one of a thousand companies: each tells one story, for two of the same would be joined."""
    trade = _TRADES[number % len(_TRADES)]
    house = _HOUSES[number // len(_TRADES) % len(_HOUSES)]
    founder = _FOUNDERS[number // (len(_TRADES) * len(_HOUSES))]
    letters = "".join(ascii_uppercase[number // 26**place % 26] for place in (2, 1, 0))
    return Company(f"{founder}{house} {trade}", f"Q{letters}")


def drawn(rng: Random, number: int, corrected: float = 0.25) -> list[Story]:
    """Draw so many stories, a share of them to be corrected later."""
    towns = [first + second + last for first in _FIRST for second in _SECOND for last in _LAST]
    rng.shuffle(towns)
    most = min(len(towns), len(_TRADES) * len(_HOUSES) * len(_FOUNDERS))
    if number > most:
        raise ValueError(f"There are names for {most} stories, not for {number}.")
    stories = []
    for n in range(number):
        tenths = rng.randrange(11, 90)
        sums = (tenths, tenths + rng.randrange(2, 9)) if rng.random() < corrected else (tenths,)
        stories.append(Story(n, company(n), towns[n], rng.choice(_THINGS), sums))
    return stories


def programme(rng: Random, stories: Sequence[Story]) -> list[Event]:
    """Return what is printed, in order: each story, and its correction some stories later."""
    dated = [(float(story.number), Event(story, 0)) for story in stories]
    for story in stories:
        later = range(1, len(story.sums))
        dated += [
            (story.number + version * rng.uniform(0.1, 4.0), Event(story, version)) for version in later
        ]
    return [event for _, event in sorted(dated, key=lambda each: each[0])]


def master(stories: Sequence[Story]) -> str:
    """Return a security master that knows just the companies of these stories."""
    return "\n\n".join(story.company.block for story in stories)

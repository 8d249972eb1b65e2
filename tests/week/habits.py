"""How a publisher behaves, for good or ill: drawn once, kept for the week."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from random import Random
from typing import Final

MINUTE: Final = timedelta(minutes=1)
HOUR: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)


class Form(StrEnum):
    RSS = "rss"
    ATOM = "atom"
    JSON = "json"


class Names(StrEnum):
    """How the items of a feed are told apart: by guid and link, as far as either is to be trusted."""

    GOOD = "a guid for each item"
    PAIRED = "two neighbours share a guid"
    POOLED = "a handful of items share a guid, which is another one tomorrow"
    LINKED = "the guid is the link"
    PERMALINK = "the guid is the link, and there is no other"
    SECURED = "guid and link turn from http to https"
    BARE = "no guid"
    NAMELESS = "neither guid nor link: only the words tell"
    SLUGS = "the link follows the headline, the guid stays"


class Dates(StrEnum):
    GOOD = "as they are"
    MISSING = "none"
    ZONELESS = "local time without a zone"
    BUMPED = "moved to now some hours later"
    TOUCHED = "always now"
    FUTURE = "hours or days ahead"
    LATE = "hours behind"


class Order(StrEnum):
    NEWEST = "newest first"
    OLDEST = "oldest first"
    RANDOM = "shuffled each time"
    PINNED = "an old item stays on top"


class Validators(StrEnum):
    NONE = "none"
    ETAG = "an honest ETag"
    WEAK = "an honest weak ETag"
    MODIFIED = "an honest Last-Modified"
    BOTH = "both, honest"
    RESTLESS = "an ETag that is new each time"
    STUCK = "an ETag that stays for hours whatever changes, and 304 for it"


@dataclass(frozen=True, slots=True)
class Habits:
    """What one publisher does. `window` counts the items that its feed shows, `pace` those that it publishes
    in 24 hours. `every` and `slowest` (seconds) are how the bot's owner set it up."""

    form: Form
    names: Names
    dates: Dates
    order: Order
    validators: Validators
    window: int
    pace: float
    every: float
    slowest: float
    zone: timedelta = timedelta()
    sleeps: bool = False
    bursts: bool = False
    tracks: bool = False  # its links carry another campaign each time
    corrects: bool = False  # its headlines change after they are out
    withdraws: bool = False  # items vanish for hours and come back
    unearths: bool = False  # items of other years come up again as if they were new
    doubles: bool = False  # an item may stand twice in one fetch
    lasting: bool = False  # says max-age of 12 hours
    packs: bool = False  # gzip


# Seconds. Few sources are asked often: a simulated poll costs as much as a real one.
INTERVALS: Final = ((600.0, 2), (1200.0, 4), (2400.0, 14), (3600.0, 30), (5400.0, 25), (7200.0, 25))


def draw(rng: Random) -> Habits:
    """Return a publisher's habits, several bad ones among them, but none that nobody could see through: a
    feed that names nothing keeps its words, or its items could not be told apart by anybody."""
    form = rng.choices(list(Form), (6, 3, 1))[0]
    names = rng.choices(list(Names), (26, 10, 10, 12, 8, 8, 12, 6, 8))[0]
    if form is not Form.RSS and names is Names.PERMALINK:
        names = Names.LINKED
    dates = rng.choices(list(Dates), (30, 12, 12, 12, 8, 12, 14))[0]
    every = rng.choices([each for each, _ in INTERVALS], [weight for _, weight in INTERVALS])[0]
    return Habits(
        form=form,
        names=names,
        dates=dates,
        order=rng.choices(list(Order), (50, 15, 20, 15))[0],
        validators=rng.choices(list(Validators), (25, 20, 10, 10, 15, 10, 10))[0],
        window=rng.randint(15, 60),
        pace=rng.uniform(30, 80) if rng.random() < 0.1 else rng.uniform(1, 12),
        every=every,
        slowest=every * rng.choice((1, 1, 2)),
        zone=rng.randint(-7, 9) * HOUR,
        sleeps=rng.random() < 0.4,
        bursts=rng.random() < 0.25,
        tracks=rng.random() < 0.3,
        corrects=names is not Names.NAMELESS and rng.random() < 0.5,
        withdraws=rng.random() < 0.3,
        unearths=dates in (Dates.GOOD, Dates.ZONELESS, Dates.FUTURE, Dates.LATE) and rng.random() < 0.4,
        doubles=rng.random() < 0.15,
        lasting=rng.random() < 0.15,
        packs=rng.random() < 0.3,
    )

"""The state behind the loopback Discord's REST API and gateway."""

import itertools
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from tests.platforms.discord_faults import Fault
from tests.platforms.discord_limits import Limits
from tests.platforms.discord_world import (
    BOT,
    DIRECT,
    EPHEMERAL,
    LOADING,
    Body,
    Call,
    Place,
    Posted,
    Question,
    snowflake_of,
)


@dataclass(slots=True)
class State:
    """Everything that a restart of the bot does not touch.

    `bare` says that nothing is sent that need not be; see discord_bare. `nonce_window` is how long a nonce is
    remembered; `limits` is how much is taken.
    """

    token: str = "loopback-token"
    bare: bool = False
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    nonce_window: timedelta = timedelta(minutes=3)
    limits: Limits = field(default_factory=Limits)
    places: dict[str, Place] = field(default_factory=dict)
    posted: list[Posted] = field(default_factory=list)
    by_channel: dict[str, list[Posted]] = field(default_factory=lambda: defaultdict(list))
    commands: list[Body] = field(default_factory=list)
    questions: dict[str, Question] = field(default_factory=dict)  # by token
    closed_to: set[str] = field(default_factory=set)  # users who take no direct messages
    calls: list[Call] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    def new_id(self) -> str:
        return snowflake_of(self.now(), next(self.numbers))

    def place(self, channel: str) -> Place | None:
        place = self.places.get(channel)
        return None if place is None or place.deleted else place

    def in_channel(self, channel: str) -> list[Posted]:
        """Return what stands in a channel, oldest first; what one user alone sees is not part of it."""
        return [one for one in self.by_channel[channel] if not (one.deleted or one.ephemeral)]

    def message(self, channel: str, message: str) -> Posted | None:
        found = (one for one in self.by_channel[channel] if one.id == message)
        return next((one for one in found if not one.deleted), None)

    def with_nonce(self, channel: str, nonce: str) -> Posted | None:
        """Return the message that a nonce already made, while the nonce is remembered."""
        since = self.now() - self.nonce_window
        found = (one for one in self.by_channel[channel] if one.key == nonce)
        return next((one for one in found if one.author == BOT and one.at >= since), None)

    def add(self, place: Place, body: Body, author: str = BOT) -> Posted:
        reference = body.get("message_reference") or {}
        posted = Posted(
            id=self.new_id(),
            channel=place.id,
            guild=place.guild,
            author=author,
            at=self.now(),
            body=body,
            key=body.get("nonce"),
            reply_to=str(reference["message_id"]) if reference.get("message_id") else None,
        )
        self.posted.append(posted)
        self.by_channel[place.id].append(posted)
        return posted

    def direct(self, user: str) -> Place:
        """Return the direct conversation of the bot with a user."""
        known = (place for place in self.places.values() if place.with_user == user)
        found = next(known, None)
        if found is None:
            found = Place(id=f"70{user}", guild=None, kind=DIRECT, with_user=user)
            self.places[found.id] = found
        return found

    def respond(self, question: Question, body: Body, *, loading: bool = False) -> Posted:
        """Put an answer, or the place held for it, into the question's channel."""
        flags = body.get("flags", 0) & EPHEMERAL | (LOADING if loading else 0)
        question.response = self.add(self.places[question.channel], body | {"flags": flags})
        return question.response

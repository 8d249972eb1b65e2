"""What a chaos run is made of."""

from dataclasses import dataclass
from math import ceil

from bot.domain.alert import Channel
from tests.chaos.discord import guild_of
from tests.platforms.slack_state import TEAM

ALERTS_A_KILL = 20
MOST_CHANNELS = 50  # on each platform


@dataclass(frozen=True, slots=True)
class Plan:
    """`channels` counts those of each platform, and every one watches all companies: `stories` times both is
    how many alerts are owed. `reconciles` is False in the control run, `history` where Slack's app may not
    look for what stands; with `prices` alerts want those of a moody vendor. `patience` (seconds) is how long
    the last bot has to catch up: what it has not done by then counts as lost."""

    seed: int
    kills: int
    channels: int
    stories: int
    reconciles: bool = True
    history: bool = True
    prices: bool = False
    patience: float = 900.0

    @classmethod
    def of(
        cls, seed: int, kills: int, *, reconciles: bool = True, history: bool = True, prices: bool = False
    ) -> "Plan":
        """Return a plan with 20 alerts a kill."""
        channels = min(MOST_CHANNELS, max(8, kills // 4))
        stories = max(1, ceil(ALERTS_A_KILL * kills / (2 * channels)))
        return cls(seed, kills, channels, stories, reconciles, history, prices)

    def slack(self) -> list[str]:
        return [f"C{number:04d}" for number in range(self.channels)]

    def discord(self) -> list[str]:
        return [str(100_000 + number) for number in range(self.channels)]

    def watching(self) -> list[Channel]:
        """Return every channel."""
        slack = [Channel("slack", TEAM, channel) for channel in self.slack()]
        servers = enumerate(self.discord())
        return [*slack, *(Channel("discord", guild_of(number), channel) for number, channel in servers)]

"""The desk: what a command may use."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.domain.market import Securities
from bot.ports.sources import Clock, PriceProvider
from bot.ports.store import AuditTrail, DeadChannel, Deliveries, SourceHealth, Stories, WatchBook


@dataclass(frozen=True, slots=True)
class Status:
    """What `/status` shows. `chats` maps a platform to "connected", or to what is wrong in plain words."""

    started: datetime
    sources: tuple[SourceHealth, ...]
    chats: dict[str, str] = field(default_factory=dict)
    owed: int = 0
    disabled: tuple[DeadChannel, ...] = ()


class Desk(Protocol):
    """What a command may use."""

    @property
    def clock(self) -> Clock: ...
    @property
    def securities(self) -> Securities: ...
    @property
    def stories(self) -> Stories: ...
    @property
    def watches(self) -> WatchBook: ...
    @property
    def deliveries(self) -> Deliveries: ...
    @property
    def audit(self) -> AuditTrail: ...
    @property
    def prices(self) -> PriceProvider: ...

    async def status(self) -> Status: ...

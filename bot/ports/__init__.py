"""What the rooms ask of each other: narrow protocols, no code.

The outer rooms (sources, prices, store, handlers) keep these promises; the inner ones (desk, commands) rely
on them. `tests/contracts/` holds every store to them.
"""

from bot.domain.market import Securities
from bot.ports.chat import Answer, Chat, Check, Choice, Clerk, Examination, Found, Grade
from bot.ports.desk import Desk, Status
from bot.ports.sources import Clock, Cursor, Fetched, Poll, PriceProvider, Source
from bot.ports.store import (
    Articles,
    AuditTrail,
    DeadChannel,
    Decision,
    Deliveries,
    Owed,
    SourceHealth,
    SourceState,
    Store,
    Stories,
    WatchBook,
)

__all__ = [
    "Answer",
    "Articles",
    "AuditTrail",
    "Chat",
    "Check",
    "Choice",
    "Clerk",
    "Clock",
    "Cursor",
    "DeadChannel",
    "Decision",
    "Deliveries",
    "Desk",
    "Examination",
    "Fetched",
    "Found",
    "Grade",
    "Owed",
    "Poll",
    "PriceProvider",
    "Securities",
    "Source",
    "SourceHealth",
    "SourceState",
    "Status",
    "Store",
    "Stories",
    "WatchBook",
]

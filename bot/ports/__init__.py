"""What the rooms ask of each other: narrow protocols, no code.

The outer rooms (sources, prices, store, handlers) keep these promises; the inner ones (desk, commands) rely
on them. `tests/contracts/` holds every store to them.
"""

from bot.domain.market import Securities
from bot.ports.chat import Answer, Chat, Check, Choice, Clerk, Examination, Found, Grade
from bot.ports.desk import Desk, Status
from bot.ports.sources import Clock, Cursor, Fetched, Listens, Manner, Opens, Poll, PriceProvider, Source
from bot.ports.store import (
    AddedSource,
    Articles,
    AuditTrail,
    DeadChannel,
    Decide,
    Decision,
    Deliveries,
    Kept,
    Owed,
    Owners,
    PageShelf,
    Part,
    Parted,
    PausedSource,
    SourceBook,
    SourceHealth,
    SourceState,
    Store,
    Stories,
    Told,
    WatchBook,
    Without,
)

__all__ = [
    "AddedSource",
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
    "Decide",
    "Decision",
    "Deliveries",
    "Desk",
    "Examination",
    "Fetched",
    "Found",
    "Grade",
    "Kept",
    "Listens",
    "Manner",
    "Opens",
    "Owed",
    "Owners",
    "PageShelf",
    "Part",
    "Parted",
    "PausedSource",
    "Poll",
    "PriceProvider",
    "Securities",
    "Source",
    "SourceBook",
    "SourceHealth",
    "SourceState",
    "Status",
    "Store",
    "Stories",
    "Told",
    "WatchBook",
    "Without",
]

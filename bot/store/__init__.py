"""Where articles, stories, watches and deliveries are kept.

`sqlite` is the real one: a facade over `connection` (threads, pragmas, permissions), `migrations` (the
tables) and one module of plain SQL for each part of the port. `memory` keeps the same promises in dicts.
`alone` keeps a second `outlay run` off.
"""

from bot.store.alone import alone
from bot.store.memory import MemoryStore
from bot.store.sqlite import SqliteStore, open_store

__all__ = ["MemoryStore", "SqliteStore", "alone", "open_store"]

"""What the work at hand is about: the ids that every line of the log carries.

They are bound where a thing comes to hand, and hold for all that is called from there: in tasks that begin
there and in threads that `asyncio.to_thread` lends as well. Whoever writes the log down asks `trail`; this
room knows the standard library only, and so does everybody who speaks through it.
"""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType
from typing import Final

FIELDS: Final = "fields"  # the attribute of a log record that holds what `note` was given

_TRAIL: Final[ContextVar[Mapping[str, object]]] = ContextVar("trail", default=MappingProxyType({}))


@contextmanager
def about(**ids: object) -> Iterator[None]:
    """Bind ids ("article", "source", "story", "delivery", "platform", "channel", "key") while the block
    lasts; those that were bound before stand, unless they are named again."""
    token = _TRAIL.set({**_TRAIL.get(), **ids})
    try:
        yield
    finally:
        _TRAIL.reset(token)


def trail() -> Mapping[str, object]:
    """Return the ids that are bound here and now."""
    return _TRAIL.get()


def note(log: logging.Logger, event: str, /, level: int = logging.INFO, **fields: object) -> None:
    """Log an event of the way by its name, a thing and what was done to it ("article_kept"), with fields.

    A field that is None is left out.
    """
    if log.isEnabledFor(level):
        given = {name: value for name, value in fields.items() if value is not None}
        log.log(level, event, extra={FIELDS: given}, stacklevel=2)

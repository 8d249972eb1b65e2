"""Items of an answer, of which some may be bad: these are left out, and the others used."""

import logging
from collections.abc import Iterable
from typing import TypeVar

import msgspec

log = logging.getLogger(__name__)

T = TypeVar("T")


def sound(raws: Iterable[msgspec.Raw], kind: type[T], vendor: str) -> tuple[T, ...]:
    """Return the items that are of a `kind`. The others are left out, counted and logged."""
    items: list[T] = []
    reasons: list[str] = []
    for raw in raws:
        try:
            items.append(msgspec.json.decode(raw, type=kind))
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            reasons.append(str(error))
    if reasons:
        log.warning(
            "%s: %d of %d items cannot be used and are left out. The first: %s",
            vendor,
            len(reasons),
            len(reasons) + len(items),
            reasons[0],
        )
    return tuple(items)

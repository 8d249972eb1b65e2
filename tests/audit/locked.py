"""The packages that a lock file pins."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_PIN: Final = re.compile(
    r"^(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)==(?P<version>[^\s;\\]+)(?:\s*;\s*(?P<marker>[^\\]+?))?\s*\\?$"
)
_HASH: Final = re.compile(r"^\s+--hash=sha256:[0-9a-f]{64}\s*\\?$")


@dataclass(frozen=True, slots=True)
class Pin:
    """A package at a version. `marker` says on which machines it is wanted, "" for all; `hashes` counts the
    files that may be installed."""

    name: str
    version: str
    marker: str
    hashes: int


def pins(lock: Path) -> list[Pin]:
    """Return what a lock file pins, in its order. Raises ValueError for a line that pins nothing exactly."""
    found: list[Pin] = []
    for number, line in enumerate(lock.read_text(encoding="utf-8").splitlines(), start=1):
        if _HASH.match(line):
            last = found.pop()
            found.append(Pin(last.name, last.version, last.marker, last.hashes + 1))
        elif pin := _PIN.match(line):
            found.append(Pin(pin["name"], pin["version"], (pin["marker"] or "").strip(), 0))
        elif line.strip() and not line.lstrip().startswith("#"):
            raise ValueError(f"{lock.name}:{number} pins nothing exactly: {line}")
    return found

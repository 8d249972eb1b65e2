"""Under which licence each package stands, as its own metadata says it, and whether Outlay may bring it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from typing import Final

from tests.audit.locked import Pin

# What asks for no more than its notice, or (MPL) for the sources of its own files where they are changed: all
# may come with MIT.
ALLOWED: Final = frozenset(
    {
        "0BSD",
        "Apache-2.0",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "CC0-1.0",
        "CNRI-Python",
        "ISC",
        "LicenseRef-Public-Domain",
        "MIT",
        "MIT-CMU",  # Pillow's: the MIT licence in an older wording
        "MPL-1.1",
        "MPL-2.0",
        "PSF-2.0",
        "Python-2.0",
        "Unlicense",
        "Zlib",
    }
)
# How packages say it that were made before licences had short names.
_FORMERLY: Final = {
    "Apache": "Apache-2.0",
    "Apache License": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD": "BSD-3-Clause",
    "BSD License": "BSD-3-Clause",
    "MIT License": "MIT",
    "The MIT License": "MIT",
    "The MIT License (MIT)": "MIT",
    "ISC License (ISCL)": "ISC",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "PSF": "PSF-2.0",
    "Public Domain": "LicenseRef-Public-Domain",
}
_CLASSIFIER: Final = "License :: "


@dataclass(frozen=True, slots=True)
class Standing:
    """A package and its licence, None where it is not installed here and nothing can be said."""

    pin: Pin
    licence: str | None

    @property
    def is_allowed(self) -> bool:
        return self.licence is None or may_be_brought(self.licence)


def standings(packages: Iterable[Pin]) -> list[Standing]:
    """Look each package up among those that are installed."""
    return [Standing(pin, _licence(pin)) for pin in packages]


def may_be_brought(licence: str) -> bool:
    """Say whether a licence expression can be met with what is allowed: one side of each OR, all of an AND.

    Brackets are not read: who meets an expression with some adds what it means here.
    """
    return any(
        all(term.strip() in ALLOWED for term in choice.split(" AND ")) for choice in licence.split(" OR ")
    )


def licence_of(package: Distribution) -> str:
    """Return a package's licence as a short expression, or whatever words it has for it."""
    metadata = package.metadata
    for expression in metadata.get_all("License-Expression") or ():
        return str(expression)
    told = [text for text in metadata.get_all("Classifier") or () if text.startswith(_CLASSIFIER)]
    named = [_FORMERLY.get(name, name) for name in (text.rpartition(" :: ")[2] for text in told)]
    if named:
        return " AND ".join(sorted(set(named)))
    words = "".join(str(text) for text in metadata.get_all("License") or ()).strip().partition("\n")[0]
    return _FORMERLY.get(words, words) or "none is told"


def table(found: Sequence[Standing]) -> str:
    """Return the packages and their licences as a Markdown table."""
    rows = [
        f"| {one.pin.name} | {one.pin.version} | {one.licence or f'not installed here ({one.pin.marker})'} |"
        for one in found
    ]
    return "\n".join(["| package | version | licence |", "|---|---|---|", *rows]) + "\n"


def _licence(pin: Pin) -> str | None:
    try:
        return licence_of(distribution(pin.name))
    except PackageNotFoundError:
        return None

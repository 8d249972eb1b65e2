"""A kind's name becomes the module that builds it.

A module of a kind has `Settings` (a frozen msgspec Struct) and `build`. It is found in the kind's own folder
(`feed` → `bot.sources.feed`), through an entry point (group `outlay.sources`, `outlay.platforms`,
`outlay.prices`), or by a dotted path (`acme.outlay_wire`).
"""

import re
from importlib import import_module
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Final

from bot.domain.errors import CannotRun

FOLDERS: Final = {"sources": "bot.sources", "prices": "bot.prices", "platforms": "handlers"}

# A module of a kind is known by its text: to list what there is, no SDK should have to be imported.
BUILDS: Final = re.compile(r"^def build\(|^from \S+ import .*\bbuild\b", re.MULTILINE)


def find(group: str, kind: str) -> ModuleType:
    """Return the module of a kind in `group` ("sources", "prices", "platforms").

    Raises CannotRun when nothing has that name, with the names there are, or when it lacks a part.
    """
    if kind.isidentifier() and find_spec(f"{FOLDERS[group]}.{kind}") is not None:
        module = import_module(f"{FOLDERS[group]}.{kind}")
    elif found := [entry for entry in entry_points(group=f"outlay.{group}") if entry.name == kind]:
        loaded = found[0].load()
        module = loaded if isinstance(loaded, ModuleType) else import_module(found[0].module)
    elif "." in kind and _exists(kind):
        module = import_module(kind)
    else:
        raise CannotRun(f'There is no kind "{kind}" among the {group}. Known are: {", ".join(names(group))}.')
    for part in ("Settings", "build"):
        if not hasattr(module, part):
            raise CannotRun(f"The module {module.__name__} has no `{part}`, so it is not one of the {group}.")
    return module


def names(group: str) -> list[str]:
    """Return the kinds that can be named without a dotted path."""
    folder = import_module(FOLDERS[group])
    own = []
    for place in folder.__path__:
        for entry in Path(place).iterdir():
            if entry.stem.startswith("_") or (entry.is_file() and entry.suffix != ".py"):
                continue
            text = (entry / "__init__.py" if entry.is_dir() else entry).read_text(encoding="utf-8")
            if BUILDS.search(text):
                own.append(entry.stem)
    return sorted({*own, *(entry.name for entry in entry_points(group=f"outlay.{group}"))})


def _exists(dotted: str) -> bool:
    try:
        return find_spec(dotted) is not None
    except ModuleNotFoundError:
        return False

"""A kind's name becomes the module that builds it.

A module of a kind has `Settings` (a frozen msgspec Struct) and `build`. It is found in the kind's own folder
(`feed` → `bot.sources.feed`), through an entry point (group `outlay.sources`, `outlay.platforms`,
`outlay.prices`), or by a dotted path (`acme.outlay_wire`).
"""

import re
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Final

from bot.domain.errors import CannotRun, OutlayError

FOLDERS: Final = {"sources": "bot.sources", "prices": "bot.prices", "platforms": "handlers"}

# A module of a kind is known by its text: to list what there is, no SDK should have to be imported.
BUILDS: Final = re.compile(r"^def build\(|^from \S+ import .*\bbuild\b", re.MULTILINE)


class UnknownKind(CannotRun):
    """Nothing has the name of this kind."""


def find(group: str, kind: str) -> ModuleType:
    """Return the module of a kind in `group` ("sources", "prices", "platforms").

    Raises UnknownKind when nothing has that name, with the names there are, and CannotRun when the module
    cannot be imported or lacks a part.
    """
    with faults(f'The module of the kind "{kind}"'):
        module = _imported(group, kind)
    for part in ("Settings", "build"):
        if not hasattr(module, part):
            raise CannotRun(f"The module {module.__name__} has no `{part}`, so it is not one of the {group}.")
    return module


@contextmanager
def faults(whose: str) -> Iterator[None]:
    """Turn whatever a plugin raises by mistake into CannotRun, with the place: a fault in one must not keep
    the others from their work. `whose` begins the message. What it raises on purpose goes through."""
    try:
        yield
    except OutlayError:
        raise
    except Exception as error:
        raise CannotRun(f"{whose} is at fault: {fault(error)}. Mend it there.") from error


def fault(error: Exception) -> str:
    """Return what was raised and where: "ValueError: no such tide (harbour.py, line 12)"."""
    words = str(error).rstrip(".").replace("\n", " ")
    said = f"{type(error).__name__}: {words}" if words else type(error).__name__
    if isinstance(error, SyntaxError):  # it names its own place; the last frame is the import machinery's
        return said
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if not frame.filename.startswith("<frozen ")]
    return f"{said} ({Path(own[-1].filename).name}, line {own[-1].lineno})" if own else said


def _imported(group: str, kind: str) -> ModuleType:
    if kind.isidentifier() and find_spec(f"{FOLDERS[group]}.{kind}") is not None:
        return import_module(f"{FOLDERS[group]}.{kind}")
    if found := [entry for entry in entry_points(group=f"outlay.{group}") if entry.name == kind]:
        loaded = found[0].load()
        return loaded if isinstance(loaded, ModuleType) else import_module(found[0].module)
    if "." in kind and _exists(kind):
        return import_module(kind)
    known = f"Known are: {', '.join(names(group))}."
    raise UnknownKind(" ".join([f'There is no kind "{kind}" among the {group}. {known}', *sought(kind)]))


def sought(kind: str) -> list[str]:
    """Return in which file a kind with a dot in its name was looked for, and what is to be done for it to be
    found there: one sentence, or none for another kind."""
    package, *rest = kind.split(".")
    if not rest or not all(part.isidentifier() for part in (package, *rest)):
        return []
    file = f"{kind.replace('.', '/')}.py"
    return [f"For {file} to be found, PYTHONPATH must name the folder in which the folder {package} stands."]


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
    except ModuleNotFoundError as error:
        if error.name is None or not f"{dotted}.".startswith(f"{error.name}."):
            raise  # the package is there, and what it imports is not
        return False

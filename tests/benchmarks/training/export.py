"""The student as the encoder reads it: `weights/encoder.npz` and `weights/encoder-words.txt`.

Each norm in front of a matrix is folded into it, and the attention's scale into what is asked. Everything
that is added up for a word is written with mean 0, so that the encoder need not take a mean off. The
words' rows are kept in a byte a number, each row with a unit of its own, all else in half precision.
"""

from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tests.benchmarks.training.student import HEADS, LAYERS, WIDTH, Student

__all__ = ["export"]

_TOP: Final = 127  # of a signed byte

Array = NDArray[Any]


def export(student: Student, folder: Path) -> None:
    """Write the student's weights and words into `folder`."""
    state = {name: np.asarray(part, np.float64) for name, part in student.parts.state_dict().items()}
    stored: dict[str, Any] = {name: table.astype(np.float16) for name, table in _tables(state).items()}
    words = _centred(state["words.weight"])
    unit = np.abs(words).max(1) / _TOP
    unit[unit == 0] = 1
    stored["words"] = np.rint(words / unit[:, None]).astype(np.int8)
    stored["words_unit"] = unit.astype(np.float16)
    np.savez_compressed(folder / "encoder.npz", **stored)
    known = (student.words.rows, student.words.endings)
    listed = "".join(" ".join(entries) + "\n" for entries in known)
    (folder / "encoder-words.txt").write_text(listed, encoding="utf-8")


def _tables(state: dict[str, Array]) -> dict[str, Array]:
    """Return all but the words' rows, by the names of the encoder's fields."""
    tables = {name: _centred(state[f"{name}.weight"]) for name in ("shapes", "tails", "places")}
    tables["norm"], tables["norm_bias"] = state["norm.weight"], state["norm.bias"]
    for name in ("gather", "answer"):
        tables[name], tables[f"{name}_bias"] = state[f"{name}.weight"].T, state[f"{name}.bias"]
    for at in range(LAYERS):
        layer = f"layers.{at}."
        for name in ("attend", "widen"):
            tables[f"{name}.{at}"], tables[f"{name}_bias.{at}"] = _folded(state, layer, name)
        for name in ("join", "narrow"):
            tables[f"{name}.{at}"] = _centred(state[f"{layer}{name}.weight"].T)
            tables[f"{name}_bias.{at}"] = _centred(state[f"{layer}{name}.bias"])
        scale = np.sqrt(WIDTH // HEADS)
        tables[f"attend.{at}"][:, :WIDTH] /= scale
        tables[f"attend_bias.{at}"][:WIDTH] /= scale
    return tables


def _folded(state: dict[str, Array], layer: str, name: str) -> tuple[Array, Array]:
    """Return matrix and bias with the gain and shift of the norm in front of them folded in."""
    matrix = state[f"{layer}{name}.weight"].T
    shift = state[f"{layer}{name}_norm.bias"] @ matrix
    return state[f"{layer}{name}_norm.weight"][:, None] * matrix, state[f"{layer}{name}.bias"] + shift


def _centred(table: Array) -> Array:
    """Return each row with mean 0."""
    centred: Array = table - table.mean(-1, keepdims=True)
    return centred

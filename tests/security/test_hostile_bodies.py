"""Bodies that are made to do harm: each is bounded in time and memory, and told in words."""

import asyncio
import json
import sys
from typing import Any, Final

import pytest

from tests.security.hostile import BODIES, PATIENCE, SERVED
from tests.wires import Wire

MEMORY: Final = 64  # MiB beyond what the process held before
SLOWEST: Final = 8.0  # seconds of work beyond the deadline of the fetch; 20 are promised, with it

# How many articles each gives, and words of what is said. What can be read honestly is.
OUTCOMES: Final = {
    "billion laughs": (0, "declarations of its own"),
    "quadratic entities": (0, "declarations of its own"),
    "a local file": (0, "declarations of its own"),
    "another host": (0, "declarations of its own"),
    "a million items": (0, ""),
    "a million small items": (1, ""),
    "a million elements in an item": (0, "more elements"),
    "attributes without end": (0, "more attributes"),
    "elements within elements": (0, "not well-formed"),
    "one item without end": (0, "not well-formed"),
    "markup without end": (1, ""),
    "frames without end": (1, ""),
    "nothing but NUL": (0, "not well-formed"),
    "more than 10 MiB": (0, "more than 10 MiB"),
    "JSON without end": (0, "more parts"),
    "JSON of a million items": (0, "more parts"),
    "JSON of a million texts": (0, "more parts"),
    "NUL among the words": (20, ""),
    "Latin-1 that says UTF-8": (1, ""),
    "an encoding that does not exist": (1, ""),
    "UTF-16 without saying so": (1, ""),
    "cut short": (23, ""),  # whole ones: the half item at the end waits for the next answer
    "50 MB of zeros in gzip": (0, "more than 10 MiB"),
    "damaged gzip": (0, "damaged gzip"),
    "gzip cut short": (0, "broke off"),
    "one byte a second": (0, "did not finish within 2 s"),
    "silence": (0, "did not finish within 2 s"),
}


def test_every_body_has_an_outcome() -> None:
    assert OUTCOMES.keys() == BODIES.keys() | SERVED.keys()


@pytest.mark.parametrize("name", OUTCOMES)
async def test_harm_is_bounded(name: str) -> None:
    async with Wire() as wire:
        if name in BODIES:
            wire.put("/feed", BODIES[name]())
        else:
            SERVED[name](wire)
        found = await _cost(wire)
    articles, words = OUTCOMES[name]
    assert found["articles"] == articles
    assert words in found["words"]
    assert found["mib"] < MEMORY
    assert found["seconds"] < PATIENCE + SLOWEST


async def _cost(wire: Wire) -> dict[str, Any]:
    command = (sys.executable, "-m", "tests.security.hostile", wire.url("/feed"), wire.place)
    child = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    printed, _ = await child.communicate()
    found: dict[str, Any] = json.loads(printed)
    return found

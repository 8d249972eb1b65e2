"""One run of `outlay read - --jsonl` over some articles: what it printed, and what it cost."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

__all__ = ["WORDS", "Json", "Printed", "answers_to", "first_words", "read_texts", "rows_of", "run"]

Json = dict[str, Any]

WORDS: Final = 300
"""How many words of a story are read where speed is measured."""

MEASURED: Final = """
import atexit, pathlib, runpy, sys
def peak():
    lines = pathlib.Path("/proc/self/status").read_text().splitlines()
    print(next(line.split()[1] for line in lines if line.startswith("VmHWM")), file=sys.stderr)
atexit.register(peak)
runpy.run_module("bot", run_name="__main__", alter_sys=True)
"""
"""Runs the program, and at its end says its own largest resident memory in kB. What the system tells of a
child begins with what this process held when it started the child."""

ROOT: Final = Path(__file__).parents[2]


class Printed(NamedTuple):
    """What the program printed, by id, and what the run cost."""

    answers: dict[str, Json]
    wall: float  # seconds from start to end
    cpu: float  # seconds of the processor
    memory: float  # MB of resident memory at most


def rows_of(path: Path) -> list[Json]:
    """Return the objects of a file of JSON lines. Raises FileNotFoundError."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def first_words(body: str, most: int) -> str:
    """Return the first words of a body, in the paragraphs that they stand in."""
    kept: list[str] = []
    left = most
    for paragraph in body.split("\n"):
        words = paragraph.split()
        kept.append(" ".join(words[:left]))
        left -= len(words)
        if left <= 0:
            break
    return "\n".join(kept)


def run(articles: Iterable[Json]) -> Printed:
    """Run the program over articles, each with an id of its own. Raises CalledProcessError if it cannot."""
    command = [sys.executable, "-c", MEASURED, "read", "-", "--jsonl"]
    with (
        tempfile.TemporaryFile() as given,
        tempfile.TemporaryFile() as printed,
        tempfile.TemporaryFile() as told,
    ):
        given.writelines(json.dumps(article).encode() + b"\n" for article in articles)
        given.seek(0)
        began = time.perf_counter()
        process = subprocess.Popen(command, stdin=given, stdout=printed, stderr=told, cwd=ROOT)
        _, status, used = os.wait4(process.pid, 0)  # the only way to what this one child used
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            told.seek(0)
            raise subprocess.CalledProcessError(process.returncode, command, stderr=told.read().decode())
        printed.seek(0)
        told.seek(0)
        memory = float(told.read().split()[-1]) / 1024
        answers = {answer["id"]: answer for answer in map(json.loads, printed)}
    return Printed(answers, wall, used.ru_utime + used.ru_stime, memory)


def answers_to(rows: Sequence[Json], *keys: str) -> dict[str, Json]:
    """Return what is printed for rows of which only the id and the named keys are fed, by id."""
    return run({"id": row["id"], **{key: row[key] for key in keys}} for row in rows).answers


def read_texts(rows: Sequence[Json]) -> dict[str, Json]:
    """Return what is printed for rows whose `text` is fed as a body without a headline, by id."""
    return run({"id": row["id"], "body": row["text"]} for row in rows).answers

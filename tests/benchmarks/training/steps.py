"""The steps from labels to a student, each from what the one before left in the work folder."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.benchmarks.training import lessons, report, rows
from tests.benchmarks.training.export import export
from tests.benchmarks.training.lessons import ROUNDS
from tests.benchmarks.training.student import Student
from tests.benchmarks.training.teacher import ANSWERS, Teacher, named
from tests.benchmarks.training.vary import Neighbours

__all__ = ["ask", "gather", "ship", "teach", "teach_student"]

LESSONS = "lessons.jsonl"
SCORES = "scores.npy"
STUDENT = "student.pt"
SHIPPED = Path(__file__).parents[3] / "bot" / "reading" / "verdict" / "weights"

Array = NDArray[Any]


def _teacher(work: Path, at: int) -> Path:
    return work / f"teacher-{at}.pt"


def teach(work: Path, teachers: int, first: int | None, steps: int | None) -> None:
    """Fine-tune the teachers and write them as teacher-0.pt and so on."""
    labelled, own = rows.labelled(), rows.written()
    for at, drawn in enumerate(ROUNDS[:teachers]):
        taught = named(labelled, own, drawn.named, drawn.seed)[:first]
        teacher = Teacher.fit(taught, drawn.seed, steps)
        teacher.save(_teacher(work, at))
        _report(f"teacher {at}", teacher)


def gather(work: Path, teachers: int) -> None:
    """Write the texts that are taught as lessons.jsonl."""
    labelled = rows.labelled()
    unlabelled = rows.stream(row.headline for row in labelled)
    vary = Neighbours().vary
    found = lessons.gathered(labelled, unlabelled, rows.written(), ROUNDS[:teachers], vary)
    lessons.write(work / LESSONS, found)
    print(f"{len(found)} texts to be taught")


def ask(work: Path, teachers: int) -> None:
    """Write what the teachers say of each lesson as scores.npy; their mean where several are asked."""
    taught = lessons.read(work / LESSONS)
    said, times = np.zeros((len(taught), ANSWERS), np.float32), np.zeros((len(taught), 1), np.float32)
    for at in range(teachers):
        asked = [n for n, lesson in enumerate(taught) if lesson.teacher in {None, at}]
        said[asked] += Teacher.load(_teacher(work, at)).scores([taught[n].text for n in asked])
        times[asked] += 1
    np.save(work / SCORES, said / times)


def teach_student(work: Path, first: int | None, steps: int | None) -> None:
    """Teach the student and write it as student.pt."""
    taught, said = lessons.read(work / LESSONS)[:first], np.load(work / SCORES)[:first]
    student = Student.fit(taught, said, steps)
    student.save(work / STUDENT)
    _report("student", student)


def ship(work: Path) -> None:
    """Replace the shipped encoder by the student. `bot.reading.verdict.odds` has a scale and a shift for the
    two models that ship: `calibrate` prints what they become."""
    export(Student.load(work / STUDENT), SHIPPED)
    print(f"encoder.npz and encoder-words.txt written to {SHIPPED}")


def _report(name: str, model: Teacher | Student) -> None:
    development, stream = rows.development(), rows.held_stream()
    report.on_development(name, development, _odds(model, development))
    report.on_stream(name, stream, _odds(model, stream))


def _odds(model: Teacher | Student, asked: Sequence[rows.Row]) -> Array:
    return model.scores([row.headline for row in asked])[:, 0]

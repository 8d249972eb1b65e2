"""The texts that the student is taught: from the stream and our own, as they are and varied."""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from typing import Any, Final

from bot.reading.verdict.plainer import as_headline
from bot.reading.wording.sentences import sentences
from tests.benchmarks.training.fill import fill
from tests.benchmarks.training.rows import Row

__all__ = ["ROUNDS", "Lesson", "Round", "gathered", "read", "write"]

Vary = Callable[[str, float, Random], str]
"""Returns a text with a share of its words replaced."""

_VARIED_COUNTS: Final = 0.5  # against 1.0 for a headline that somebody wrote and somebody labelled
_WRITTEN_COUNTS: Final = 0.6
_SENTENCE_COUNTS: Final = 0.6
_UNSURE_COUNTS: Final = 0.6
_UNSURE_WRITTEN_COUNTS: Final = 0.4
_SENTENCES: Final = 4  # of a body
_BODY: Final = 2500  # characters of a body
_SHORTEST, _LONGEST = 40, 300  # characters of a sentence, both excluded


@dataclass(frozen=True, slots=True)
class Round:
    """What one teacher is taught and asked: fine-tuned with `seed` on the labels and `named` copies of each
    of our headlines, then asked about `varied` copies of each text, a `share` of whose words is replaced, and
    about `written` copies of each of our headlines, drawn with `drawn`."""

    seed: int
    named: int
    varied: int
    share: float
    written: int
    drawn: int


ROUNDS: Final = (
    Round(seed=0, named=2, varied=3, share=0.18, written=5, drawn=11),
    Round(seed=5, named=3, varied=2, share=0.25, written=3, drawn=77),
)


@dataclass(frozen=True, slots=True)
class Lesson:
    """A text, what it counts, and its row where it is labelled. All teachers are asked about it, or one, by
    its place in ROUNDS."""

    text: str
    weight: float
    row: Row | None = None
    teacher: int | None = None


def gathered(
    labelled: list[Row], unlabelled: list[Row], own: list[Row], rounds: tuple[Round, ...], vary: Vary
) -> list[Lesson]:
    """Return every text that is taught: about 190,000 with all rounds."""
    read = [Lesson(row.headline, _UNSURE_COUNTS if row.unsure else 1.0, row) for row in labelled]
    read += [Lesson(row.headline, 1.0) for row in unlabelled]
    found = list(read)
    for at, drawn in enumerate(rounds):
        rng = Random(drawn.drawn)
        found += [
            Lesson(vary(lesson.text, drawn.share, rng), _VARIED_COUNTS, teacher=at)
            for lesson in read
            for _ in range(drawn.varied)
        ]
        found += [lesson for row in own for lesson in _named(row, at, drawn, vary, rng)]
    seen = {lesson.text for lesson in found}
    found += [Lesson(text, _SENTENCE_COUNTS) for text in _leads((*unlabelled, *labelled), seen)]
    return found


def _named(row: Row, at: int, drawn: Round, vary: Vary, rng: Random) -> Iterator[Lesson]:
    counts = _UNSURE_WRITTEN_COUNTS if row.unsure else _WRITTEN_COUNTS
    for _ in range(drawn.written):
        yield Lesson(fill(row.headline, rng), counts, row, at)
    yield Lesson(vary(fill(row.headline, rng), drawn.share, rng), _VARIED_COUNTS, teacher=at)


def _leads(rows: tuple[Row, ...], seen: set[str]) -> Iterator[str]:
    """Yield the first sentences of the rows' bodies, plainer, as the reader judges them."""
    for row in rows:
        body = row.body[:_BODY]
        plainer = (as_headline(span.of(body)) for span in sentences(body))
        taken = 0
        for text in plainer:
            if taken < _SENTENCES and _SHORTEST < len(text) < _LONGEST and text not in seen:
                seen.add(text)
                taken += 1
                yield text


def write(path: Path, lessons: list[Lesson]) -> None:
    """Write lessons as JSON lines; a row without its body, which is long and no longer needed."""
    with path.open("w", encoding="utf-8") as lines:
        for lesson in lessons:
            said = asdict(lesson)
            if said["row"]:
                del said["row"]["body"]
            lines.write(json.dumps(said, ensure_ascii=False) + "\n")


def read(path: Path) -> list[Lesson]:
    """Read lessons that `write` wrote. Raises FileNotFoundError."""
    with path.open(encoding="utf-8") as lines:
        return [_lesson(**json.loads(line)) for line in lines]


def _lesson(row: dict[str, Any] | None, **rest: Any) -> Lesson:
    return Lesson(row=Row(**row) if row else None, **rest)

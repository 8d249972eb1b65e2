"""Quotations against the annotated paragraphs and stories; run as a module it prints each mistake.

**Pieces.** One labelled quotation is one piece for each of its spans; spans that only white space or marks
part are one. Pieces found at the same place for several speakers are one piece with all of them, as the
labels have it. What the labels call optional, and what nobody is named for, is neither required nor wrong.

**Match.** A found piece is right when it is `direct` as labelled, when the words that both pieces cover are
at least 60 % of the words that either covers (in the text's own places, not as bags of words), and when the
speaker is the labelled one. Each label is met once; the best overlap goes first.

**Speaker.** The last word of the found name must be among the label's words: "Jo Gray" is "Gray, an analyst
at Acme", never "Al Gray", and no office or title counts. Where the label has a pronoun or a phrase without a
name ("the analyst"), a name is right if the text has it, as the contract turns those into the last named
speaker; nobody has annotated which. A phrase must share its last word.

**Figures.** F1, precision and recall by form of speech. `spoken` asks only for what somebody says; without
it what somebody thinks, wants, blames or defends is asked for, too (PolNeAR's attitudes): no reader of
quotations means to find those. The 95 % intervals draw the texts again.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from bot.reading.speech.quotations import find_quotations
from tests.benchmarks.intervals import Counts, f1, interval, precision, recall

LEAST_OVERLAP: Final = 0.6
PRONOUNS: Final = frozenset(["he", "she", "they", "it", "who", "we", "i", "that", "some", "both"])

Json = dict[str, Any]


class Piece(NamedTuple):
    """The places of the words in the text, who is said to have said them, and how."""

    words: frozenset[int]
    speaker: str
    direct: bool
    start: int
    end: int


class Text(NamedTuple):
    """One annotated text: what is required, what may be found, and what was found."""

    id: str
    text: str
    found: Sequence[Piece]
    wanted: Sequence[Piece]
    spoken: Sequence[Piece]  # those of `wanted` that are said, not thought
    free: Sequence[Piece]


def piece(text: str, start: int, end: int, speaker: str, *, direct: bool) -> Piece:
    """Return a piece of `text`."""
    places = frozenset(found.start() for found in re.finditer(r"\w+", text[start:end]))
    return Piece(frozenset(start + place for place in places), speaker, direct, start, end)


def read(text: str, headline_length: int = 0) -> list[Piece]:
    """Return the pieces that the reader finds, those of several speakers at one place as one."""
    speakers: dict[tuple[int, int, bool], list[str]] = {}
    for quotation in find_quotations(text, headline_length):
        place = quotation.span.start, quotation.span.end, quotation.direct
        speakers.setdefault(place, []).append(quotation.speaker)
    return [
        piece(text, start, end, " and ".join(names), direct=direct)
        for (start, end, direct), names in speakers.items()
    ]


def joined(text: str, spans: Iterable[Sequence[int]]) -> list[tuple[int, int]]:
    """Return the spans, those that only white space or marks part as one."""
    out: list[tuple[int, int]] = []
    for start, end in spans:
        if out and not re.search(r"\w", text[out[-1][1] : start]):
            out[-1] = out[-1][0], end
        else:
            out.append((start, end))
    return out


def paragraph(row: Json) -> Text:
    """Return one annotated paragraph."""
    text = row["text"]
    wanted: list[Piece] = []
    spoken: list[Piece] = []
    free: list[Piece] = []
    for quote in row["quotes"]:
        pieces = [
            piece(text, start, end, quote["speaker"] or "", direct=quote["direct"])
            for start, end in joined(text, quote["spans"])
        ]
        if not quote["speaker"]:
            free += pieces
            continue
        wanted += pieces
        if quote["speech"]:
            spoken += pieces
    return Text(row["id"], text, read(text), wanted, spoken, free)


def story(row: Json) -> Text:
    """Return one annotated story. Raises ValueError when a label's words are not in it."""
    text = f"{row['headline']}\n\n{row['body']}"
    wanted: list[Piece] = []
    free: list[Piece] = []
    for quote in row["quotations"]:
        start = text.index(quote["text"])
        label = piece(text, start, start + len(quote["text"]), quote["speaker"], direct=quote["direct"])
        (free if quote.get("optional") else wanted).append(label)
    return Text(row["id"], text, read(text, len(row["headline"])), wanted, wanted, free)


def words_of(name: str) -> list[str]:
    return re.findall(r"\w+", name.lower())


def same_speaker(found: str, wanted: str, text: str) -> bool:
    """Say whether the found speaker is the labelled one of `text`."""
    label = words_of(wanted)
    named = any(word[:1].isupper() for word in re.findall(r"\w+", wanted)[1:]) or wanted[:1].isupper()
    for name in found.split(" and "):
        mine = words_of(name)
        if mine and mine[-1] in label and mine[-1] not in PRONOUNS - {wanted.lower()}:
            return True
        phrase = not named or wanted.lower() in PRONOUNS or label[0] == "the"
        if phrase and name[:1].isupper() and name in text:
            return True
    return False


def matched(found: Sequence[Piece], wanted: Sequence[Piece], text: str) -> list[tuple[Piece, Piece]]:
    """Pair what was found with its label, the best overlap first."""
    offers = []
    for mine in found:
        for label in wanted:
            shared = len(mine.words & label.words) / max(len(mine.words | label.words), 1)
            if (
                shared >= LEAST_OVERLAP
                and mine.direct is label.direct
                and same_speaker(mine.speaker, label.speaker, text)
            ):
                offers.append((shared, mine, label))
    pairs: list[tuple[Piece, Piece]] = []
    for _, mine, label in sorted(offers, key=lambda offer: -offer[0]):
        if all(mine is not one and label is not other for one, other in pairs):
            pairs.append((mine, label))
    return pairs


def judge(text: Text, *, direct: bool, spoken: bool) -> tuple[Counts, list[Piece], list[Piece]]:
    """Return the counts of one text and its mistakes: what is wrong, what is missing."""
    asked = [label for label in (text.spoken if spoken else text.wanted) if label.direct is direct]
    pairs = matched(text.found, asked, text.text)
    right = {id(mine) for mine, _ in pairs}
    met = {id(label) for _, label in pairs}
    # What meets nobody's words, an optional label or, among `spoken`, a thought counts neither way.
    free = [*text.free, *(label for label in text.wanted if label not in asked and label.direct is direct)]
    wrong = [
        mine
        for mine in text.found
        if mine.direct is direct
        and id(mine) not in right
        and not any(
            len(mine.words & label.words) >= LEAST_OVERLAP * len(mine.words | label.words) for label in free
        )
    ]
    missing = [label for label in asked if id(label) not in met]
    return Counts(len(pairs), len(wrong), len(missing)), wrong, missing


def score(name: str, texts: Sequence[Text], *, show: bool) -> dict[str, float]:
    """Return the figures of one set by the form of speech. `show` prints each mistake."""
    figures: dict[str, float] = {}
    for form, direct, spoken in (
        ("direct", True, False),
        ("indirect", False, False),
        ("indirect, spoken", False, True),
    ):
        counts: list[Counts] = []
        for text in texts:
            outcome, wrong, missing = judge(text, direct=direct, spoken=spoken)
            counts.append(outcome)
            if show and (direct or spoken):
                for what, pieces in (("wrong  ", wrong), ("missing", missing)):
                    for each in pieces:
                        said = text.text[each.start : each.end][:150].replace("\n", " ")
                        print(f"{text.id} {what} {form} [{each.speaker}] {said}")
        total = [sum(column) for column in zip(*counts, strict=True)]
        low, high = interval(counts)
        figures[f"{name}, {form}: F1"] = f1(*total)
        figures[f"{name}, {form}: F1, 95 % from"] = low
        figures[f"{name}, {form}: F1, 95 % to"] = high
        figures[f"{name}, {form}: precision"] = precision(*total)
        figures[f"{name}, {form}: recall"] = recall(*total)
    return figures


def rows_of(path: Path) -> list[Json]:
    return [json.loads(line) for line in path.open(encoding="utf-8")]


def measure(shared: Path, *, show: bool = False) -> Mapping[str, float]:
    """Return the figures by name. Raises FileNotFoundError without the data. `show` prints each mistake."""
    texts = [paragraph(row) for row in rows_of(shared / "data" / "quotations" / "dev.jsonl")]
    finance = [text for text in texts if text.id.startswith(("qf", "qs"))]
    politics = [text for text in texts if text not in finance]
    stories = [story(row) for row in rows_of(shared / "data" / "stories" / "dev.jsonl")]
    return {
        **score("finance", finance, show=show),
        **score("politics", politics, show=show),
        **score("stories", stories, show=show),
    }


if __name__ == "__main__":
    for label, value in measure(Path(__file__).parents[3] / "shared", show=True).items():
        print(f"{label:<50} {value:.3f}")

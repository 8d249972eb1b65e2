"""The labels of our own that the verdict's models learn from, and the names that are put into them."""

import re
from random import Random

import pytest

from tests.benchmarks.training import names
from tests.benchmarks.training.batches import shuffled, sorted_by_length
from tests.benchmarks.training.fill import PLACE, fill
from tests.benchmarks.training.rows import (
    DATA,
    KINDS,
    STATUSES,
    Row,
    development,
    held,
    held_stream,
    labelled,
    read_by_us,
    stream,
    table,
    written,
)

needs_data = pytest.mark.skipif(
    not DATA.is_dir(), reason="the labelled headlines in ../shared/data are not there"
)


def runs(headline: str) -> list[tuple[str, ...]]:
    """Return a headline's runs of eight words without case and marks, or its only one if it is shorter."""
    words = re.findall(r"\w+", PLACE.sub("", headline).lower())
    return [tuple(words[at : at + 8]) for at in range(max(len(words) - 7, 1))]


class TestTheTables:
    @pytest.mark.parametrize(("name", "size"), [("written.tsv", 2964), ("read.tsv", 381)])
    def test_each_line_says_what_it_may(self, name: str, size: int) -> None:
        lines = table(name)
        assert len(lines) == size
        for line in lines:
            firm = line["status"] in {"announced", "rumoured", "progress"}
            cancelled = line["status"] == "cancelled"
            assert line["unsure"] in {"0", "1"}, line
            assert line["label"] == str(int(firm)), line
            assert firm or cancelled or line["status"] == "-", line
            assert (line["kind"] in KINDS) == (firm or cancelled), line
            assert firm or cancelled or line["kind"] == "-", line

    def test_a_row_has_a_status_unless_nobody_gave_it_one(self) -> None:
        assert {row.status for row in written()} == set(STATUSES)
        assert {row.status for row in written() if not row.label} == {"cancelled", "none"}

    def test_no_headline_is_written_twice(self) -> None:
        headlines = [row.headline.lower() for row in written()]
        assert len(set(headlines)) == len(headlines)


class TestNames:
    def test_no_place_stays_empty(self) -> None:
        rng = Random(7)
        filled = [fill(row.headline, rng) for row in written()]
        assert not [headline for headline in filled if "{" in headline or "}" in headline]

    def test_a_place_keeps_its_name_and_two_companies_have_two(self) -> None:
        first, again, second = fill("{A}|{A}|{B}", Random(1)).split("|")
        assert first == again != second

    def test_the_same_draw_gives_the_same_names(self) -> None:
        once, again = (fill("{A} buys {S} of {P} for {M}", Random(3)) for _ in range(2))
        assert once == again

    def test_an_unknown_sort_is_refused(self) -> None:
        with pytest.raises(KeyError):
            fill("{Z} buys", Random(1))

    def test_companies_are_called_as_headlines_call_them(self) -> None:
        great, every = names.companies()
        assert {"Apple", "Toyota Motor", "Sony", "Bank of America"} <= set(every)
        assert set(great) < set(every)
        assert not [name for name in great if name.lower().endswith((" inc", " corp", " ltd", " plc", " ag"))]


class TestBatches:
    def test_every_text_comes_once(self) -> None:
        lengths = [n * 7 % 11 for n in range(50)]
        for batches in (sorted_by_length(lengths, 8), shuffled(lengths, 8, 3, Random(1))):
            assert sorted(at for batch in batches for at in batch) == list(range(50))
            assert max(map(len, batches)) == 8

    def test_the_shortest_come_first_where_nothing_is_learnt(self) -> None:
        assert sorted_by_length([3, 1, 2], 2) == [[1, 2], [0]]


@needs_data
class TestAgainstTheSharedData:
    def test_no_headline_of_ours_is_one_of_theirs_nor_shares_eight_words_in_a_row(self) -> None:
        shared = (*labelled(read=False), *stream(), *development(), *held_stream())
        theirs = {run for row in shared for run in runs(row.headline)}
        assert not [row.headline for row in written() if any(run in theirs for run in runs(row.headline))]

    def test_nothing_that_is_measured_with_is_trained_on(self) -> None:
        taught = labelled()
        kept = {row.headline for row in (*development(), *held_stream())}
        unlabelled = stream(row.headline for row in taught)
        assert not [row for row in (*taught, *unlabelled) if row.headline in kept or held(row.headline)]
        assert len({row.headline for row in (*taught, *unlabelled)}) == len(taught) + len(unlabelled)

    def test_what_we_read_is_in_the_stream(self) -> None:
        ours = read_by_us()
        assert len(ours) == 4983
        assert sum(row.label for row in ours) == 205

    def test_a_fifth_of_the_stream_is_held_out(self) -> None:
        kept, rest = len(held_stream()), len(stream())
        assert kept / (kept + rest) == pytest.approx(1 / 5, abs=0.01)


def test_a_row_of_the_stream_is_plainly_none_until_somebody_says_more() -> None:
    row = Row("A bank names a chief", "stream")
    assert (row.label, row.kind, row.status, row.unsure) == (0, "", "none", False)

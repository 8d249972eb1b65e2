"""Sums of money and their roles, judged by what `outlay read --jsonl` prints for each labelled sentence."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.benchmarks.contract_run import Json, read_texts, rows_of
from tests.benchmarks.figure import Counts, Figure, counted, number, same

__all__ = ["Sum", "close", "matched", "sums"]

Sum = tuple[float, str]
"""A value in major units and its currency."""


def sums(data: Path) -> dict[str, Figure]:
    """Return the figures by name. Raises FileNotFoundError without the data."""
    rows = rows_of(data / "amounts/news.jsonl")
    suites = rows_of(data / "amounts/peer_suites.jsonl")
    answers, others = read_texts(rows), read_texts(suites)
    found = {"amounts: F1": counted([matched(row, printed(answers[row["id"]])) for row in rows])}
    found |= _roles(rows, answers)
    for source, language in sorted({(row["source"], row["lang"]) for row in suites}):
        suite = [row for row in suites if (row["source"], row["lang"]) == (source, language)]
        found[f"peer suites: {source} {language}, F1"] = counted(
            [matched(row, printed(others[row["id"]])) for row in suite]
        )
    return found


def printed(answer: Json) -> list[Sum]:
    """Return the sums of one answer in order, with both ends of a range and the stated dollars."""
    found: list[Sum] = []
    for amount in answer["amounts"]:
        found.append((amount["value"], amount["currency"]))
        if amount["value_max"] is not None:
            found.append((amount["value_max"], amount["currency"]))
        if amount["usd_basis"] == "stated":
            found.append((amount["usd"], "USD"))
    return found


def close(one: float, other: float) -> bool:
    """Return whether two values are the same but for the last digits of a float."""
    return abs(one - other) <= 1e-6 * max(abs(one), abs(other))


def matched(row: Json, found: Sequence[Sum]) -> Counts:
    """Return how many labelled sums are found, how many found are not labelled, how many labelled are missed.

    Each label is met once. An optional label counts neither way; a suite that says `first_only` asks for the
    first sum alone.
    """
    left = list(found[:1] if row.get("first_only") else found)
    right = missed = 0
    for label in sorted(row["expected"], key=lambda label: bool(label.get("optional"))):
        met = next(
            (one for one in left if close(one[0], label["value"]) and label["currency"] in (None, one[1])),
            None,
        )
        if met is not None:
            left.remove(met)
        if not label.get("optional"):
            right += met is not None
            missed += met is None
    return right, len(left), missed


def _roles(rows: Sequence[Json], answers: Mapping[str, Json]) -> dict[str, Figure]:
    """Return how often the role of a labelled sum is right, among those that are found."""
    judged: list[list[tuple[str, str]]] = []
    for row in rows:
        roles: dict[Sum, str] = {}
        for amount in answers[row["id"]]["amounts"]:
            roles.setdefault((amount["value"], amount["currency"]), amount["role"])
            roles.setdefault((amount["value_max"], amount["currency"]), amount["role"])
        labels = [label for label in row["expected"] if not (label.get("optional") or "equiv_of" in label)]
        pairs = ((label["role"], roles.get((label["value"], label["currency"]))) for label in labels)
        judged.append([(wanted, role) for wanted, role in pairs if role is not None])
    every = [pair for pairs in judged for pair in pairs]
    return {
        "amounts: role accuracy": counted([same(*pair) for pair in every], "accuracy"),
        "amounts: investment F1": counted([_investments(pairs) for pairs in judged]),
        "amounts: prices taken for an investment": number(every.count(("price", "investment"))),
    }


def _investments(pairs: Sequence[tuple[str, str]]) -> Counts:
    seen = Counter((wanted == "investment", role == "investment") for wanted, role in pairs)
    return seen[True, True], seen[False, True], seen[True, False]

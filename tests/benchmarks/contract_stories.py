"""Whole articles, judged by what `outlay read --jsonl` prints: whom it would alert, with which sum and words.

A ticker is right when the labelled one is the printed one or a listing that is printed with it. Labels with a
second acceptable answer (`alt_…`) accept either; what is marked `optional` is neither required nor wrong.
"""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.benchmarks.contract_run import Json, answers_to, rows_of
from tests.benchmarks.contract_speech import quoted
from tests.benchmarks.contract_sums import close
from tests.benchmarks.figure import Counts, Figure, counted, number, same

__all__ = ["stories"]

ALERTED = frozenset({"investor", "target", "partner"})
"""The roles of a company whose watchers are told."""


def stories(data: Path) -> dict[str, Figure]:
    """Return the figures by name. Raises FileNotFoundError without the data."""
    rows = rows_of(data / "stories/dev.jsonl")
    answers = answers_to(rows, "headline", "body")
    with (data / "security_master.csv").open(encoding="utf-8", newline="") as lines:
        known = {_plain(line["ticker"]) for line in csv.DictReader(lines)}
    pairs = [(row, answers[row["id"]]) for row in rows]
    return (
        _verdicts(pairs)
        | _companies(pairs, known)
        | _commitments(pairs)
        | _facts(pairs)
        | _rest(pairs, known)
    )


Pairs = Sequence[tuple[Json, Json]]


def _accepts(row: Mapping[str, object], key: str, found: object) -> bool:
    return found == row[key] or (f"alt_{key}" in row and found == row[f"alt_{key}"])


def _verdicts(pairs: Pairs) -> dict[str, Figure]:
    outcomes: list[Counts] = []
    for row, answer in pairs:
        right = _accepts(row, "flagged", answer["flagged"])
        hit = answer["flagged"] and right
        outcomes.append((int(hit), int(answer["flagged"] and not right), int(not right and row["flagged"])))
    told = [(row, answer) for row, answer in pairs if row["flagged"] and answer["flagged"]]
    return {
        "stories: flagging F1": counted(outcomes),
        "stories: kind, of rightly flagged": counted(
            [same(_accepts(row, "kind", answer["kind"]), True) for row, answer in told], "accuracy"
        ),
        "stories: status, of rightly flagged": counted(
            [same(_accepts(row, "status", answer["status"]), True) for row, answer in told], "accuracy"
        ),
    }


# ---------------------------------------------------------------------------------------------- companies


def _plain(symbol: str | None) -> str:
    """Return a symbol with the share class in one way of writing it: BRK.A and BRK-A are one."""
    return (symbol or "").replace("-", ".")


def _symbols(company: Json) -> set[str]:
    return {_plain(symbol) for symbol in (company["ticker"], *company["listings"]) if symbol}


def _is(company: Json, label: Json, known: set[str]) -> bool:
    """Return whether a printed company is the labelled one.

    By its ticker; by the first word of its name where the label's ticker has gone since.
    """
    if _plain(label["ticker"]) in known:
        return _plain(label["ticker"]) in _symbols(company)
    first, wanted = company["name"].split()[0], label["name"].split()[0]
    return bool(first.lower() == wanted.lower())


def _companies(pairs: Pairs, known: set[str]) -> dict[str, Figure]:
    """Return investors' tickers, and the tickers that would be alerted wrongly.

    Tickers that the security master does not hold (delisted since) are not asked for. A ticker is wrong when
    the article's labels give its company no part in the commitment; it alerts when the article is flagged.
    """
    investors: list[Counts] = []
    wrong = 0
    for row, answer in pairs:
        acting = [one for part in ("investors", "targets", "partners") for one in row[part]]
        alerted = [one for one in answer["companies"] if one["role"] in ALERTED and one["ticker"]]
        printed = [one for one in alerted if one["role"] == "investor"]
        right = sum(any(_is(one, label, known) for label in row["investors"]) for one in printed)
        asked = [label for label in row["investors"] if _plain(label["ticker"]) in known]
        missed = sum(not any(_is(one, label, known) for one in printed) for label in asked)
        investors.append((right, len(printed) - right, missed))
        if answer["flagged"]:
            wrong += sum(not any(_is(one, label, known) for label in acting) for one in alerted)
    return {
        "stories: investor ticker, precision": counted(investors, "precision"),
        "stories: investor ticker, recall": counted(investors, "recall"),
        "stories: wrong tickers that would alert, per story": number(wrong / len(pairs)),
    }


# ---------------------------------------------------------------------------------------------- sums


def _commitments(pairs: Pairs) -> dict[str, Figure]:
    """Return how often the commitment's sum, horizon and dollars are those of the label.

    `stated` asks only the articles that have a commitment's sum; `every` also wants null where none is.
    """
    stated, every, horizons, dollars, told = [], [], [], [], []
    for row, answer in pairs:
        wanted, found = row["commitment"], answer["commitment"]
        right = same(_sum_of(found), _sum_of(wanted))
        every.append(right)
        if wanted is None:
            continue
        stated.append(right)
        horizons.append(same((found or {}).get("horizon_years"), wanted["horizon_years"]))
        dollars.append(same((found or {}).get("usd"), wanted["usd"]))
        if wanted["horizon_years"] is not None or (found or {}).get("horizon_years") is not None:
            told.append(horizons[-1])
    return {
        "stories: commitment sum and currency": counted(stated, "accuracy"),
        "stories: commitment sum and currency, null where none": counted(every, "accuracy"),
        "commitments: horizon": counted(horizons, "accuracy"),
        "commitments: horizon, where either has one": counted(told, "accuracy"),
        "commitments: dollars, stated or native": counted(dollars, "accuracy"),
    }


def _sum_of(commitment: Json | None) -> tuple[object, object, object] | None:
    return None if commitment is None else (commitment["low"], commitment["high"], commitment["currency"])


def _facts(pairs: Pairs) -> dict[str, Figure]:
    """Return how often bound, horizon and restatement are right of a labelled sum.

    A sum told more than once is one label and is right when any of its mentions is. `commitments` asks the
    sums of role investment, `sums` all.
    """
    kinds: dict[str, list[Counts]] = {}

    def put(name: str, investment: bool, right: bool) -> None:
        for group in ("sums", "commitments") if investment else ("sums",):
            kinds.setdefault(f"{group}: {name}", []).append(same(right, True))

    for row, answer in pairs:
        for label in row["amounts"]:
            found = [
                amount
                for amount in answer["amounts"]
                if close(amount["value"], label["value"]) and amount["currency"] == label["currency"]
            ]
            investment = label["role"] == "investment"
            put("found", investment, bool(found))
            if not found:
                continue
            put("role", investment, any(_accepts(label, "role", amount["role"]) for amount in found))
            put("bound", investment, any(amount["bound"] == label["bound"] for amount in found))
            put(
                "horizon of a sum",
                investment,
                any(amount["horizon_years"] == label["horizon_years"] for amount in found),
            )
            if label["restated_usd"] is not None:
                usd = [amount["usd"] for amount in found if amount["usd_basis"] == "stated"]
                put("restatement", investment, any(close(one, label["restated_usd"]) for one in usd))
    return {name: counted(outcomes, "accuracy") for name, outcomes in kinds.items()}


# ---------------------------------------------------------------------------------------------- the rest


def _rest(pairs: Pairs, known: set[str]) -> dict[str, Figure]:
    return {
        "stories: direct quotations, F1": counted([_quotations(*pair, direct=True) for pair in pairs]),
        "stories: indirect quotations, F1": counted([_quotations(*pair, direct=False) for pair in pairs]),
        "stories: price lines, F1": counted([_prices(*pair, known) for pair in pairs]),
        "stories: cited sources, F1": counted([_sources(*pair) for pair in pairs]),
    }


def _quotations(row: Json, answer: Json, *, direct: bool) -> Counts:
    """Compare quotations of one form. A labelled piece of the other form counts neither way."""
    labels = [one for one in row["quotations"] if one["direct"] is direct]
    asked = [(one["text"], one["speaker"]) for one in labels if not one.get("optional")]
    free = [(one["text"], one["speaker"]) for one in labels if one.get("optional")]
    printed = [(one["text"], one["speaker"] or "") for one in answer["quotations"] if one["direct"] is direct]
    return quoted(printed, asked, free)


def _prices(row: Json, answer: Json, known: set[str]) -> Counts:
    """Compare price lines by ticker, change and price; the session and the day are not asked for.

    Where the label's ticker has gone since, a line with a name in its place is right.
    """
    left = list(answer["price_lines"])
    right = 0
    listings = {company["ticker"]: _symbols(company) for company in answer["companies"]}
    for label in row["price_lines"]:
        wanted = _plain(label["ticker"])
        for line in left:
            named = listings.get(line["ticker"], {_plain(line["ticker"])})
            whose = wanted in named or (line["ticker"] is None and wanted not in known)
            if whose and (line["change_pct"], line["price"]) == (label["change_pct"], label["price"]):
                left.remove(line)
                right += 1
                break
    return right, len(left), len(row["price_lines"]) - right


def _sources(row: Json, answer: Json) -> Counts:
    free = set(row["optional_sources"])
    wanted, found = set(row["cited_sources"]), set(answer["cited_sources"])
    return len(wanted & found), len(found - wanted - free), len(wanted - found)

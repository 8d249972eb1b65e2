"""Sums of money against the labelled sentences, the peers' own test suites and the annotated stories.

This asks the rooms `money` and `commitment` alone, in the process and with the labelled verdict, where
`contract` asks the program. The 95 % intervals draw the sentences or the stories again. Run as a module it
prints each mistake.
"""

import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.domain.article import Span
from bot.domain.reading import Amount, AmountRole, Kind, Mention, Role, Status, Verdict
from bot.reading.commitment.commitment import settle
from bot.reading.money.amounts import find_amounts
from tests.benchmarks.figure import Counts, Figure, counted, number, same

Row = dict[str, Any]
Pair = tuple[float, str]

_INVESTMENT = AmountRole.INVESTMENT.value


def measure(shared: Path, *, show: bool = False) -> Mapping[str, float | str]:
    """Return the figures by name, with their intervals. Raises FileNotFoundError without the data.

    `show` prints each sum of a story whose role, bound, restatement or horizon is not the labelled one.
    """
    return {name: _printed(figure) for name, figure in figures(shared, show=show).items()}


def _printed(figure: Figure) -> float | str:
    value, low, high = figure
    return value if low is None or high is None else f"{value:>12.3f}  {low:.3f}-{high:.3f}"


def figures(shared: Path, *, show: bool = False) -> dict[str, Figure]:
    """Return the figures by name, F1 and shares from 0 to 1. Raises FileNotFoundError without the data."""
    news = _rows(shared / "data/amounts/news.jsonl")
    peers = _rows(shared / "data/amounts/peer_suites.jsonl")
    stories = _rows(shared / "data/stories/dev.jsonl")
    found = {
        "amounts F1": counted([_extraction(row) for row in news]),
        "texts a second": number(_speed([row["text"] for row in news])),
    }
    found |= _roles(news)
    for source, language in sorted({(row["source"], row["lang"]) for row in peers}):
        suite = [row for row in peers if (row["source"], row["lang"]) == (source, language)]
        found[f"{source} {language} F1"] = counted([_extraction(row) for row in suite])
    return found | _stories(stories, show=show)


def _rows(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


# ---------------------------------------------------------------------------------------------- sentences


def _ends(amount: Amount) -> Iterator[Pair]:
    """Yield each sum that a label file would hold: both ends of a range, and the dollars of a restatement."""
    yield float(amount.money.value), amount.money.currency
    if amount.money_max is not None:
        yield float(amount.money_max), amount.money.currency


def _found(text: str) -> list[Pair]:
    amounts = find_amounts(text)
    stated = [(float(one.usd), "USD") for one in amounts if one.usd is not None and one.usd_basis == "stated"]
    return [end for one in amounts for end in _ends(one)] + stated


def _same(found: Pair, value: float, currency: str | None) -> bool:
    return abs(found[0] - value) <= 1e-9 * max(1.0, abs(value)) and currency in (None, found[1])


def _extraction(row: Row) -> Counts:
    """Return how many sums have value and currency both exact, how many are found too much, and missed.

    Labels that are marked optional count neither way, nor does the upper end of a restated range, which a
    reading does not keep.
    """
    right = missed = 0
    found = _found(row["text"])[: 1 if row.get("first_only") else None]
    for label in row["expected"]:
        match = next((one for one in found if _same(one, label["value"], label["currency"])), None)
        if match:
            found.remove(match)
            right += 1
        elif not (label.get("optional") or ("equiv_of" in label and label.get("range") == "high")):
            missed += 1
    return right, len(found), missed


def _roles(rows: Sequence[Row]) -> dict[str, Figure]:
    """Return how often the role of a found sum is right. A restatement has its sum's role and is left out."""
    judged = [list(_judged(row)) for row in rows]
    pairs = [pair for sentence in judged for pair in sentence]
    return {
        "role accuracy": counted([_agreed(sentence) for sentence in judged], "accuracy"),
        "investment F1": counted([_investments(sentence) for sentence in judged]),
        "prices taken for an investment": number(pairs.count((AmountRole.PRICE.value, _INVESTMENT))),
    }


def _judged(row: Row) -> Iterator[tuple[str, str]]:
    """Yield the labelled and the found role of each sum of a sentence that is found."""
    roles = {end: one.role.value for one in find_amounts(row["text"]) for end in _ends(one)}
    for label in row["expected"]:
        role = roles.get((label["value"], label["currency"]))
        if role and not label.get("optional") and "equiv_of" not in label:
            yield label["role"], role


def _agreed(pairs: Sequence[tuple[str, str]]) -> Counts:
    right = sum(wanted == role for wanted, role in pairs)
    return right, len(pairs) - right, 0


def _investments(pairs: Sequence[tuple[str, str]]) -> Counts:
    hit = pairs.count((_INVESTMENT, _INVESTMENT))
    taken = sum(role == _INVESTMENT for _, role in pairs)
    meant = sum(wanted == _INVESTMENT for wanted, _ in pairs)
    return hit, taken - hit, meant - hit


def _speed(texts: Sequence[str]) -> float:
    """Return how many texts one core reads in a second of its own time, the best of three."""
    return max(_rate(find_amounts, texts) for _ in range(3))


def _rate(read: Callable[[str], object], texts: Sequence[str]) -> float:
    start = time.process_time()
    for text in texts:
        read(text)
    return len(texts) / (time.process_time() - start)


# ---------------------------------------------------------------------------------------------- stories


def _stories(rows: Sequence[Row], *, show: bool) -> dict[str, Figure]:
    """Return how often a story's sums, bounds, restatements, horizons and commitment are exact.

    A sum told twice counts once, by its best mention. The commitment is settled with the labelled verdict and
    companies, so that it alone is measured.
    """
    counts: dict[str, list[Counts]] = defaultdict(list)
    for row in rows:
        text = f"{row['headline']}\n\n{row['body']}"
        amounts = find_amounts(text)
        outcomes: dict[str, list[bool]] = defaultdict(list)
        for label in row["amounts"]:
            told = [one for one in amounts if _same(next(_ends(one)), label["value"], label["currency"])]
            for name, outcome in _facets(label, told):
                outcomes[name].append(outcome)
                if show and not outcome:
                    print(f"{row['id']} {name}: {label['text']}, labelled {label}")
        for name, judged in outcomes.items():
            counts[name].append((sum(judged), len(judged) - sum(judged), 0))
        if row["kind"]:
            found = _commitment(text, row, amounts)
            counts["stories: commitment"].append(same(found, row["commitment"]))
            if show and found != row["commitment"]:
                print(f"{row['id']} commitment: {found}, labelled {row['commitment']}")
    return {name: counted(items, "accuracy") for name, items in counts.items()}


def _facets(label: Row, told: Sequence[Amount]) -> Iterator[tuple[str, bool]]:
    yield "stories: amounts found", bool(told)
    if not told:
        return
    yield "stories: role", any(one.role in (label["role"], label.get("alt_role")) for one in told)
    yield "stories: bound", any(one.bound == label["bound"] for one in told)
    if label["restated_usd"]:
        stated = [float(one.usd) for one in told if one.usd is not None]
        yield "stories: restatement", any(abs(usd / label["restated_usd"] - 1) < 1e-6 for usd in stated)
    lengths = [None if one.horizon_years is None else float(one.horizon_years) for one in told]
    if label["horizon_years"] or any(lengths):
        yield "stories: horizon", label["horizon_years"] in lengths


def _commitment(text: str, row: Row, amounts: tuple[Amount, ...]) -> Row | None:
    verdict = Verdict(row["flagged"], 1.0, Kind(row["kind"]), Status(row["status"]), ())
    found = settle(text, verdict, tuple(_mentions(text, row)), amounts)
    if found is None:
        return None
    sums = {"low": found.low, "high": found.high, "usd": found.usd, "horizon_years": found.horizon_years}
    return {name: None if value is None else float(value) for name, value in sums.items()} | {
        "currency": found.currency
    }


def _mentions(text: str, row: Row) -> Iterator[Mention]:
    """Yield the labelled companies where the story names them, by their first word or in full."""
    for role, names in ((Role.INVESTOR, row["investors"]), (Role.TARGET, row["targets"])):
        for company in names:
            word = company["name"].split()[0]
            starts = (at for at in range(len(text)) if text.startswith(word, at))
            spans = tuple(
                Span(at, at + len(company["name"] if text.startswith(company["name"], at) else word))
                for at in starts
            )
            yield Mention(company["name"], None, (), role, spans)


if __name__ == "__main__":
    shared = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[3] / "shared"
    for name, figure in measure(shared, show=True).items():
        print(f"{name:<36}{figure if isinstance(figure, str) else f'{figure:>12.3f}'}")

"""Sums of money against the labelled sentences, the peers' own test suites and the annotated stories.

`measure` gives every figure by name; run as a module it prints them. Needs the data beside the project.
"""

import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.domain.article import Span
from bot.domain.reading import Amount, AmountRole, Kind, Mention, Role, Status, Verdict
from bot.reading.commitment.commitment import settle
from bot.reading.money.amounts import find_amounts

Row = dict[str, Any]
Pair = tuple[float, str]


def measure(shared: Path) -> Mapping[str, float]:
    """Return the figures by name, F1 and shares from 0 to 1. Raises FileNotFoundError without the data."""
    news = _rows(shared / "data/amounts/news.jsonl")
    peers = _rows(shared / "data/amounts/peer_suites.jsonl")
    stories = _rows(shared / "data/stories/dev.jsonl")
    figures = {"amounts F1": _extraction(news), "texts a second": _speed([row["text"] for row in news])}
    figures |= _roles(news)
    for source, language in sorted({(row["source"], row["lang"]) for row in peers}):
        suite = [row for row in peers if (row["source"], row["lang"]) == (source, language)]
        figures[f"{source} {language} F1"] = _extraction(suite)
    return figures | _stories(stories)


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


def _extraction(rows: Iterable[Row]) -> float:
    """Return F1 over sums whose value and currency are both exact.

    Labels that are marked optional count neither way, nor does the upper end of a restated range, which a
    reading does not keep.
    """
    right = wrong = missed = 0
    for row in rows:
        found = _found(row["text"])[: 1 if row.get("first_only") else None]
        for label in row["expected"]:
            match = next((one for one in found if _same(one, label["value"], label["currency"])), None)
            if match:
                found.remove(match)
                right += 1
            elif not (label.get("optional") or ("equiv_of" in label and label.get("range") == "high")):
                missed += 1
        wrong += len(found)
    return _f1(right, wrong, missed)


def _f1(right: int, wrong: int, missed: int) -> float:
    return 2 * right / (2 * right + wrong + missed) if right else 0.0


def _roles(rows: Iterable[Row]) -> dict[str, float]:
    """Return how often the role of a found sum is right. A restatement has its sum's role and is left out."""
    outcome: Counter[tuple[str, str]] = Counter()
    for row in rows:
        roles = {end: one.role.value for one in find_amounts(row["text"]) for end in _ends(one)}
        for label in row["expected"]:
            role = roles.get((label["value"], label["currency"]))
            if role and not label.get("optional") and "equiv_of" not in label:
                outcome[label["role"], role] += 1
    right = sum(count for (label, role), count in outcome.items() if label == role)
    investment = AmountRole.INVESTMENT.value
    hit = outcome[investment, investment]
    taken = sum(count for (_, role), count in outcome.items() if role == investment)
    meant = sum(count for (label, _), count in outcome.items() if label == investment)
    return {
        "role accuracy": right / outcome.total(),
        "investment F1": _f1(hit, taken - hit, meant - hit),
        "prices taken for an investment": float(outcome[AmountRole.PRICE.value, investment]),
    }


def _speed(texts: Sequence[str]) -> float:
    """Return how many texts one core reads in a second of its own time, the best of three."""
    return max(_rate(find_amounts, texts) for _ in range(3))


def _rate(read: Callable[[str], object], texts: Sequence[str]) -> float:
    start = time.process_time()
    for text in texts:
        read(text)
    return len(texts) / (time.process_time() - start)


# ---------------------------------------------------------------------------------------------- stories


def _stories(rows: Iterable[Row]) -> dict[str, float]:
    """Return how often a story's sums, bounds, restatements, horizons and commitment are exact.

    A sum told twice counts once, by its best mention. The commitment is settled with the labelled verdict and
    companies, so that it alone is measured.
    """
    right: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for row in rows:
        text = f"{row['headline']}\n\n{row['body']}"
        amounts = find_amounts(text)
        for label in row["amounts"]:
            told = [one for one in amounts if _same(next(_ends(one)), label["value"], label["currency"])]
            for name, outcome in _facets(label, told):
                seen[name] += 1
                right[name] += outcome
        if row["kind"]:
            seen["stories: commitment"] += 1
            right["stories: commitment"] += _commitment(text, row, amounts) == row["commitment"]
    return {name: right[name] / seen[name] for name in seen}


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
    for name, figure in measure(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared")).items():
        print(f"{name:<36}{figure:>10.3f}" if figure < 1000 else f"{name:<36}{figure:>10.0f}")

"""Companies, roles, stated prices and tickers against the annotated stories and the publishers' own tags.

`measure` gives every figure by name; run as a module it prints them. Needs the data beside the project.
"""

import json
import sys
import time
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from bot.domain.reading import Mention, Role, StatedPrice
from bot.reading.companies.companies import find_companies, without_roles
from bot.reading.companies.names import find_names
from bot.reading.shares.stated_prices import find_stated_prices
from bot.securities import Master, load
from bot.securities.names import tokens

Row = dict[str, Any]


def measure(shared: Path) -> Mapping[str, float]:
    """Return the figures by name, shares from 0 to 1. Raises FileNotFoundError without the data.

    An annotated ticker that the security master does not hold (delisted since) is not asked for. A ticker
    counts as right when it is any listing of the right issuer.
    """
    stories = _rows(shared / "data/stories/dev.jsonl")
    wild = _rows(shared / "data/headlines/wild.jsonl")
    start = time.process_time()
    master = load()
    figures = {"seconds to load the security master": time.process_time() - start}
    figures |= _roles(stories, master)
    figures["roles of companies in stories, accuracy"] = _role_accuracy(stories, master)
    figures |= _prices(stories, master)
    figures |= _linking(wild, master)
    return figures


def _rows(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _issuer(symbol: str | None, master: Master) -> str | None:
    security = master.by_symbol(symbol) if symbol else None
    return security.issuer if security else None


def _issuers(mentions: Sequence[Mention], master: Master) -> set[str]:
    return {issuer for m in mentions if m.ticker and (issuer := _issuer(m.ticker.symbol, master))}


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _roles(stories: Sequence[Row], master: Master) -> dict[str, float]:
    found = right = wanted = named = to_name = wrong = flagged = 0
    for story in stories:
        text = f"{story['headline']}\n\n{story['body']}"
        companies = find_companies(text, story["headline"], (), master)
        if story["kind"] is None:
            companies = without_roles(companies)
        investors = _issuers([m for m in companies if m.role is Role.INVESTOR], master)
        expected = {_issuer(x["ticker"], master) for x in story["investors"]} - {None}
        found, wanted, right = (
            found + len(investors),
            wanted + len(expected),
            right + len(investors & expected),
        )
        acting = [x["ticker"] for part in ("investors", "targets", "partners") for x in story[part]]
        alerting = _issuers([m for m in companies if m.role is not Role.MENTION], master)
        flagged += story["flagged"]
        wrong += story["flagged"] and bool(alerting - {_issuer(t, master) for t in acting})
        others = {_issuer(t, master) for t in story["mentions_only"]} - {None}
        to_name, named = to_name + len(others), named + len(others & _issuers(companies, master))
    return {
        "investor tickers, precision": _share(right, found),
        "investor tickers, recall": _share(right, wanted),
        "stories that would alert a wrong ticker": _share(wrong, flagged),
        "other listed companies named, recall": _share(named, to_name),
    }


def _role_accuracy(stories: Sequence[Row], master: Master) -> float:
    """Return the share of the annotated companies that are found in their role.

    Unlisted companies go by their name's first word; mentions are asked for only where they are listed.
    """
    right = wanted = 0
    for story in stories:
        text = f"{story['headline']}\n\n{story['body']}"
        companies = find_companies(text, story["headline"], (), master)
        if story["kind"] is None:
            companies = without_roles(companies)
        found = {_key(m.ticker.symbol if m.ticker else "", m.name, master): m.role for m in companies}
        expected = {
            _key(x["ticker"], x["name"], master): Role(part[:-1])
            for part in ("investors", "targets", "partners")
            for x in story[part]
        }
        for ticker in story["mentions_only"]:
            if issuer := _issuer(ticker, master):
                expected.setdefault(issuer, Role.MENTION)
        wanted += len(expected)
        right += sum(found.get(key) is role for key, role in expected.items())
    return _share(right, wanted)


def _key(symbol: str, name: str, master: Master) -> str:
    return _issuer(symbol, master) or name.lower().split()[0].strip(".,")


def _prices(stories: Sequence[Row], master: Master) -> dict[str, float]:
    found = right = wanted = 0
    for story in stories:
        text = f"{story['headline']}\n\n{story['body']}"
        companies = find_companies(text, story["headline"], (), master)
        lines = find_stated_prices(text, companies, master)
        left = list(story["price_lines"])
        wanted, found = wanted + len(left), found + len(lines)
        for line in lines:
            same = next((x for x in left if _same_price(line, x, master)), None)
            if same is not None:
                left.remove(same)
                right += 1
    return {"price lines, precision": _share(right, found), "price lines, recall": _share(right, wanted)}


def _same_price(stated: StatedPrice, wanted: Row, master: Master) -> bool:
    line, issuer = stated.line, _issuer(wanted["ticker"], master)
    whose = _issuer(line.ticker.symbol if line.ticker else None, master)
    change = None if wanted["change_pct"] is None else Decimal(str(wanted["change_pct"])) / 100
    last = None if wanted["price"] is None else Decimal(str(wanted["price"]))
    return whose == issuer and line.change == change and (line.last.value if line.last else None) == last


def _linking(wild: Sequence[Row], master: Master) -> dict[str, float]:
    """Link headlines without their tags. Most tags are of companies that the headline does not name."""
    start = time.process_time()
    linked = [find_companies(row["headline"], row["headline"], (), master) for row in wild]
    seconds = time.process_time() - start
    one = [
        (row, set(_issuers(m, master)))
        for row, m in zip(wild, linked, strict=True)
        if len(row["tickers"]) == 1
    ]
    tagged = [(tag, found) for row, found in one if (tag := _issuer(row["tickers"][0], master))]
    named = [
        tag in issuers
        for row, issuers in one
        if (tag := _issuer(row["tickers"][0], master)) and _says(row["headline"], row["tickers"][0], master)
    ]
    begun = time.process_time()
    for row in wild:
        find_names(row["headline"], master)
    return {
        "headlines that name the one company tagged": _share(sum(t in f for t, f in tagged), len(tagged)),
        "of those whose words hold its first or symbol": _share(sum(named), len(named)),
        "of those with a company, it is the one tagged": _share(
            sum(t in f for t, f in tagged), sum(bool(f) for _, f in tagged)
        ),
        "headlines a second, companies and roles": len(wild) / seconds,
        "headlines a second, companies alone": len(wild) / (time.process_time() - begun),
    }


def _says(headline: str, symbol: str, master: Master) -> bool:
    """Say whether a headline holds the first word of the tagged company's name, or its symbol bare."""
    security = master.by_symbol(symbol)
    if security is None:
        return False
    bare = {word.strip("():,;.") for word in headline.split()}
    return tokens(security.name)[0] in tokens(headline) or (len(symbol) > 1 and symbol in bare)


if __name__ == "__main__":
    for label, value in measure(Path(sys.argv[1])).items():
        print(f"{label:<48} {value:,.3f}")

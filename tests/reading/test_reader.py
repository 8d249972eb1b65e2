"""Whole stories, written for these tests: each .txt in stories/ has its expected findings in a .json.

What the .json leaves out may be anything. A list of objects names all entries in order (`companies`: those
that must be among them); an object in it may leave out keys.
"""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.domain.article import Article, Span
from bot.domain.reading import Kind, Role, Status
from bot.reading.contract import to_contract
from bot.reading.reader import REHEARSED, Reader
from bot.reading.verdict.odds import second_look
from bot.reading.verdict.vocabulary import vocabulary
from bot.securities import load
from bot.sources.article_files import articles_in

STORIES = Path(__file__).parent / "stories"
NOW = datetime(2031, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(load())


def article(headline: str | None, body: str = "", tickers: tuple[str, ...] = ()) -> Article:
    return Article("a", "test", headline, body, NOW, tickers=tickers)


def fits(expected: Any, found: Any) -> bool:
    """Say whether `found` holds what `expected` names."""
    if isinstance(expected, dict):
        return isinstance(found, dict) and all(fits(value, found.get(key)) for key, value in expected.items())
    return bool(expected == found)


@pytest.mark.parametrize("name", sorted(path.stem for path in STORIES.glob("*.txt")))
def test_a_story_is_read(reader: Reader, name: str) -> None:
    (told,) = articles_in(STORIES / f"{name}.txt", source="test", now=NOW)
    assert isinstance(told, Article)
    found = to_contract(reader.read(told), with_text=True)
    for key, expected in json.loads((STORIES / f"{name}.json").read_text(encoding="utf-8")).items():
        if key == "companies" and expected:
            for company in expected:
                assert any(fits(company, other) for other in found[key]), (company, found[key])
        elif isinstance(expected, list) and expected and isinstance(expected[0], dict):
            assert len(found[key]) >= len(expected), (key, found[key])
            wanted = list(expected)
            for entry in found[key]:
                if wanted and fits(wanted[0], entry):
                    wanted.pop(0)
            assert not wanted, (key, found[key])
        else:
            assert fits(expected, found[key]), (key, found[key])


@pytest.mark.parametrize("name", sorted(path.stem for path in STORIES.glob("*.txt")))
def test_every_span_gives_its_words(reader: Reader, name: str) -> None:
    (told,) = articles_in(STORIES / f"{name}.txt", source="test", now=NOW)
    assert isinstance(told, Article)
    found = to_contract(reader.read(told), with_text=True)
    text = found["text"]
    for key in ("because", "amounts", "quotations"):
        for entry in found[key]:
            assert text[entry["start"] : entry["end"]] == entry["text"]
    for caution in found["cautions"]:
        assert caution in text


@pytest.mark.parametrize(
    ("headline", "kind", "status"),
    [
        ("Honda to invest $2 billion in new electric car plant in Ohio", Kind.CAPEX, Status.ANNOUNCED),
        (
            "Oracle agrees to buy software maker Brightfall for $3.4 billion",
            Kind.ACQUISITION,
            Status.ANNOUNCED,
        ),
        ("Pfizer in talks to acquire biotech Corvane: sources", Kind.ACQUISITION, Status.RUMOURED),
        ("Danone mulls bid for Peruvian yoghurt maker, WSJ says", Kind.ACQUISITION, Status.RUMOURED),
        ("Salesforce completes $900 million acquisition of Lumenade", Kind.ACQUISITION, Status.PROGRESS),
        ("EU regulators clear Volvo's $1.2 billion purchase of Kranfeld", Kind.ACQUISITION, Status.PROGRESS),
        ("Sony buys 15% stake in game studio Quillmoor for $210 million", Kind.STAKE, Status.ANNOUNCED),
        ("BASF and Petronas to form joint venture in Malaysia", Kind.JOINT_VENTURE, Status.ANNOUNCED),
        (
            "Google Ventures leads $80 million funding round in robot maker Stelwing",
            Kind.FUNDING,
            Status.ANNOUNCED,
        ),
    ],
)
def test_commitments_are_flagged(reader: Reader, headline: str, kind: Kind, status: Status) -> None:
    verdict = reader.read(article(headline)).verdict
    assert verdict.flagged
    assert (verdict.kind, verdict.status) == (kind, status)
    assert verdict.because
    assert 0.15 <= verdict.score <= 1


@pytest.mark.parametrize(
    "headline",
    [
        "Oracle announces $10 billion share buyback",
        "Brightfall prices public offering of 12 million shares at $14",
        "Goldman upgrades Honda to buy, raises price target to $41",
        "7 best dividend stocks to buy and hold for the next decade",
        "FTC fines Oracle $120 million over privacy",
        "Honda to cut 3,000 jobs at Ohio plant",
        "Danone to sell Peruvian yoghurt business",
        "Brightfall wins $300 million navy contract",
        "Honda Q3 EPS $1.12 beats $1.05 estimate; sales $31B",
        "If you invested $1,000 in Oracle ten years ago, this is how much you would have today",
        "Oracle shares rise 3% after results",
        "Brightfall raises $40 million in Series B round",
        "Senate passes $50 billion infrastructure bill",
        "Honda names new chief financial officer",
    ],
)
def test_near_misses_are_not(reader: Reader, headline: str) -> None:
    reading = reader.read(article(headline))
    assert not reading.verdict.flagged
    assert reading.verdict.kind is None
    assert reading.commitment is None
    assert all(company.role is Role.MENTION for company in reading.companies)


@pytest.mark.parametrize(
    "headline",
    [
        "Honda scraps plan to build $2 billion plant in Ohio",
        "Oracle walks away from $3.4 billion takeover of Brightfall",
        "Pfizer drops bid for biotech Corvane",
        "Danone shelves $300 million expansion of Peruvian factory",
        "Volvo calls off merger with Kranfeld",
    ],
)
def test_a_cancelled_commitment_is_known_and_not_flagged(reader: Reader, headline: str) -> None:
    verdict = reader.read(article(headline)).verdict
    assert not verdict.flagged
    assert verdict.status is Status.CANCELLED
    assert verdict.kind is not None


def test_another_language_is_named_and_not_read(reader: Reader) -> None:
    reading = reader.read(article("Honda va investir 2 milliards d’euros dans une usine", tickers=("HMC",)))
    assert reading.language == "fr"
    assert not reading.verdict.flagged
    assert reading.companies == ()


def test_an_article_without_words_is_no_error(reader: Reader) -> None:
    reading = reader.read(article(None, " \u200b\n"))
    assert reading.text == ""
    assert not reading.verdict.flagged


def test_what_a_company_reports_of_itself_is_quoted_as_reported(reader: Reader) -> None:
    body = (
        "Honda Motor Co. said it will invest $2 billion in a plant. “We are glad,” Jo Gray, its chief, said."
    )
    reading = reader.read(article("Honda to invest $2 billion in new plant", body))
    assert [(q.span.of(reading.text), q.speaker, q.direct) for q in reading.quotations] == [
        ("it will invest $2 billion in a plant", "Honda Motor Co", False),
        ("We are glad", "Jo Gray", True),
    ]


def test_reading_twice_gives_the_same(reader: Reader) -> None:
    told = article("Oracle agrees to buy software maker Brightfall for $3.4 billion", "It said so. “Yes.”")
    assert reader.read(told) == reader.read(told)


def test_spans_count_from_the_headline(reader: Reader) -> None:
    reading = reader.read(article("Honda to invest $2 billion in new plant", "It will cost $2 billion."))
    assert reading.text == "Honda to invest $2 billion in new plant\n\nIt will cost $2 billion."
    assert [amount.span for amount in reading.amounts] == [Span(16, 26), Span(54, 64)]


def test_after_a_rehearsal_nothing_is_left_to_load(reader: Reader) -> None:
    vocabulary.cache_clear()
    second_look.cache_clear()
    reader.rehearse()
    loaded = vocabulary.cache_info().misses, second_look.cache_info().misses
    assert reader.read(article("Oracle agrees to buy software maker Brightfall for $3.4 billion")).companies
    assert (vocabulary.cache_info().misses, second_look.cache_info().misses) == loaded == (1, 1)


def test_every_part_of_the_reader_has_something_to_rehearse(reader: Reader) -> None:
    reading = reader.read(REHEARSED)
    assert reading.verdict.flagged
    assert reading.commitment
    assert reading.companies
    assert reading.amounts
    assert len(reading.quotations) == 2
    assert reading.prices

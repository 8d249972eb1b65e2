import pytest

from bot.reading.companies.companies import find_companies
from bot.reading.money.amounts import find_amounts
from bot.reading.verdict.classify import judge
from bot.reading.verdict.evidence import outlays
from bot.securities import load

MASTER = load()


def spent(text: str) -> list[str]:
    found = outlays(text, find_companies(text, None, (), MASTER), find_amounts(text))
    return [span.of(text) for span in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Toyota will invest $2 billion in a plant in Texas.", ["$2 billion"]),
        ("Toyota will build a plant in Texas. The company will invest $2 billion.", ["$2 billion"]),
        ("Toyota sold cars for $2 billion.", []),
        ("A plant for $2 billion is to be built in Texas.", []),
    ],
)
def test_a_sum_counts_where_its_spender_is_named(text: str, expected: list[str]) -> None:
    assert spent(text) == expected


def test_a_named_spender_makes_a_pledge_likelier() -> None:
    headline = "A long road for Toyota"
    text = f"{headline}\n\nToyota would spend $9 billion on its lines over five years."
    evidence = outlays(text, find_companies(text, headline, (), MASTER), find_amounts(text))
    assert len(evidence) == 1
    named, unnamed = (judge(text, len(headline), sums).score for sums in (evidence, ()))
    assert named > unnamed + 0.1

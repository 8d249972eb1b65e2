"""A costly pattern is asked only where an anchor of it stands: that must not lose a match."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.article import Span
from bot.reading.verdict import evidence, status

ALPHABET = st.characters(codec="ascii") | st.sampled_from("’€")


def matches(pattern: re.Pattern[str]) -> st.SearchStrategy[str]:
    """Return texts that `pattern` matches in full."""
    return st.from_regex(pattern, fullmatch=True, alphabet=ALPHABET)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(matches(status.CANCELLED) | matches(status.PLAINLY))
def test_what_undoes_has_an_anchor(text: str) -> None:
    assert status.may_undo(text)


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    matches(evidence.OPINION) | matches(evidence.SALE) | matches(evidence.HOLDING) | matches(evidence.DEMAND)
)
def test_what_others_think_and_sell_has_an_anchor(text: str) -> None:
    assert evidence.speaks_of_others(text, Span(0, len(text)))


@pytest.mark.parametrize(
    "text",
    [
        "Vexl scraps kiln plan",
        "Deal for Vexl fell apart",
        "Ozim won’t buy Vexl",
        "Ozim decides against building a mill",
        "Ozim denies interest in Vexl",
        "Talks of Ozim and Vexl collapsed",
    ],
)
def test_what_is_undone_may_be_cancelled(text: str) -> None:
    assert status.may_be_cancelled(text)
    assert status.may_be_cancelled(text.upper())

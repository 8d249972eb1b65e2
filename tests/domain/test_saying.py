"""Whose words an article gives, as the real reader reads it."""

import pytest

from bot.domain.article import Article
from bot.domain.saying import is_in_companys_words
from bot.domain.story import Telling
from bot.reading.reader import Reader
from bot.securities import load
from tests.store.examples import NOON

READER = Reader(load())
HEADLINE = "Siemens to spend 2 billion euros on switch plants"


def telling(body: str) -> Telling:
    reading = READER.read(Article("1", "wire", HEADLINE, body, NOON))
    assert reading.verdict.flagged
    assert Telling.of(reading).quotes_company is is_in_companys_words(reading)
    return Telling.of(reading)


@pytest.mark.parametrize(
    "body",
    [
        "Siemens will spend 2 billion euros on switch plants in Fellmark, the company said on Monday.",
        "Siemens will spend 2 billion euros in Fellmark, a company spokesman said.",
        "Siemens will spend 2 billion euros in Fellmark, said Ada Holm, chief executive of Siemens.",
        "Siemens AG said on Monday that it would spend 2 billion euros on switch plants in Fellmark.",
        'Siemens will do so. "We will spend 2 billion euros in Fellmark," chief executive Ada Holm said.',
        "Siemens will spend 2 billion euros in Fellmark, the company said. Lawmaker Bo Ek said it was late.",
    ],
)
def test_what_the_company_said(body: str) -> None:
    assert telling(body).quotes_company


@pytest.mark.parametrize(
    "body",
    [
        "",
        "Siemens will spend 2 billion euros on switch plants in Fellmark.",
        "Siemens will spend 2 billion euros, three people with knowledge of the matter said.",
        "Siemens will spend 2 billion euros, the Harbour Daily reported, citing people who know of it.",
        "Siemens will spend 2 billion euros in Fellmark, said Ada Holm, chief executive of the harbour.",
        "Siemens will spend 2 billion euros on switch plants in Fellmark, said Bo Ek, the minister of trade.",
    ],
)
def test_what_it_did_not_say(body: str) -> None:
    assert not telling(body).quotes_company

import pytest

from bot.reading.speech.citations import cited_sources
from bot.reading.speech.outlets import is_outlet


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Acme will build, SCMP reports.", ("SCMP",)),
        ("Acme will build, according to Reuters.", ("Reuters",)),
        ("Acme will build, according to a report in the Financial Times on Monday.", ("Financial Times",)),
        ("“We will,” Jo Gray told the Wall Street Journal in an interview.", ("Wall Street Journal",)),
        ("The Nikkei reported on Monday that Acme will build. The Nikkei said more.", ("Nikkei",)),
        (
            "Bloomberg News reported it, citing people; Calcalist reported the price.",
            ("Bloomberg News", "Calcalist"),
        ),
        ("The Harbour Gazette newspaper reported that Acme will build.", ("Harbour Gazette",)),
        ("OSLO (Reuters) - Acme will build, Reuters reported.", ()),
        ("Acme will build, Jo Gray said. The times are good.", ()),
        ("Acme told workers. A report said that prices rose.", ()),
    ],
)
def test_names_the_outlets(text: str, expected: tuple[str, ...]) -> None:
    assert cited_sources(text) == expected


def test_a_headline_may_end_with_its_outlet() -> None:
    headline = "Acme in talks to buy Bolt - Bloomberg"
    assert cited_sources(f"{headline}\n\nIt is.", len(headline)) == ("Bloomberg",)


@pytest.mark.parametrize(
    "name", ["Reuters", "the Financial Times", "Financial Times newspaper", "the newspaper"]
)
def test_outlets_are_known(name: str) -> None:
    assert is_outlet(name)


@pytest.mark.parametrize("name", ["Acme", "Jo Gray", "the company", "Time Warner"])
def test_others_are_none(name: str) -> None:
    assert not is_outlet(name)

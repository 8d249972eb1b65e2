import pytest

from bot.cards.names import named, short_name
from bot.domain.reading import Mention, Role
from tests.cards.telling import ALIBABA


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Alibaba Group Holding Ltd", "Alibaba"),
        ("Microsoft Corp", "Microsoft"),
        ("Rio Tinto plc", "Rio Tinto"),
        ("Apple Inc.", "Apple"),
        ("Banco Santander, S.A.", "Banco Santander"),
        ("The Walt Disney Company", "Walt Disney"),
        ("Sony Group Corporation", "Sony"),
        ("Lucid Group, Inc. Class A Common Stock", "Lucid"),
        ("Goldman Sachs Group, Inc. (The)", "Goldman Sachs"),
        ("ING Group", "ING Group"),
        ("SAP SE", "SAP"),
        ("Siemens Aktiengesellschaft", "Siemens"),
        ("BP p.l.c.", "BP"),
        ("AB", "AB"),
        ("Ltd", "Ltd"),
    ],
)
def test_short_names(name: str, short: str) -> None:
    assert short_name(name) == short


def test_a_company_is_named_with_its_ticker_where_it_has_one() -> None:
    assert named(ALIBABA) == "Alibaba (BABA)"
    assert named(Mention("Ardmore Capital LLP", None, (), Role.INVESTOR, ())) == "Ardmore Capital"

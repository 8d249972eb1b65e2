import pytest

from bot.reading.companies.companies import find_companies
from bot.reading.companies.exposure import find_exposure
from bot.securities import Master, load


@pytest.fixture(scope="module")
def master() -> Master:
    return load()


def test_funds_are_named_with_their_symbols(master: Master) -> None:
    text = (
        "Savers can hold Alibaba through FlexShares Trust FlexShares ESG & Climate Emerging Markets Core "
        "Index Fund FEEM or the Global X Artificial Intelligence & Technology ETF (NASDAQ: AIQ)."
    )
    found = find_exposure(text, master)
    assert [str(f.ticker) for f in found] == ["FEEM", "AIQ"]
    assert found[0].name == "FlexShares ESG & Climate Emerging Markets Core Index Fund"
    assert found[0].span.of(text) == "FlexShares ESG & Climate Emerging Markets Core Index Fund FEEM"
    assert found[1].span.of(text).startswith("Global X")
    assert found[1].span.of(text).endswith("AIQ)")


def test_a_fund_is_never_a_company(master: Master) -> None:
    text = "Alibaba to invest $2 billion. Hold it via Global X Artificial Intelligence & Technology ETF AIQ."
    assert [str(m.ticker) for m in find_companies(text, None, (), master)] == ["BABA"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "An index of shares fell.",
        "The AIQ score of the fund's pupils rose.",
        "Ford F will build a plant; the Trust fund F grew.",
    ],
)
def test_capitals_alone_are_no_fund(master: Master, text: str) -> None:
    assert find_exposure(text, master) == ()

import subprocess
import sys
import time

import pytest

from bot.domain.market import Securities, SecurityType, Ticker
from bot.securities import Master, load


@pytest.fixture(scope="module")
def master() -> Master:
    return load()


def test_keeps_the_protocol(master: Master) -> None:
    securities: Securities = master
    assert securities.by_symbol("MSFT")


@pytest.mark.parametrize(
    ("said", "symbol", "mic"),
    [
        ("BABA", "BABA", "XNYS"),
        ("$baba", "BABA", "XNYS"),
        ("9988.HK", "9988.HK", "XHKG"),
        ("NYSE:BABA", "BABA", "XNYS"),
        ("HKEX: 700", "0700.HK", "XHKG"),
        ("BRK.B", "BRK-B", "XNYS"),
        ("LSE: RIO", "RIO.L", "XLON"),
        ("AAPL.O", "AAPL", "XNAS"),
        ("<2317.TW>", "2317.TW", "XTAI"),
    ],
)
def test_reads_a_symbol_in_the_ways_it_is_written(master: Master, said: str, symbol: str, mic: str) -> None:
    found = master.by_symbol(said)
    assert found is not None
    assert found.ticker == Ticker(symbol, mic)


@pytest.mark.parametrize("said", ["", "$", "NOSUCH", "MARS:F", ":", "F.X.Y"])
def test_a_symbol_nobody_has_is_nothing(master: Master, said: str) -> None:
    assert master.by_symbol(said) is None


@pytest.mark.parametrize(
    ("said", "symbol"),
    [
        ("Alibaba", "BABA"),
        ("Alibaba Group Holding Limited", "BABA"),
        ("Alibaba Digital Media and Entertainment Group", "BABA"),
        ("Google", "GOOGL"),
        ("YouTube", "GOOGL"),
        ("Rio Tinto plc", "RIO.L"),
        ("Sony Group", "6758.T"),
        ("ford", "F"),
        ("Ford Motor Co.", "F"),
        ("JPMorgan Chase & Co", "JPM"),
        ("McDonald's", "MCD"),
        ("L’Oréal", "OR.PA"),
        ("Merck & Co., Inc.", "MRK"),
        ("Merck KGaA", "MRK.DE"),
        ("AT&T", "T"),
        ("Infineon", "IFX.DE"),
        ("Kadokawa Corp", "9468.T"),
    ],
)
def test_finds_a_company_by_any_of_its_names(master: Master, said: str, symbol: str) -> None:
    found = master.by_name(said)
    assert found is not None
    assert found.ticker.symbol == symbol
    assert found.primary


@pytest.mark.parametrize("said", ["", "General", "American", "Alibaba plans a venture", "Bank", "the"])
def test_what_is_no_name_finds_nobody(master: Master, said: str) -> None:
    assert master.by_name(said) is None


def test_one_issuer_has_all_its_listings(master: Master) -> None:
    alibaba = master.by_symbol("9988.HK")
    assert alibaba is not None
    assert not alibaba.primary
    listings = master.listings(alibaba.issuer)
    assert listings[0].ticker.symbol == "BABA"
    assert [s.primary for s in listings] == [True, *[False] * (len(listings) - 1)]
    assert "9988.HK" in [s.ticker.symbol for s in listings]
    assert {s.issuer for s in listings} == {alibaba.issuer}
    assert master.listings("no-such-issuer") == ()


def test_namesakes_in_two_countries_are_two_companies(master: Master) -> None:
    new_york, sydney = master.by_symbol("CALX"), master.by_symbol("CXL.AX")
    assert new_york is not None
    assert sydney is not None
    assert new_york.issuer != sydney.issuer


def test_names_are_written_as_english_writes_them(master: Master) -> None:
    shown = {s: found.name for s in ("F", "BABA", "NVDA", "T", "PG") if (found := master.by_symbol(s))}
    assert shown == {
        "F": "Ford Motor Co",
        "BABA": "Alibaba Group Holding Ltd",
        "NVDA": "NVIDIA Corp",
        "T": "AT&T Inc.",
        "PG": "Procter & Gamble Co",
    }


def test_knows_funds_from_companies(master: Master) -> None:
    fund = master.by_symbol("AIQ")
    assert fund is not None
    assert fund.type is SecurityType.FUND
    assert fund.name == "Global X Artificial Intelligence & Technology ETF"


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("MSTF", "MSFT"),
        ("alib", "BABA"),
        ("Micorsoft", "MSFT"),
        ("APPL", "AAPL"),
        ("goog", "GOOG"),
        ("9988", "9988.HK"),
    ],
)
def test_suggests_what_was_meant(master: Master, typed: str, first: str) -> None:
    found = master.suggest(typed)
    assert found[0].ticker.symbol == first
    assert len(found) <= 5


@pytest.mark.parametrize("typed", ["", "   ", "$", "🙂", "x" * 300])
def test_suggests_nothing_for_nothing(master: Master, typed: str) -> None:
    assert master.suggest(typed) == ()


def test_the_load_is_quick_and_small() -> None:
    """A bot that starts shows itself at once; limits are those of a slow shared core, twice over."""
    script = (
        "import resource, time\n"
        "import bot.domain.market\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "start = time.process_time()\n"
        "from bot.securities import load\n"
        "master = load()\n"
        "after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "print(time.process_time() - start, (after - before) / 1024)\n"
    )
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    seconds, megabytes = map(float, said.split())
    assert seconds < 0.7
    assert megabytes < 60


def test_suggests_nothing_for_a_page_and_at_once(master: Master) -> None:
    began = time.process_time()
    assert master.suggest("ab" * 2_000) == ()
    assert time.process_time() - began < 0.05

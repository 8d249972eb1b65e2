import gzip
from pathlib import Path

import pytest

from bot.securities import build, load
from bot.securities.build import group, read, read_aliases, write
from bot.securities.master import Master

HEAD = "ticker,name,mic,country,type,size,isin,website,source\n"


def built(tmp_path: Path, rows: str, **aliases: str) -> Master:
    source, target = tmp_path / "in.csv", tmp_path / "out.tsv.gz"
    source.write_text(HEAD + rows, encoding="utf-8")
    write(group(read(source), frozenset(aliases.values())), aliases, target)
    return Master(gzip.decompress(target.read_bytes()).decode())


def symbols(master: Master, name: str) -> list[str]:
    found = master.by_name(name)
    return [] if found is None else [s.ticker.symbol for s in master.listings(found.issuer)]


def test_one_issuer_for_one_name_however_it_is_spelt(tmp_path: Path) -> None:
    master = built(
        tmp_path,
        "ACME,ACME MINING CORP /NV/,XNYS,United States,equity,,,,a\n"
        "AC1.DE,Acme Mining Corporation,XETR,United States,equity,Large Cap,,acme.example,b\n"
        "ACMEW,Acme Mining Corp. Warrants,XNYS,United States,equity,,,,c\n",
    )
    assert symbols(master, "Acme Mining") == ["ACME", "AC1.DE", "ACMEW"]
    acme = master.by_symbol("ACME")
    assert acme is not None
    assert acme.name == "Acme Mining Corp"


@pytest.mark.parametrize(
    ("country", "home", "primary"),
    [
        ("United Kingdom", "ACM.L,Acme plc,XLON", "ACM.L"),
        ("Japan", "1234.T,Acme plc,XJPX", "1234.T"),
        ("China", "1234.HK,Acme plc,XHKG", "ACM"),
        ("Israel", "ACM.TA,Acme plc,XTAE", "ACM"),
    ],
)
def test_the_home_exchange_comes_first_save_where_new_york_does(
    tmp_path: Path, country: str, home: str, primary: str
) -> None:
    master = built(
        tmp_path,
        f"ACM,ACME PLC,XNYS,,equity,,,,a\nACMEY,ACME PLC,OTCM,,equity,,,,a\n"
        f"{home},{country},equity,Large Cap,,acme.example,b\n"
        f"ACX.DE,Acme plc,XETR,{country},equity,Large Cap,,,b\n",
    )
    listed = symbols(master, "Acme")
    assert listed[0] == primary
    assert listed[-1] == "ACMEY"


def test_a_preferred_symbol_stands_for_its_issuer(tmp_path: Path) -> None:
    rows = (
        "ACA,Acme Inc.,XNAS,United States,equity,Large Cap,,,a\n"
        "ACB,Acme Inc.,XNAS,United States,equity,,,,a\n"
    )
    assert symbols(built(tmp_path, rows), "Acme") == ["ACA", "ACB"]
    assert symbols(built(tmp_path, rows, Roadrunner="ACB"), "Roadrunner") == ["ACB", "ACA"]


def test_the_bigger_namesake_has_the_short_name(tmp_path: Path) -> None:
    master = built(
        tmp_path,
        "ZOR.L,Zorvex plc,XLON,United Kingdom,equity,Mega Cap,,,a\n"
        "ZRX.AX,Zorvex Limited,XASX,Australia,equity,Nano Cap,,,a\n"
        "QUI.AX,Quillam Limited,XASX,Australia,equity,Nano Cap,,,a\n",
    )
    assert symbols(master, "Zorvex") == ["ZOR.L"]
    assert symbols(master, "Zorvex Limited") == ["ZRX.AX"]
    assert symbols(master, "Quillam") == []
    assert symbols(master, "Quillam Limited") == ["QUI.AX"]


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    rows = "ACA,Acme Inc.,XNAS,United States,equity,,,,a\nBCA,Bolt Inc.,XNAS,United States,equity,,,,a\n"
    built(tmp_path, rows)
    once = (tmp_path / "out.tsv.gz").read_bytes()
    built(tmp_path, rows)
    assert (tmp_path / "out.tsv.gz").read_bytes() == once


def test_every_alias_names_a_listing_that_is_shipped() -> None:
    master = load()
    strays = {name: symbol for name, symbol in read_aliases().items() if master.by_symbol(symbol) is None}
    assert strays == {}
    for name, symbol in read_aliases().items():
        found, meant = master.by_name(name), master.by_symbol(symbol)
        assert found is not None, name
        assert meant is not None
        assert found.issuer == meant.issuer, name


def test_the_shipped_file_is_what_the_shared_master_gives(tmp_path: Path) -> None:
    source = Path(__file__).parents[2] / ".." / "shared" / "data" / "security_master.csv"
    if not source.exists():
        pytest.skip("the security master's CSV is not beside the project")
    aliases = read_aliases()
    write(group(read(source), frozenset(aliases.values())), aliases, tmp_path / "master.tsv.gz")
    shipped = Path(build.__file__).parent / "master.tsv.gz"
    assert gzip.decompress((tmp_path / "master.tsv.gz").read_bytes()) == gzip.decompress(shipped.read_bytes())


@pytest.mark.parametrize(
    ("first", "second", "is_one"),
    [
        ("Tarn Metals Care KGaA", "Tarn Metals", True),
        ("TARN METALS CORP", "Tarn Metals (Thailand) Public Company Limited", True),
        ("Tarn", "Tarn PetroGas Limited", False),
        ("Tarn-Fell Group Inc.", "Tarn Former Public Company Limited", False),
        ("Tarn Metals Ltd", "Tarn Metals Holdings Ltd", False),
        ("Tarn Holdings Ltd", "Tarn Textiles Ltd", False),
    ],
)
def test_a_website_joins_two_spellings_and_no_two_companies(
    tmp_path: Path, first: str, second: str, *, is_one: bool
) -> None:
    """The source gives companies whose names begin alike one website, and at times one ISIN."""
    same = "United States,equity,Large Cap,US0000000001,tarn.example,b\n"
    master = built(tmp_path, f"TARN,{first},XNYS,{same}T13.SI,{second},XSES,{same}")
    one, other = master.by_symbol("TARN"), master.by_symbol("T13.SI")
    assert one is not None
    assert other is not None
    assert (one.issuer == other.issuer) is is_one

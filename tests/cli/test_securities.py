"""`outlay securities update`, called as a person would, against a server that plays the SEC and GitHub.

The real ones have not been asked by any test.
"""

import asyncio
import bz2
import json
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.securities import load
from bot.securities.renewal import put
from tests.wires import Wire

SIZE = 40  # listings of the companies' file, besides the four that tests name
HEAD = "symbol,name,summary,currency,exchange,mic,country,website,market_cap,isin,delisted"
FUNDS = "symbol,name,currency,summary,exchange,mic\nTRNF,Tarn Clean Water Fund,USD,,PCX,ARCX\n"


def filers(*lines: tuple[str, str, str | None]) -> str:
    data = [[n, name, ticker, exchange] for n, (name, ticker, exchange) in enumerate(lines)]
    return json.dumps({"fields": ["cik", "name", "ticker", "exchange"], "data": data})


def companies(count: int) -> bytes:
    rows = [
        HEAD,
        'TARN,"Tarn Metals, Inc.",Digs.,USD,NYQ,XNYS,United States,https://www.tarn.example/x,Large Cap,,',
        "FELL.L,Fell Foods plc,Cooks.,GBP,LSE,XLON,United Kingdom,,Mid Cap,,",
        "GONE.L,Gone Goods plc,Was.,GBP,LSE,XLON,United Kingdom,,Mid Cap,,True",
        "ODD.XX,Odd Venue Ltd,Is.,USD,ODD,XODD,Nowhere,,Mid Cap,,",
        *(f"Q{n}.L,Quarry {n:x} plc,,GBP,LSE,XLON,United Kingdom,,,," for n in range(count)),
    ]
    return bz2.compress("\n".join(rows).encode())


def listing_row(symbol: str) -> dict[str, str]:
    row = dict.fromkeys(("country", "type", "size", "isin", "website"), "")
    return {"ticker": symbol, "name": f"Old {symbol} plc", "mic": "XLON", **row}


FILERS = filers(("TARN METALS INC", "TARN", "NYSE"), ("HOLM INC", "HOLM", "OTC"), ("BARE INC", "BARE", None))
COMPANIES = companies(SIZE)


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Shell:
    """A folder with settings that know the server as the SEC and as GitHub."""

    folder: Path
    wire: Wire

    def settle(self, *, agent: str = "Tarn Desk desk@tarn.example", path: str = "own.tsv.gz") -> None:
        places = {"filers": "/tickers.json", "companies": "/equities.bz2", "funds": "/etfs.bz2"}
        urls = "\n".join(f'{key} = "{self.wire.url(place)}"' for key, place in places.items())
        fetch = f'[fetch]\nallow = ["{self.wire.place}"]\nuser_agent = "{agent}"\n'
        (self.folder / "outlay.toml").write_text(f'{fetch}[securities]\npath = "{path}"\n{urls}\n')

    async def update(self) -> Ended:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "bot", "securities", "update"),
            cwd=self.folder,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, err = await process.communicate()
        return Ended(process.returncode or 0, out.decode(), err.decode())

    @property
    def master(self) -> Path:
        return self.folder / "own.tsv.gz"

    def is_as_before(self) -> bool:
        """Say whether the folder holds only what the fixture put there, unchanged."""
        names = sorted(path.name for path in self.folder.iterdir())
        return names == ["outlay.toml", "own.tsv.gz"] and load(self.master).by_symbol("OLD1.L") is not None


@pytest.fixture
async def shell(tmp_path: Path) -> AsyncIterator[Shell]:
    async with Wire() as wire:
        wire.put("/tickers.json", FILERS, content_type="application/json", last_modified="Mon, 01 Nov 2027")
        wire.put("/equities.bz2", COMPANIES, content_type="application/octet-stream", etag='"e1"')
        wire.put("/etfs.bz2", bz2.compress(FUNDS.encode()), etag='"f1"')
        shell = Shell(tmp_path, wire)
        shell.settle()
        put([listing_row(f"OLD{n}.L") for n in range(SIZE)], shell.master)
        yield shell


async def test_writes_a_master_that_is_then_used(shell: Shell) -> None:
    ended = await shell.update()
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("45 listings in own.tsv.gz, where there were 40.")
    master = load(shell.master)
    tarn, fell, fund = (master.by_symbol(symbol) for symbol in ("TARN", "FELL.L", "TRNF"))
    assert tarn is not None
    assert (tarn.name, tarn.ticker.mic, tarn.country) == ("Tarn Metals Inc", "XNYS", "United States")
    assert fell is not None
    assert fell.ticker.mic == "XLON"
    assert fund is not None
    assert fund.type == "etf"
    assert [master.by_symbol(symbol) for symbol in ("GONE.L", "ODD.XX")] == [None, None]
    assert {asked.headers["User-Agent"] for asked in shell.wire.asked} == {"Tarn Desk desk@tarn.example"}


async def test_asks_only_for_what_changed(shell: Shell) -> None:
    assert (await shell.update()).code == 0
    once = shell.master.read_bytes()
    ended = await shell.update()
    assert (ended.code, ended.out.split(":")[0]) == (0, "Nothing has changed since the last update")
    assert [asked.headers.get("If-None-Match") for asked in shell.wire.asked[3:]] == [None, '"e1"', '"f1"']
    assert shell.master.read_bytes() == once
    more = filers(("RILL INC", "RILL", "Nasdaq"), ("BECK INC", "BECK", "Nasdaq"), ("ESK INC", "ESK", "OTC"))
    shell.wire.put("/tickers.json", more)
    assert (await shell.update()).code == 0
    assert load(shell.master).by_symbol("RILL") is not None
    assert load(shell.master).by_symbol("FELL.L") is not None


@pytest.mark.parametrize(
    ("path", "body", "status", "words"),
    [
        ("/tickers.json", "<!DOCTYPE html><p>Undeclared tool", 200, "it is a web page, not the table"),
        ("/tickers.json", '{"fields": ["cik"], "data": []}', 200, "its form may have changed"),
        ("/tickers.json", "Forbidden", 403, "a user_agent in [fetch] that names you"),
        ("/tickers.json", "", 429, "we ask too often"),
        ("/equities.bz2", COMPANIES[:-9], 200, "it is damaged"),
        ("/equities.bz2", "symbol,name", 200, "it is damaged, or not packed with bzip2"),
        ("/equities.bz2", bz2.compress(b"a,b\n1,2\n"), 200, "it has no columns symbol, name and mic"),
        ("/equities.bz2", companies(9), 200, "more than a fifth is gone"),
        ("/etfs.bz2", "", 404, "nothing is there: check the address"),
    ],
)
async def test_what_cannot_be_used_is_exit_code_1_and_changes_nothing(
    shell: Shell, path: str, body: str | bytes, status: int, words: str
) -> None:
    shell.wire.put(path, body, status=status)
    ended = await shell.update()
    assert (ended.code, ended.out) == (1, "")
    assert words in ended.err
    assert shell.is_as_before()


async def test_a_table_that_shrank_since_the_last_update_is_refused(shell: Shell) -> None:
    shell.wire.put("/tickers.json", filers(*((f"RILL {n} INC", f"R{n}", "OTC") for n in range(100))))
    assert (await shell.update()).code == 0
    once = shell.master.read_bytes()
    shell.wire.put("/tickers.json", filers(*((f"RILL {n} INC", f"R{n}", "OTC") for n in range(79))))
    ended = await shell.update()
    assert ended.code == 1
    assert "/tickers.json has 79 listings, where there were 100" in ended.err
    assert shell.master.read_bytes() == once


async def test_the_first_update_is_compared_with_the_shipped_master(shell: Shell) -> None:
    shell.master.unlink()
    ended = await shell.update()
    assert ended.code == 1
    assert "The new list has 45 listings, where there were 39," in ended.err
    assert not shell.master.exists()


async def test_nobody_there_is_exit_code_1(shell: Shell) -> None:
    await shell.wire.__aexit__()
    ended = await shell.update()
    assert ended.code == 1
    assert shell.is_as_before()
    assert shell.wire.place in ended.err


async def test_the_sec_wants_a_contact(shell: Shell) -> None:
    shell.settle(agent="Mozilla/5.0")
    ended = await shell.update()
    assert (ended.code, shell.wire.asked) == (2, [])
    assert 'set user_agent in [fetch] to your name and mail address, as in "Example Desk' in ended.err


async def test_a_folder_that_is_not_there_is_exit_code_2(shell: Shell) -> None:
    shell.settle(path="none/own.tsv.gz")
    ended = await shell.update()
    assert (ended.code, shell.wire.asked) == (2, [])
    assert "There is no folder" in ended.err


async def test_a_damaged_master_says_what_to_do(shell: Shell) -> None:
    shell.master.write_bytes(b"no gzip")
    ended = await shell.update()
    assert ended.code == 2
    assert "own.tsv.gz is no security master that can be read. Delete it" in ended.err

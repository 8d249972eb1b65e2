"""`outlay price`: its object, its card, its exit codes; with a provider on the loopback, and without one."""

import asyncio
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.cli.price import as_object, looked_up
from bot.commands.known_price import KnownPrice
from bot.config import Environment, load
from bot.domain.market import Money, Origin, PriceLine, Security, Session, Ticker
from bot.domain.story import Story
from bot.ports import Decision
from bot.securities import load as load_securities
from bot.store.sqlite import open_store
from tests.cards.telling import NOON, film_reading
from tests.vendors.yahoo import Share, Yahoo


@dataclass(frozen=True)
class Said:
    """What the command printed, and its exit code."""

    out: str
    err: str
    code: int


Price = Callable[..., Said]


@pytest.fixture
def price(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Price:
    """Run `outlay price` in a folder of its own."""
    monkeypatch.chdir(tmp_path)

    def run(*words: str) -> Said:
        monkeypatch.setattr(sys, "argv", ["outlay", "price", *words])
        with pytest.raises(SystemExit) as left:
            main()
        printed = capsys.readouterr()
        assert isinstance(left.value.code, int)
        return Said(printed.out, printed.err, left.value.code)

    return run


def alibaba() -> Security:
    security = load_securities().by_symbol("BABA")
    assert security is not None
    return security


async def known(folder: Path, settings: str, now: datetime) -> KnownPrice:
    """Ask as the command does, at a time of our own."""
    file = folder / "outlay.toml"
    file.write_text(f'[store]\npath = "{folder}/outlay.db"\n{settings}', encoding="utf-8")
    environment = Environment({})
    return await looked_up(alibaba(), load_securities(), load(file, environment), environment, now)


def test_without_a_provider(price: Price, tmp_path: Path) -> None:
    told = price("BABA", "--json")
    answer = json.loads(told.out)
    assert told.code == 1
    assert list(answer) == ["ticker", "mic", "name", "now", "market", "price", "no_live"]
    assert (answer["ticker"], answer["mic"], answer["price"]) == ("BABA", "XNYS", None)
    assert answer["no_live"]["why"] == "no_provider"
    assert "[prices]" in answer["no_live"]["words"]
    assert not list(tmp_path.iterdir())  # no database is made for a question


def test_an_unknown_ticker_and_settings_that_cannot_be_used(price: Price, tmp_path: Path) -> None:
    told = price("NO SUCH FIRM AT ALL", "--json")
    assert (told.code, told.out) == (1, "")
    assert "names no listed company that Outlay knows" in told.err
    (tmp_path / "outlay.toml").write_text('[prices]\nkind = "nobody"\n', encoding="utf-8")
    told = price("BABA")
    assert (told.code, told.out) == (2, "")
    assert "nobody" in told.err


def test_a_stated_price(price: Price, tmp_path: Path) -> None:
    async def furnish() -> None:
        store = await open_store(tmp_path / "outlay.db")
        told = film_reading()
        decision = Decision(Story(0, told, 1, NOON), None, ())
        await store.tell(told, NOON, lambda *_: decision, since=NOON - timedelta(days=2))
        await store.close()

    asyncio.run(furnish())
    told = price("BABA", "--json")
    assert told.code == 0, told.err
    assert json.loads(told.out)["price"] == {
        "origin": "stated",
        "ticker": "BABA",
        "mic": "XNYS",
        "session": "premarket",
        "last": "76.30",
        "currency": "USD",
        "change": "0.003200",
        "against": None,
        "at": None,
        "provider": None,
        "day": "Wednesday",
        "published": "2026-03-11T12:00:00Z",
        "url": "https://news.example/film",
    }
    shown = price("BABA").out
    assert "premarket +0.32 % to $76.30, Wednesday, as stated by the article" in " ".join(shown.split())


async def test_a_live_price(tmp_path: Path) -> None:
    now = datetime(2026, 3, 11, 12, 0, tzinfo=UTC)
    share = Share(
        "BABA",
        closes={date(2026, 3, 9): 75.00, date(2026, 3, 10): 76.00},
        prints=[(now - timedelta(minutes=2), 76.30)],
    )
    async with Yahoo(now, share) as vendor:
        table = "".join(f"{key} = {json.dumps(value)}\n" for key, value in vendor.table().items())
        found = await known(tmp_path, f'[prices]\n{table}[fetch]\nallow = ["{vendor.place}"]\n', now)
    answer = as_object(found, now + timedelta(microseconds=654_321))
    assert answer["now"] == now
    assert answer["market"] == "premarket"
    assert answer["no_live"] is None
    line = answer["price"]
    shown = {key: str(line[key]) for key in ("origin", "session", "last", "change", "against", "provider")}
    assert shown == {
        "origin": "live",
        "session": "premarket",
        "last": "76.30",
        "change": "0.003947",  # 76.30 / 76.00 - 1
        "against": "2026-03-10",
        "provider": "Yahoo",
    }
    assert line["at"] == now - timedelta(minutes=2)


async def test_a_listing_that_the_provider_does_not_know(tmp_path: Path) -> None:
    now = datetime(2026, 3, 11, 12, 0, tzinfo=UTC)
    async with Yahoo(now) as vendor:
        table = "".join(f"{key} = {json.dumps(value)}\n" for key, value in vendor.table().items())
        found = await known(tmp_path, f'[prices]\n{table}[fetch]\nallow = ["{vendor.place}"]\n', now)
    answer = as_object(found, now)
    assert (answer["price"], answer["no_live"]["why"]) == (None, "nothing")


@pytest.mark.parametrize("symbol", ["BABA", "9988.HK"])
def test_the_object_is_of_the_listing_that_was_asked_for(symbol: str) -> None:
    security = load_securities().by_symbol(symbol)
    assert security is not None
    answer = as_object(KnownPrice(security), NOON)
    assert Ticker(answer["ticker"], answer["mic"]) == security.ticker


@pytest.mark.parametrize(
    ("value", "currency", "printed"),
    [
        ("76.3", "USD", "76.30"),
        ("76", "USD", "76.00"),
        ("0.385", "HKD", "0.385"),
        ("3178.0", "JPY", "3178"),
        ("3178.5", "JPY", "3178.5"),
        ("12.3400", "EUR", "12.34"),
        ("1E+3", "USD", "1000.00"),
    ],
)
def test_a_price_has_its_cents_and_no_digit_is_lost(value: str, currency: str, printed: str) -> None:
    security = alibaba()
    money = Money(Decimal(value), currency)
    at = datetime(2026, 3, 11, 12, 0, 1, 654_321, tzinfo=UTC)
    line = PriceLine(security.ticker, Decimal("0.01"), money, Session.REGULAR, Origin.LIVE, at=at)
    told = as_object(KnownPrice(security, live=line), NOON)["price"]
    assert (told["last"], told["at"]) == (printed, at.replace(microsecond=0))

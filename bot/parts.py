"""The composition root's workshop: settings become parts. What each part is made from, and in which order it
is closed again, stands here and nowhere else.
"""

import asyncio
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import msgspec

from bot import plugins, securities
from bot.charts import Studio
from bot.config import Environment, Settings
from bot.desk.follow_ups import Plan
from bot.desk.lookups import Lookups
from bot.domain.alert import Channel
from bot.domain.errors import CannotRun
from bot.domain.figures import Moment
from bot.fetch import Fetcher
from bot.fetch.discreet import DiscreetFetcher
from bot.fetch.seats import Seats
from bot.pages.pages import Pages
from bot.ports import Charts, Chat, Clock, FixingShelf, Opens, Prices, Rates, Securities, Sizes, Source, Store
from bot.prices.board import PriceBoard
from bot.prices.rates import build as rates
from bot.prices.rates.none import NoRates
from bot.prices.size.build import build as build_sizes
from bot.reading.reader import Reader
from bot.sources.needs import heed
from bot.store import open_store

PRICE_SEATS: Final = 8  # the board asks four things at once, and some of them take three requests


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Workshop:
    """What the sources are built with that people add while the house runs."""

    environment: Environment
    fetcher: Fetcher

    def build(self, table: Mapping[str, Any]) -> Source:
        """Build one source. Raises CannotRun when its settings cannot be used."""
        return build_source(table, self.environment, self.fetcher, f'The source "{table.get("name")}"')

    def address(self, table: Mapping[str, Any]) -> str | None:
        """Return the address that a source's settings name, or its kind's own; None where it has none.

        Raises CannotRun when the settings cannot be used.
        """
        _, filled = filled_source(table, self.environment, f'The source "{table.get("name")}"')
        address = getattr(filled, "url", None)
        return address if isinstance(address, str) else None


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything that a house is made of."""

    settings: Settings
    clock: Clock
    store: Store
    securities: Securities
    reader: Reader
    sources: tuple[Source, ...]
    chats: tuple[Chat, ...]
    prices: Prices
    rates: Rates
    sizes: Sizes
    charts: Charts
    pages: Opens
    workshop: Workshop

    def lookups(self) -> Lookups:
        """Return whom to ask about a story: those that the settings name."""
        settings = self.settings
        return Lookups(
            prices=self.prices if has_prices(settings) else None,
            rates=self.rates if settings.rates.kind != "none" else None,
            sizes=self.sizes if settings.size.kind != "none" else None,
            securities=self.securities,
            budget=timedelta(seconds=settings.delivery.hold),
        )

    def plan(self) -> Plan:
        """Return which follow-ups are wanted. Raises CannotRun when they cannot be had."""
        return follow_up_plan(self.settings, self.securities)

    def opens(self, source: Source) -> Opens | None:
        """Return what gives the whole of a source's articles: itself, the pages, or nothing."""
        if isinstance(source, Opens):
            return source
        return self.pages if source.manner.pages else None


def has_prices(settings: Settings) -> bool:
    """Say whether somebody is named who gives prices."""
    return str(settings.prices.get("kind", "none")) != "none"


def follow_up_plan(settings: Settings, securities: Securities) -> Plan:
    """Return which follow-ups the settings want. Raises CannotRun when they cannot be had."""
    wanted = settings.follow_ups
    if not wanted.at:
        return Plan()
    if not has_prices(settings):
        raise CannotRun(
            "[follow_ups] at asks for prices, and nobody gives any. Name a provider under [prices], or "
            "leave it empty."
        )
    fund = securities.by_symbol(wanted.benchmark) if wanted.benchmark else None
    if wanted.benchmark and fund is None:
        raise CannotRun(
            f'[follow_ups] benchmark is "{wanted.benchmark}", which is no listing that is known. Write '
            'it as its exchange does, for example "SPY", or "" for none.'
        )
    return Plan(tuple(map(Moment, wanted.at)), wanted.told_by, fund.ticker if fund else None)


def wanted_platforms(settings: Settings, environment: Environment) -> list[str]:
    """Return the platforms that have a table in the settings, or a secret in the environment."""
    from_tokens = [
        name
        for name in plugins.names("platforms")
        if environment.holds_secret_of(plugins.find("platforms", name).Settings)
    ]
    return list(dict.fromkeys([*settings.platforms, *from_tokens]))


def build_chats(settings: Settings, environment: Environment) -> tuple[Chat, ...]:
    """Build each wanted platform. Raises CannotRun when its settings cannot be used."""
    chats: list[Chat] = []
    for name in wanted_platforms(settings, environment):
        module = plugins.find("platforms", name)
        with plugins.faults(f"The platform [{name}]"):
            table = settings.platforms.get(name, {})
            chats.append(module.build(environment.section(module.Settings, table, f"[{name}]")))
    return tuple(chats)


def build_sources(settings: Settings, environment: Environment, fetcher: Fetcher) -> tuple[Source, ...]:
    """Build each source. Raises CannotRun when settings cannot be used, or two have one name; it says all
    that is to be mended, so that nobody has to start once for each."""
    sources: dict[str, Source] = {}
    faulty: list[str] = []
    for number, table in enumerate(settings.sources, start=1):
        where = f"[[source]] {table.get('name', f'number {number}')}"
        try:
            source = build_source(table, environment, fetcher, where)
        except CannotRun as error:
            faulty.append(str(error))
            continue
        if source.name in sources:
            faulty.append(f'Two sources are named "{source.name}". Give each [[source]] a name of its own.')
        sources[source.name] = source
    if faulty:
        several = f"{len(faulty)} things keep the sources from working:\n" if len(faulty) > 1 else ""
        raise CannotRun(several + "\n".join(faulty))
    return tuple(sources.values())


def build_source(table: Mapping[str, Any], environment: Environment, fetcher: Fetcher, where: str) -> Source:
    """Build one source; `where` names its table in messages. Raises CannotRun."""
    module, filled = filled_source(table, environment, where)
    with plugins.faults(where):
        source: Source = module.build(filled, fetcher)
    return source


def filled_source(
    table: Mapping[str, Any], environment: Environment, where: str
) -> tuple[ModuleType, msgspec.Struct]:
    """Return the module of a source's kind, and its Settings filled. Raises CannotRun."""
    kind = str(table.get("kind", "feed"))
    module = plugins.find("sources", kind)
    with plugins.faults(where):
        heed(module)
        filled: msgspec.Struct = environment.section(module.Settings, {"kind": kind, **table}, where)
    return module, filled


def build_prices(settings: Settings, environment: Environment, fetcher: Fetcher) -> PriceBoard:
    """Build the price provider, and the board over it, which is yet to be opened.

    Raises CannotRun when its settings cannot be used.
    """
    module = plugins.find("prices", str(settings.prices.get("kind", "none")))
    with plugins.faults("The provider under [prices]"):
        filled = environment.section(module.Settings, settings.prices, "[prices]")
        return PriceBoard(module.build(filled, fetcher))


@asynccontextmanager
async def open_rates(
    settings: Settings, fetcher: Fetcher, shelf: FixingShelf, clock: Clock
) -> AsyncIterator[Rates]:
    """Open what gives exchange rates, for as long as the context lasts."""
    table = settings.rates
    if table.kind == "none":
        yield NoRates()
        return
    async with rates.build(table.url, table.fallback_url, fetcher, shelf, clock) as book:
        yield book


def build_fetcher(settings: Settings, make: type[Fetcher] = Fetcher, seats: Seats | None = None) -> Fetcher:
    """Build the one room that reaches out over HTTP. Raises CannotRun when its settings cannot be used."""
    table = settings.fetch
    for place in table.allow:
        _, colon, port = place.rpartition(":")
        if not colon or not port.isdecimal():
            raise CannotRun(f'[fetch] allow has "{place}". Write each place as "host:port", "10.0.0.5:8080".')
    return make(
        allow=table.allow,
        proxy=table.proxy,
        ca_file=table.ca_file,
        timeout=table.timeout,
        user_agent=table.user_agent,
        seats=seats,
    )


@asynccontextmanager
async def assemble(settings: Settings, environment: Environment, clock: Clock) -> AsyncIterator[Parts]:
    """Build every part, and close each in reverse order. Raises CannotRun, which says what to mend."""
    operator_channel(settings)
    async with AsyncExitStack() as stack:
        fetcher = await stack.enter_async_context(build_fetcher(settings))
        visitors = await stack.enter_async_context(build_fetcher(settings, DiscreetFetcher, fetcher.seats))
        sources = build_sources(settings, environment, fetcher)
        for source in sources:
            stack.push_async_callback(source.close)
        # Seats of its own: many a vendor has its news and its prices at one host, and neither shall wait for
        # the other when it hangs. Enough of them, too: the time that a vendor has runs while one waits.
        enquirer = await stack.enter_async_context(build_fetcher(settings, seats=Seats(PRICE_SEATS)))
        prices = await stack.enter_async_context(build_prices(settings, environment, enquirer))
        chats = build_chats(settings, environment)
        for chat in chats:
            stack.push_async_callback(chat.close)
        store = await open_store(Path(settings.store.path), replies=settings.delivery.replies)
        stack.push_async_callback(store.close)
        exchange = await stack.enter_async_context(open_rates(settings, fetcher, store, clock))
        master = await asyncio.to_thread(securities.load, Path(settings.securities.path))
        sizes = build_sizes(settings.size, fetcher, shelf=store, securities=master, splits=prices)
        stack.push_async_callback(sizes.close)
        pages = Pages(fetcher, store, clock)
        stack.push_async_callback(pages.close)
        workshop = Workshop(environment, visitors)
        yield Parts(
            settings=settings,
            clock=clock,
            store=store,
            securities=master,
            reader=Reader(master),
            sources=sources,
            chats=chats,
            prices=prices,
            rates=exchange,
            sizes=sizes,
            charts=Studio(),
            pages=pages,
            workshop=workshop,
        )


def operator_channel(settings: Settings) -> Channel | None:
    """Return the channel that `[operator] channel` names. Raises CannotRun when it is no such name."""
    if settings.operator.channel is None:
        return None
    parts = settings.operator.channel.split(":")
    if len(parts) != 3 or not all(parts):
        raise CannotRun(
            f'[operator] channel is "{settings.operator.channel}". Write it as "platform:space:channel", for '
            'example "slack:T0123ABCD:C0123ABCD" or "discord:123456789012345678:234567890123456789".'
        )
    return Channel(*parts)


def unserved_operator(settings: Settings, platforms: Collection[str]) -> str | None:
    """Say that the operator's channel is on none of the platforms that are set, where that is so; None where
    nothing is wrong. Raises CannotRun when it is no channel's name."""
    channel = operator_channel(settings)
    if channel is None or channel.platform in platforms:
        return None
    known = plugins.names("platforms")
    if channel.platform in known:
        why = f"{channel.platform} is not set up here: set its token or its table"
    else:
        why = f'there is no platform "{channel.platform}": the known ones are {", ".join(known)}'
    return f"[operator] channel is {channel}, and {why}, or name another channel. Only the log is told now."

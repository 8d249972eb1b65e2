"""`outlay doctor`: what would keep the bot from working, and how to mend it."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from bot import plugins, securities
from bot.cli.doctor_charts import examine_charts
from bot.cli.doctor_follow_ups import examine_follow_ups
from bot.cli.doctor_house import examine_backups, examine_listening, examine_store
from bot.cli.doctor_prices import examine_prices
from bot.cli.doctor_rates import examine_rates
from bot.cli.doctor_sessions import examine_sessions
from bot.cli.doctor_size import examine_size
from bot.cli.doctor_sources import examine_sources
from bot.config import Environment, Settings, load
from bot.domain.errors import CannotRun
from bot.parts import (
    SystemClock,
    build_fetcher,
    has_prices,
    operator_channel,
    unserved_operator,
    wanted_platforms,
)
from bot.ports import Check, Examination, Grade

MARKS: Final = {Grade.FINE: ("ok", "green"), Grade.LIMITED: ("note", "yellow"), Grade.BROKEN: ("FAIL", "red")}
ZONES: Final = ("America/New_York", "Asia/Hong_Kong", "Europe/London")
CANNOT_RUN: Final = 2
CLOCK_MAY_DIFFER: Final = 30.0  # seconds; the look for an earlier post bears a minute


@click.command()
@click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The settings file. Without it ./outlay.toml is used where there is one.",
)
@click.pass_context
def doctor(ctx: click.Context, config: Path | None) -> None:
    """Check settings, tokens and their scopes, each source, the database and the clock.

    Each line says what was found and, where something is wrong, how to mend it. Nothing is posted, and what
    the sources give is not kept; only that they were seen, for `outlay sources list`. Exit code 2 when
    something would not work.
    """
    if asyncio.run(_report(config)):
        ctx.exit(CANNOT_RUN)


async def _report(config: Path | None) -> int:
    """Print each check as it is made; return how many things are broken."""
    broken = 0
    async for check in _checks(config):
        word, colour = MARKS[check.grade]
        mark = click.style(f"{word:>4}", fg=colour, bold=check.grade is Grade.BROKEN)
        click.echo(f"{mark}  {check.subject}: {check.found}")
        if check.mend:
            click.echo(f"      → {check.mend}")
        broken += check.grade is Grade.BROKEN
    click.echo("Everything needed works." if not broken else f"Broken: {broken}. Mend the lines marked FAIL.")
    return broken


async def _checks(config: Path | None) -> AsyncIterator[Check]:
    environment = Environment.real()
    try:
        settings = load(config, environment)
        operator_channel(settings)
    except CannotRun as error:
        yield Check("settings", Grade.BROKEN, str(error))
        return
    yield _settings_found(config)
    for check in _machine(Path(settings.securities.path)):
        yield check
    now = SystemClock().now()
    yield examine_sessions(now)
    async for check in examine_store(Path(settings.store.path), now):
        yield check
    yield examine_backups(settings.backup, now)
    yield await examine_listening(settings.observe)
    for check in _follow_ups(settings):
        yield check
    async for check in _platforms(settings, environment):
        yield check
    async for check in _outside(settings, environment):
        yield check


def _settings_found(config: Path | None) -> Check:
    if config is not None or Path("outlay.toml").exists():
        return Check("settings", Grade.FINE, f"{config or 'outlay.toml'} is valid")
    mend = "Copy deploy/outlay.example.toml to outlay.toml and change it, or name a file with --config."
    return Check("settings", Grade.LIMITED, "there is no outlay.toml here; the defaults are used", mend)


def _machine(master: Path) -> Iterator[Check]:
    yield _master(master)
    try:
        for zone in ZONES:
            ZoneInfo(zone)
    except ZoneInfoNotFoundError as error:
        yield Check("time zones", Grade.BROKEN, str(error), "Install the tzdata package.")
    else:
        yield Check("time zones", Grade.FINE, "the exchanges' zones are known")


def _master(path: Path) -> Check:
    """Check the security master: the one that was updated, where there is one, else the shipped one."""
    try:
        example = securities.load(path).by_symbol("BABA")
    except CannotRun as error:
        return Check("securities", Grade.BROKEN, str(error))
    if example is None:
        return Check("securities", Grade.BROKEN, "the security master is empty")
    which = f" ({path})" if path.exists() else ""
    return Check("securities", Grade.FINE, f"the security master knows {example.name}{which}")


def _follow_ups(settings: Settings) -> Iterator[Check]:
    """Check what is told after an alert; without a security master, which is told of above, nobody can."""
    try:
        known = securities.load(Path(settings.securities.path))
    except CannotRun:
        return
    yield examine_follow_ups(settings, known)


async def _platforms(settings: Settings, environment: Environment) -> AsyncIterator[Check]:
    try:
        names = wanted_platforms(settings, environment)
    except CannotRun as error:
        yield Check("platforms", Grade.BROKEN, str(error))
        return
    if not names:
        mend = "Set SLACK_BOT_TOKEN and SLACK_APP_TOKEN, or DISCORD_TOKEN, or add a [console] table."
        yield Check("platforms", Grade.BROKEN, "none is set", mend)
    for name in names:
        try:
            module: Any = plugins.find("platforms", name)
            with plugins.faults(f"The platform [{name}]"):
                filled = environment.section(module.Settings, settings.platforms.get(name, {}), f"[{name}]")
        except CannotRun as error:
            yield Check(name, Grade.BROKEN, str(error))
            continue
        if hasattr(module, "examine"):
            examination: Examination = await module.examine(filled)
            for check in examination.checks:
                yield check
            if examination.time is not None:
                yield compare_clocks(name, examination.time, SystemClock().now())
        else:
            yield Check(name, Grade.FINE, "needs no account")
    # A plugin that is named by a dotted path calls its platform as it likes: its last word is a guess.
    if unserved := unserved_operator(settings, {name.rpartition(".")[2] for name in names}):
        yield Check("operator", Grade.BROKEN, unserved)


def compare_clocks(name: str, there: datetime, here: datetime) -> Check:
    """Compare this machine's time with a platform's."""
    off = (here - there).total_seconds()
    if abs(off) <= CLOCK_MAY_DIFFER:
        return Check("clock", Grade.FINE, f"within {CLOCK_MAY_DIFFER:.0f} s of {name.capitalize()}'s")
    word = "ahead of" if off > 0 else "behind"
    mend = "Set the clock, best by a time service such as chrony or systemd-timesyncd."
    return Check("clock", Grade.BROKEN, f"this machine is {abs(off):.0f} s {word} {name.capitalize()}", mend)


async def _outside(settings: Settings, environment: Environment) -> AsyncIterator[Check]:
    """Check what is reached over the web: the price provider, exchange rates, the SEC, and each source."""
    try:
        fetcher = build_fetcher(settings)
    except CannotRun as error:
        yield Check("fetch", Grade.BROKEN, str(error))
        return
    async with fetcher:
        async for check in examine_prices(settings, environment, fetcher, SystemClock().now()):
            yield check
        if has_prices(settings):
            yield examine_charts()
        async for check in examine_rates(settings.rates, fetcher, SystemClock().now().date()):
            yield check
        yield await examine_size(settings.size, fetcher)
        async for check in examine_sources(settings, environment, fetcher):
            yield check

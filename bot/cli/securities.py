"""`outlay securities update`: a newer list of the world's listed companies, from its public sources."""

import asyncio
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import click

from bot.cards.patience import patience
from bot.config import Environment, SecuritiesTable, Settings, load
from bot.domain.errors import BadInput, CannotRun, SourceTrouble
from bot.fetch import Fetcher
from bot.ports import Fetched
from bot.securities import load as load_master
from bot.securities import publishers
from bot.securities.publishers import BadTable, Row
from bot.securities.renewal import Seen, State, merged, put, shrunk

PATIENCE: Final = 300.0  # seconds for one file, or the settings' timeout if that is longer
LIMIT: Final = 64 << 20  # bytes of one file as it is sent; the largest has about 16 million


@click.group()
def securities() -> None:
    """Keep the list of the world's listed companies fresh."""


@securities.command()
@click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The settings file. Without it ./outlay.toml is used where there is one.",
)
def update(config: Path | None) -> None:
    """Fetch the lists of companies and funds anew, and write the security master.

    It comes from the SEC and from FinanceDatabase, and goes where [securities] path says. Nothing is written
    unless all of it came, is sound, and has not lost more than a fifth of its listings. A running bot uses it
    after its next start. Exit code 1 means that the lists cannot be had, 2 that the settings cannot be used.
    """
    settings = load(config, Environment.real())
    path = Path(settings.securities.path)
    _must_be_fit(settings, path)
    try:
        said = asyncio.run(_update(settings, path))
    except SourceTrouble as error:
        raise BadInput(" ".join(filter(None, (str(error), patience(error))))) from error
    except OSError as error:
        raise CannotRun(f"{path} cannot be written: {error.strerror}.") from error
    click.echo(said)


def _must_be_fit(settings: Settings, path: Path) -> None:
    """Raise CannotRun where the update could only fail: no contact for the SEC, no folder to write into."""
    if "@" not in (settings.fetch.user_agent or ""):
        raise CannotRun(
            "The SEC answers only who says how to reach them: set user_agent in [fetch] to your name and "
            'mail address, as in "Example Desk news@example.com".'
        )
    if not path.absolute().parent.is_dir():
        raise CannotRun(f"There is no folder {path.absolute().parent} to write {path.name} into. Create it.")


@dataclass(frozen=True, slots=True)
class _Lists:
    """What the three files hold, and what is to be remembered of each."""

    rows: Mapping[str, list[Row]]
    state: State


async def _update(settings: Settings, path: Path) -> str:
    """Update the master and return what to say. Raises SourceTrouble and OSError."""
    table, old = settings.securities, State.beside(path)
    before = len(load_master(path))
    async with _fetcher(settings) as fetcher:
        lists = await _lists(fetcher, table, old)
    if lists is None:
        return f"Nothing has changed since the last update: {before:,} listings in {path}."
    rows = merged(*(lists.rows[url] for url in _urls(table)))
    if trouble := shrunk("The new list", before, len(rows)):
        raise SourceTrouble(trouble)
    _progress("joining them into issuers …")
    now = put(rows, path)
    lists.state.write(path)
    return (
        f"{now:,} listings in {path}, where there were {before:,}. "
        "A running bot uses them when it is started again."
    )


def _fetcher(settings: Settings) -> Fetcher:
    table = settings.fetch
    return Fetcher(
        allow=table.allow,
        proxy=table.proxy,
        ca_file=table.ca_file,
        timeout=max(PATIENCE, table.timeout),
        user_agent=table.user_agent,
    )


def _urls(table: SecuritiesTable) -> tuple[str, str, str]:
    return table.filers, table.companies, table.funds


async def _lists(fetcher: Fetcher, table: SecuritiesTable, old: State) -> _Lists | None:
    """Fetch the three files; return None when none has changed since `old`."""
    urls = _urls(table)
    fetched: dict[str, Fetched] = {}
    for url in urls:
        known = old.seen.get(url, Seen())
        _progress(f"asking for {url} …")
        fetched[url] = await fetcher.get(url, etag=known.etag, last_modified=known.last_modified, limit=LIMIT)
    if all(answer.body is None for answer in fetched.values()):
        return None
    for url in urls:
        if fetched[url].body is None:  # unchanged, but its content is not kept
            fetched[url] = await fetcher.get(url, limit=LIMIT)
    readers = (publishers.filers, publishers.companies, publishers.funds)
    rows: dict[str, list[Row]] = {}
    seen: dict[str, Seen] = {}
    for url, read in zip(urls, readers, strict=True):
        rows[url] = _rows(url, read, fetched[url].body or b"", old.seen.get(url, Seen()))
        seen[url] = Seen(fetched[url].etag, fetched[url].last_modified, len(rows[url]))
    return _Lists(rows, State(seen))


def _rows(url: str, read: Callable[[bytes], Iterable[Row]], body: bytes, known: Seen) -> list[Row]:
    """Return the rows of one file. Raises SourceTrouble for one that is no table or has shrunk."""
    try:
        rows = list(read(body))
    except BadTable as error:
        raise SourceTrouble(f"{url} cannot be used: {error}. Nothing was changed.") from error
    if trouble := shrunk(url, known.listings, len(rows)):
        raise SourceTrouble(trouble)
    if not rows:
        raise SourceTrouble(f"{url} cannot be used: it has no listings. Nothing was changed.")
    _progress(f"{len(rows):,} listings")
    return rows


def _progress(words: str) -> None:
    """Say on a terminal how far it is; a log or a pipe gets the outcome only."""
    if sys.stderr.isatty():
        click.echo(words, err=True)

"""`outlay sources`: which kinds there are, and what one would give before it is put into the settings."""

import asyncio
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, Final, NamedTuple, get_origin, get_type_hints

import click
import msgspec

from bot import plugins
from bot.cards.patience import patience
from bot.cli.kinds import described
from bot.cli.seen import load_seen
from bot.config import Environment, FetchTable, Settings, load, secret_fields
from bot.domain.errors import BadInput, CannotRun, SourceTrouble
from bot.fetch import Fetcher, Forbidden
from bot.parts import SystemClock, build_source
from bot.sources.identity import identified
from bot.sources.parse import NoFeed, read_feed

EXAMPLES: Final = {"url": "https://news.example/rss"}  # what a key looks like
WIDTH: Final = 78  # characters of a headline in the table


class Shown(NamedTuple):
    """One article of a preview."""

    id: str
    url: str | None
    headline: str | None
    published_at: datetime | None
    tickers: tuple[str, ...]
    summary: str


class Found(NamedTuple):
    """What a preview shows, and where it comes from."""

    articles: list[Shown]
    title: str | None


CONFIG: Final = click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The settings file. Without it ./outlay.toml is used where there is one.",
)


@click.group()
def sources() -> None:
    """List the kinds of source, or look at what one would give."""


@sources.command(name="list")
@CONFIG
def list_kinds(config: Path | None) -> None:
    """Print every kind of source: what it gives, what it needs, and whether `outlay doctor` saw it live."""
    store = Path(load(config, Environment.real()).store.path)
    seen = load_seen(store)
    kinds = [described(kind) for kind in plugins.names("sources")]
    width = max(len(kind.name) for kind in kinds)
    for kind in kinds:
        click.echo(f"{kind.name:<{width}}  {kind.words}")
        needs = f"needs {', '.join(kind.needs)}" if kind.needs else "needs nothing"
        when = f"seen live here {seen[kind.name]:%Y-%m-%d}" if kind.name in seen else "not seen live here"
        click.echo(f"{'':<{width}}  {needs}; {when}")
    click.echo("docs/sources/ has a page for each. `outlay doctor` looks at those in the settings, live.")


@sources.command()
@click.argument("place", metavar="KIND|NAME|URL|FILE")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object an article, one a line.")
@click.option(
    "--set",
    "sets",
    multiple=True,
    metavar="KEY=VALUE",
    help="Set a key of the kind, as its page in docs/sources/ has it. Several words of a list stand "
    "between commas. May be given several times.",
)
@click.option(
    "--allow",
    multiple=True,
    metavar="HOST:PORT",
    help="Ask this private address too. May be given several times; adds to [fetch] allow.",
)
@CONFIG
def preview(
    place: str, *, as_json: bool, sets: tuple[str, ...], allow: tuple[str, ...], config: Path | None
) -> None:
    """Print the articles that a source would give now: a KIND such as edgar, a source of the settings by its
    NAME, or a feed (RSS, RDF, Atom, JSON Feed) at a URL or in a FILE.

    Nothing is filtered, and headlines are word for word. Private addresses, this machine's own among them,
    are asked only when they are allowed. Exit code 1 means that the source cannot be read, 2 that the
    settings cannot be used.
    """
    try:
        found = asyncio.run(_found(place, sets, allow, config))
    except Forbidden as error:
        here = f" For this preview alone, say --allow {error.place}." if error.place else ""
        raise BadInput(f"{error}{here}") from error
    except SourceTrouble as error:
        raise BadInput(" ".join(filter(None, (str(error), patience(error))))) from error
    for article in found.articles:
        click.echo(msgspec.json.encode(article._asdict()) if as_json else _as_row(article))
    if not as_json:
        title = f" from {_printable(found.title)}" if found.title else ""
        count = len(found.articles)
        click.echo(f"{count} article{'' if count == 1 else 's'}{title}.")


async def _found(place: str, sets: Sequence[str], allow: Sequence[str], config: Path | None) -> Found:
    """Look at a place. Raises SourceTrouble, BadInput or CannotRun."""
    if "://" not in place and not sets and Path(place).is_file():  # noqa: ASYNC240 - nothing else runs
        try:
            return _read(_contents(place), place, place)
        except NoFeed as none:
            raise BadInput(f"The file {place} holds {none.what}. Name one that is a feed.") from none
    environment = Environment.real()
    settings = load(config, environment)
    async with _fetcher(settings.fetch, allow) as fetcher:
        if "://" in place:
            fetched = await fetcher.get(place)
            return _read(fetched.body or b"", fetched.url, place, fetched.content_type)
        table = _table(place, settings, sets)
        where = f"[[source]] {table['name']}"
        source = build_source(table, environment, fetcher, where)
        try:
            with plugins.faults(where):
                given = await source.poll(None, SystemClock().now())
        finally:
            await source.close()
    articles = [Shown(a.id, a.url, a.headline, a.published_at, a.tickers, a.body) for a in given.articles]
    return Found(articles, source.name)


def _table(place: str, settings: Settings, sets: Iterable[str]) -> dict[str, Any]:
    """Return the `[[source]]` that is meant: one of the settings by its name, or a kind. Raises BadInput."""
    named = next((table for table in settings.sources if table.get("name") == place), None)
    table = dict(named or {"kind": place, "name": place})
    kind = str(table.get("kind", "feed"))
    try:
        module = plugins.find("sources", kind)
    except plugins.UnknownKind as error:
        kinds = f"The kinds are {', '.join(plugins.names('sources'))}."
        raise BadInput(
            f"{place} is no web address, and no file to read, no source of the settings and no kind. "
            + " ".join([kinds, *plugins.sought(kind)])
        ) from error
    with plugins.faults(f"The module {module.__name__}"):
        hints = get_type_hints(module.Settings)
    for each in sets:
        key, equals, value = each.partition("=")
        if not equals:
            raise BadInput(f"--set {each} has no value: write it as KEY=VALUE.")
        table[key.strip()] = _value(value.strip(), hints.get(key.strip()))
    _check(table, module.Settings)
    return table


def _check(table: Mapping[str, Any], kind: type[msgspec.Struct]) -> None:
    """Refuse what no --set can give, and say what it must give. Raises CannotRun."""
    name, variables = table["name"], getattr(kind, "ENVIRONMENT", {})
    if secret := min(secret_fields(kind) & table.keys(), default=None):
        raise CannotRun(
            f"{name} {secret} is a secret and comes from the environment alone, where no list of commands "
            f"shows it: set {variables.get(secret, 'its variable')}, and leave the key out."
        )
    required = [field.name for field in msgspec.structs.fields(kind) if field.required]
    lacking = [key for key in required if key not in table and key not in variables]
    # A key that is not known may be meant for the one that lacks: that comes first.
    if lacking and table.keys() <= set(kind.__struct_fields__):
        ways = " ".join(f"--set {key}={EXAMPLES.get(key, 'VALUE')}" for key in lacking)
        raise CannotRun(f"{name} needs {', '.join(lacking)}: say, for example, {ways}.")


def _value(text: str, hint: object) -> object:
    """Return a value as the settings file would hold it; text needs no quotes here, a list no brackets."""
    value: object = text
    with suppress(tomllib.TOMLDecodeError):
        value = tomllib.loads(f"value = {text}")["value"]
    if get_origin(hint) is tuple and not isinstance(value, list):
        return [part.strip() for part in text.split(",")]
    return value if isinstance(value, str) or hint is not str else text


def _read(body: bytes, url: str, place: str, content_type: str | None = None) -> Found:
    feed = read_feed(body, url, content_type)
    articles = [
        Shown(number, item.link, item.headline, item.published_at, item.tickers, item.summary or item.body)
        for number, item in identified(feed, place)
    ]
    return Found(articles, feed.title)


def _contents(place: str) -> bytes:
    try:
        return Path(place).read_bytes()
    except OSError as error:
        raise BadInput(f"{place} cannot be read: {error.strerror}.") from error


def _fetcher(table: FetchTable, allow: Sequence[str]) -> Fetcher:
    return Fetcher(
        allow=(*table.allow, *allow),
        proxy=table.proxy,
        ca_file=table.ca_file,
        timeout=table.timeout,
        user_agent=table.user_agent,
    )


def _as_row(article: Shown) -> str:
    when = f"{article.published_at:%Y-%m-%d %H:%M}" if article.published_at else "no date"
    headline = article.headline or "(no headline)"
    if len(headline) > WIDTH:
        headline = headline[: WIDTH - 1] + "…"
    tickers = f"  [{', '.join(article.tickers)}]" if article.tickers else ""
    return f"{when:<16}  {_printable(headline + tickers)}"


def _printable(text: str) -> str:
    """Keep a publisher's control characters from the terminal."""
    return "".join(character if character.isprintable() else " " for character in text)

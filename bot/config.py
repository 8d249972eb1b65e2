"""Settings: a TOML file and the environment become frozen values. The only room that reads the environment.

Each kind of source, price provider and platform brings its own `Settings`, a frozen msgspec Struct that
forbids unknown keys; `section` fills it. A field of type `Secret` comes from the environment only (`NAME`,
or the file that `NAME_FILE` names), never from the TOML file, which can so be shown to a colleague.
"""

import os
import re
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, ClassVar, Final, Literal, TypeVar, get_args, get_origin, get_type_hints

import msgspec

from bot.domain.errors import CannotRun
from bot.domain.secret import Secret

DEFAULT_PATH: Final = Path("outlay.toml")

NEWS_HOURS: Final = 48.0  # for so long after its publication an article may alert

# How msgspec words what people get wrong most often.
_LACKS: Final = re.compile(r"Object missing required field (`\w+`)")
_UNKNOWN: Final = re.compile(r"Object contains unknown field `(\w+)`")
_OTHER: Final = re.compile(r"Invalid enum value .* - at `\$\.(\w+)(?:\[\d+\])?`")
_TWICE: Final = "Cannot overwrite a value"  # in tomllib's words
# How variables that hold a secret are named.
_WITHHELD: Final = re.compile(r"(?:TOKEN|SECRET|PASSWORD|KEY|KEY_ID)$")


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The base of every table of settings. `ENVIRONMENT` maps a field to the variable that overrides it."""

    ENVIRONMENT: ClassVar[Mapping[str, str]] = {}


class StoreTable(Table, frozen=True):
    """`[store]`: after `keep_days` what is over goes (0: never), day by day from `quiet_hour` (UTC) on."""

    ENVIRONMENT: ClassVar[Mapping[str, str]] = {"path": "OUTLAY_STORE_PATH"}

    path: str = "outlay.db"
    keep_days: Annotated[int, msgspec.Meta(ge=0)] = 365
    quiet_hour: Annotated[int, msgspec.Meta(ge=0, le=23)] = 4


class BackupTable(Table, frozen=True):
    """`[backup]`: copies of the database in a `folder`, one `every` so many hours, of which `keep` stay."""

    ENVIRONMENT: ClassVar[Mapping[str, str]] = {"folder": "OUTLAY_BACKUP_FOLDER"}

    folder: str | None = None
    every: Annotated[float, msgspec.Meta(gt=0)] = 24.0
    keep: Annotated[int, msgspec.Meta(ge=1)] = 7


class FetchTable(Table, frozen=True):
    """`[fetch]`: how sources are reached. `allow` lists private addresses as "host:port", `timeout` is in
    seconds, for one answer."""

    allow: tuple[str, ...] = ()
    proxy: str | None = None
    ca_file: str | None = None
    timeout: Annotated[float, msgspec.Meta(gt=0, le=600)] = 20.0
    user_agent: str | None = None


class SecuritiesTable(Table, frozen=True):
    """`[securities]`: where `outlay securities update` writes the security master, and where it gets it."""

    ENVIRONMENT: ClassVar[Mapping[str, str]] = {"path": "OUTLAY_SECURITIES_PATH"}

    path: str = "securities.tsv.gz"
    filers: str = "https://www.sec.gov/files/company_tickers_exchange.json"
    companies: str = (
        "https://raw.githubusercontent.com/JerBouma/FinanceDatabase/main/compression/equities.bz2"
    )
    funds: str = "https://raw.githubusercontent.com/JerBouma/FinanceDatabase/main/compression/etfs.bz2"


class DeliveryTable(Table, frozen=True):
    """`[delivery]`: `on_unknown` decides about a post whose outcome nobody can look up; `replies` says
    whether news of a story is said below its alert, too. `hold` is how many seconds an alert waits at the
    most for its price and whatever else is looked up about it."""

    on_unknown: Literal["resend", "drop"] = "resend"
    replies: bool = True
    hold: Annotated[float, msgspec.Meta(ge=0, le=0.8)] = 0.8


class OperatorTable(Table, frozen=True):
    """`[operator]`: `channel` is told when a source stops or is back, as "slack:WORKSPACE:CHANNEL"."""

    channel: str | None = None


class UserSourcesTable(Table, frozen=True):
    """`[user_sources]`: whether people may add sources in chat, and of which kinds. `most` counts those of
    one space, `least` is the shortest interval in seconds at which such a source is asked."""

    allowed: bool = False
    most: Annotated[int, msgspec.Meta(ge=1)] = 20
    least: Annotated[float, msgspec.Meta(gt=0)] = 300.0
    kinds: tuple[str, ...] = ("feed", "globenewswire", "prnewswire", "businesswire", "hkex")


class CommandsTable(Table, frozen=True):
    """`[commands]`: how many commands a minute one user has, and one channel, whoever asks there."""

    per_user: Annotated[int, msgspec.Meta(ge=1)] = 10
    per_channel: Annotated[int, msgspec.Meta(ge=1)] = 30


class JoinTable(Table, frozen=True):
    """`[join]`: how long, in hours, an article may still join a story."""

    hours: float = 48.0


class RatesTable(Table, frozen=True):
    """`[rates]`: who gives exchange rates, for sums that the article does not restate in US dollars.

    `url` is where Frankfurter answers, `fallback_url` where the European Central Bank's files are; empty for
    no fallback.
    """

    kind: Literal["none", "frankfurter"] = "none"
    url: str = "https://api.frankfurter.dev/v1"
    fallback_url: str = "https://www.ecb.europa.eu/stats/eurofxref"


class SizeTable(Table, frozen=True):
    """`[size]`: who knows how large a company is. The SEC wants a `contact` in each request, a name and a
    mail address; `site` has its list of companies, `data` their figures."""

    kind: Literal["none", "sec"] = "none"
    contact: str = ""
    site: str = "https://www.sec.gov"
    data: str = "https://data.sec.gov"


class FollowUpsTable(Table, frozen=True):
    """`[follow_ups]`: when after an alert the price is looked up again, whether that is told by editing the
    alert or by a reply below it, and the fund whose own change stands beside it."""

    at: tuple[Literal["hour", "close", "open"], ...] = ()
    told_by: Literal["edit", "reply"] = "edit"
    benchmark: str = "SPY"


class LogTable(Table, frozen=True):
    """`[log]`: `form` "auto" is text on a terminal, JSON elsewhere."""

    ENVIRONMENT: ClassVar[Mapping[str, str]] = {"level": "OUTLAY_LOG_LEVEL", "form": "OUTLAY_LOG_FORM"}

    level: Literal["debug", "info", "warning", "error"] = "info"
    form: Literal["auto", "text", "json"] = "auto"


class ObserveTable(Table, frozen=True):
    """`[observe]`: where /metrics, /livez and /readyz are served, "" for nowhere. An address that other
    machines can reach is refused unless `public` says that it is meant."""

    ENVIRONMENT: ClassVar[Mapping[str, str]] = {"listen": "OUTLAY_OBSERVE_LISTEN"}

    listen: str = "127.0.0.1:9464"
    public: bool = False


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that was set. `sources`, `platforms` and `prices` are raw tables: their kinds know them."""

    store: StoreTable = StoreTable()
    backup: BackupTable = BackupTable()
    fetch: FetchTable = FetchTable()
    securities: SecuritiesTable = SecuritiesTable()
    delivery: DeliveryTable = DeliveryTable()
    join: JoinTable = JoinTable()
    operator: OperatorTable = OperatorTable()
    user_sources: UserSourcesTable = UserSourcesTable()
    commands: CommandsTable = CommandsTable()
    rates: RatesTable = RatesTable()
    size: SizeTable = SizeTable()
    follow_ups: FollowUpsTable = FollowUpsTable()
    log: LogTable = LogTable()
    observe: ObserveTable = ObserveTable()
    sources: tuple[Mapping[str, Any], ...] = ()
    platforms: Mapping[str, Mapping[str, Any]] = {}
    prices: Mapping[str, Any] = {}


T = TypeVar("T", bound=msgspec.Struct)

CORE: Final = {
    *("store", "backup", "fetch", "securities", "delivery", "join", "operator", "user_sources"),
    *("commands", "rates", "size", "follow_ups", "log", "observe", "source", "prices"),
}


@dataclass(frozen=True, slots=True)
class Environment:
    """The variables that settings may come from, and where a `*_FILE` is read."""

    variables: Mapping[str, str]

    @classmethod
    def real(cls) -> "Environment":
        return cls(dict(os.environ))

    def get(self, name: str) -> str | None:
        """Return `NAME`, or the text of the file that `NAME_FILE` names, or None. Raises CannotRun."""
        if value := self.variables.get(name):
            return value
        if path := self.variables.get(f"{name}_FILE"):
            try:
                return Path(path).read_text(encoding="utf-8").strip() or None
            except OSError as error:
                raise CannotRun(
                    f"{name}_FILE names {path}, which cannot be read: {error.strerror}."
                ) from error
        return None

    def withheld(self) -> frozenset[str]:
        """Return every value that a variable of a telling name holds, to be kept out of the log: tokens, keys
        and secrets, our own and others'. A file that cannot be read, or is no text, holds none."""
        found: set[str | None] = set()
        for name in {name.removesuffix("_FILE") for name in self.variables}:
            if _WITHHELD.search(name):
                with suppress(CannotRun, UnicodeDecodeError):
                    found.add(self.get(name))
        return frozenset(value for value in found if value)

    def holds_secret_of(self, kind: type[msgspec.Struct]) -> bool:
        """Whether a variable is set that fills a secret field: then the kind is meant to be used."""
        variables = _variables(kind)
        return any(self.get(variables[name]) for name in secret_fields(kind) & variables.keys())

    def section(self, kind: type[T], table: Mapping[str, Any], where: str) -> T:
        """Fill a kind's `Settings` from its table and from the variables that its ENVIRONMENT names.

        `where` names the table in messages ("[slack]"). Raises CannotRun, which says which key is wrong.
        """
        filled = dict(table)
        for name in secret_fields(kind) & filled.keys():
            variable = _variables(kind).get(name, "an environment variable")
            raise CannotRun(
                f"{where} {name} is a secret: take it out of the file and set {variable} instead."
            )
        hints = get_type_hints(kind)
        for name, variable in _variables(kind).items():
            if (value := self.get(variable)) is None:
                continue
            try:
                # A variable is always text: "60" is a fine number here, though not in the file.
                filled[name] = msgspec.convert(value, hints[name], strict=False, dec_hook=_secret)
            except msgspec.ValidationError as error:
                advice = _choices(hints[name])
                raise CannotRun(
                    f"The variable {variable} cannot be used: {_in_words(error)}{advice}"
                ) from error
        try:
            return msgspec.convert(filled, kind, dec_hook=_secret)
        except msgspec.ValidationError as error:
            raise CannotRun(f"{where} cannot be used: {_in_words(error)}{_advice(error, kind)}") from error


def _check_table(name: str, value: Any, path: Path | None) -> None:
    """Raise CannotRun for what is no table of settings. A platform's may have any name that is not nearly
    that of a table here: what nobody reads would be a setting that does nothing."""
    if name == "source":
        if not isinstance(value, list):
            raise CannotRun("Sources are written as [[source]], with two brackets: there may be several.")
    elif isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
        raise CannotRun(f"{path}: [[{name}]] has two brackets, and there is only one such table: [{name}].")
    elif not isinstance(value, dict):
        raise CannotRun(f"{path}: `{name}` stands outside a table. Settings live in tables such as [store].")
    elif name not in CORE and (near := get_close_matches(name, sorted(CORE), 1, 0.8)):
        raise CannotRun(f"{path}: there is no table [{name}]. Did you mean [{near[0]}]?")


def load(path: Path | None, environment: Environment) -> Settings:
    """Read the settings file, or the defaults when `path` is None and there is no `outlay.toml` here.

    Raises CannotRun for a file that is absent, is no TOML or has an unknown key.
    """
    if path is None:
        path = DEFAULT_PATH if DEFAULT_PATH.exists() else None
    document: dict[str, Any] = {}
    if path is not None:
        try:
            document = tomllib.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise CannotRun(f"The settings file {path} cannot be read: {error.strerror}.") from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            twice = " A key stands twice in one table." if str(error).startswith(_TWICE) else ""
            raise CannotRun(f"The settings file {path} is not valid TOML: {error}.{twice}") from error
    for name, value in document.items():
        _check_table(name, value, path)
    store = environment.section(StoreTable, document.get("store", {}), "[store]")
    join = environment.section(JoinTable, document.get("join", {}), "[join]")
    _check_span(store, join)
    return Settings(
        store=store,
        backup=environment.section(BackupTable, document.get("backup", {}), "[backup]"),
        fetch=environment.section(FetchTable, document.get("fetch", {}), "[fetch]"),
        securities=environment.section(SecuritiesTable, document.get("securities", {}), "[securities]"),
        delivery=environment.section(DeliveryTable, document.get("delivery", {}), "[delivery]"),
        join=join,
        operator=environment.section(OperatorTable, document.get("operator", {}), "[operator]"),
        user_sources=environment.section(
            UserSourcesTable, document.get("user_sources", {}), "[user_sources]"
        ),
        commands=environment.section(CommandsTable, document.get("commands", {}), "[commands]"),
        rates=environment.section(RatesTable, document.get("rates", {}), "[rates]"),
        size=environment.section(SizeTable, document.get("size", {}), "[size]"),
        follow_ups=environment.section(FollowUpsTable, document.get("follow_ups", {}), "[follow_ups]"),
        log=environment.section(LogTable, document.get("log", {}), "[log]"),
        observe=environment.section(ObserveTable, document.get("observe", {}), "[observe]"),
        sources=tuple(document.get("source", [])),
        prices=document.get("prices", {}),
        platforms={name: table for name, table in document.items() if name not in CORE},
    )


def _check_span(store: StoreTable, join: JoinTable) -> None:
    """Refuse to forget stories while articles may still join them. Raises CannotRun."""
    least = int(join.hours + NEWS_HOURS) // 24 + 1
    if 0 < store.keep_days < least:
        raise CannotRun(
            f"[store] keep_days = {store.keep_days} is too short: what is news still, or may be joined by "
            f"other articles for [join] hours = {join.hours:g}, must be kept. Set it to {least} or more, "
            "or to 0 to keep everything."
        )


def _variables(kind: type[msgspec.Struct]) -> Mapping[str, str]:
    found: Mapping[str, str] = getattr(kind, "ENVIRONMENT", {})
    return found


def secret_fields(kind: type[msgspec.Struct]) -> set[str]:
    """Return the fields that the environment alone may fill."""
    hints = get_type_hints(kind)
    return {name for name, hint in hints.items() if hint is Secret or Secret in get_args(hint)}


def _secret(kind: type, value: object) -> object:
    if kind is Secret and isinstance(value, str | Secret):
        return value if isinstance(value, Secret) else Secret(value)
    raise NotImplementedError(kind)  # what msgspec asks of a hook for a type that it does not know


def _in_words(error: msgspec.ValidationError) -> str:
    """Turn "Expected `int`, got `str` - at `$.every`" into a sentence."""
    words = _LACKS.sub(r"it lacks \1", str(error))
    what, _, where = words.partition(" - at ")
    return f"{what}, at `{where.strip('`').removeprefix('$.')}`." if where else f"{what}."


def _advice(error: msgspec.ValidationError, kind: type[msgspec.Struct]) -> str:
    """Return what a table should have had in place of an unknown key or value, "" where nobody can tell."""
    if found := _OTHER.fullmatch(str(error)):
        return _choices(get_type_hints(kind)[found[1]])
    found = _UNKNOWN.fullmatch(str(error))
    near = get_close_matches(found[1], kind.__struct_fields__, 1) if found else []
    return f" Did you mean `{near[0]}`?" if near else ""


def _choices(hint: Any) -> str:
    """Return the words that a setting, or each of its list, may be; "" where they are not counted."""
    if get_origin(hint) is tuple:
        hint = get_args(hint)[0]
    if get_origin(hint) is not Literal:
        return ""
    return " It may be " + " or ".join(f'"{word}"' for word in get_args(hint)) + "."

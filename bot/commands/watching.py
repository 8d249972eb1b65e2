"""watch, unwatch, list: whom a channel wants to hear about."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.cards.card import Card, Item, Tone
from bot.cards.text import counted, listed, moment
from bot.commands.companies import Meant, meant
from bot.commands.ground import in_the_way, no_place
from bot.commands.suggestions import did_you_mean, labelled, not_known
from bot.commands.table import Command, Option, OptionKind
from bot.domain.alert import Request, Watch
from bot.domain.market import Securities, Security, SecurityType
from bot.ports import Desk

MOST_AT_ONCE: Final = 50
MOST_WATCHES: Final = 200  # a channel


@dataclass(slots=True)
class _Outcome:
    """What became of each company that was asked for."""

    done: list[Security] = field(default_factory=list)
    already: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    no_room: list[Security] = field(default_factory=list)


async def watch(request: Request, options: Mapping[str, str], desk: Desk) -> Card:
    """Add companies to the channel's watchlist; every word of the list is accounted for in the answer."""
    asked = meant(options["tickers"], desk.securities)
    if refusal := no_place(request.footing) or _cannot(asked, "watch"):
        return refusal
    have = list(await desk.watches.watches(request.channel))
    outcome = _Outcome()
    for part in asked:
        if part.security is None:
            outcome.unknown.append(part.typed)
        elif same := watch_on(part.security, have):
            outcome.already.append(f"{part.security.name} ({same.ticker})")
        elif len(have) >= MOST_WATCHES:
            outcome.no_room.append(part.security)
        else:
            have.append(await _add(part.security, request, desk))
            outcome.done.append(part.security)
    return Card(
        title=_summary(outcome),
        tone=Tone.ANSWER if outcome.done or outcome.already else Tone.REFUSAL,
        text=await in_the_way(request, desk) if outcome.done or outcome.already else (),
        items=(
            *(Item(f"Added: {labelled(s)}", note=_what_to_expect(s, desk.securities)) for s in outcome.done),
            *(Item(f"Already watched: {name}") for name in dict.fromkeys(outcome.already)),
            *(not_known(typed, desk.securities) for typed in outcome.unknown),
            *(Item(f"No room for {labelled(s)}") for s in outcome.no_room),
        ),
        notes=_advice(outcome, len(have)),
        buttons=did_you_mean("watch", outcome.unknown, desk.securities),
    )


async def unwatch(request: Request, options: Mapping[str, str], desk: Desk) -> Card:
    """Drop companies from the channel's watchlist; "everything" drops every one."""
    have = list(await desk.watches.watches(request.channel))
    if not have:
        return Card(title="This channel watches nobody, so there is nothing to drop", tone=Tone.REFUSAL)
    everything = _means_all(options["tickers"], have)
    asked = [] if everything else meant(options["tickers"], desk.securities)
    if not everything and (refusal := _cannot(asked, "unwatch")):
        return refusal
    drop = {w.ticker: w for w in have} if everything else {}
    missing: list[Item] = []
    for part in asked:
        if found := _watches_meant(part, have):
            drop |= {w.ticker: w for w in found}
        elif part.security is not None:
            missing.append(Item(f"Was not watched: {labelled(part.security)}"))
        else:
            missing.append(not_known(part.typed, desk.securities))
    for one in drop.values():
        await desk.watches.unwatch(request.channel, one.ticker)
        await desk.audit.note(desk.clock.now(), request.channel, request.user, "unwatch", str(one.ticker))
    left = counted(len(have) - len(drop), "watch", "watches")
    return Card(
        title=f"Dropped {counted(len(drop), 'watch', 'watches')}" if drop else "Nothing was dropped",
        tone=Tone.ANSWER if drop else Tone.REFUSAL,
        items=(*(Item(f"Dropped: {w.name} ({w.ticker})") for w in drop.values()), *missing),
        notes=(f"{left} left in this channel; `list` shows them.",),
    )


def _means_all(typed: str, have: Sequence[Watch]) -> bool:
    """Say whether every watch is meant: "everything", or "all" where nobody watches the share ALL."""
    word = typed.strip(' ".').casefold()
    return word == "everything" or (word == "all" and all(str(w.ticker) != "ALL" for w in have))


async def show(request: Request, options: Mapping[str, str], desk: Desk) -> Card:
    """Show whom the channel watches."""
    del options
    watches = await desk.watches.watches(request.channel)
    if not watches:
        return Card(
            title="This channel watches nobody yet",
            text=(
                "Say `watch` and a company, for example `watch Alibaba`: its next commitment is posted here.",
            ),
        )
    now = desk.clock.now()
    return Card(
        title=f"This channel watches {counted(len(watches), 'company', 'companies')}",
        items=tuple(
            Item(
                f"{w.ticker}: {w.name}",
                note=f"muted until {moment(w.muted_until)}"
                if w.muted_until and w.muted_until > now
                else None,
            )
            for w in watches
        ),
        notes=(f"{len(watches)} of {MOST_WATCHES} used. A watch covers every listing of its company.",),
    )


def watch_on(security: Security, watches: Iterable[Watch]) -> Watch | None:
    """Return the watch that already covers a security: its own, or one on another listing of its issuer."""
    watches = list(watches)
    exact = next((w for w in watches if w.ticker == security.ticker), None)
    return exact or next((w for w in watches if w.issuer and w.issuer == security.issuer), None)


async def _add(security: Security, request: Request, desk: Desk) -> Watch:
    now = desk.clock.now()
    new = Watch(
        channel=request.channel,
        ticker=security.ticker,
        issuer=security.issuer,
        name=security.name,
        by=request.user,
        since=now,
    )
    await desk.watches.watch(new)
    await desk.audit.note(now, request.channel, request.user, "watch", str(security.ticker))
    return new


def _watches_meant(part: Meant, watches: Sequence[Watch]) -> list[Watch]:
    """Return the channel's watches that a typed part means, by symbol also where the master lost it."""
    if part.security is not None and (found := watch_on(part.security, watches)):
        return [found]
    return [w for w in watches if str(w.ticker).casefold() == part.typed.lstrip("$").casefold()]


def _cannot(asked: Sequence[Meant], command: str) -> Card | None:
    if not asked:
        return Card(
            title="That names no company",
            tone=Tone.REFUSAL,
            text=(f"Give symbols or names, parted by commas, for example `{command} Alibaba, MSFT`.",),
        )
    if len(asked) <= MOST_AT_ONCE:
        return None
    return Card(
        title=f"{len(asked)} companies are too many at once",
        tone=Tone.REFUSAL,
        text=(f"Nothing was changed. Up to {MOST_AT_ONCE} can be given at once: say it in several parts.",),
    )


def _summary(outcome: _Outcome) -> str:
    parts = []
    if outcome.done:
        parts.append(f"Now watching {_a_few([labelled(s) for s in outcome.done])}")
    if outcome.already:
        parts.append(f"{len(set(outcome.already))} already watched")
    if outcome.unknown:
        parts.append(f"{len(outcome.unknown)} not known")
    if outcome.no_room:
        parts.append(f"no room for {len(outcome.no_room)}")
    summary = "; ".join(parts)
    return summary[:1].upper() + summary[1:]


def _a_few(names: Sequence[str]) -> str:
    return listed(names) if len(names) <= 3 else counted(len(names), "more company", "more companies")


def _what_to_expect(security: Security, securities: Securities) -> str | None:
    if security.type is SecurityType.FUND:
        return "a fund: funds commit nothing themselves, so this will hardly ever alert"
    others = [str(s.ticker) for s in securities.listings(security.issuer) if s.ticker != security.ticker]
    return f"covers {listed(others[:4])} too" if others else None


def _advice(outcome: _Outcome, count: int) -> tuple[str, ...]:
    notes = []
    if outcome.no_room:
        notes.append(f"A channel can watch {MOST_WATCHES} companies: `unwatch` some, or use another channel.")
    if outcome.done:
        notes.append(f"This channel watches {counted(count, 'company', 'companies')}; `list` shows them.")
    return tuple(notes)


WATCH: Final = Command(
    name="watch",
    help="Be alerted here when companies commit money",
    run=watch,
    options=(
        Option(
            "tickers",
            "Symbols or names, parted by commas; up to 50",
            OptionKind.TICKER,
            required=True,
            many=True,
        ),
    ),
    manage=True,
    example="watch Alibaba, MSFT and 9988.HK",
)
UNWATCH: Final = Command(
    name="unwatch",
    help="Stop alerts about companies here",
    run=unwatch,
    options=(
        Option("tickers", "Symbols, names, or “everything”", OptionKind.WATCHED, required=True, many=True),
    ),
    manage=True,
    example="unwatch MSFT",
)
LIST: Final = Command(name="list", help="Show whom this channel watches", run=show, example="list")

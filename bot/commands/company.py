"""company: what a company has committed so far."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from bot.cards.card import Button, Card, Fact, Item
from bot.cards.size import company_facts
from bot.cards.text import counted, money
from bot.commands.companies import one
from bot.commands.known_size import known_size
from bot.commands.ledger import Entry, Totals, invests, ledger, totals
from bot.commands.stories import item
from bot.commands.suggestions import labelled, unknown_company
from bot.commands.table import Command, Option, OptionKind
from bot.domain.alert import Request
from bot.ports import Desk

READ_BACK: Final = 500  # stories
SHOWN: Final = 8  # of each sort


async def company(request: Request, options: Mapping[str, str], desk: Desk) -> Card:
    """Show a company's commitments so far, each once, with their sum."""
    security = one(options["ticker"], desk.securities)
    if security is None:
        return unknown_company("company", options["ticker"], desk.securities)
    tickers = tuple(s.ticker for s in desk.securities.listings(security.issuer)) or (security.ticker,)
    stories = await desk.stories.recent(tickers, READ_BACK)
    book = ledger(stories, tickers)
    others = [story for story in stories if not invests(story, tickers)]
    name = labelled(security)
    size = await known_size(security, desk)
    large = company_facts(size) if size is not None else ()
    by = (f"Size: {size.source}, left out where it is old or in doubt.",) if size is not None else ()
    buttons = (
        Button("Price", words=f"price {security.ticker}"),
        *(
            ()
            if await _is_watched(request, security.issuer, desk)
            else (Button("Watch", words=f"watch {security.ticker}"),)
        ),
    )
    if not stories:
        return Card(
            title=f"No commitment of {name} is known",
            text=("Outlay knows what its sources published since it was set up.",),
            facts=large,
            notes=by,
            buttons=buttons,
        )
    return Card(
        title=_title(name, book.firm, totals(book.firm)),
        facts=(*_facts(totals(book.firm), book.firm), *large),
        items=(
            *_items(book.firm, ""),
            *_items(book.rumoured, "rumoured, not counted"),
            *_items(book.cancelled, "cancelled, not counted"),
            *(
                replace(item(story), note=f"story {story.id}, money of others, not counted")
                for story in others[:SHOWN]
            ),
        ),
        notes=(*_notes(totals(book.firm), book.firm, len(stories)), *by),
        buttons=buttons,
    )


async def _is_watched(request: Request, issuer: str, desk: Desk) -> bool:
    return any(w.issuer == issuer for w in await desk.watches.watches(request.channel))


def _title(name: str, firm: Sequence[Entry], sums: Totals) -> str:
    if not firm:
        return f"{name} has committed nothing firm so far"
    parts = [money(sums.usd, "USD")] if sums.usd else []
    parts += [money(value, currency) for currency, value in sums.other]
    what = counted(len(firm), "commitment")
    return (
        f"{name} has committed {' and '.join(parts)} in {what}"
        if parts
        else f"{name} has made {what} without a sum"
    )


def _facts(sums: Totals, firm: Sequence[Entry]) -> tuple[Fact, ...]:
    facts = []
    if sums.usd:
        facts.append(Fact("Sum in US dollars", money(sums.usd, "USD")))
    facts += [
        Fact(f"Sum in {currency}, dollars unknown", money(value, currency)) for currency, value in sums.other
    ]
    if firm and sums.without_sum:
        facts.append(Fact("Without a sum", counted(sums.without_sum, "commitment")))
    return tuple(facts)


def _items(entries: Sequence[Entry], label: str) -> list[Item]:
    """Return commitments as lines, the newest first, with how often each was told."""
    items = []
    for entry in entries[:SHOWN]:
        line = item(entry.story)
        again = f"told {len(entry.tellings)} times, counted once" if len(entry.tellings) > 1 else ""
        note = ", ".join(part for part in (line.note, label, again if not label else "") if part)
        items.append(replace(line, note=note))
    if len(entries) > SHOWN:
        items.append(Item(f"… and {len(entries) - SHOWN} more", note=label or "counted too"))
    return items


def _is_range(entry: Entry) -> bool:
    commitment = entry.story.reading.commitment
    return commitment is not None and commitment.low is not None and commitment.high is not None


def _notes(sums: Totals, firm: Sequence[Entry], read: int) -> tuple[str, ...]:
    notes = []
    if sums.limits:
        notes.append(f"{counted(sums.limits, 'sum')} of the form “up to” counted at the limit.")
    if any(len(entry.tellings) > 1 for entry in firm):
        notes.append("A commitment that was announced again is counted once.")
    if any(_is_range(entry) for entry in firm):
        notes.append("Of a range, the lower end is counted.")
    if read == READ_BACK:
        notes.append(f"Only the latest {READ_BACK} stories were read.")
    return tuple(notes)


COMPANY: Final = Command(
    name="company",
    help="Show what a company has committed so far, and the sum",
    run=company,
    options=(Option("ticker", "A symbol or a name", OptionKind.TICKER, required=True),),
    example="company BABA",
)

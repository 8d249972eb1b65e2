"""Prices in words: what an article states of a share, and what a provider gave. The two are never mixed.

A stated line says so, with its day; a live one has its session, the close that its change is against, its
provider and its time. The title of an alert never has a price. A live one may come by an edit seconds later,
which calls nobody: the push would say it in one channel and not in the next.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from bot.cards.card import Fact, Item
from bot.cards.names import short_name
from bot.cards.text import change, moment, price
from bot.domain.figures import Moment
from bot.domain.market import Origin, PriceLine, Session, Ticker
from bot.domain.price import NoLine
from bot.domain.reading import Mention, Reading, Role
from bot.domain.story import Story
from bot.market.agree import Accord, accord

_STATED: Final = 3  # lines of an article, each of another share
_FACTS: Final = 4  # with the live ones
_MILLIONTH: Final = Decimal("0.000001")

_SESSIONS: Final = {
    Session.PREMARKET: "premarket ",
    Session.REGULAR: "in regular trading ",
    Session.LUNCH: "at the lunch break ",
    Session.AFTER_HOURS: "after hours ",
    Session.OVERNIGHT: "overnight ",
    Session.CLOSED: "with the market closed ",
    Session.CLOSE: "at the close ",
    Session.UNKNOWN: "",
}
_STATES: Final = {
    Session.PREMARKET: "premarket",
    Session.REGULAR: "open",
    Session.LUNCH: "lunch break",
    Session.AFTER_HOURS: "after hours",
    Session.OVERNIGHT: "overnight trading",
    Session.CLOSED: "closed",
    Session.CLOSE: "closed",
    Session.UNKNOWN: "",
}
_WHY: Final[Mapping[NoLine, str]] = {
    NoLine.NO_PROVIDER: "No price provider is set up: [prices] in the bot's settings names one.",
    NoLine.NOT_KNOWN: "{provider} has no prices of this listing.",
    NoLine.TROUBLE: "{provider} gives no prices at the moment.",
    NoLine.NOTHING: "{provider} gave no price of it.",
    NoLine.UNKNOWN_SESSION: "The hours of its exchange are not known for today, so no close is sure.",
    NoLine.SETTLING: "Regular trading has just ended, and its close is not sure yet: try again soon.",
    NoLine.NO_TRADE: "{provider} knows no trade of this session yet.",
    NoLine.STALE: "{provider} knows no trade of late: the share may be halted, or is rarely traded.",
    NoLine.FUTURE: "{provider} gave a price of a time that is yet to come.",
    NoLine.NO_CLOSE: "{provider} gave no close of the last trading day to compare with.",
    NoLine.TWO_CLOSES: "{provider} gave two different closes of the last trading day.",
    NoLine.MISDATED: "{provider} gave a close of a day without trading, so none of its closes is sure.",
    NoLine.NO_NUMBER: "{provider} gave zero, or no number, for a price.",
    NoLine.CURRENCY: "{provider} gave a price in no known currency.",
    NoLine.SPLIT: "{provider}'s prices look as if the share was split, so no change can be told today.",
    NoLine.TOO_FAR: "{provider}'s prices are too far apart for one day to be believed.",
}


def price_facts(story: Story) -> tuple[Fact, ...]:
    """Return the prices of an alert: one live line a company, what the article states, at most four in all.

    Where both are of the same session and day, and too far apart to be both right, the live one is shown and
    says so.
    """
    published = story.reading.article.published_at or story.reading.article.first_seen
    stated = _stated(story.reading)
    facts: list[Fact] = []
    for live in _live(story):
        own = [line for line in stated if line.ticker == live.ticker]
        wrong = [line for line in own if accord(line, live, published) is Accord.AT_ODDS]
        facts.append(_live_fact(live, wrong))
        facts += [_stated_fact(line) for line in own if line not in wrong]
        stated = [line for line in stated if line not in own]
    return (*facts, *map(_stated_fact, stated))[:_FACTS]


def price_label(line: PriceLine) -> str:
    """Return "Share price (BABA)" for a stated line, "Live price (BABA)" or "Last close (BABA)" for a live
    one; with the company's name where it has no ticker."""
    whose = line.ticker.symbol if line.ticker is not None else line.company
    what = "Share price"
    if line.origin is Origin.LIVE:
        what = "Last close" if line.session is Session.CLOSE else "Live price"
    return f"{what} ({whose})" if whose else what


def move(line: PriceLine) -> str:
    """Return the session, the change and the price: "premarket +0.32 % to $76.30"."""
    return f"{_SESSIONS[line.session]}{_figures(line)}"


def price_line(line: PriceLine) -> str:
    """Return a line in full: "premarket +0.32 % to $76.30, Monday, as stated by the article"; "overnight −1 %
    to $76.30, 12 Mar 2026, 02:00 UTC, against the close of 11 Mar, live from Yahoo"."""
    when = [*([line.day] if line.day else []), *([moment(line.at)] if line.at is not None else [])]
    return ", ".join((move(line), *when, *_basis(line)))


def arithmetic(story: Story) -> tuple[Item, ...]:
    """Return how each live change came about: "$76.30 ÷ $76.00 − 1 = +0.39 %"."""
    items = []
    for line in _live(story):
        if line.last is None or line.change is None:
            continue
        currency = line.last.currency
        close = price((line.last.value / (1 + line.change)).quantize(_MILLIONTH).normalize(), currency)
        words = f"{price(line.last.value, currency)} ÷ {close} − 1 = {change(line.change)}"
        note = f"{price_label(line)}: {line.provider}'s last price ÷ {close_of(line)}, worked out here"
        items.append(Item(words, note=note, at=line.at))
    return tuple(items)


def why_no_line(why: NoLine, provider: str) -> str:
    """Return why there is no live line, and what to do, as a sentence."""
    return _WHY[why].format(provider=provider)


def close_of(line: PriceLine) -> str:
    """Return what a live change is against: "the close of 10 Mar", or "the close before" of no told day."""
    return f"the close of {line.against.day} {line.against:%b}" if line.against else "the close before"


def market_state(session: Session) -> str:
    """Return how a market stands now: "premarket", "open", "closed"; empty where that is not known."""
    return _STATES[session]


def _figures(line: PriceLine) -> str:
    """Return the change and the price: "+0.32 % to $76.30"."""
    parts = []
    if line.change is not None:
        parts.append(change(line.change))
    if line.last is not None:
        parts.append(f"{'to' if line.change else 'at'} {price(line.last.value, line.last.currency)}")
    return " ".join(parts)


def _basis(line: PriceLine) -> tuple[str, ...]:
    """Return what a change is against, and who says so."""
    if line.origin is Origin.STATED:
        return ("as stated by the article",)
    against = (f"against {close_of(line)}",) if line.change is not None else ()
    source = "from" if line.session is Session.CLOSE else "live from"  # a close is as it was
    return (*against, f"{source} {line.provider}" if line.provider else "live")


def _live_fact(live: PriceLine, wrong: Sequence[PriceLine]) -> Fact:
    """Return a live line, with what the article states otherwise of the same session."""
    words = _figures(live) if live.session is Session.CLOSE else move(live)  # the label says that it is one
    instead = f" ({_disowned(wrong[0])})" if wrong else ""
    return Fact(price_label(live), ", ".join((f"{words}{instead}", *_basis(live))), at=live.at)


def _stated_fact(line: PriceLine) -> Fact:
    return Fact(price_label(line), price_line(line))


def _disowned(line: PriceLine) -> str:
    """Return "not +4 % to $79.00, as the article states for Wednesday"."""
    return f"not {_figures(line)}, as the article states{f' for {line.day}' if line.day else ''}"


def _live(story: Story) -> list[PriceLine]:
    """Return each company's live line at the time of the alert: of the first of its listings that has one."""
    lines = [mark.line for mark in story.figures.marks if mark.moment is Moment.ALERT]
    found: list[PriceLine] = []
    for line in lines:
        companies = [company for company in story.companies() if _is_of(line.ticker, company)]
        if companies and not any(_is_of(other.ticker, companies[0]) for other in found):
            found.append(line)
    return found


def _stated(reading: Reading) -> list[PriceLine]:
    """Return the stated moves of the companies in the story, the first of each share."""
    acting = [company for company in reading.companies if company.role is not Role.MENTION]
    lines: dict[str, PriceLine] = {}
    for stated in reading.prices:
        if any(_is_about(stated.line, company) for company in acting):
            lines.setdefault(price_label(stated.line), stated.line)
    return list(lines.values())[:_STATED]


def _is_about(line: PriceLine, company: Mention) -> bool:
    if line.ticker is None:
        return bool(line.company) and _short(line.company or "") == _short(company.name)
    return _is_of(line.ticker, company)


def _is_of(ticker: Ticker | None, company: Mention) -> bool:
    return ticker is not None and (ticker == company.ticker or ticker in company.listings)


def _short(name: str) -> str:
    return short_name(name).casefold()

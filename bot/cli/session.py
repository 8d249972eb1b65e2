"""`outlay session`: which part of the trading day it is at an exchange."""

import json
from datetime import UTC, datetime
from difflib import get_close_matches
from time import time
from typing import Final

import click

from bot.domain.errors import BadInput
from bot.domain.market import Session
from bot.market import sessions
from bot.securities.exchanges import HOME

WRITTEN: Final = "2026-11-27T12:59:00-05:00 or 2026-11-27T17:59:00Z"
NEAR: Final = 0.75  # three letters of four agree: then a MIC is offered in place of an unknown one
NAMES: Final = {
    "NYSE": "XNYS",
    "NASDAQ": "XNAS",
    "LSE": "XLON",
    "HKEX": "XHKG",
    "SEHK": "XHKG",
    "TSE": "XTKS",
    "TSX": "XTSE",
    "XETRA": "XETR",
    "EURONEXT": "XPAR",
    "SIX": "XSWX",
    "SSE": "XSHG",
    "SZSE": "XSHE",
    "SGX": "XSES",
    "ASX": "XASX",
    "KRX": "XKRX",
    "NSE": "XNSE",
    "BSE": "XBOM",
}
UNTOLD: Final = frozenset(mic for mics in HOME.values() for mic in mics) - frozenset(sessions.mics())


@click.command()
@click.argument("mic")
@click.argument("at", metavar="[TIME]", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, with times in UTC.")
def session(mic: str, at: str | None, as_json: bool) -> int:
    """Say which part of the trading day it is at an exchange, and when it opens and closes next.

    MIC is the exchange's code in ISO 10383, as XNYS or XHKG. TIME has an offset from UTC, as in
    2026-11-27T12:59:00-05:00 or 2026-11-27T17:59:00Z; without TIME it is now. The session is premarket,
    regular, lunch, after_hours, overnight or closed, and unknown for an exchange or a day that is not in the
    table. A break at midday is no close: "next open" and "next close" are those of a day.

    Exit codes: 0, also where the session is unknown; 1 where MIC is no exchange that is known, or TIME cannot
    be used.
    """
    mic = mic.strip().upper()
    if not mic:
        raise BadInput("No exchange is named. Give its code in ISO 10383, as XNYS or XHKG.")
    instant = datetime.fromtimestamp(int(time()), UTC) if at is None else _instant(at)
    click.echo(_as_json(mic, instant) if as_json else _in_words(mic, instant))
    if sessions.known(mic) is None:
        click.echo(f"outlay: {_why_unknown(mic)}", err=True)
    return 0 if mic in UNTOLD or mic in sessions.mics() else 1


def _why_unknown(mic: str) -> str:
    """Return why nothing is known of an exchange, and what to do."""
    known = sessions.mics()
    if mic in known:
        return "This machine has no time zone database. Install the tzdata package."
    if mic in UNTOLD:
        return f"{mic} is an exchange whose hours are not in the table. docs/sessions.md says why."
    near = [NAMES[mic]] if mic in NAMES else get_close_matches(mic, known, n=2, cutoff=NEAR)
    offer = f"Did you mean {' or '.join(near)}?" if near else f"Known are {', '.join(known)}."
    return f"{mic} is not in the table of exchanges. {offer}"


def _instant(text: str) -> datetime:
    """Read a time as it was typed. Raises BadInput for what is none, or has no offset."""
    try:
        at = datetime.fromisoformat(text.upper())  # "…z" is a time as well
    except ValueError as error:
        raise BadInput(f"{text!r} is not a time. Write it as {WRITTEN}.") from error
    if at.tzinfo is None:
        raise BadInput(f"{text!r} does not say in which zone. Give the offset from UTC, as in {WRITTEN}.")
    return at


def _as_json(mic: str, at: datetime) -> str:
    opens, closes = sessions.next_open(at, mic), sessions.next_close(at, mic)
    return json.dumps(
        {
            "mic": mic,
            "at": _iso(at),
            "session": sessions.session(at, mic),
            "next_open": opens and _iso(opens),
            "next_close": closes and _iso(closes),
        }
    )


def _iso(at: datetime) -> str:
    """Return a time in UTC; as it was given where UTC has no such year: at the edges of the calendar."""
    try:
        return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    except OverflowError:
        return at.isoformat()


def _in_words(mic: str, at: datetime) -> str:
    """Return the answer for a person: each time by the exchange's clocks and in UTC."""
    around, zone, days = sessions.stretch(at, mic), sessions.zone_of(mic), sessions.known(mic)
    if around is None or zone is None:
        why = f" at {_iso(at)}. Known are {days[0]} to {days[1]}." if days is not None else "."
        return f"{mic}: {Session.UNKNOWN}{why}"
    times = {
        "at": at,
        "since": around.begins,
        "until": around.ends,
        "next open": sessions.next_open(at, mic),
        "next close": sessions.next_close(at, mic),
    }
    lines = [f"{'':<12}{zone.key:<26}UTC"]
    for label, one in times.items():
        clocks = (
            ("unknown", "") if one is None else (_clock(one.astimezone(zone)), _clock(one.astimezone(UTC)))
        )
        lines.append(f"{label:<12}{clocks[0]:<26}{clocks[1]}".rstrip())
    return "\n".join([f"{mic}: {around.session.replace('_', ' ')}", *lines])


def _clock(at: datetime) -> str:
    return f"{at:%a %Y-%m-%d %H:%M:%S}".removesuffix(":00")

"""Every price vendor at random instants of two years, beside a vendor that is perfect.

The perfect one is made of the tape without any wire: every trade that moves the last price, every close once
it is sure, every split. Whatever a real one shows must be what the perfect one would show of what it can see.
"""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache

import pytest

from bot.domain.market import PriceLine
from bot.domain.price import Close, NoLine, Snapshot, Split, Trade
from bot.market.live import appraise, close_line
from bot.market.sessions import next_close, trades_on
from tests.contracts.price_stages import STAGES, TARN, Right, Sight, Stage
from tests.vendors.trading import DELAY, NEW_YORK, Share, Tape, Way

INSTANTS = 30
CENT = Decimal("0.01")


@cache
def tapes() -> tuple[Tape, ...]:
    """Return markets, each of some two weeks of 2026 or 2027 up to a random instant."""
    return tuple(drawn(random.Random(6)))


def drawn(chance: random.Random) -> Iterator[Tape]:
    """Draw the markets."""
    for _ in range(INSTANTS):
        first = date(2026, 1, 20) + timedelta(days=chance.randrange(690))
        minutes = 60 * 24 * 5 + chance.randrange(60 * 24 * 5)
        tape = Tape(datetime.combine(first, time(), NEW_YORK) + timedelta(minutes=minutes))
        fill(tape.list("TARN", {}), first, tape.now, chance)
        yield tape


def fill(share: Share, first: date, now: datetime, chance: random.Random) -> None:
    """Let a share trade on each trading day, at any hour, and be split now and then."""
    price = Decimal(chance.randrange(800, 20_000)) * CENT
    for number in range(-5, (now.date() - first).days + 1):
        day = first + timedelta(days=number)
        if not trades_on(day, "XNYS"):
            continue
        if number > 0 and chance.random() < 0.15:
            share.splits[day] = ratio = Decimal(chance.choice(("2", "3", "0.1")))
            price = (price / ratio).quantize(CENT)
        morning = datetime.combine(day, time(0, 1), NEW_YORK)
        bell = next_close(morning, "XNYS")
        assert bell is not None
        share.bells[day] = bell.astimezone(NEW_YORK).time()
        begins = datetime.combine(day, time(4), NEW_YORK)
        for _ in range(chance.choice((0, 3, 40, 200))):
            at = begins + timedelta(seconds=chance.randrange(16 * 3600))
            way = chance.choice((Way.REGULAR, Way.REGULAR, *Way))
            odd = price * Decimal("1.9") if way is not Way.REGULAR else price
            share.trade(at, f"{(odd * moved(chance)).quantize(CENT)}", way)
        if chance.random() < 0.95:
            price = (price * moved(chance)).quantize(CENT)
            share.closes[day] = price


def moved(chance: random.Random) -> Decimal:
    """Return a factor near one."""
    return Decimal(chance.randrange(9_700, 10_300)) / 10_000


def perfect(share: Share, now: datetime, seen_at: datetime) -> Snapshot:
    """Return what a perfect vendor knows at `now` of what could be seen by then."""
    return Snapshot(
        TARN,
        "USD",
        "Perfect",
        trades=tuple(Trade(one.price, one.at) for one in share.seen(seen_at) if one.way is Way.REGULAR),
        closes=tuple(Close(day, price) for day, price in share.closes.items() if share.bell(day) <= now),
        splits=tuple(Split(day, ratio) for day, ratio in share.splits.items()),
    )


def undated(snapshot: Snapshot) -> Snapshot:
    """Return it as told by a vendor that has the last close there was, and does not say of which day."""
    closes: list[Close] = []
    last = snapshot.closes[0]
    day = last.day
    while day <= snapshot.closes[-1].day:
        for split in (split for split in snapshot.splits if split.day == day and split.day > last.day):
            last = replace(last, price=last.price / split.ratio)
        last = next((close for close in snapshot.closes if close.day == day), last)
        if trades_on(day, "XNYS"):
            closes.append(Close(day, last.price, dated=False))
        day += timedelta(days=1)
    return replace(snapshot, closes=tuple(closes))


staged = pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.name)


@staged
async def test_what_is_shown_is_what_a_perfect_vendor_shows(stage: Stage) -> None:
    shown = 0
    async with stage.open_anew(Tape(datetime(2026, 3, 11, tzinfo=NEW_YORK))) as (server, anew):
        for tape in tapes():
            server.tape = tape
            shown += check((await anew().snapshots([TARN], tape.now)).get(TARN), tape, stage.sight)
    assert shown > INSTANTS / 2


@staged
async def test_it_stays_so_when_one_provider_is_asked_for_days(stage: Stage) -> None:
    """What a provider keeps must never be shown too late."""
    chance = random.Random(11)
    first = date(2026, 11, 23)  # Thanksgiving is on Thursday, and Friday a half day
    tape = Tape(datetime.combine(first, time(8), NEW_YORK))
    until = tape.now + timedelta(days=5)
    fill(tape.list("TARN", {}), first, until, chance)
    async with stage.open(tape) as (_, provider):
        while tape.now < until:
            check((await provider.snapshots([TARN], tape.now)).get(TARN), tape, stage.sight)
            tape.now += timedelta(seconds=chance.choice((40, 900, 1_700, 7_000, 12_000)))


def check(snapshot: Snapshot | None, tape: Tape, sight: Sight) -> int:
    """Hold what a vendor says to what is right, and return how many lines it gives."""
    if snapshot is None:
        return 0
    share = tape.shares["TARN"]
    best = perfect(share, tape.now, tape.now - DELAY if sight.is_late else tape.now)
    right = told(best if sight.dates_closes else undated(best), tape.now)
    shown = 0
    for judge in (appraise, close_line):
        line = judge(snapshot, tape.now)
        if isinstance(line, NoLine):
            continue
        assert Right.of(line) in right, tape.now
        shown += 1
    return shown


def told(snapshot: Snapshot, now: datetime) -> list[Right]:
    """Return what may be shown of a snapshot: the present session's line, and the close's."""
    lines = (appraise(snapshot, now), close_line(snapshot, now))
    return [Right.of(line) for line in lines if isinstance(line, PriceLine)]

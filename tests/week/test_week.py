"""A short week, with several seeds; and weeks of a bot that is spoilt on purpose, which must be found out."""

from dataclasses import dataclass, replace
from datetime import datetime

import pytest

from bot.ports import Cursor, Manner, Poll, Source
from bot.sources.identity import article_id
from tests.week.audit import Finding
from tests.week.house import CutStore, Faults
from tests.week.run import draw, week


async def found(seed: int, sources: int = 10, days: float = 2, faults: Faults | None = None) -> Finding:
    return (await week(seed, sources, days, faults=faults)).finding


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_nothing_is_missed_repeated_or_alerted_though_it_is_old(seed: int) -> None:
    finding = await found(seed)
    assert finding.missed == ()
    assert finding.repeated == ()
    assert finding.old_alerted == ()
    assert finding.alerts > 50, "a week in which nothing happens proves nothing"


def test_a_seed_draws_the_same_week_again() -> None:
    assert draw(5, 4, 2) == draw(5, 4, 2)
    assert draw(5, 4, 2) != draw(6, 4, 2)


class TestASpoiltBotIsFoundOut:
    async def test_one_that_knows_items_by_their_title_alone(self) -> None:
        finding = await found(4, faults=Faults(source=ByTitle))
        assert finding.repeated

    async def test_one_that_forgets_where_it_stands(self) -> None:
        finding = await found(4, 6, 1, Faults(store=Forgetful))
        assert finding.missed

    async def test_one_that_alerts_on_its_first_poll(self) -> None:
        finding = await found(4, 6, 1, Faults(alert_first=True))
        assert finding.old_alerted

    async def test_one_that_asks_far_too_seldom(self) -> None:
        finding = await found(4, 30, 3, Faults(slower=24))
        assert finding.missed

    async def test_one_that_sees_only_the_top_of_a_feed(self) -> None:
        finding = await found(4, 6, 1, Faults(source=Top))
        assert finding.missed


@dataclass
class Spoilt:
    """A source like the one within, but for what it makes of a poll."""

    within: Source

    @property
    def name(self) -> str:
        return self.within.name

    @property
    def manner(self) -> Manner:
        return self.within.manner

    async def poll(self, cursor: Cursor | None, now: datetime) -> Poll:
        return self.changed(await self.within.poll(cursor, now))

    async def close(self) -> None:
        await self.within.close()

    def changed(self, given: Poll) -> Poll:
        raise NotImplementedError


class ByTitle(Spoilt):
    def changed(self, given: Poll) -> Poll:
        named = (
            replace(article, id=article_id(self.name, article.headline or ""), keys=())
            for article in given.articles
        )
        return replace(given, articles=tuple(named))


class Top(Spoilt):
    def changed(self, given: Poll) -> Poll:
        return replace(given, articles=given.articles[:1])


class Forgetful(CutStore):
    async def cursor(self, source: str) -> Cursor | None:
        return None

"""The meter: what is counted, timed, under way, and forgotten."""

from dataclasses import replace
from datetime import timedelta

import pytest
from prometheus_client import CollectorRegistry

from bot.domain.alert import Action, Channel, Delivery
from bot.domain.market import Ticker
from bot.observe.instruments import Instruments
from bot.observe.measured import Measured
from bot.ports import Became, Came, Outcome, Work
from tests.cards.telling import NOON, reading, story

ROOM = Channel("slack", "T1", "C1")
POST = Delivery(1, 1, 1, ROOM, Action.POST, Ticker("SLVN", "XNYS"))


class Steady:
    """A clock that is set by hand, in seconds."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def registry() -> CollectorRegistry:
    return CollectorRegistry()


@pytest.fixture
def steady() -> Steady:
    return Steady()


@pytest.fixture
def meter(registry: CollectorRegistry, steady: Steady) -> Measured:
    return Measured(Instruments(registry), steady)


def test_an_alert_is_measured_from_publication_and_from_first_sight(
    meter: Measured, registry: CollectorRegistry
) -> None:
    told = story(1, reading())
    first_seen, published_at = NOON - timedelta(seconds=2), NOON - timedelta(seconds=40)
    article = replace(told.reading.article, published_at=published_at, first_seen=first_seen)
    told = replace(told, reading=replace(told.reading, article=article), also=())
    meter.attempted(POST, Outcome.SENT, NOON, story=told)

    def summed(since: str) -> float | None:
        labels = {"platform": "slack", "action": "post", "since": since}
        return registry.get_sample_value("outlay_alert_latency_seconds_sum", labels)

    assert (summed("publication"), summed("first_sight")) == (40.0, 2.0)
    labels = {"platform": "slack", "action": "post", "outcome": "sent"}
    assert registry.get_sample_value("outlay_delivery_attempts_total", labels) == 1


def test_a_refusal_is_counted_by_its_reason_and_takes_no_time(
    meter: Measured, registry: CollectorRegistry
) -> None:
    meter.attempted(POST, Outcome.REFUSED, NOON, because="channel")
    labels = {"platform": "slack", "because": "channel"}
    assert registry.get_sample_value("outlay_delivery_refusals_total", labels) == 1
    assert not any("latency" in sample.name for family in registry.collect() for sample in family.samples)


def test_work_is_timed_and_what_hangs_is_seen(
    meter: Measured, registry: CollectorRegistry, steady: Steady
) -> None:
    with meter.under_way(Work.READ):
        steady.now += 3
        with meter.under_way(Work.READ):
            steady.now += 4
            meter.show_work()
            assert meter.oldest() == {Work.READ: timedelta(seconds=7)}
            assert registry.get_sample_value("outlay_work_under_way", {"work": "read"}) == 2
            assert registry.get_sample_value("outlay_work_longest_seconds", {"work": "read"}) == 7
    meter.show_work()
    assert meter.oldest() == {}
    assert registry.get_sample_value("outlay_work_under_way", {"work": "read"}) == 0
    assert registry.get_sample_value("outlay_work_seconds_sum", {"work": "read"}) == 11


def test_work_that_breaks_is_not_under_way_any_more(meter: Measured) -> None:
    with pytest.raises(ValueError, match="why"), meter.under_way(Work.POLL):
        raise ValueError("why")
    assert meter.oldest() == {}


def test_a_source_that_leaves_takes_its_series_with_it(meter: Measured, registry: CollectorRegistry) -> None:
    for name in ("wire", "gone"):
        meter.polled(name, 2, 1, failed=False)
        meter.polled(name, 0, 0, failed=False)
        meter.polled(name, 0, 0, failed=True)
    meter.forget_sources(["wire"])
    shown = [
        sample
        for family in registry.collect()
        for sample in family.samples
        if "source" in sample.labels and not sample.name.endswith("_created")
    ]
    assert {sample.labels["source"] for sample in shown} == {"wire"}
    polls = {sample.labels["gave"]: sample.value for sample in shown if sample.name == "outlay_polls_total"}
    assert polls == {"news": 1, "nothing": 1, "trouble": 1}


def test_every_became_has_a_series_from_the_start(registry: CollectorRegistry, meter: Measured) -> None:
    """So that an alert rule on a rate sees the first one."""
    del meter
    for became in Became:
        assert registry.get_sample_value("outlay_articles_read_total", {"became": became}) == 0


def test_what_is_told_long_after_the_news_is_no_late_news(
    meter: Measured, registry: CollectorRegistry
) -> None:
    told = story(1, reading())
    later = NOON + timedelta(hours=1)
    edit = replace(POST, action=Action.EDIT, owed_at=later)
    meter.attempted(edit, Outcome.EDITED, later, story=told)
    labels = {"platform": "slack", "action": "edit", "since": "first_sight"}
    assert registry.get_sample_value("outlay_alert_latency_seconds_count", labels) is None


def test_it_counts_how_long_alerts_were_held_and_not_how_late_an_edit_came(
    meter: Measured, registry: CollectorRegistry
) -> None:
    meter.looked_up(Came.IN_TIME, 0.2)
    meter.looked_up(Came.LATE, 30.0)

    def figure(name: str, came: Came) -> float | None:
        return registry.get_sample_value(name, {"came": came})

    assert figure("outlay_lookups_total", Came.LATE) == 1
    assert figure("outlay_alert_held_seconds_sum", Came.IN_TIME) == 0.2
    assert figure("outlay_alert_held_seconds_sum", Came.LATE) is None

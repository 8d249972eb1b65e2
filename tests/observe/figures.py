"""The figures that /metrics can show, as the registry knows them."""

from functools import cache

from prometheus_client import CollectorRegistry

from bot.observe.instruments import Instruments

_NEVER_ASKED = "_created"


@cache
def known() -> dict[str, frozenset[str]]:
    """Return the labels of every series by its name as it is scraped, with a histogram's three."""
    registry = CollectorRegistry()
    Instruments(registry)
    found = {
        sample.name: frozenset(sample.labels) for family in registry.collect() for sample in family.samples
    }
    for collector, names in registry._collector_to_names.items():
        labels = frozenset(getattr(collector, "_labelnames", ()))
        # An instrument is registered under its bare name, too, which no scrape shows unless it is a gauge.
        shown = [name for name in names if not name.endswith(_NEVER_ASKED)]
        if getattr(collector, "_type", "") in ("counter", "histogram", "info"):
            shown = [name for name in shown if name != getattr(collector, "_name", "")]
        for name in shown:
            found[name] = labels | ({"le"} if name.endswith("_bucket") else set())
    return found

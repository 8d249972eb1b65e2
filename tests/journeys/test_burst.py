"""A burst to one channel of each platform, with limits and a storm: everything arrives, once and in order."""

from tests.benchmarks.delivery_limits import burst
from tests.benchmarks.delivery_stage import platforms

ALERTS = 30


async def test_a_burst_within_limits_and_under_a_storm_arrives_whole_and_in_order() -> None:
    async with platforms() as there:
        figures = await burst(there, ALERTS, storms=(1.0,))
    for platform in ("slack", "discord"):
        assert figures[f"{platform}: alerts delivered"] == ALERTS
        assert figures[f"{platform}: delivered twice"] == 0
        assert figures[f"{platform}: out of order"] == 0
        assert figures[f"{platform}: 429s"] == 1, "a storm is met once, and a known limit never"

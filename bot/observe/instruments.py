"""Every figure that `/metrics` shows. docs/observing.md has them as a table, held by a test.

No label holds an id of an article, a story, a channel or a user: each would make a series of its own, for
ever. Sources stand there by name, and leave when the source does. Ages are given as points in time (seconds
since 1970) where they can be, so that they grow by themselves between two scrapes.
"""

from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info, ProcessCollector

# Seconds. A wire is asked once a minute, so most of the way from publication lies in there; an idle house
# takes a quarter of a second from first sight; a platform that is down takes as long as it likes.
LATENCIES: Final = (0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 90, 120, 300, 900, 3600, 14400)
# Seconds. An article is read in milliseconds, a command is owed an answer within three seconds, and an
# attempt at a delivery has twelve.
WORK: Final = (0.005, 0.025, 0.1, 0.25, 0.5, 1, 3, 5, 12, 30, 120)
# Seconds. What is known already takes milliseconds, and nothing may take longer than the last.
HELD: Final = (0.01, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8)


class Instruments:
    """The figures of one house, in a registry of their own."""

    def __init__(self, registry: CollectorRegistry) -> None:
        def counter(name: str, words: str, *labels: str) -> Counter:
            return Counter(name, words, labels, registry=registry)

        def gauge(name: str, words: str, *labels: str) -> Gauge:
            return Gauge(name, words, labels, registry=registry)

        def histogram(name: str, words: str, buckets: tuple[float, ...], *labels: str) -> Histogram:
            return Histogram(name, words, labels, buckets=buckets, registry=registry)

        self.registry = registry
        ProcessCollector(registry=registry)
        self.build = Info("outlay_build", "Which Outlay this is.", registry=registry)
        self.started = gauge("outlay_started_timestamp_seconds", "When the house was opened.")
        self.loop_lag = gauge("outlay_loop_lag_seconds", "By how much the event loop was last late.")

        self.latency = histogram(
            "outlay_alert_latency_seconds",
            "From the news to the platform's yes. Of an edit or a reply: since the newest telling.",
            LATENCIES,
            *("platform", "action", "since"),
        )
        self.attempts = counter(
            "outlay_delivery_attempts",
            "Attempts at deliveries, by what became of them.",
            *("platform", "action", "outcome"),
        )
        self.refusals = counter(
            "outlay_delivery_refusals",
            "Deliveries that a platform refused for good, by its reason.",
            *("platform", "because"),
        )
        self.owed = gauge("outlay_owed_deliveries", "Deliveries that are open.", "platform")
        self.oldest_owed = gauge(
            "outlay_oldest_owed_seconds",
            "Age of the oldest delivery that is open, 0 without any.",
            "platform",
        )
        self.disabled = gauge("outlay_disabled_channels", "Channels that are switched off.", "platform")

        self.polls = counter("outlay_polls", "Polls, by what they gave.", "source", "gave")
        self.kept = counter("outlay_articles_kept", "Articles kept, new or revised.", "source", "what")
        self.last_answer = gauge(
            "outlay_source_last_answer_timestamp_seconds", "When a source last answered.", "source"
        )
        self.last_news = gauge(
            "outlay_source_last_news_timestamp_seconds", "When a source last brought something.", "source"
        )
        self.failures = gauge("outlay_source_failures", "Failures of a source in a row.", "source")
        self.gaps = gauge("outlay_source_gaps", "Polls after which items may have been missed.", "source")
        self.state = gauge(
            "outlay_source_state", "1 for the state that a source is in, 0 for the others.", "source", "state"
        )

        self.read = counter("outlay_articles_read", "Articles read, by what became of them.", "became")
        self.lookups = counter("outlay_lookups", "Stories looked into, by when anything came.", "came")
        self.held = histogram(
            "outlay_alert_held_seconds", "How long new alerts waited for what is looked up.", HELD, "came"
        )
        self.price_requests = gauge("outlay_price_requests", "Requests to the price provider.", "provider")
        self.price_failures = gauge("outlay_price_failures", "Those that gave nothing.", "provider")
        self.price_spared = gauge("outlay_price_spared", "Shares that needed no request.", "provider")
        self.price_rests = gauge("outlay_price_rests_seconds", "For how long nothing is asked.", "provider")
        self.work = histogram("outlay_work_seconds", "How long a piece of work took.", WORK, "work")
        self.under_way = gauge("outlay_work_under_way", "Pieces of work that are under way.", "work")
        self.longest = gauge(
            "outlay_work_longest_seconds", "Age of the oldest piece of work that is under way.", "work"
        )

        self.commands = counter(
            "outlay_commands", "Commands, by whether they were done.", "platform", "command", "answer"
        )
        self.command_time = histogram(
            "outlay_command_seconds", "From a command to its answer in words.", WORK, "platform"
        )

        self.connected = gauge("outlay_platform_connected", "1 while a platform takes requests.", "platform")
        self.heard = gauge(
            "outlay_platform_heard_timestamp_seconds", "A platform's last sign of life.", "platform"
        )
        self.rebuilt = gauge(
            "outlay_platform_rebuilt", "How often a platform's connection was put up again.", "platform"
        )
        self.ready = gauge("outlay_ready", "1 when all was well that /readyz asks for, at the last look.")
        self.step = gauge("outlay_step_up", "1 while a step of the house is at work.", "step")

        self.store_trouble = gauge("outlay_store_trouble", "1 while the database refuses reads or writes.")
        self.store_bytes = gauge("outlay_store_bytes", "Size of the database's files.", "file")
        self.store_write = gauge(
            "outlay_store_write_seconds", "How long the last proof took that the database can be written."
        )
        self.backups_wanted = gauge("outlay_backups_wanted", "1 where the settings ask for backups.")
        self.backup = gauge(
            "outlay_backup_timestamp_seconds", "When the newest backup was made, 0 while there is none."
        )

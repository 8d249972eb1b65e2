"""Where the log goes: to standard error, as it is at that moment.

While the console's prompt is open, a standard error that is a terminal is one that prints above the line
being typed; a handler that kept the stream it was born with would print across it.
"""

import logging
import sys
from typing import Final

# Below a warning, what these say is for their own programmers.
LIBRARIES: Final = (
    "httpx",
    "httpcore",
    "apscheduler",
    "discord",
    "slack_bolt",
    "slack_sdk",
    "aiohttp",
    "asyncio",
)


class CurrentStandardError(logging.Handler):
    """Writes each record to whatever `sys.stderr` is now."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            sys.stderr.write(f"{self.format(record)}\n")
            sys.stderr.flush()
        except (OSError, ValueError):
            self.handleError(record)


def log_to_standard_error(level: str, form: str) -> None:
    """Log from `level` ("info") on in the form of a logging format string, the libraries from warning on."""
    handler = CurrentStandardError()
    handler.setFormatter(logging.Formatter(form))
    logging.basicConfig(level=level.upper(), handlers=[handler])
    for name in LIBRARIES:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLogger().level))

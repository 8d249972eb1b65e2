"""The log: one line an event, as fields, to standard error as it is at that moment.

Everybody speaks through the standard library's logging, the SDKs too; structlog makes the lines, so that all
come out alike. A line has its event, the ids that are bound where it was said (`bot.domain.trail`), and no
secret: what looks like one is taken out of the finished line, wherever in it it stood.

While the console's prompt is open, a standard error that is a terminal is one that prints above the line
being typed; a handler that kept the stream it was born with would print across it.
"""

import json
import logging
import re
import sys
import threading
from collections.abc import Collection, MutableMapping
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Final, Literal

import structlog

from bot.domain.secret import redacted
from bot.domain.trail import FIELDS, trail

Form = Literal["auto", "text", "json"]

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

_PLAIN: Final = re.compile(r"[\w.:/+@-]+")
# Controls, ends of lines, and the marks that turn the direction of what follows.
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_HEAD: Final = ("time", "level", "event", "logger", "exception", "stack")


class CurrentStandardError(logging.Handler):
    """Writes each record to whatever `sys.stderr` is now."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            sys.stderr.write(f"{self.format(record)}\n")
            sys.stderr.flush()
        except (OSError, ValueError):
            self.handleError(record)


def log_to_standard_error(level: str, form: Form = "auto", withheld: Collection[str] = ()) -> None:
    """Log from `level` ("info") on, the libraries from warning on; `withheld` are values that no line shows.

    As `form` says: "text" for people, "json" for programs, "auto" the one on a terminal and else the other.
    """
    handler = CurrentStandardError()
    handler.setFormatter(formatter(form, withheld))
    logging.basicConfig(level=level.upper(), handlers=[handler])
    for name in LIBRARIES:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLogger().level))


def log_what_nobody_caught() -> None:
    """Let what ends the program, or a thread, go to the log: Python would print it with whatever it shows."""

    def ended(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        logging.getLogger("outlay").critical("Nobody caught this.", exc_info=(kind, error, trace))

    def thread_ended(what: threading.ExceptHookArgs) -> None:
        if what.exc_value is not None:
            ended(what.exc_type, what.exc_value, what.exc_traceback)

    sys.excepthook = ended
    threading.excepthook = thread_ended


def formatter(form: Form, withheld: Collection[str] = ()) -> logging.Formatter:
    """Return what makes a line of a log record, without a newline at its end.

    In text a traceback has lines of its own, indented; in JSON it is a field.
    """

    def without_secrets(_: object, __: str, line: Any) -> str:
        return redacted(line, withheld)

    is_text = sys.stderr.isatty() if form == "auto" else form == "text"
    return structlog.stdlib.ProcessorFormatter(
        processors=[
            _dated,
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            _with_trail,
            structlog.processors.StackInfoRenderer(),
            structlog.processors.format_exc_info,
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            _as_text if is_text else structlog.processors.JSONRenderer(_as_json),
            without_secrets,
        ],
    )


Event = MutableMapping[str, Any]


def _dated(_: object, __: str, event: Event) -> Event:
    """Add when it was said: UTC, to the millisecond."""
    said = datetime.fromtimestamp(event["_record"].created, UTC)
    return {"time": f"{said:%Y-%m-%dT%H:%M:%S}.{said.microsecond // 1000:03d}Z", **event}


def _with_trail(_: object, __: str, event: Event) -> Event:
    """Add the ids that are bound, and what the line was given beside them."""
    return {**trail(), **getattr(event["_record"], FIELDS, {}), **event}


def _as_json(event: Event, **settings: Any) -> str:
    head = {name: event[name] for name in _HEAD if name in event}
    return _escaped(json.dumps({**head, **event}, ensure_ascii=False, **settings))


def _as_text(_: object, __: str, event: Event) -> str:
    """Return `time level event field=value … (logger)`; no value can begin a line of its own."""
    said = _escaped(str(event["event"]).replace("\n", "\\n"))
    fields = " ".join(f"{name}={_value(value)}" for name, value in event.items() if name not in _HEAD)
    line = f"{event['time']} {event['level']:<8} {said}{'  ' if fields else ''}{fields}  ({event['logger']})"
    behind = "\n".join(str(event[name]) for name in ("stack", "exception") if name in event)
    return line + "".join(f"\n    {_escaped(one)}" for one in behind.splitlines())


def _value(value: object) -> str:
    """Return a field's value on one line: as it is where that is plain, else as JSON."""
    if isinstance(value, str) and _PLAIN.fullmatch(value):
        return value
    return _escaped(json.dumps(value, ensure_ascii=False, default=str))


def _escaped(text: str) -> str:
    """Return a text without what would end a line, or move a terminal's cursor."""
    return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text)

"""A value that must never be printed, and text that may hold one."""

import re
from collections.abc import Collection
from typing import Final

HIDDEN: Final = "***"
SHORTEST_KNOWN: Final = 8  # letters; a shorter value would be found within ordinary words

# Between a name and its value, as headers, dicts, JSON and JSON within JSON write it.
_IS: Final = r"[\\\"']*\s*[:=,]\s*[\\\"']*(?:b['\"])?"
# What a value is made of: it ends at a quote or a backslash, so that what was JSON still is.
_VALUE: Final = r"[^\s\"'\\,;&#<>(){}\[\]]+"
# Names that tell what follows.
_NAMES: Final = r"ticket|(?:[a-z]{1,8}_)?(?:token|secret)|api_?key|password"

# Where a word begins, in JSON too, which writes a new line as \n and other controls as \u001b.
_NEW: Final = r"(?:(?<![a-z0-9])|(?<=\\[nrtbf])|(?<=\\u[0-9a-f]{4}))"

# Each finds one kind of secret; group 1, where there is one, is what may stay. All are linear in the text.
_SECRETS: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # Slack: xoxb-, xoxp-, xapp-, xoxe-, xoxe.xoxp-
        rf"{_NEW}(x(?:ox[a-z]|app)(?:\.xox[a-z])?-)[a-z0-9][a-z0-9%-]*",
        # Discord: a bot's token is three parts, of which the first is its id
        rf"{_NEW}[\w-]{{20,32}}\.[\w-]{{6}}\.[\w-]{{25,110}}",
        # Slack's addresses that post for whoever has them: webhooks, response_urls, workflow triggers
        rf"({_NEW}hooks\.slack(?:-gov)?\.com/)[^\s\"'\\<>]+",
        rf"({_NEW}response_url{_IS}){_VALUE}",
        # Discord's: webhooks, and interactions, whose token answers for fifteen minutes
        r"(/(?:webhooks|interactions)/[0-9]{1,20}/)[^\s\"'\\/?<>]+",
        # what follows a telling name in an address or a form
        rf"({_NEW}(?:{_NAMES}|signature|sig)=|[?&]key=)[^\s\"'\\&#<>]+",
        # ... and in JSON or a dict
        rf"([\"'](?:{_NAMES})[\\\"']+\s*:\s*[\\\"']+)[^\s\"'\\]+",
        # headers
        rf"({_NEW}authorization{_IS}(?:(?:bearer|basic|bot|token)\s+)?){_VALUE}",
        rf"({_NEW}(?:x-slack-signature|x-finnhub-token|apca-api-(?:key-id|secret-key)|cookie){_IS}){_VALUE}",
        rf"({_NEW}(?:bearer|basic)\s+)[a-z0-9._~+/=-]{{20,}}",
        # a password in an address
        r"(://)[^\s/@\"'\\<>]+(?=@)",
    )
)


class Secret:
    """Holds a token; `repr` and `str` hide it, `reveal()` is where it is used."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value: Final = value

    def reveal(self) -> str:
        return self._value

    def __repr__(self) -> str:
        return "Secret(***)"

    def __bool__(self) -> bool:
        return bool(self._value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._value == self._value

    def __hash__(self) -> int:
        return hash(self._value)


def redacted(text: str, known: Collection[str] = ()) -> str:
    """Return a text, a line of the log with its traceback say, with every secret in it replaced by ***.

    Secrets are told by their form and by the names before them; `known` are values whose form tells nothing.
    No quote and no backslash is taken, so that a line of JSON stays one.
    """
    for value in known:
        if len(value) >= SHORTEST_KNOWN:
            text = text.replace(value, HIDDEN)
    for secret in _SECRETS:
        text = secret.sub(_hidden, text)
    return text


def _hidden(found: re.Match[str]) -> str:
    return (found[1] if found.re.groups else "") + HIDDEN

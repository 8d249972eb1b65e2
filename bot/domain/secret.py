"""A value that must never be printed, and text that may hold one."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Final

HIDDEN: Final = "***"
SHORTEST_KNOWN: Final = 8  # letters; a shorter value would be found within ordinary words

# Between a name and its value, as headers, dicts, JSON and JSON within JSON write it. Behind a comma, which
# pairs have, what is quoted is no value where a colon follows: then it is the next name.
_IS: Final = r"[\\\"']*\s*(?:[:=]|,(?!\s*[\\\"']+[^\\\"']{0,99}[\\\"']+\s*:))\s*[\\\"']*(?:b['\"])?"
# What a value is made of: it ends at a quote or a backslash, so that what was JSON still is.
_VALUE: Final = r"[^\s\"'\\,;&#<>(){}\[\]]+"
# Names that tell what follows.
_NAMES: Final = r"ticket|(?:[a-z]{1,8}_)?(?:token|secret)|api_?key|password"

# Where a word begins, in JSON too, which writes a new line as \n and other controls as \u001b.
_NEW: Final = r"(?:(?<![a-z0-9])|(?<=\\[nrtbf])|(?<=\\u[0-9a-f]{4}))"


@dataclass(frozen=True, slots=True)
class Form:
    """One form that secrets have: `pattern` finds it; its group 1, where there is one, is what may stay.

    `may_be_in` says of a text, its letters made small, whether a secret of the form may be there. Most lines
    of a log hold nothing like any secret, and asking is far cheaper than looking.
    """

    may_be_in: Callable[[str], object]
    pattern: re.Pattern[str]


def _one_of(*signs: str) -> Callable[[str], object]:
    """Return what says whether one of the signs, of which every secret of a form has one, is in a text."""
    return lambda text: any(map(text.__contains__, signs))


# All are linear in the text.
FORMS: Final = (
    # Slack: xoxb-, xoxp-, xapp-, xoxe-, xoxe.xoxp-
    Form(
        _one_of("xox", "xapp"),
        re.compile(rf"{_NEW}(x(?:ox[a-z]|app)(?:\.xox[a-z])?-)[a-z0-9][a-z0-9%-]*", re.IGNORECASE),
    ),
    # Discord: a bot's token is three parts, of which the first is its id
    Form(
        re.compile(r"\.[\w-]{6}\.").search,
        re.compile(rf"{_NEW}[\w-]{{20,32}}\.[\w-]{{6}}\.[\w-]{{25,110}}", re.IGNORECASE),
    ),
    # Slack's addresses that post for whoever has them: webhooks, response_urls, workflow triggers
    Form(
        _one_of("hooks.slack"),
        re.compile(rf"({_NEW}hooks\.slack(?:-gov)?\.com/)[^\s\"'\\<>]+", re.IGNORECASE),
    ),
    Form(_one_of("response_url"), re.compile(rf"({_NEW}response_url{_IS}){_VALUE}", re.IGNORECASE)),
    # Discord's: webhooks, and interactions, whose token answers for fifteen minutes
    Form(
        _one_of("/webhooks/", "/interactions/"),
        re.compile(r"(/(?:webhooks|interactions)/[0-9]{1,20}/)[^\s\"'\\/?<>]+", re.IGNORECASE),
    ),
    # what follows a telling name in an address or a form
    Form(
        _one_of("key=", "token=", "secret=", "ticket=", "password=", "signature=", "sig="),
        re.compile(rf"({_NEW}(?:{_NAMES}|signature|sig)=|[?&]key=)[^\s\"'\\&#<>]+", re.IGNORECASE),
    ),
    # ... and in JSON or a dict
    Form(
        _one_of("token", "secret", "ticket", "apikey", "api_key", "password"),
        re.compile(rf"([\"'](?:{_NAMES})[\\\"']+\s*:\s*[\\\"']+)[^\s\"'\\]+", re.IGNORECASE),
    ),
    # headers
    Form(
        _one_of("authorization"),
        re.compile(rf"({_NEW}authorization{_IS}(?:(?:bearer|basic|bot|token)\s+)?){_VALUE}", re.IGNORECASE),
    ),
    Form(
        _one_of("x-slack-signature", "x-finnhub-token", "apca-api-", "cookie"),
        re.compile(
            rf"({_NEW}(?:x-slack-signature|x-finnhub-token|apca-api-(?:key-id|secret-key)|cookie){_IS}){_VALUE}",
            re.IGNORECASE,
        ),
    ),
    Form(
        _one_of("bearer", "basic"),
        re.compile(rf"({_NEW}(?:bearer|basic)\s+)[a-z0-9._~+/=-]{{20,}}", re.IGNORECASE),
    ),
    # a password in an address
    Form(_one_of("://"), re.compile(r"(://)[^\s/@\"'\\<>]+(?=@)", re.IGNORECASE)),
)

# The letters beyond ASCII that a pattern takes for one within, whatever their case.
_LIKE_ASCII: Final = (("\u0130", "i"), ("\u0131", "i"), ("\u017f", "s"), ("\u212a", "k"))


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
    small = _small(text)
    for form in FORMS:
        if form.may_be_in(small):
            text = form.pattern.sub(_hidden, text)
    return text


def _small(text: str) -> str:
    """Return a text with the letters small, as far as the patterns tell letters apart."""
    for letter, plain in _LIKE_ASCII:
        text = text.replace(letter, plain)
    return text.lower()


def _hidden(found: re.Match[str]) -> str:
    return (found[1] if found.re.groups else "") + HIDDEN

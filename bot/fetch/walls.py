"""Pages for people that stand where data should be: a check for robots, a sign-in, a question about cookies.

They come with any status, 200 too, and "no feed" would be the wrong word for them: the feed is behind. Pure.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit

from bot.domain.errors import TryLater
from bot.fetch.guard import shown

LOOKED_AT: Final = 65_536  # bytes of a page; what gives it away stands in its head


class Wall(StrEnum):
    CHALLENGE = "a page that checks for robots"
    LOGIN = "a page to sign in"
    CONSENT = "a page that asks about cookies"


ADVICE: Final = {
    Wall.CHALLENGE: "Its publisher keeps programs out: look for another address",
    Wall.LOGIN: "It is for those who have an account: look for an address that is open",
    Wall.CONSENT: "A program cannot agree: look for an address of the feed that does not lead there",
}


@dataclass
class Walled(TryLater):
    """A wall stands before the data. It may be gone later; that is the publisher's to decide."""

    wall: Wall = Wall.CHALLENGE

    def __str__(self) -> str:
        return self.reason


_TITLE: Final = re.compile(r"<title[^>]*>(.{0,300}?)</title", re.IGNORECASE | re.DOTALL)
_CHALLENGE_TITLE: Final = re.compile(
    r"just a moment|attention required|are you (?:a )?(?:human|robot)|verify(?:ing)? (?:that )?you are human"
    r"|robot check|ddos-guard|pardon our interruption|checking your browser|security check|captcha",
    re.IGNORECASE,
)
# What the large gatekeepers leave in the page itself; none of it is in a page that was let through.
_CHALLENGE_SIGN: Final = re.compile(
    r"_cf_chl_opt|/cdn-cgi/challenge-platform/h/|px-captcha|captcha-delivery\.com"
    r"|_Incapsula_Resource|awsWafCookieDomainList|enable javascript and cookies to continue",
    re.IGNORECASE,
)
_LOGIN_TITLE: Final = re.compile(
    r"^\W*(?:(?:sign|log)[ -]?(?:in|on)|login)\b|\b(?:sign|log) in (?:to|required)", re.IGNORECASE
)
_LOGIN_PATH: Final = re.compile(r"/(?:login|log-in|signin|sign-in|sso|auth)\b", re.IGNORECASE)
_PASSWORD: Final = re.compile(r"<input\b[^<>]*\btype\s*=\s*[\"']?password", re.IGNORECASE)
_CONSENT_TITLE: Final = re.compile(
    r"before you continue|cookie (?:consent|notice|wall)|we value your privacy|your privacy choices",
    re.IGNORECASE,
)


def wall_of(url: str, page: str, headers: Mapping[str, str] | None = None) -> Wall | None:
    """Return which wall a web page is, None for an ordinary one. `url` is where it came from in the end;
    `headers` are looked up in lower case."""
    if headers is not None and headers.get("cf-mitigated", "").lower() == "challenge":
        return Wall.CHALLENGE
    found = _TITLE.search(page)
    title = found[1].strip() if found else ""
    if _CHALLENGE_TITLE.search(title) or _CHALLENGE_SIGN.search(page):
        return Wall.CHALLENGE
    parts = urlsplit(url)
    if _CONSENT_TITLE.search(title) or (parts.hostname or "").startswith("consent."):
        return Wall.CONSENT
    if _LOGIN_TITLE.search(title) or (_PASSWORD.search(page) and _LOGIN_PATH.search(parts.path)):
        return Wall.LOGIN
    return None


def walled(url: str, wall: Wall, status: int | None = None, wait: float | None = None) -> Walled:
    """Return the trouble with a wall, in words; `wait` is what Retry-After asked for, in seconds."""
    answered = "answered" if status is None else f"answered {status}"
    return Walled(
        f"{shown(url)} {answered} with {wall}, not with what we asked for. {ADVICE[wall]}.", wait, wall
    )

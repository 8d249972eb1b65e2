"""What tells one page from another: an address without what differs between copies of it."""

from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

# What publishers and mailers add to a link to learn where a reader came from.
TRACKING: Final = frozenset(
    {
        "fbclid",
        "gclid",
        "dclid",
        "msclkid",
        "igshid",
        "mc_cid",
        "mc_eid",
        "cmpid",
        "cmp",
        "ncid",
        "ref",
        "smid",
    }
    | {"feedtype", "feedname", "partner", "ocid", "xtor", "at_medium", "at_campaign", "taid", "guccounter"}
)


def canonical(link: str) -> str:
    """Return a link without what differs between copies of it: scheme, case of the host, "www.", tracking.

    An "&" may be spelt out: the parser of broken feeds leaves it so, and in the next hour the feed is whole.
    """
    try:
        parts = urlsplit(link.replace("&amp;", "&"))
    except ValueError:
        return link
    host, path = parts.netloc.lower().removeprefix("www."), parts.path.rstrip("/")
    if not parts.query and not parts.fragment:  # as most are, and a large feed has thousands
        return urlunsplit(("", host, path, "", ""))
    asked = parse_qsl(parts.query, keep_blank_values=True)
    kept = [(name, value) for name, value in asked if not _is_tracking(name)]
    fragment = "" if _is_tracking(parts.fragment.partition("=")[0]) else parts.fragment
    return urlunsplit(("", host, path, urlencode(kept), fragment))


def _is_tracking(name: str) -> bool:
    lower = name.lower()
    return lower in TRACKING or lower.startswith("utm_")

"""What tells one page from another: an address without what publishers add to count readers."""

from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

# What a publisher adds to an address to count readers.
_COUNTING: Final = ("utm_", "fbclid", "gclid", "mc_cid", "mc_eid", "cmpid")


def canonical(url: str) -> str:
    """Return an address without what does not tell pages apart: scheme, www, fragment, reader counting."""
    parts = urlsplit(url)
    query = [(k, v) for k, v in parse_qsl(parts.query) if not k.lower().startswith(_COUNTING)]
    host = parts.netloc.lower().removeprefix("www.")
    return f"{host}{parts.path.rstrip('/')}{'?' + urlencode(query) if query else ''}"

"""The bytes of a page become text, by the charset that it really has."""

import re
from typing import Final

_CHARSET: Final = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{1,40})", re.IGNORECASE)


def decode_page(data: bytes, content_type: str | None = None) -> str:
    """Decode a page as browsers do: byte order mark, the header's charset, the page's own, UTF-8, 1252."""
    declared = re.search(r"charset\s*=\s*[\"']?([\w-]+)", content_type or "", re.IGNORECASE)
    inside = _CHARSET.search(data[:4096])
    names = [declared[1] if declared else "", inside[1].decode("ascii") if inside else "", "utf-8"]
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            names.insert(0, name)
    for name in filter(None, names):
        try:
            return data.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("cp1252", errors="replace")

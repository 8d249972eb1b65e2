"""The charset of a page."""

import pytest

from bot.pages.decode import decode_page


@pytest.mark.parametrize(
    ("data", "content_type"),
    [
        ("Zürich".encode(), None),
        ("Zürich".encode("latin-1"), "text/html; charset=ISO-8859-1"),
        (b"\xef\xbb\xbf" + "Zürich".encode(), "text/html; charset=latin-1"),
        ("Zürich".encode("utf-16"), None),
        ("Zürich".encode("cp1252"), None),
        ("Zürich".encode(), "text/html; charset=no-such-charset"),
    ],
)
def test_decodes_as_a_browser_would(data: bytes, content_type: str | None) -> None:
    assert decode_page(data, content_type) == "Zürich"


def test_decodes_as_the_page_says() -> None:
    assert decode_page('<meta charset="iso-8859-2">Łódź'.encode("iso-8859-2")).endswith("Łódź")

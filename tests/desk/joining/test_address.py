import pytest

from bot.desk.joining import page_of


@pytest.mark.parametrize(
    ("url", "page"),
    [
        ("HTTPS://WWW.Wire.example/A/b/", "wire.example/A/b"),
        ("http://wire.example/a?id=2&utm_medium=rss&fbclid=x#c", "wire.example/a?id=2"),
        ("https://wire.example/", "wire.example"),
        ("https://[wire.example/a", "https://[wire.example/a"),
    ],
)
def test_copies_of_an_address_lead_to_one_page(url: str, page: str) -> None:
    assert page_of(url) == page

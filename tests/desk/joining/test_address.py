import pytest

from bot.desk.joining import canonical


@pytest.mark.parametrize(
    ("url", "page"),
    [
        ("HTTPS://WWW.Wire.example/A/b/", "wire.example/A/b"),
        ("http://wire.example/a?id=2&utm_medium=rss&fbclid=x#c", "wire.example/a?id=2"),
        ("https://wire.example/", "wire.example"),
    ],
)
def test_canonical(url: str, page: str) -> None:
    assert canonical(url) == page

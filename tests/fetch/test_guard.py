"""The address guard, on the table of addresses that a hostile feed would name."""

from ipaddress import ip_address

import pytest

from bot.fetch.guard import Forbidden, Place, checked, is_allowed, is_public, place_of, shown

CLOSED = [
    "127.0.0.1", "127.255.255.254", "0.0.0.0", "10.0.0.1", "10.255.255.255", "172.16.0.1",
    "172.31.255.255", "192.168.0.1", "100.64.0.1", "100.127.255.255", "169.254.169.254",
    "168.63.129.16", "192.0.0.8", "192.0.2.1", "192.88.99.1", "198.18.0.1", "198.51.100.7",
    "203.0.113.9", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255", "::", "::1",
    "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "64:ff9b::a9fe:a9fe", "64:ff9b::808:808",
    "64:ff9b:1::1", "100::1", "2001::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:10::1",
    "2001:20::1", "2001:db8::1", "2002:a9fe:a9fe::", "2002:808:808::1", "3fff::1", "5f00::1",
    "fc00::1", "fd00:ec2::254", "fe80::1", "fec0::1", "ff02::1",
]  # fmt: skip

OPEN = [
    "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.1", "100.63.255.255", "100.128.0.1",
    "168.63.129.15", "172.15.255.255", "172.32.0.1", "192.167.255.255", "193.0.0.1",
    "223.255.255.255", "2606:4700:4700::1111", "2a00:1450:4001:80b::200e", "2400:cb00::1",
]  # fmt: skip


@pytest.mark.parametrize("address", CLOSED)
def test_is_not_public(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", OPEN)
def test_is_public(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("http://example.com/feed", Place("http", "example.com", 80)),
        ("https://Example.COM./feed", Place("https", "example.com", 443)),
        ("http://example.com:443/", Place("http", "example.com", 443)),
        ("https://[2606:4700::1]/", Place("https", "2606:4700::1", 443)),
    ],
)
def test_finds_the_place_of_an_address(url: str, place: Place) -> None:
    assert place_of(url) == place


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("ftp://example.com/", "must begin with http"),
        ("file:///etc/passwd", "must begin with http"),
        ("gopher://example.com/", "must begin with http"),
        ("example.com/feed", "must begin with http"),
        ("http:///feed", "names no host"),
        ("http://[::1/", "is not a web address"),
        ("http://example.com:99999/", "is not a web address"),
        ("http://me:secret@example.com/", "user name or password"),
        ("http://me@example.com/", "user name or password"),
        ("http://example.com:22/", "only ports 80 and 443"),
        ("http://example.com:8080/", "only ports 80 and 443"),
    ],
)
def test_refuses_an_address(url: str, words: str) -> None:
    with pytest.raises(Forbidden, match=words) as caught:
        place_of(url)
    assert "secret" not in str(caught.value)


def test_says_what_would_allow_an_odd_port() -> None:
    with pytest.raises(Forbidden, match=r'add "10\.0\.0\.5:8080" to allow in \[fetch\]') as caught:
        place_of("http://10.0.0.5:8080/feed")
    assert caught.value.place == "10.0.0.5:8080"
    assert place_of("http://10.0.0.5:8080/feed", ["10.0.0.5:8080"]).port == 8080


def test_one_private_address_spoils_all() -> None:
    place = Place("https", "feeds.example", 443)
    assert checked(place, ["8.8.8.8", "8.8.8.8", "1.1.1.1"]) == ["8.8.8.8", "1.1.1.1"]
    with pytest.raises(Forbidden, match=r"feeds\.example leads to 10\.1\.2\.3, a private address") as caught:
        checked(place, ["8.8.8.8", "10.1.2.3"])
    assert caught.value.place == "feeds.example:443"


def test_an_allowed_place_may_be_anywhere() -> None:
    place = Place("http", "wire.local", 8080)
    assert checked(place, ["10.1.2.3"], ["Wire.local:8080"]) == ["10.1.2.3"]
    with pytest.raises(Forbidden):
        checked(place, ["10.1.2.3"], ["wire.local:8081"])


def test_an_ipv6_place_is_written_with_brackets() -> None:
    place = Place("http", "::1", 8080)
    assert str(place) == "[::1]:8080"
    assert is_allowed(place, ["[::1]:8080"])


def test_shows_no_secret_of_an_address() -> None:
    assert shown("https://api.example/news?token=abc") == "https://api.example/news?…"
    assert shown("ftp://me:pw@host/a@b") == "ftp://host/a@b"
    assert shown("http://host") == "http://host"

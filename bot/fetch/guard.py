"""Which addresses may be reached. Pure: no socket is opened here.

A feed's address comes from a person or from a redirect, so it may name the machine's own network. The rule:
http and https only, the usual ports, and every address that a name resolves to must be public. What the
settings allow by "host:port" is exempt.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final
from urllib.parse import urlsplit

from bot.domain.errors import SourceTrouble

PORTS: Final = {"http": 80, "https": 443}

# `ipaddress.is_global` alone lets NAT64 and 6to4 through on some of the supported Pythons, and knows nothing
# of the host's own address on Azure, so the special-purpose registries of IANA are written out.
CLOSED_V4: Final = tuple(
    IPv4Network(block)
    for block in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",  # carrier-grade NAT
        "127.0.0.0/8",
        "168.63.129.16/32",  # Azure's host
        "169.254.0.0/16",  # link-local: the metadata services of every cloud
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",  # the 6to4 relays
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",
    )
)
# Everything outside 2000::/3 is closed: loopback, v4-mapped, NAT64, unique local, link-local, multicast.
OPEN_V6: Final = IPv6Network("2000::/3")
CLOSED_V6: Final = tuple(
    IPv6Network(block)
    for block in (
        "2001::/23",  # Teredo, ORCHID, benchmarking
        "2001:db8::/32",
        "2002::/16",  # 6to4: carries any IPv4 address
        "3fff::/20",
    )
)


class Forbidden(SourceTrouble):
    """The guard refused an address. `place` is what [fetch] allow would have to hold, None if none helps.
    `redirected` says that another address, which may be asked, led there."""

    def __init__(self, message: str, place: str | None = None, *, redirected: bool = False) -> None:
        super().__init__(message)
        self.place = place
        self.redirected = redirected


@dataclass(frozen=True, slots=True)
class Place:
    """Where a request goes. `host` is in lower case, an IPv6 address without its brackets."""

    scheme: str
    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def shown(url: str) -> str:
    """Return an address as messages may show it: without a password, and without its query, where some
    publishers want a key."""
    plain, mark, _ = url.partition("?")
    scheme, slashes, rest = plain.partition("//")
    host, slash, path = rest.partition("/")
    return scheme + slashes + host.rpartition("@")[2] + slash + path + ("?…" if mark else "")


def place_of(url: str, allow: Collection[str] = (), typed: str | None = None) -> Place:
    """Return where `url` points. Raises Forbidden for another scheme, a user name in it or an odd port.

    `typed` is what messages show instead of `url`, where that is not as somebody wrote it.
    """
    said = shown(typed or url)
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise Forbidden(f'"{said}" is not a web address: {error}.') from error
    if parts.scheme not in PORTS:
        raise Forbidden(f'"{said}" is not a web address: it must begin with http:// or https://.')
    if not host:
        raise Forbidden(f'"{said}" names no host: check the address.')
    if parts.username is not None or parts.password is not None:
        # Without the address itself: it carries a password.
        raise Forbidden(f"The address at {host} carries a user name or password: take it out of the address.")
    place = Place(parts.scheme, host.lower().rstrip("."), PORTS[parts.scheme] if port is None else port)
    if place.port not in PORTS.values() and not is_allowed(place, allow):
        raise Forbidden(
            f"{place} is not asked: unless allowed, only ports 80 and 443 of public addresses are. "
            f'If it is meant, add "{place}" to allow in [fetch].',
            str(place),
        )
    return place


def is_allowed(place: Place, allow: Collection[str]) -> bool:
    """Say whether the settings exempt a place. The entries are "host:port", in any case."""
    return bool(allow) and str(place) in _evened(frozenset(allow))


@lru_cache(maxsize=8)  # asked several times a request, and there may be hundreds of entries
def _evened(allow: frozenset[str]) -> frozenset[str]:
    return frozenset(entry.strip().lower() for entry in allow)


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Say whether anybody on the internet may be meant by an address."""
    if isinstance(address, IPv4Address):
        return address.is_global and not any(address in block for block in CLOSED_V4)
    return address in OPEN_V6 and address.is_global and not any(address in block for block in CLOSED_V6)


def checked(place: Place, addresses: Iterable[str], allow: Collection[str] = ()) -> list[str]:
    """Return the addresses of a place. Raises Forbidden when a single one of them is not public.

    One bad address spoils all: a name that mixes them is made to slip past a check of the first.
    """
    found = list(dict.fromkeys(addresses))
    if is_allowed(place, allow):
        return found
    for text in found:
        if not is_public(ip_address(text)):
            subject = f"{place.host} is" if text == place.host else f"{place.host} leads to {text},"
            raise Forbidden(
                f"{subject} a private address, which is not asked unless it is allowed. "
                f'If it is yours, add "{place}" to allow in [fetch].',
                str(place),
            )
    return found

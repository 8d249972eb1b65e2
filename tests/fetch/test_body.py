"""Bodies that are packed: honest ones, broken ones, bombs."""

import gzip
import os
import zlib
from collections.abc import Iterable

import pytest

from bot.domain.errors import SourceTrouble
from bot.fetch.body import Body

TEXT = b"".join(b"line %d of a feed\n" % number for number in range(5000))
MIB = 1 << 20


def unpacked(chunks: Iterable[bytes], encoding: str | None, limit: int = 10 * MIB) -> bytes:
    body = Body("the wire", encoding, limit)
    for chunk in chunks:
        body.feed(chunk)
    return body.finish()


def parts(data: bytes, size: int) -> list[bytes]:
    return [data[at : at + size] for at in range(0, len(data), size)]


def bare_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize("size", [1, 7, 1000, 1_000_000])
@pytest.mark.parametrize(
    ("encoding", "data"),
    [
        (None, TEXT),
        ("identity", TEXT),
        ("gzip", gzip.compress(TEXT)),
        ("x-gzip", gzip.compress(TEXT)),
        ("GZIP", gzip.compress(TEXT)),
        ("gzip", gzip.compress(TEXT[:100]) + gzip.compress(TEXT[100:])),
        ("gzip", gzip.compress(TEXT) + b"\0" * 100),
        ("deflate", zlib.compress(TEXT)),
        ("deflate", bare_deflate(TEXT)),
    ],
)
def test_unpacks(encoding: str | None, data: bytes, size: int) -> None:
    assert unpacked(parts(data, size), encoding) == TEXT


def test_an_empty_body_is_empty() -> None:
    assert unpacked([], "gzip") == b""
    assert unpacked([b""], None) == b""


def test_refuses_more_than_the_limit_while_it_comes_in() -> None:
    body = Body("the wire", None, 1000)
    body.feed(b"x" * 1000)
    with pytest.raises(SourceTrouble, match="sent more than"):
        body.feed(b"x")


def test_refuses_a_bomb_before_it_is_unpacked() -> None:
    bomb = gzip.compress(b"\0" * (50 * MIB))
    body = Body("the wire", "gzip", 10 * MIB)
    with pytest.raises(SourceTrouble, match=r"sent more than 10 MiB"):
        body.feed(bomb)
    assert len(body._decoded) == 10 * MIB + 1


def test_refuses_what_is_packed_too_well() -> None:
    with pytest.raises(SourceTrouble, match="packed more than 200 times"):
        unpacked([gzip.compress(b"\0" * (5 * MIB))], "gzip")
    noise = os.urandom(20_000) + b"\0" * (2 * MIB)
    assert unpacked([gzip.compress(noise)], "gzip") == noise


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_says_when_a_body_is_cut_short_or_damaged(encoding: str) -> None:
    data = gzip.compress(TEXT) if encoding == "gzip" else zlib.compress(TEXT)
    with pytest.raises(SourceTrouble, match="broke off"):
        unpacked([data[:-20]], encoding)
    with pytest.raises(SourceTrouble, match=f"damaged {encoding} body"):
        unpacked([data[:50] + b"\xff" * 50 + data[100:]], encoding)


def test_refuses_a_packing_that_was_not_asked_for() -> None:
    with pytest.raises(SourceTrouble, match='"br"'):
        Body("the wire", "br", MIB)

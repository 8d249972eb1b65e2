"""Unpacks an answer as it comes in, within bounds: a few kilobytes of gzip can hold gigabytes."""

import zlib
from typing import TYPE_CHECKING, Final

from bot.domain.errors import SourceTrouble

if TYPE_CHECKING:
    from zlib import _Decompress as Inflater

ENCODINGS: Final = "gzip, deflate"  # what we ask for, and all that we unpack
RATIO: Final = 200
RATIO_FROM: Final = 1 << 20  # a small body of much repetition may honestly pack well

GZIP: Final = zlib.MAX_WBITS | 16
ZLIB: Final = zlib.MAX_WBITS
RAW: Final = -zlib.MAX_WBITS


class Body:
    """Collects the decoded bytes of one answer. `name` is what messages call it.

    `feed` and `finish` raise SourceTrouble when the body passes `limit` bytes, is packed more than RATIO
    times, is cut short, or is packed in a way that was not asked for.
    """

    def __init__(self, name: str, encoding: str | None, limit: int) -> None:
        self._name = name
        self._limit = limit
        self._encoding = (encoding or "identity").strip().lower().removeprefix("x-")
        if self._encoding not in ("identity", "gzip", "deflate"):
            raise SourceTrouble(f'{name} packs its answer as "{encoding}", though {ENCODINGS} was asked for.')
        self._inflater: Inflater | None = None
        self._packed = 0
        self._decoded = bytearray()

    def feed(self, chunk: bytes) -> None:
        self._packed += len(chunk)
        if self._encoding == "identity":
            self._decoded += chunk
            self._check()
        while chunk and self._encoding != "identity":
            inflater = self._inflater_for(chunk)
            if inflater is None:
                return
            try:
                # One byte past the limit, so that `_check` sees the excess, and not one byte more.
                self._decoded += inflater.decompress(chunk, self._limit + 1 - len(self._decoded))
            except zlib.error as error:
                raise SourceTrouble(f"{self._name} sent a damaged {self._encoding} body.") from error
            self._check()
            chunk = inflater.unconsumed_tail or inflater.unused_data

    @property
    def size(self) -> int:
        """Return how many bytes were decoded so far."""
        return len(self._decoded)

    def beginning(self, size: int) -> bytes:
        """Return the first bytes that were decoded, whole or not."""
        return bytes(self._decoded[:size])

    def finish(self) -> bytes:
        if self._inflater is not None and not self._inflater.eof:
            raise SourceTrouble(f"{self._name} broke off in the middle of its answer.")
        return bytes(self._decoded)

    def _inflater_for(self, chunk: bytes) -> "Inflater | None":
        """Return what unpacks the next bytes, None for the padding that some servers send after the end."""
        if self._inflater is None:
            # Some servers send deflate bare, without the header of zlib; its low bits say 8.
            bare = self._encoding == "deflate" and chunk[0] & 0x0F != 8
            self._inflater = zlib.decompressobj(GZIP if self._encoding == "gzip" else RAW if bare else ZLIB)
        elif self._inflater.eof:
            if self._encoding != "gzip" or chunk[0] != 0x1F:
                return None
            self._inflater = zlib.decompressobj(GZIP)  # gzip allows several members in a row
        return self._inflater

    def _check(self) -> None:
        size = len(self._decoded)
        if size > self._limit:
            raise SourceTrouble(
                f"{self._name} sent more than {self._limit / (1 << 20):g} MiB: too much for what we ask."
            )
        if size > RATIO_FROM and size > RATIO * self._packed:
            raise SourceTrouble(
                f"{self._name} sent a body packed more than {RATIO} times, which no honest one is: "
                "check who runs it."
            )

"""A name server on the loopback, speaking as much DNS over UDP as a resolver of one name needs."""

import asyncio
import struct
from collections import deque
from collections.abc import Iterable
from ipaddress import ip_address
from typing import Self

HEADER = struct.Struct("!6H")
ANSWER = struct.Struct("!HHHIH")  # a pointer to the question's name, type, class, seconds to live, length
QUESTION_AT = 0xC00C
A, AAAA, INTERNET = 1, 28, 1


class NameServer(asyncio.DatagramProtocol):
    """Answers each question with the next of its answers, and the last one for ever. Nothing may be kept: the
    answers live for no time, as those of a server that rebinds do."""

    def __init__(self, *answers: Iterable[str]) -> None:
        self._answers = deque(list(answer) for answer in answers)
        self.asked: list[str] = []

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        self._transport, _ = await loop.create_datagram_endpoint(lambda: self, ("127.0.0.1", 0))
        self.port: int = self._transport.get_extra_info("sockname")[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._transport.close()

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        number, *_ = HEADER.unpack_from(data)
        question = data[HEADER.size :]
        self.asked.append(_name_in(question))
        found = self._answers[0] if len(self._answers) == 1 else self._answers.popleft()
        packed = [ip_address(text).packed for text in found]
        records = b"".join(
            ANSWER.pack(QUESTION_AT, A if len(part) == 4 else AAAA, INTERNET, 0, len(part)) + part
            for part in packed
        )
        self._transport.sendto(HEADER.pack(number, 0x8180, 1, len(packed), 0, 0) + question + records, addr)

    async def resolve(self, host: str, port: int) -> list[str]:
        """Ask over the wire, as `bot.fetch.client.Resolver` does."""
        loop = asyncio.get_running_loop()
        answered: asyncio.Future[bytes] = loop.create_future()

        class Asker(asyncio.DatagramProtocol):
            def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
                answered.set_result(data)

        transport, _ = await loop.create_datagram_endpoint(Asker, remote_addr=("127.0.0.1", self.port))
        labels = b"".join(bytes([len(part)]) + part.encode() for part in host.split("."))
        question = labels + b"\0" + struct.pack("!HH", A, INTERNET)
        transport.sendto(HEADER.pack(7, 0x0100, 1, 0, 0, 0) + question)
        data = await asyncio.wait_for(answered, 5)
        transport.close()
        return _addresses_in(data, HEADER.size + len(question))


def _name_in(question: bytes) -> str:
    labels, at = [], 0
    while size := question[at]:
        labels.append(question[at + 1 : at + 1 + size].decode())
        at += 1 + size
    return ".".join(labels)


def _addresses_in(data: bytes, at: int) -> list[str]:
    found = []
    for _ in range(HEADER.unpack_from(data)[3]):
        *_, size = ANSWER.unpack_from(data, at)
        at += ANSWER.size
        found.append(str(ip_address(data[at : at + size])))
        at += size
    return found

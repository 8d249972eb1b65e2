"""systemd hears that the program is ready, that it lives, and that it ends."""

import asyncio
import signal
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.systemd import Systemd
from tests.journeys.program import running
from tests.journeys.stage import Stage, written
from tests.wires import Wire


@pytest.fixture
def ear() -> Iterator[socket.socket]:
    """The socket on which systemd listens; its path must be short."""
    with (
        tempfile.TemporaryDirectory() as folder,
        socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener,
    ):
        listener.bind(str(Path(folder) / "notify"))
        listener.setblocking(False)
        yield listener


async def heard(ear: socket.socket, within: float = 15.0) -> str:
    async with asyncio.timeout(within):
        return (await asyncio.get_running_loop().sock_recv(ear, 1024)).decode()


async def heard_for_ever(ear: socket.socket) -> None:
    """Listen until there is silence for as long as systemd bears it, which raises TimeoutError."""
    while True:
        await heard(ear, within=0.6)


@pytest.mark.parametrize("stage", ["slack"], indirect=True)
async def test_a_program_that_turns_says_so_and_one_that_hangs_falls_silent(
    stage: Stage, wire: Wire, tmp_path: Path, ear: socket.socket
) -> None:
    path = written(tmp_path, stage, {"harbour": wire.url("/wire")}, wire.place)
    notes = {"NOTIFY_SOCKET": ear.getsockname(), "WATCHDOG_USEC": "600000"}
    async with running(path, {**stage.environment(), **notes}) as process:
        assert await heard(ear) == "READY=1"
        assert [await heard(ear) for _ in range(3)] == ["WATCHDOG=1"] * 3
        process.send_signal(signal.SIGSTOP)
        with pytest.raises(TimeoutError):
            await heard_for_ever(ear)
        process.send_signal(signal.SIGCONT)
        process.send_signal(signal.SIGTERM)
        while (words := await heard(ear)) == "WATCHDOG=1":
            pass
        assert words == "STOPPING=1"
        async with asyncio.timeout(10):
            assert await process.wait() == 0


async def test_where_there_is_no_systemd_nobody_is_told() -> None:
    with Systemd(None, 1.0):
        await asyncio.sleep(0)


async def test_a_systemd_that_is_gone_holds_nobody_up(tmp_path: Path) -> None:
    with Systemd(str(tmp_path / "nobody"), 0.03), Systemd("@nobody listens here", 0.03):
        await asyncio.sleep(0.05)

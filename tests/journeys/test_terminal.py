"""`outlay run` at a terminal: a process of its own, with a keyboard and a screen (a pty)."""

import asyncio
import os
import pty
import re
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.journeys.newspaper import PLANT, PLEDGE, Newspaper
from tests.journeys.program import ANY_PORT, ROOT
from tests.journeys.stage import EVERY, until
from tests.wires import Wire

WHERE_IS_THE_CURSOR = b"\x1b[6n"
AT_THE_TOP = b"\x1b[1;1R"
STYLE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


@dataclass
class Terminal:
    """The other end of a pty: what a person sees and types."""

    descriptor: int
    shown: bytearray = field(default_factory=bytearray)

    def read(self) -> None:
        """Take what stands there, and answer where the cursor is, as terminals do."""
        try:
            chunk = os.read(self.descriptor, 65_536)
        except OSError:  # nobody holds the other end any more
            asyncio.get_running_loop().remove_reader(self.descriptor)
            return
        self.shown += chunk
        for _ in range(chunk.count(WHERE_IS_THE_CURSOR)):
            self.type(AT_THE_TOP)

    def type(self, keys: bytes) -> None:
        os.write(self.descriptor, keys)

    @property
    def words(self) -> str:
        return STYLE.sub("", self.shown.decode("utf-8", "replace"))


@asynccontextmanager
async def sitting_at(settings: Path, log: Path) -> AsyncIterator[tuple[asyncio.subprocess.Process, Terminal]]:
    """Run `outlay run` at a terminal of its own, with standard error in a file."""
    ours, theirs = pty.openpty()
    terminal = Terminal(ours)
    asyncio.get_running_loop().add_reader(ours, terminal.read)
    with log.open("wb") as errors:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "run", "--config", str(settings)),
            cwd=ROOT,
            env={"PATH": os.environ["PATH"], "TERM": "xterm", "OUTLAY_OBSERVE_LISTEN": ANY_PORT},
            stdin=theirs,
            stdout=theirs,
            stderr=errors,
        )
    os.close(theirs)
    try:
        yield process, terminal
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
        asyncio.get_running_loop().remove_reader(ours)
        os.close(ours)


def sent(database: Path) -> int:
    """Count the deliveries that are marked as sent."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as store:
        (count,) = store.execute("SELECT count(*) FROM delivery WHERE state = 'sent'").fetchone()
    store.close()
    return int(count)


async def test_what_is_marked_as_sent_stood_on_the_screen_and_the_log_stays_where_it_was_sent(
    wire: Wire, tmp_path: Path
) -> None:
    paper = Newspaper(wire, "/wire", "Harbour Business Wire")
    settings, log = tmp_path / "outlay.toml", tmp_path / "log.txt"
    settings.write_text(
        f'[store]\npath = "{tmp_path / "outlay.db"}"\n[fetch]\nallow = ["{wire.place}"]\n[console]\n'
        f'[[source]]\nname = "harbour"\nurl = "{paper.url}"\nevery = {EVERY}\n'
        f'[[source]]\nname = "nowhere"\nurl = "{wire.url("/nowhere")}"\nevery = {EVERY}\n',
        encoding="utf-8",
    )
    async with sitting_at(settings, log) as (process, terminal):
        await until(lambda: "outlay>" in terminal.words, "the prompt", seconds=20)
        terminal.type(b"watch BABA TM\r")
        await until(lambda: "Now watching" in terminal.words, "the watches")
        await until(lambda: "nowhere gave nothing" in log.read_text(), "the log has the trouble")
        paper.publish(PLEDGE, PLANT)
        while sent(tmp_path / "outlay.db") < 2:
            await asyncio.sleep(0.005)
        process.kill()
        await process.wait()
        await asyncio.sleep(0.1)  # what was written lies in the pty
        assert terminal.words.count("── Alert · story") == 2
        assert "gave nothing" not in terminal.words

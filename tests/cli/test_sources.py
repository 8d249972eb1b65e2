"""`outlay sources`, called as a person would: a process, its output, its exit code."""

import asyncio
import json
import re
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import plugins
from bot.__main__ import COMMANDS
from bot.cli.seen import load_seen, note_seen, seen_path
from bot.cli.sources import sources
from tests.sources.feeds import RSS, item, rss
from tests.wires import Wire


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    async with Wire() as wire:
        wire.put("/feed", RSS)
        yield wire


@dataclass(frozen=True)
class Shell:
    """A place without an outlay.toml to call the program from."""

    folder: Path

    async def preview(self, *words: str) -> Ended:
        return await self.sources("preview", *words)

    async def sources(self, *words: str) -> Ended:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "bot", "sources", *words),
            cwd=self.folder,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, err = await process.communicate()
        return Ended(process.returncode or 0, out.decode(), err.decode())


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


async def test_prints_one_json_object_an_article(wire: Wire, shell: Shell) -> None:
    ended = await shell.preview(wire.url("/feed"), "--json", "--allow", wire.place)
    assert (ended.code, ended.err) == (0, "")
    first, second, third = map(json.loads, ended.out.splitlines())
    assert len(first.pop("id")) == 24
    assert first == {
        "url": "https://courier.example/tarn?utm_source=rss&id=7",
        "headline": "Tarn Metals to spend $2 billion on a smelter & a road",
        "published_at": "2026-11-20T12:30:00Z",
        "tickers": ["Nasdaq:TARN", "FELL", "NYSE: HOLM"],
        "summary": "Tarn Metals said on Friday it will build.",
    }
    assert second["url"] == wire.url("/fell")
    assert (third["headline"], third["published_at"], third["tickers"]) == (None, None, [])


async def test_prints_a_table_from_a_file(shell: Shell) -> None:
    old = item(5, title="Tarn digs, and " + "digs " * 30).replace("2026", "1999")
    (shell.folder / "feed.xml").write_text(rss(item(1), old, "<description>no title</description>"))
    ended = await shell.preview("feed.xml")
    first, second, third, last = ended.out.splitlines()
    assert first == "2026-11-20 12:01  Tarn digs mine 1"
    assert second.startswith("1999-11-20 12:05  Tarn digs, and digs")
    assert second.endswith("…")
    assert third == "no date           (no headline)"
    assert (last, ended.code) == ("3 articles from The Fell Courier.", 0)


async def test_control_characters_do_not_reach_the_terminal(shell: Shell) -> None:
    (shell.folder / "feed.json").write_text(
        '{"items": [{"title": "Tarn \\u001b[31mdigs\\u202e"}], "title": "\\u0007"}'
    )
    ended = await shell.preview("feed.json")
    assert "\x1b" not in ended.out + ended.err
    assert "\u202e" not in ended.out
    assert "Tarn  [31mdigs" in ended.out


async def test_private_addresses_are_refused_with_the_way_out(wire: Wire, shell: Shell) -> None:
    ended = await shell.preview(wire.url("/feed"))
    assert (ended.code, ended.out) == (1, "")
    assert f'add "{wire.place}" to allow in [fetch]' in ended.err
    assert f"--allow {wire.place}" in ended.err
    assert wire.asked == []


async def test_the_settings_may_allow_it(wire: Wire, shell: Shell) -> None:
    table = f'[fetch]\nallow = ["{wire.place}"]\nuser_agent = "Desk desk@tarn.example"\n'
    (shell.folder / "desk.toml").write_text(table)
    ended = await shell.preview(wire.url("/feed"), "--config", "desk.toml")
    assert ended.code == 0
    assert wire.asked[0].headers["User-Agent"] == "Desk desk@tarn.example"
    (shell.folder / "desk.toml").rename(shell.folder / "outlay.toml")
    assert (await shell.preview(wire.url("/feed"))).code == 0


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        (404, "", "answered 404: nothing is there: check the address"),
        (200, "<html><body>hello</body></html>", "a web page, not a feed"),
        (200, "", "answered with nothing"),
    ],
)
async def test_a_feed_that_cannot_be_read_is_exit_code_1(
    wire: Wire, shell: Shell, status: int, body: str, words: str
) -> None:
    wire.put("/feed", body, status=status)
    ended = await shell.preview(wire.url("/feed"), "--allow", wire.place)
    assert (ended.code, ended.out) == (1, "")
    assert words in ended.err
    assert "Traceback" not in ended.err


async def test_a_file_that_is_no_feed_is_told_as_a_file(shell: Shell) -> None:
    for text, words in (("root:x:0:0", "no feed that can be read"), ("<html><body>hello", "a web page, not")):
        (shell.folder / "letter.txt").write_text(text)
        ended = await shell.preview("letter.txt")
        assert (ended.code, ended.out) == (1, "")
        assert f"The file letter.txt holds {words}" in ended.err
        assert "answered" not in ended.err


async def test_a_file_that_is_not_there_is_exit_code_1(shell: Shell) -> None:
    ended = await shell.preview("none.xml")
    assert (ended.code, ended.out) == (1, "")
    assert "none.xml is no web address, and no file to read" in ended.err


async def test_settings_that_cannot_be_used_are_exit_code_2(wire: Wire, shell: Shell) -> None:
    assert (await shell.preview()).code == 2
    assert (await shell.preview(wire.url("/feed"), "--config", "none.toml")).code == 2
    (shell.folder / "outlay.toml").write_text('[fetch]\nproxy = "nonsense"\n')
    ended = await shell.preview(wire.url("/feed"))
    assert ended.code == 2
    assert "[fetch] proxy" in ended.err


async def test_a_kind_is_previewed_by_its_name(wire: Wire, shell: Shell) -> None:
    ended = await shell.preview("prnewswire", "--set", f"url={wire.url('/feed')}", "--allow", wire.place)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.splitlines()[-1] == "3 articles from prnewswire."
    assert "Tarn Metals to spend $2 billion" in ended.out


async def test_lists_and_switches_are_set_without_quotes(wire: Wire, shell: Shell) -> None:
    sets = (f"url={wire.url('/feed')}", "tickers=TARN, FELL", "accept_terms=true")
    words = [word for each in sets for word in ("--set", each)]
    ended = await shell.preview("yahoo", *words, "--allow", wire.place, "--json")
    assert ended.code == 0, ended.err
    assert {ask.path for ask in wire.asked} == {
        "/feed?s=TARN&region=US&lang=en-US",
        "/feed?s=FELL&region=US&lang=en-US",
    }
    first = json.loads(ended.out.splitlines()[0])
    assert {"TARN", "FELL"} <= set(first["tickers"])


async def test_a_source_of_the_settings_is_previewed_by_its_name(wire: Wire, shell: Shell) -> None:
    (shell.folder / "outlay.toml").write_text(
        f'[fetch]\nallow = ["{wire.place}"]\n[[source]]\nname = "Fell"\nurl = "{wire.url("/feed")}"\n'
    )
    ended = await shell.preview("Fell")
    assert (ended.code, ended.out.splitlines()[-1]) == (0, "3 articles from Fell.")


async def test_a_kind_that_lacks_something_says_what_to_write(shell: Shell) -> None:
    ended = await shell.preview("edgar")
    assert (ended.code, ended.out) == (2, "")
    assert "needs contact: write your company's name and a mail address" in ended.err
    assert "unknown field `colour`" in (await shell.preview("feed", "--set", "colour=red")).err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("feed",), "feed needs url: say, for example, --set url=https://news.example/rss."),
        (("feed", "--set", "url=x", "--set", "evry=5"), "unknown field `evry`. Did you mean `every`?"),
        (("benzinga", "--set", "key=abc"), "from the environment alone, .* set BENZINGA_API_KEY"),
    ],
)
async def test_a_key_that_is_wrong_says_what_would_be_right(
    shell: Shell, words: tuple[str, ...], said: str
) -> None:
    ended = await shell.preview(*words)
    assert (ended.code, ended.out) == (2, "")
    assert re.search(said, ended.err), ended.err
    assert "the file" not in ended.err


@pytest.mark.parametrize("fault", ["import no_such_tide", "build = lambda *_: no_such_tide"])
async def test_a_kind_that_is_at_fault_says_why_and_where(shell: Shell, fault: str) -> None:
    (shell.folder / "quays").mkdir()
    kind = f"from bot.sources.settings import Asked as Settings\n{fault}\n"
    (shell.folder / "quays" / "wire.py").write_text(kind)
    ended = await shell.preview("quays.wire")
    assert (ended.code, ended.out) == (2, "")
    assert "no_such_tide" in ended.err
    assert "(wire.py, line 2)" in ended.err
    assert "Traceback" not in ended.err


async def test_the_list_has_every_kind_with_what_it_needs(shell: Shell) -> None:
    ended = await shell.sources("list")
    assert (ended.code, ended.err) == (0, "")
    lines = ended.out.splitlines()
    assert [line.split()[0] for line in lines[:-1:2]] == plugins.names("sources")
    said = {line.split()[0]: below.strip() for line, below in zip(lines[:-1:2], lines[1::2], strict=True)}
    assert said["edgar"] == "needs contact; not seen live here"
    assert said["prnewswire"] == "needs nothing; not seen live here"
    assert said["feed"] == "needs url; not seen live here"
    assert "accept_terms" in said["nasdaq"]
    note_seen(shell.folder / "outlay.db", ["edgar"], datetime(2026, 11, 20, 13, tzinfo=UTC))
    ended = await shell.sources("list")
    assert "needs contact; seen live here 2026-11-20" in ended.out
    assert ended.out.count("not seen live here") == len(plugins.names("sources")) - 1


def test_what_cannot_be_read_was_not_seen(tmp_path: Path) -> None:
    store = tmp_path / "outlay.db"
    assert load_seen(store) == {}
    seen_path(store).write_text("not JSON")
    assert load_seen(store) == {}
    now = datetime(2026, 11, 20, 13, tzinfo=UTC)
    note_seen(store, ["feed"], now)
    note_seen(store, ["edgar"], now)
    assert load_seen(store) == {"feed": now, "edgar": now}


def test_the_programs_help_says_of_sources_what_its_own_help_says() -> None:
    _, words = COMMANDS["sources"]
    assert words == sources.help

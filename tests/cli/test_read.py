import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

STORY = """date 2031-05-06 and more

Oracle agrees to buy software maker Brightfall for $3.4 billion

Oracle Corp. said on Tuesday that it agreed to buy Brightfall for $3.4 billion.
"""


def outlay(*words: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "bot", "read", *words], input=stdin, capture_output=True, check=False
    )


def objects(done: subprocess.CompletedProcess[bytes]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "deal.txt"
    path.write_text(STORY, encoding="utf-8")
    return path


def test_a_text_gives_one_object(story: Path) -> None:
    done = outlay(str(story), "--json")
    assert done.returncode == 0
    (found,) = objects(done)
    assert found["id"] == "deal"
    assert found["published_at"] == "2031-05-06T00:00:00Z"
    assert found["headline"] == "Oracle agrees to buy software maker Brightfall for $3.4 billion"
    assert found["flagged"] is True
    assert found["commitment"]["low"] == 3400000000
    assert "text" not in found
    assert set(found) == {
        "id", "headline", "published_at", "flagged", "score", "kind", "status", "because", "language",
        "companies", "amounts", "commitment", "quotations", "price_lines", "exposure",
        "cited_sources", "cautions",
    }  # fmt: skip


def test_the_text_comes_along_when_asked_for(story: Path) -> None:
    (found,) = objects(outlay(str(story), "--json", "--with-text"))
    for amount in found["amounts"]:
        assert found["text"][amount["start"] : amount["end"]] == amount["text"]


def test_standard_input_is_known_by_how_it_begins() -> None:
    page = b"<html><body><h1>Oracle to buy Brightfall for $3 billion</h1></body></html>"
    entry = json.dumps({"headline": "Oracle to buy Brightfall for $3 billion", "id": 7}).encode()
    for given, expected in ((STORY.encode(), "-"), (page, "-"), (entry, "7")):
        done = outlay("-", "--json", stdin=given)
        assert done.returncode == 0, done.stderr
        assert objects(done)[0]["id"] == expected


def test_lines_keep_their_order_and_a_bad_one_is_told() -> None:
    lines = (
        b'{"id": "a", "headline": "Oracle to buy Brightfall for $3 billion"}\n'
        b"not json\n"
        b'{"id": "c"}\n'
        b'{"body": "Oracle Corp. agreed to buy Brightfall for $3 billion in cash.", "tickers": ["ORCL"]}\n'
        b'\xff\xfe\n{"id": "f", "headline": 5}\n'
    )
    done = outlay("-", "--jsonl", stdin=lines)
    assert done.returncode == 1
    found = objects(done)
    assert [entry["id"] for entry in found] == ["a", "2", "c", "4", "5", "f"]
    assert ["error" in entry for entry in found] == [False, True, True, False, True, True]
    assert all(set(entry) == {"id", "error"} for entry in found if "error" in entry)
    assert found[3]["headline"] is None
    assert found[3]["flagged"] is True


def test_good_lines_end_well() -> None:
    done = outlay("-", "--jsonl", stdin=b'{"headline": "Rain"}\n')
    assert done.returncode == 0
    assert done.stderr == b""


def test_lines_are_answered_one_by_one() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "read", "-", "--jsonl"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        for number in range(3):
            running.stdin.write(f'{{"id": "{number}", "headline": "Rain"}}\n'.encode())
            running.stdin.flush()
            assert json.loads(running.stdout.readline())["id"] == str(number)
        running.stdin.close()
        assert running.wait(timeout=30) == 0


def test_a_reader_that_leaves_early_is_no_error() -> None:
    lines = b'{"headline": "Rain"}\n' * 2000
    command = f"{sys.executable} -m bot read - --jsonl | head -n 1"
    done = subprocess.run(["sh", "-c", command], input=lines, capture_output=True, check=False)
    assert done.stdout.count(b"\n") == 1
    assert b"Traceback" not in done.stderr


def test_without_json_the_card_is_printed(story: Path) -> None:
    done = outlay(str(story))
    assert done.returncode == 0
    shown = done.stdout.decode()
    assert "Oracle" in shown
    assert "$3.4B" in shown
    assert "Why: " in shown


def test_no_alert_says_why(tmp_path: Path) -> None:
    path = tmp_path / "rain.txt"
    path.write_text("Rain is expected\n\nIt will rain in Oslo.", encoding="utf-8")
    done = outlay(str(path))
    assert done.returncode == 0
    assert done.stdout.decode().startswith("No alert: Rain is expected")


@pytest.mark.parametrize(("words", "code"), [(["/nowhere/a.txt"], 1), ([], 2), (["--nothing", "x"], 2)])
def test_what_cannot_be_done_is_said(words: list[str], code: int) -> None:
    done = outlay(*words)
    assert done.returncode == code
    assert done.stdout == b""
    assert done.stderr
    assert b"Traceback" not in done.stderr


def test_reading_needs_no_wire_and_no_database() -> None:
    code = (
        "import sys, bot.cli.read, bot.__main__; bot.cli.read.Reader(bot.cli.read.load());"
        "print([m for m in sys.modules if m.split('.')[0] in"
        " {'httpx', 'sqlite3', 'sqlite_utils', 'slack_sdk', 'slack_bolt', 'discord', 'aiohttp', 'handlers'}])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout.strip() == b"[]"

"""`outlay session`, called as a person or a program would."""

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

HALF_DAY = "2026-11-27T12:59:00-05:00"


def outlay(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bot", "session", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_program_gets_one_object() -> None:
    done = outlay("XNYS", HALF_DAY, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("\n") == 1
    assert json.loads(done.stdout) == {
        "mic": "XNYS",
        "at": "2026-11-27T17:59:00Z",
        "session": "regular",
        "next_open": "2026-11-30T14:30:00Z",
        "next_close": "2026-11-27T18:00:00Z",
    }


def test_a_person_sees_the_exchanges_clock_beside_utc() -> None:
    done = outlay("xnys", HALF_DAY)
    assert done.stdout.splitlines() == [
        "XNYS: regular",
        "            America/New_York          UTC",
        "at          Fri 2026-11-27 12:59      Fri 2026-11-27 17:59",
        "since       Fri 2026-11-27 09:30      Fri 2026-11-27 14:30",
        "until       Fri 2026-11-27 13:00      Fri 2026-11-27 18:00",
        "next open   Mon 2026-11-30 09:30      Mon 2026-11-30 14:30",
        "next close  Fri 2026-11-27 13:00      Fri 2026-11-27 18:00",
    ]


@pytest.mark.parametrize("at", ["2026-11-27T17:59Z", "2026-11-27t17:59:00z", "20261127T125900-0500"])
def test_other_ways_to_write_a_time(at: str) -> None:
    assert json.loads(outlay("XNYS", at, "--json").stdout)["at"] == "2026-11-27T17:59:00Z"


def test_without_a_time_it_is_now() -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    found = json.loads(outlay("XHKG", "--json").stdout)
    assert before <= datetime.fromisoformat(found["at"]) <= before + timedelta(seconds=30)


@pytest.mark.parametrize(
    ("mic", "at"),
    [
        ("XNYS", "2025-12-31T23:59:59-05:00"),
        ("XNYS", "2028-01-01T00:00:00-05:00"),
        ("XSHG", "2027-01-01T00:00:00+08:00"),
        ("XNYS", "0001-01-01T00:00:00+14:00"),
        ("XNYS", "9999-12-31T23:59:59-14:00"),
        ("DSMD", "2026-11-27T12:00:00Z"),
    ],
)
def test_beyond_the_table_it_is_unknown(mic: str, at: str) -> None:
    done = outlay(mic, at, "--json")
    found = json.loads(done.stdout)
    assert done.returncode == 0
    assert (found["session"], found["next_open"], found["next_close"]) == ("unknown", None, None)
    assert outlay(mic, at).stdout.startswith(f"{mic}: unknown")


def test_where_knowledge_ends_before_the_next_day_only_that_is_unknown() -> None:
    found = json.loads(outlay("XSHG", "2026-12-31T14:00:00+08:00", "--json").stdout)
    assert found["session"] == "regular"
    assert found["next_close"] == "2026-12-31T07:00:00Z"
    assert found["next_open"] is None


def test_what_is_no_exchange_fails_a_script_and_is_still_answered() -> None:
    near, far = outlay("NYSE", HALF_DAY, "--json"), outlay("Q", HALF_DAY, "--json")
    assert (near.returncode, far.returncode) == (1, 1)
    assert json.loads(near.stdout)["session"] == "unknown"
    assert "Did you mean XNYS?" in near.stderr
    assert "Known are ARCX, BATS, " in far.stderr


@pytest.mark.parametrize(
    ("typed", "meant"), [("XNYSE", "XNYS"), ("XHGK", "XHKG"), ("nasdaq", "XNAS"), ("HKEX", "XHKG")]
)
def test_what_was_meant_is_offered_where_it_is_near(typed: str, meant: str) -> None:
    offer = outlay(typed).stderr.partition("Did you mean ")[2]
    assert meant in offer
    assert len(offer) <= len("XNYS or XNSE?\n")


def test_an_exchange_without_hours_is_no_slip_of_the_pen() -> None:
    """Tel Aviv is in the security master, and not in the table."""
    done = outlay("XTAE", HALF_DAY)
    assert (done.returncode, done.stdout) == (0, "XTAE: unknown.\n")
    assert "not in the table" in done.stderr
    assert "Did you mean" not in done.stderr


@pytest.mark.parametrize("mic", ["", " "])
def test_no_exchange_at_all(mic: str) -> None:
    done = outlay(mic, HALF_DAY)
    assert (done.returncode, done.stdout) == (1, "")
    assert "No exchange is named" in done.stderr


@pytest.mark.parametrize("at", ["2026-11-27T12:59:00", "2026-11-27", "tomorrow", "2026-11-27T12:59+24:00"])
def test_a_time_that_cannot_be_used_says_how_to_write_it(at: str) -> None:
    done = outlay("XNYS", at, "--json")
    assert (done.returncode, done.stdout) == (1, "")
    assert "2026-11-27T12:59:00-05:00" in done.stderr
    assert "Traceback" not in done.stderr

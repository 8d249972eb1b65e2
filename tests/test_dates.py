"""The dates that feeds print, odd ones among them."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dates import read_date

NOON = datetime(2026, 11, 20, 12, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "Fri, 20 Nov 2026 12:30:00 GMT",
        "Fri, 20 Nov 2026 12:30:00 +0000",
        "Fri, 20 Nov 2026 12:30 GMT",
        "Fri,20 Nov 2026 12:30:00 Z",
        "20 Nov 2026 12:30:00 UT",
        "Fri, 20 November 2026 12:30:00 GMT",
        "Fri, 20 Nov 26 12:30:00 GMT",
        "Fri, 20 Nov 2026 07:30:00 -0500",
        "Fri, 20 Nov 2026 07:30:00 EST",
        "Fri, 20 Nov 2026 08:30 EDT",
        "Fri, 20 Nov 2026 07:30 ET",
        "Fri, 20 Nov 2026 13:30:00 CET",
        "Fri, 20 Nov 2026 13:30:00 +0100 (CET)",
        "Fri, 20 Nov 2026 20:30:00 HKT",
        "Fri, 20 Nov 2026 18:00:00 IST",
        "Fri, 20 Nov 2026\n  12:30:00   GMT ",
        "Fri, 20 Nov 2026 12:30:00",
        "2026-11-20T12:30:00Z",
        "2026-11-20t12:30:00z",
        "2026-11-20T12:30Z",
        "2026-11-20T12:30:00.123456789Z",
        "2026-11-20T07:30:00-05:00",
        "2026-11-20T07:30:00-0500",
        "2026-11-20T18:00:00+05:30",
        "2026-11-20 12:30:00",
        "2026-11-20 12:30:00 UTC",
        "2026-11-20 07:30 EST",
        "11/20/2026 12:30:00 PM",
        "11/20/2026 07:30 AM EST",
        "November 20, 2026 12:30 PM",
        "Nov 20, 2026 12:30 PM GMT",
        "20261120T123000Z",
    ],
)
def test_reads(text: str) -> None:
    assert read_date(text) == NOON


@pytest.mark.parametrize("text", ["2026-11-20", "20261120", "November 20, 2026", "11/20/2026", "20 Nov 2026"])
def test_a_day_alone_is_its_midnight(text: str) -> None:
    assert read_date(text) == datetime(2026, 11, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "   ",
        "yesterday",
        "Fri, 31 Feb 2026 12:30:00 GMT",
        "2026-13-01T00:00:00Z",
        "2026-11-20T25:00:00Z",
        "Fri, 20 Nov 2026 12:30:00 XQZ",
        "2026-11-20T12:30:00+99:99",
        "0001-01-01T00:00:00Z",
        "1970-01-01T00:00:00Z",
        "Mon, 01 Jan 0001 00:00:00 +0000",
        "Fri, 20 Nov 2026 12:30:00 GMT " + "x" * 100,
    ],
)
def test_an_unreadable_date_is_none(text: str | None) -> None:
    assert read_date(text) is None


@given(st.text(max_size=90) | st.from_regex(r"\w{3}, \d+ \w{3} \d+ [\d:]+ [+-]?\w+", fullmatch=True))
def test_never_raises(text: str) -> None:
    found = read_date(text)
    assert found is None or found.tzinfo is UTC

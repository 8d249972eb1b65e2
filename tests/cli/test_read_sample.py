"""`outlay read` on the sample story against what is expected of it, field by field."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SAMPLE = Path(__file__).parents[2] / ".." / "shared" / "sample"

pytestmark = pytest.mark.skipif(not SAMPLE.is_dir(), reason="the sample story is not beside this checkout")


@pytest.fixture(scope="module")
def expected() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SAMPLE / "expected.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    command = [sys.executable, "-m", "bot", "read", str(SAMPLE / "story.txt"), "--json", "--with-text"]
    done = subprocess.run(command, capture_output=True, check=True)
    printed: dict[str, Any] = json.loads(done.stdout)
    return printed


def even(text: str) -> str:
    """Return a text with straight quotation marks, as the expectations are written."""
    return text.replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"')


@pytest.mark.parametrize("key", ["flagged", "kind", "status", "exposure", "cited_sources", "price_lines"])
def test_a_field_is_equal(expected: dict[str, Any], found: dict[str, Any], key: str) -> None:
    assert found[key] == expected[key]


def test_the_date_comes_from_the_first_line(expected: dict[str, Any], found: dict[str, Any]) -> None:
    assert found["published_at"] == f"{expected['published_on']}T00:00:00Z"
    assert found["headline"] is None


def test_the_company_is_the_only_one_to_alert(expected: dict[str, Any], found: dict[str, Any]) -> None:
    acting = [company for company in found["companies"] if company["role"] != "mention"]
    assert [{key: company[key] for key in expected["company"]} for company in acting] == [expected["company"]]


def test_the_amount_is_the_only_investment(expected: dict[str, Any], found: dict[str, Any]) -> None:
    (wanted,) = expected["amounts"]
    sums = [amount for amount in found["amounts"] if amount["role"] == "investment"]
    assert [{key: amount[key] for key in wanted} for amount in sums] == [wanted]


def test_the_commitment(expected: dict[str, Any], found: dict[str, Any]) -> None:
    wanted = {key: value for key, value in expected["commitment"].items() if key != "purpose"}
    assert {key: found["commitment"][key] for key in wanted} == wanted
    # The purpose may be worded in several ways; it names what the money is for.
    assert "culture and film sectors" in found["commitment"]["purpose"]


def test_the_quotations(expected: dict[str, Any], found: dict[str, Any]) -> None:
    heard = [(even(q["text"]), q["speaker"], q["affiliation"], q["direct"]) for q in found["quotations"]]
    wanted = [q for q in expected["quotations"] if not q.get("optional")]
    for quotation in wanted:
        assert (
            even(quotation["text"]),
            quotation["speaker"],
            quotation["affiliation"],
            quotation["direct"],
        ) in heard
    assert len(heard) <= len(expected["quotations"])


def test_the_caution(expected: dict[str, Any], found: dict[str, Any]) -> None:
    assert [even(caution) for caution in found["cautions"]] == expected["cautions"]


def test_boilerplate_is_gone_and_every_figure_has_its_words(
    expected: dict[str, Any], found: dict[str, Any]
) -> None:
    text = found["text"]
    assert not any(line in text for line in expected["boilerplate_to_drop"])
    for key in ("because", "amounts", "quotations"):
        assert all(text[entry["start"] : entry["end"]] == entry["text"] for entry in found[key])
    assert found["because"]

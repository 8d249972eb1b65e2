"""What is installed is what was locked, and is judged as such."""

import re
from pathlib import Path

import pytest

from tests.audit.advisories import advisories
from tests.audit.licences import may_be_brought, standings
from tests.audit.locked import Pin, pins

ROOT = Path(__file__).parents[2]
LOCKS = sorted(ROOT.glob("requirements*.lock"))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_every_package_is_pinned_with_its_hashes_and_no_registry(lock: Path) -> None:
    found = pins(lock)
    assert len(found) > 20
    assert [pin.name for pin in found if pin.hashes == 0] == []
    assert not re.search(r"https?://|--index-url|--find-links", lock.read_text(encoding="utf-8"))


def test_every_lock_is_installed_with_its_hashes() -> None:
    """In the Makefile and in the image alike: pip refuses a file whose hash is another."""
    for path in (ROOT / "Makefile", ROOT / "deploy" / "Dockerfile"):
        for line in path.read_text(encoding="utf-8").splitlines():
            if re.search(r"pip install\b.* -r ", line):
                assert "--require-hashes" in line, line
            elif "pip install" in line:
                assert "--no-deps" in line, line


@pytest.mark.parametrize("lock", ["requirements-pages.lock", "requirements-charts.lock"])
def test_the_licences_of_what_is_shipped_are_allowed(lock: str) -> None:
    found = standings(pins(ROOT / lock))
    assert [(one.pin.name, one.licence) for one in found if not one.is_allowed] == []
    assert sum(one.licence is not None for one in found) > 40


@pytest.mark.parametrize(
    ("licence", "allowed"),
    [
        ("MIT", True),
        ("Apache-2.0 AND MIT", True),
        ("MIT OR GPL-3.0-only", True),
        ("MIT AND GPL-3.0-only", False),
        ("GPL-3.0-only OR LGPL-3.0-only", False),
        ("AGPL-3.0-or-later", False),
        ("none is told", False),
        ("", False),
    ],
)
def test_a_licence_is_met_by_one_side_of_an_or_and_all_of_an_and(licence: str, allowed: bool) -> None:
    assert may_be_brought(licence) is allowed


def test_what_was_not_looked_at_is_not_taken_for_good() -> None:
    """pip-audit itself ends with 0 when the service knows none of the packages."""
    flaw = {"id": "GHSA-1", "fix_versions": ["2.0"], "aliases": [], "description": ""}
    found = advisories(
        {
            "dependencies": [
                {"name": "a", "version": "1.0", "vulns": []},
                {"name": "b", "version": "1.0", "vulns": [flaw]},
                {"name": "c", "skip_reason": "Dependency not found on PyPI: c (1.0)"},
            ],
            "fixes": [],
        }
    )
    assert (found.checked, found.known) == (2, ("b 1.0: GHSA-1, mended in 2.0",))
    assert len(found.unchecked) == 1


def test_a_line_that_pins_nothing_is_found(tmp_path: Path) -> None:
    lock = tmp_path / "a.lock"
    lock.write_text(
        "a==1.0 ; python_version < '3.13' \\\n    --hash=sha256:" + "0" * 64 + "\n", encoding="utf-8"
    )
    assert pins(lock) == [Pin("a", "1.0", "python_version < '3.13'", 1)]
    lock.write_text("a>=1.0\n", encoding="utf-8")
    with pytest.raises(ValueError, match="pins nothing exactly"):
        pins(lock)


def test_actions_are_pinned_by_hash_where_there_are_any() -> None:
    """There are none: `.ci/run` is one shell command. Whoever adds some meets this."""
    for path in [*ROOT.glob(".github/**/*.yml"), *ROOT.glob(".github/**/*.yaml")]:
        for used in re.findall(r"uses:\s*(\S+)", path.read_text(encoding="utf-8")):
            assert re.search(r"@[0-9a-f]{40}$", used), f"{path}: {used}"

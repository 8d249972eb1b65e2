"""What is known against the packages, as pip-audit hears it from the advisory service.

pip-audit takes a package that the service would not tell about for one that has nothing against it, and ends
with 0. Here what was not looked at counts as that.
"""

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PATIENCE = 300.0  # seconds for all packages


@dataclass(frozen=True, slots=True)
class Advisories:
    """How many packages were looked at, what is known ("aiohttp 3.0: GHSA-…, mended in 3.1"), and why others
    were not looked at."""

    checked: int
    known: tuple[str, ...]
    unchecked: tuple[str, ...]


def ask(pip_audit: Path, lock: Path) -> Advisories:
    """Have pip-audit look at a lock file."""
    command = [str(pip_audit), "--requirement", str(lock), "--require-hashes", "--disable-pip"]
    command += ["--format", "json", "--progress-spinner", "off"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        return Advisories(0, (), (f"pip-audit heard nothing within {PATIENCE:.0f} s",))
    try:
        return advisories(json.loads(done.stdout))
    except (ValueError, KeyError, TypeError):
        last = (done.stderr.strip() or "it said nothing").splitlines()[-1]
        return Advisories(0, (), (f"pip-audit gave no report: {last}",))


def advisories(report: dict[str, Any]) -> Advisories:
    """Read pip-audit's report. Raises KeyError or TypeError for one of another form."""
    known, unchecked, checked = [], [], 0
    for package in report["dependencies"]:
        if "skip_reason" in package:
            unchecked.append(str(package["skip_reason"]))
            continue
        checked += 1
        for flaw in package["vulns"]:
            mended = ", ".join(flaw["fix_versions"]) or "nothing yet"
            known.append(f"{package['name']} {package['version']}: {flaw['id']}, mended in {mended}")
    return Advisories(checked, tuple(known), tuple(unchecked))

"""`python -m tests.audit --tools .venv-audit/bin`: write the bill of materials and judge what it lists.

Exit code 0: nothing is against it. 1: a licence that is not allowed, or a known flaw. 3: nothing was found,
but the advisory service told nothing of some packages, so nobody knows; `--offline` does without it.
"""

import argparse
import subprocess
import sys
from pathlib import Path

from tests.audit.advisories import ask
from tests.audit.licences import standings, table
from tests.audit.locked import pins

ROOT = Path(__file__).parents[2]
SHIPPED, ALL = "requirements.lock", "requirements-dev.lock"
WITH_EXTRAS = ("requirements-pages.lock", "requirements-charts.lock")
FINE, FOUND, UNKNOWN = 0, 1, 3


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tests.audit", description="Audit what Outlay is made of."
    )
    parser.add_argument("--tools", type=Path, required=True, help="the folder of cyclonedx-py and pip-audit")
    parser.add_argument("--into", type=Path, default=ROOT / "build", help="where what it writes goes")
    parser.add_argument("--offline", action="store_true", help="do not ask for known flaws")
    asked = parser.parse_args()
    asked.into.mkdir(parents=True, exist_ok=True)
    bill = write_bill(asked.tools, asked.into / "outlay.cdx.json")
    print(f"Bill of materials (CycloneDX): {len(pins(ROOT / SHIPPED))} packages in {bill}")
    outcomes = [judge_licences(asked.into / "licences.md")]
    if asked.offline:
        print("Known flaws: not asked for, as you said.")
    else:
        outcomes.append(judge_flaws(asked.tools))
    return FOUND if FOUND in outcomes else max(outcomes)


def write_bill(tools: Path, path: Path) -> Path:
    """Write what is shipped as CycloneDX JSON."""
    command = [str(tools / "cyclonedx-py"), "requirements", str(ROOT / SHIPPED)]
    command += ["--pyproject", str(ROOT / "pyproject.toml"), "--output-reproducible", "--validate"]
    subprocess.run([*command, "--of", "JSON", "-o", str(path)], check=True, stderr=subprocess.DEVNULL)
    return path


def judge_licences(path: Path) -> int:
    """Write the table of licences and say which are not allowed."""
    found = standings(list(dict.fromkeys(pin for lock in WITH_EXTRAS for pin in pins(ROOT / lock))))
    path.write_text(table(found), encoding="utf-8")
    refused = [one for one in found if not one.is_allowed]
    absent = sum(one.licence is None for one in found)
    print(f"Licences: {len(found) - absent} packages in {path}; {absent} are for other machines than this.")
    for one in refused:
        print(f"  {one.pin.name} {one.pin.version}: {one.licence} is not among those that are allowed.")
    return FOUND if refused else FINE


def judge_flaws(tools: Path) -> int:
    """Ask what is known against the packages, the tools of development among them."""
    found = ask(tools / "pip-audit", ROOT / ALL)
    print(f"Known flaws: {len(found.known)} in {found.checked} packages that were looked at.")
    for flaw in found.known:
        print(f"  {flaw}")
    if found.unchecked:
        print(
            f"  NOT CHECKED: {len(found.unchecked)}, the first because: {found.unchecked[0]}\n"
            "  The advisory service is not reached from here. Run it where it is, or say "
            "make audit OFFLINE=1 to go without."
        )
    if found.known:
        return FOUND
    return UNKNOWN if found.unchecked else FINE


if __name__ == "__main__":
    sys.exit(main())

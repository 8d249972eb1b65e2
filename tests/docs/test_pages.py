"""What holds for every Markdown page: links lead somewhere, and nothing is left unlisted."""

import re
from pathlib import Path

import pytest

from tests.docs.pages import ROOT, anchors, links, pages, words_of

DECISIONS = ROOT / "docs" / "adr"
_NAMED = re.compile(r"\bdocs/[\w/-]+\.(?:md|png|txt|xml)\b")


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_every_relative_link_resolves(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    broken = []
    for target in links(text):
        if target.startswith(("https://", "http://", "mailto:")):
            continue
        file, _, anchor = target.partition("#")
        place = (page.parent / file).resolve() if file else page
        is_there = place.exists() and place.is_relative_to(ROOT)
        if not is_there or (anchor and anchor not in anchors(place.read_text(encoding="utf-8"))):
            broken.append(target)
    assert not broken


def test_every_page_and_picture_is_reached_from_the_readme() -> None:
    reached, waiting = set[Path](), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in reached:
            continue
        reached.add(page)
        if page.suffix != ".md":
            continue
        for target in links(page.read_text(encoding="utf-8")):
            place = (page.parent / target.partition("#")[0]).resolve()
            if place.is_file():
                waiting.append(place)
    pictures = set((ROOT / "docs").rglob("*.png")) | set((ROOT / "docs").rglob("*.svg"))
    assert {*pages(), *pictures} <= reached


def test_the_list_of_decisions_is_whole() -> None:
    """Each decision has a line whose words are its heading, in the order of the numbers."""
    heads = {
        path.name: path.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ")
        for path in sorted(DECISIONS.glob("[0-9]*.md"))
    }
    listed = re.findall(r"^\| \[(\d{4})\]\(([^)]+)\) \| .+ \|$", words_of("docs/adr/README.md"), re.MULTILINE)
    assert [file for _, file in listed] == list(heads)
    for number, file in listed:
        assert heads[file].startswith(f"{number} "), file


def test_pages_that_the_code_speaks_of_exist() -> None:
    missing = {
        f"{path.relative_to(ROOT)}: {name}"
        for folder in ("bot", "handlers", "tests", "deploy")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".toml", ".yaml", ".service"} or path.name == "Dockerfile"
        for name in _NAMED.findall(path.read_text(encoding="utf-8"))
        if not (ROOT / name).exists()
    }
    assert not missing


def test_pictures_are_small() -> None:
    assert all(path.stat().st_size < 200_000 for path in (ROOT / "docs").rglob("*.png"))

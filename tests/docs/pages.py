"""The project's Markdown pages, taken apart: headings, links, fenced blocks, tables."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]

_FENCE = re.compile(r"^```(?P<language>\w*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#{1,6} +(.+?) *$", re.MULTILINE)
_LINK = re.compile(r"\[[^\]\n]*\]\((?P<target>[^)\s]+)\)")
_SOURCE = re.compile(r"<img[^>]+src=\"(?P<target>[^\"]+)\"")


@dataclass(frozen=True)
class Block:
    """A fenced block: the language behind its three backticks, "" for none, and its text."""

    language: str
    text: str


def pages() -> list[Path]:
    """Return every Markdown page of the project."""
    return sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def words_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(text: str, language: str) -> list[Block]:
    """Return the fenced blocks in a language, in order."""
    return [Block(found["language"], found["text"]) for found in _FENCE.finditer(text)
            if found["language"] == language]  # fmt: skip


def without_code(text: str) -> str:
    """Return a page without its fenced blocks and without code between backticks."""
    return re.sub(r"`[^`\n]*`", "", _FENCE.sub("", text))


def links(text: str) -> list[str]:
    """Return where a page's links and pictures lead."""
    prose = without_code(_with_code_links(text))
    return [found["target"] for pattern in (_LINK, _SOURCE) for found in pattern.finditer(prose)]


def _with_code_links(text: str) -> str:
    """Take the backticks out of links whose words are code, so that the link itself stays."""
    return re.sub(r"\[`([^`\n]*)`\]\(", r"[\1](", text)


def anchors(text: str) -> set[str]:
    """Return the anchors that a page's headings make, as GitHub names them."""
    return {
        re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        for heading in _HEADING.findall(_FENCE.sub("", text))
    }


def sections(text: str) -> dict[str, str]:
    """Return the text below each heading of the second level."""
    _, *parts = re.split(r"^## +", _FENCE.sub("", text), flags=re.MULTILINE)
    return {part.partition("\n")[0].strip(): part.partition("\n")[2] for part in parts}


def rows(text: str) -> Iterator[list[str]]:
    """Yield the rows of a section's table, without its head."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    for line in lines[2:]:
        yield [cell.strip() for cell in line.strip().strip("|").split("|")]

"""Nine invented stories, each on a page built as one kind of publisher builds them, furniture and all.

Beside each page stands what a reader would copy by hand: the headline, a blank line and the paragraphs. Where
the teaser should stay (a page behind a wall, a page of many stories) there are no paragraphs.
"""

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "layouts"


@dataclass(frozen=True)
class Layout:
    """A page as it is sent, and what should come of it."""

    name: str
    html: str
    headline: str
    text: str | None


def _layout(path: Path) -> Layout:
    headline, _, text = path.with_suffix(".txt").read_text(encoding="utf-8").partition("\n")
    return Layout(path.stem, path.read_text(encoding="utf-8"), headline, text.strip() or None)


LAYOUTS = tuple(_layout(path) for path in sorted(FOLDER.glob("*.html")))

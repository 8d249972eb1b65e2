"""Pictures for a terminal, which shows none: each becomes a file, and its place is printed."""

from contextlib import suppress
from pathlib import Path
from tempfile import mkdtemp
from typing import Final

from bot.cards.card import Picture

PREFIX: Final = "outlay-"


class Album:
    """A folder of this run's own below the machine's temporary one, made when the first picture comes. It
    stays, for pictures are looked at later; the machine clears it away as it does all of that folder."""

    def __init__(self, root: Path | None = None) -> None:
        """`root` is where the folder is made, None for the machine's temporary one."""
        self._root = root
        self._folder: Path | None = None

    def keep(self, picture: Picture) -> Path | None:
        """Write a picture down, over an earlier one of its name; None where that cannot be done."""
        with suppress(OSError):
            if self._folder is None or not self._folder.is_dir():
                self._folder = Path(mkdtemp(prefix=PREFIX, dir=self._root))
            path = self._folder.absolute() / Path(picture.name).name
            path.write_bytes(picture.png)
            return path
        return None

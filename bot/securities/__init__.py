"""The security master: 39,000 listings, joined into issuers, with their names and symbols.

One is shipped; `outlay securities update` writes a newer one, which is then used in its place.
"""

import gzip
import zlib
from importlib.resources import files
from pathlib import Path

from bot.domain.errors import CannotRun
from bot.securities.master import Master

__all__ = ["Master", "load"]


def load(path: Path | None = None) -> Master:
    """Read the security master at `path` where there is one, else the shipped one.

    Takes a tenth of a second: call it once, in the composition root. Raises CannotRun for a file that is no
    security master.
    """
    if path is None or not path.exists():
        packed = files("bot.securities").joinpath("master.tsv.gz").read_bytes()
        return Master(gzip.decompress(packed).decode())
    try:
        return Master(gzip.decompress(path.read_bytes()).decode())
    except (OSError, EOFError, zlib.error, ValueError) as error:
        raise CannotRun(
            f"{path} is no security master that can be read. Delete it: the shipped one is used then."
        ) from error

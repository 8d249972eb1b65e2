"""Whose the files are. Under systemd and in a container the bot has a user of its own, and an operator who
mends something is root: what root makes there must stay the bot's, or its next start may not open it."""

import os
from pathlib import Path


def hand_over(made: Path, instead_of: Path) -> None:
    """Give a file that root made to the owner of the one that it replaces, or else of its folder. Where
    anybody else runs this it is theirs already. Raises OSError."""
    if os.geteuid() != 0:
        return
    model = instead_of if instead_of.exists() else instead_of.parent
    owner = model.stat()
    os.chown(made, owner.st_uid, owner.st_gid)

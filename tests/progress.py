"""What a long run says while somebody looks on."""

import sys


def show_progress(words: str) -> None:
    """Write over the line on stderr, where that is a terminal."""
    if sys.stderr.isatty():
        print(f"\r{words}   ", end="", file=sys.stderr, flush=True)

"""Train the verdict's linear weights again: python -m tests.benchmarks.train_verdict [--write]

The same as `python -m tests.benchmarks.training linear`, which says what it needs and what it learns from.
"""

import sys

from tests.benchmarks.training.__main__ import main

if __name__ == "__main__":
    sys.exit(main(["linear", *sys.argv[1:]]))

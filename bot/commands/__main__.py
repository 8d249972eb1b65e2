"""`python -m bot.commands` prints `docs/commands.md`."""

import sys

from bot.commands.all import TABLE
from bot.commands.manual import page

sys.stdout.write(page(TABLE))

"""Outlay: watches the news wires for companies that commit money.

An article comes off a source, is read into a reading with evidence, joined to the story that other
articles tell too, and matched to watches; each channel is owed a delivery, posted as a card, edited when
the story grows, and asked about in follow-ups. `docs/tour.md` walks through the rooms.
"""

import os

# The verdict's matrices are small: threads that share one wait for each other longer than they work, a
# hundred times longer where others keep the machine busy. Only numpy reads this, when it is first imported.
_THREADS = "OPENBLAS_NUM_THREADS"
os.environ.setdefault(_THREADS, "1")  # noqa: TID251 - written for numpy, not read by the bot

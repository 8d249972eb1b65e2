"""Outlay: watches the news wires for companies that commit money.

An article comes off a source, is read into a reading with evidence, joined to the story that other
articles tell too, and matched to watches; each channel is owed a delivery, posted as a card, edited when
the story grows, and asked about in follow-ups. `docs/tour.md` walks through the rooms.
"""

"""The new money of a story: how much, whose, and for what."""

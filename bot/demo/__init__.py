"""A small wire of our own and a house built around it, to see the bot at work."""

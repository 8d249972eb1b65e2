"""The way of a story, one file a step: poll, read (join, match), deliver.

What the bot says by itself on the way is in notices.
"""

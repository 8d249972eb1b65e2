"""The way of a story, one file a step: poll, read, join, match, deliver."""

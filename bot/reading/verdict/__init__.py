"""Whether a story is a company committing money, of which kind, and how firmly."""

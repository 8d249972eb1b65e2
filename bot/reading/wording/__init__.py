"""The words of an article: cleaned, split into sentences and words, told by their language."""

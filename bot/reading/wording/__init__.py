"""The words of an article: cleaned, split into sentences, told by their language."""

"""Who said what, which outlets are cited, and who doubts."""

"""Exchange rates: the book that knows them, and one file for each publisher."""

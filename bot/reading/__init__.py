"""Article to reading: pure, linear in the text's length."""

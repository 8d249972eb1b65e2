"""Who is in a story, and what each does in it."""

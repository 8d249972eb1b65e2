"""What a user can say: one table, the same on every platform."""

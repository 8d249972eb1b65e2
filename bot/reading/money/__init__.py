"""Sums of money: where they stand, what they are worth, and what each is for."""

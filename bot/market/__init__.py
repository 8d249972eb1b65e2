"""Sessions, changes, exchange-rate arithmetic: pure, from tables."""

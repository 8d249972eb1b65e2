"""Exchange rates: one file a publisher."""

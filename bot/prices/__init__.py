"""Price providers: one file a kind."""

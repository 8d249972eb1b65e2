"""What to show, before any platform draws it. Pure."""

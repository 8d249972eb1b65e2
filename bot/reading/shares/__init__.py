"""What an article says of a share over one day."""

"""Where articles, stories, watches and deliveries are kept."""

"""The platforms: adapters that only translate. None sees another."""

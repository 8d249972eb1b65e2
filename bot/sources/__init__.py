"""The wires: one file a kind, each with `Settings` and `build`."""

"""The terminal: alerts as they arrive, and a prompt that takes the commands."""

from handlers.console.chat import Console, Settings, build

__all__ = ["Console", "Settings", "build"]

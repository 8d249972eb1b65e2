"""Slack."""

from handlers.slack.chat import build
from handlers.slack.examine import examine
from handlers.slack.settings import Settings

__all__ = ["Settings", "build", "examine"]

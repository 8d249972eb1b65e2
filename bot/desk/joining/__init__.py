"""Which articles tell the same story. Pure.

Two messages about one event are a nuisance; an event that vanished in another one's message is a loss. So
a reading joins a story only for a reason that can be named (`Joined`), and never against one.
"""

from bot.desk.joining.address import page_of
from bot.desk.joining.origins import origins
from bot.desk.joining.same import By, Joined, find_story, same_event, same_page

__all__ = ["By", "Joined", "find_story", "origins", "page_of", "same_event", "same_page"]

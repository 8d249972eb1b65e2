"""Which of Slack's limits was met, and until when nothing is asked that would meet it again.

Slack limits each method over a whole workspace, and posting in each channel besides; what it answers says for
how long and not which of both it was. The desk keeps the pace of each channel. So whoever kept it met the
workspace's limit, unless the others were taken meanwhile and this channel is told to wait once more.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Final

from bot.domain.errors import Wait
from handlers.slack.calls import asks_for_patience

POSTING: Final = "chat.postMessage"
EDITING: Final = "chat.update"
OF_ALL: Final = "Slack asks for patience in the whole workspace."
OF_ONE: Final = "Slack asks for patience in this channel."


class Limits:
    """What Slack has said of its limits so far. `between` is the pace that each channel is promised."""

    def __init__(self, between: timedelta) -> None:
        self._between = between.total_seconds()
        # All in seconds of the loop's clock.
        self._rests_until: dict[str, float] = {}  # by method
        self._posted_at: dict[str, float] = {}  # by channel
        self._refused_at: dict[str, float] = {}  # by channel
        self._taken_at = 0.0  # when the last post of all was taken

    @contextmanager
    def heeded(self, method: str, channel: str) -> Iterator[None]:
        """Make one call of a method inside the block.

        Raises Wait without a call while the method rests, and hands on a 429 as a Wait that says whether it
        is about everything.
        """
        began = _now()
        if (rest := self._rests_until.get(method, began) - began) > 0:
            raise _wait_of_all(method, rest)
        try:
            yield
        except Wait as wait:
            if not asks_for_patience(wait):
                raise
            raise self._told(method, channel, began, wait.seconds) from wait.__cause__
        if method == POSTING:
            self._posted_at[channel] = began
            self._taken_at = _now()
            self._refused_at.pop(channel, None)

    def _told(self, method: str, channel: str, began: float, seconds: float) -> Wait:
        if method == POSTING and self._is_about(channel, began):
            return Wait(OF_ONE, seconds)
        self._rests_until[method] = _now() + seconds
        return _wait_of_all(method, seconds)

    def _is_about(self, channel: str, began: float) -> bool:
        """Say whether a 429 is about the channel alone."""
        hurried = began - self._posted_at.get(channel, -self._between) < self._between
        others_went = self._refused_at.get(channel, self._taken_at) < self._taken_at
        self._refused_at[channel] = _now()
        return hurried or others_went


def _wait_of_all(method: str, seconds: float) -> Wait:
    """Edits have a limit of their own, which keeps no alert waiting; a look may be for any delivery."""
    return Wait(OF_ALL, seconds, everywhere=method == POSTING, alike=method == EDITING)


def _now() -> float:
    return asyncio.get_running_loop().time()

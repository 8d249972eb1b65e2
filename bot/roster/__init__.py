"""The sources at work, while the house runs.

`work` schedules and polls them, lets them rest and go on, and takes in and lets go what people ask for in
chat; `trial` looks at what somebody wants to add before it is kept; `line` stays on the push line of a source
that has one.
"""

from bot.roster.work import SourcesAtWork

__all__ = ["SourcesAtWork"]

"""After a restore from a backup: what may stand in the channels although the file knows nothing of it.

Between the backup and the restore alerts were posted of which no trace is kept. Their articles come again
from the sources; so what is owed for news of that time is written as if it had been tried once, since the
backup: whoever claims it looks in the channel's history before posting.
"""

from datetime import datetime, timedelta
from typing import Final

from sqlite_utils import Database

from bot.domain.story import Story
from bot.store import rows

DOUBTED: Final = timedelta(days=7)  # for so long feeds bring back what was published before the restore
LONGEST: Final = timedelta(days=30)  # between backup and restore; what is older alerts nobody again
MARGIN: Final = timedelta(minutes=10)  # by which clocks may differ
# A story is looked for under the key of each article that tells it, so all sources are asked first.
SETTLE: Final = timedelta(seconds=90)


def put_in_doubt(db: Database, story: Story, now: datetime) -> None:
    """Let what is newly owed for a story be looked for before it is posted, if it is news of lost days."""
    row = db.execute(
        "select max(at) as at, min(since) as since, max(settle) as settle from restoration where at > ?",
        [rows.number(now - DOUBTED)],
    ).fetchone()
    published = story.reading.article.published_at
    if row["at"] is None or (published is not None and rows.number(published) >= row["at"]):
        return
    db.execute(
        """update delivery set attempts = 1, uncertain_since = ?, run_at = max(run_at, ?)
           where story = ? and action <> 'edit' and state = 'owed' and attempts = 0""",
        [row["since"], row["at"] + row["settle"], story.id],
    )


def doubt(db: Database, now: datetime, settle: timedelta = SETTLE) -> tuple[datetime, int]:
    """Note that the file was restored, and put everything in doubt that it believes unsent; return since when
    (UTC) anything may have been posted, and how many deliveries are in doubt.

    What it knows as sent was sent, and stands. What was to be looked up by now may have been, and is not
    looked up again.
    """
    since = _last_written(db, now) - MARGIN // timedelta(microseconds=1)
    db.execute(
        "insert into restoration (at, since, settle) values (?, ?, ?)",
        [rows.number(now), since, settle // timedelta(microseconds=1)],
    )
    db.execute("delete from appointment where due <= ?", [rows.number(now)])
    open_ = db.execute(
        """update delivery set state = 'owed', lease_until = 0, attempts = max(attempts, 1),
                  uncertain_since = min(coalesce(uncertain_since, :since), :since)
           where state in ('owed', 'sending')""",
        {"since": since},
    ).rowcount
    return rows.time(since), int(open_)


def _last_written(db: Database, now: datetime) -> int:
    """Return the last time that the file knows of: nothing was posted later that it knows."""
    earliest = rows.number(now - LONGEST)
    known = db.execute(
        """select max(at) as at from (
               select max(posted_at) as at from message
               union all select max(owed_at) from delivery
               union all select max(seen) from article
               union all select max(since) from watch
               union all select max(at) from audit)"""
    ).fetchone()["at"]
    return max(earliest, min(known or 0, rows.number(now)))

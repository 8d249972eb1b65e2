"""Stories: told in one transaction with what every channel is owed for them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlite_utils import Database

from bot.domain.alert import Action, Channel, Message, Watch
from bot.domain.market import Ticker
from bot.domain.reading import Mention, Reading
from bot.domain.story import ALERTING, Story
from bot.ports import Decision, Owed
from bot.store import rows, watches


def tell(
    db: Database,
    reading: Reading,
    now: datetime,
    decide: Callable[[Sequence[Story], Sequence[Watch]], Decision],
    *,
    since: datetime,
) -> Decision:
    article = reading.article
    known = db.execute("select state from article where id = ?", [article.id]).fetchone()
    if known is not None and known["state"] == "read":
        return _told_before(db, article.id)
    companies = [company for company in reading.companies if company.role in ALERTING]
    near = _about(db, _marks(companies), since)
    symbols = [symbol for company in companies if company.ticker for symbol in company.marks()]
    decision = decide(near, watches.listening(db, symbols, now))
    db.execute(
        """insert into article (id, source, at, state, body) values (?, ?, ?, 'read', ?)
           on conflict (id) do update set state = 'read'""",
        [
            article.id,
            article.source,
            rows.number(article.published_at or article.first_seen),
            rows.text(article),
        ],
    )
    if decision.story is None:
        return decision
    before = next((story.revision for story in near if story.id == decision.joins), 0)
    told = _write(db, decision.story, decision.joins)
    db.execute(
        """insert into telling (article, story, reading) values (?, ?, ?)
           on conflict (article) do update set story = excluded.story, reading = excluded.reading""",
        [article.id, told.id, rows.text(reading)],
    )
    if decision.joins is not None and told.revision > before:
        _owe_edits(db, told, now)
    return replace(decision, story=told, post=_owe_posts(db, told, decision.post, now))


def story(db: Database, number: int) -> Story | None:
    return _one(db, "select id, body from story where id = ?", number)


def told_in(db: Database, message: Message) -> Story | None:
    where = message.channel
    return _one(
        db,
        """select s.id, s.body from story s
           join message m on m.story = s.id join channel c on c.id = m.channel
           where c.platform = ? and c.space = ? and c.place = ? and m.id = ?""",
        where.platform,
        where.space,
        where.id,
        message.id,
    )


def latest_in(db: Database, channel: Channel) -> Story | None:
    return _one(
        db,
        """select s.id, s.body from story s
           join message m on m.story = s.id join channel c on c.id = m.channel
           where c.platform = ? and c.space = ? and c.place = ?
           order by m.posted_at desc, m.seq desc limit 1""",
        channel.platform,
        channel.space,
        channel.id,
    )


def recent(db: Database, tickers: Sequence[Ticker], limit: int, before: int | None) -> list[Story]:
    found = db.execute(
        """select id, body from story
           where (:before is null or id < :before)
             and (:all or id in (select story from story_company
                                 where mark in (select value from json_each(:marks))))
           order by id desc limit :limit""",
        {
            "before": before,
            "all": not tickers,
            "marks": rows.some(ticker.symbol for ticker in tickers),
            "limit": limit,
        },
    )
    return [rows.story(row) for row in found]


def _one(db: Database, sql: str, *parameters: str | int) -> Story | None:
    row = db.execute(sql, parameters).fetchone()
    return None if row is None else rows.story(row)


def _told_before(db: Database, article: str) -> Decision:
    told = _one(
        db,
        "select s.id, s.body from story s join telling t on t.story = s.id where t.article = ?",
        article,
    )
    return Decision(story=told, joins=told.id if told else None)


def _marks(companies: Iterable[Mention]) -> set[str]:
    return {mark for company in companies for mark in company.marks()}


def _about(db: Database, marks: Iterable[str], since: datetime) -> list[Story]:
    found = db.execute(
        """select id, body from story where first_seen > ?
             and id in (select story from story_company where mark in (select value from json_each(?)))
           order by first_seen desc, id desc""",
        [rows.number(since), rows.some(marks)],
    )
    return [rows.story(row) for row in found]


def _write(db: Database, story: Story, number: int | None) -> Story:
    """Keep a new story, or story `number` as it now stands; return it with its number."""
    body, first_seen = rows.text(story), rows.number(story.first_seen)
    if number is None:
        number = int(
            db.execute(
                "insert into story (first_seen, revision, body) values (?, ?, ?) returning id",
                [first_seen, story.revision, body],
            ).fetchone()["id"]
        )
    else:
        db.execute("update story set revision = ?, body = ? where id = ?", [story.revision, body, number])
    for mark in _marks(story.companies()):
        db.execute(
            "insert into story_company (mark, story) values (?, ?) on conflict (mark, story) do nothing",
            [mark, number],
        )
    return replace(story, id=number)


def _owe_posts(db: Database, story: Story, post: Iterable[Owed], now: datetime) -> tuple[Owed, ...]:
    """Owe an alert to the channels that never were owed one for this story; return which those are."""
    new = []
    for owed in post:
        added = db.execute(
            """insert into delivery (story, revision, channel, action, symbol, mic, state, run_at)
               values (?, ?, ?, ?, ?, ?, 'owed', ?) on conflict do nothing""",
            [
                story.id,
                story.revision,
                watches.channel_number(db, owed.channel),
                Action.POST,
                owed.ticker.symbol,
                owed.ticker.mic,
                rows.number(now),
            ],
        ).rowcount
        if added:
            new.append(owed)
    return tuple(new)


def _owe_edits(db: Database, story: Story, now: datetime) -> None:
    """Owe the new revision to every channel that shows the story or is about to.

    A card is drawn from the stored story when it is sent: so a delivery that was never tried just becomes
    the delivery of this revision, and the others get an edit behind it.
    """
    db.execute(
        """update delivery set revision = ? where story = ? and state = 'owed' and attempts = 0
             and id = (select max(o.id) from delivery o where o.story = delivery.story
                       and o.channel = delivery.channel and o.state = 'owed' and o.attempts = 0)""",
        [story.revision, story.id],
    )
    db.execute(
        """insert into delivery (story, revision, channel, action, symbol, mic, state, run_at)
           select p.story, :revision, p.channel, 'edit', p.symbol, p.mic, 'owed', :now
           from delivery p join channel c on c.id = p.channel
           where p.story = :story and p.action = 'post' and p.state <> 'dead' and c.disabled_at is null
             and not exists (select 1 from delivery o where o.story = p.story and o.channel = p.channel
                             and o.state = 'owed' and o.attempts = 0)
           order by p.id""",
        {"revision": story.revision, "story": story.id, "now": rows.number(now)},
    )

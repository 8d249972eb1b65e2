"""Stories: told in one transaction with what every channel is owed for them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlite_utils import Database

from bot.cards.news import gist, news_of
from bot.domain.alert import Action, Channel, Message, News
from bot.domain.figures import Moment
from bot.domain.market import Ticker
from bot.domain.reading import Mention, Reading
from bot.domain.story import ALERTING, Story
from bot.ports import LATE, Appointment, Decide, Decision, Owed, Part, Parted, Rank, Settled, Told, Without
from bot.store import appointments, places, rows, watches
from bot.store.restored import put_in_doubt


def tell(
    db: Database, reading: Reading, now: datetime, decide: Decide, *, since: datetime, replies: bool
) -> Decision:
    article = reading.article
    known = db.execute("select state, digest from article where id = ?", [article.id]).fetchone()
    number = _told_by(db, article.id)
    if known is not None and known["state"] == "read":
        told_before = story(db, number) if number is not None else None
        return Decision(story=told_before, joins=number)
    if known is not None and article.digest and known["digest"] not in (article.digest, ""):
        return Decision()  # it was revised while it was read: its new words wait
    before = _told(db, number) if number is not None else None
    companies = [company for company in reading.companies if company.role in ALERTING]
    near = [story for story in _about(db, _marks(companies), since) if story.id != number]
    decision = decide(near, watches.listening(db, _symbols(companies), now), before)
    db.execute(
        """insert into article (id, source, at, state, body) values (?, ?, ?, 'read', ?)
           on conflict (id) do update set state = 'read', retracted = null""",
        [
            article.id,
            article.source,
            rows.number(article.published_at or article.first_seen),
            rows.text(article),
        ],
    )
    if decision.story is None:
        return decision
    if decision.joins is None:
        told = _begin(db, decision.story)
    else:
        is_revised = before is not None and before.story.id == decision.joins
        told = replace(decision.story, id=decision.joins)
        _rewrite(db, told, now, anew=is_revised, replies=replies)
    db.execute(
        """insert into telling (article, story, reading) values (?, ?, ?)
           on conflict (article) do update set story = excluded.story, reading = excluded.reading""",
        [article.id, told.id, rows.text(reading)],
    )
    posts = _owe_posts(db, told, decision.post, now, decision.hold)
    if decision.look_up:
        appointments.make(db, Appointment(told.id, Moment.ALERT, due=now, until=now + LATE))
    return replace(decision, story=told, post=posts)


def retract(
    db: Database, articles: Sequence[str], now: datetime, without: Without, *, replies: bool
) -> list[Story]:
    gone = db.execute(
        """update article set state = 'read', retracted = ?
           where retracted is null and id in (select value from json_each(?)) returning id""",
        [rows.number(now), rows.some(articles)],
    ).fetchall()
    ids = frozenset(row["id"] for row in gone)
    telling = db.execute(
        "select distinct story from telling where article in (select value from json_each(?)) order by story",
        [rows.some(sorted(ids))],
    ).fetchall()
    changed = []
    for row in telling:
        before = _told(db, row["story"])
        after = without(before, ids)
        if after.retracted is None:
            _forget(db, ids, after.id)
        elif before.story.retracted is None:
            _withhold(db, after)
        _rewrite(db, after, now, anew=True, replies=replies)
        put_in_doubt(db, after, now)
        changed.append(after)
    return changed


def split(
    db: Database, number: int, article: str, now: datetime, part: Part, *, replies: bool
) -> Parted | None:
    if _told_by(db, article) != number:
        return None
    told = _told(db, number)
    if len(told.readings) < 2:
        return None
    reading = next(reading for reading in told.readings if reading.article.id == article)
    parted = part(told, watches.listening(db, _symbols(reading.companies), now))
    own = _begin(db, parted.own)
    db.execute("update telling set story = ? where article = ?", [own.id, article])
    _rewrite(db, parted.rest, now, anew=True, replies=replies)
    return Parted(parted.rest, own, _owe_posts(db, own, parted.post, now, parted.hold))


def settle(db: Database, settled: Sequence[Settled], now: datetime, *, replies: bool) -> list[Story | None]:
    return [_settled(db, one, now, replies=replies) for one in settled]


def _settled(db: Database, settled: Settled, now: datetime, *, replies: bool) -> Story | None:
    appointment = settled.appointment
    before = story(db, appointment.story)
    if before is None or before.retracted is not None:
        appointments.forget(db, appointment.story)
        return None
    after = settled.learn(before)
    if after != before:
        _rewrite(db, after, now, anew=False, replies=replies, edits=not settled.news)
    if settled.news and after.revision > before.revision:
        _owe_replies(db, after, settled.news, now)
    appointments.release(db, appointment, now)
    if settled.again is None:
        appointments.over(db, appointment)
    else:
        appointments.put_off(db, appointment, settled.again)
    for one in settled.follow_ups:
        appointments.make(db, one)
    return after


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
           where retracted is null and (:before is null or id < :before)
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


def _told_by(db: Database, article: str) -> int | None:
    """Return the number of the story that an article tells."""
    row = db.execute("select story from telling where article = ?", [article]).fetchone()
    return None if row is None else int(row["story"])


def _told(db: Database, number: int) -> Told:
    """Return a story with its readings, in the order in which their articles came."""
    whole = rows.story(db.execute("select id, body from story where id = ?", [number]).fetchone())
    found = db.execute(
        """select t.reading from telling t join article a on a.id = t.article
           where t.story = ? order by a.seq""",
        [number],
    )
    return Told(whole, tuple(rows.value(row["reading"], Reading) for row in found))


def _marks(companies: Iterable[Mention]) -> set[str]:
    return {mark for company in companies for mark in company.marks()}


def _symbols(companies: Iterable[Mention]) -> list[str]:
    """Return the symbols of the companies that may alert."""
    able = [company for company in companies if company.role in ALERTING and company.ticker]
    return [symbol for company in able for symbol in company.marks()]


def _about(db: Database, marks: Iterable[str], since: datetime) -> list[Story]:
    found = db.execute(
        """select id, body from story where first_seen > ?
             and id in (select story from story_company where mark in (select value from json_each(?)))
           order by first_seen desc, id desc""",
        [rows.number(since), rows.some(marks)],
    )
    return [rows.story(row) for row in found]


def _begin(db: Database, story: Story) -> Story:
    """Keep a new story; return it with its number, and with a seed that no other story has."""
    own, twins = story, 0
    while own.seed and db.execute("select 1 from story where seed = ?", [own.seed]).fetchone():
        twins += 1
        own = replace(story, seed=f"{story.seed}:{twins}")
    row = db.execute(
        "insert into story (first_seen, revision, seed, body) values (?, ?, ?, ?) returning id",
        [rows.number(own.first_seen), own.revision, own.seed, rows.text(own)],
    ).fetchone()
    begun = replace(own, id=int(row["id"]))
    _note_companies(db, begun)
    return begun


def _rewrite(
    db: Database, story: Story, now: datetime, *, anew: bool, replies: bool, edits: bool = True
) -> None:
    """Keep a story as it now stands, and owe the `edits` where its revision grew, and the `replies` where
    people must hear of it.

    `anew` forgets the companies that it was about before: it was told again from its beginning.
    """
    before = rows.story(db.execute("select id, body from story where id = ?", [story.id]).fetchone())
    db.execute(
        "update story set revision = ?, body = ?, retracted = ? where id = ?",
        [story.revision, rows.text(story), rows.number(story.retracted), story.id],
    )
    if anew:
        db.execute("delete from story_company where story = ?", [story.id])
    _note_companies(db, story)
    if story.revision > before.revision:
        if edits:
            _owe_edits(db, story, now)
        if replies and (news := news_of(before, story)):
            _owe_replies(db, story, news, now)


def _note_companies(db: Database, story: Story) -> None:
    for mark in _marks(story.companies()):
        db.execute(
            "insert into story_company (mark, story) values (?, ?) on conflict (mark, story) do nothing",
            [mark, story.id],
        )


def _forget(db: Database, articles: Iterable[str], number: int) -> None:
    """Let articles tell a story no longer; the readings of a story that is retracted are kept."""
    db.execute(
        "delete from telling where story = ? and article in (select value from json_each(?))",
        [number, rows.some(sorted(articles))],
    )


def _withhold(db: Database, story: Story) -> None:
    """Let the alerts of a story go that nobody tried to post yet: they are owed anew if it stands again."""
    db.execute(
        "delete from delivery where story = ? and action = 'post' and state = 'owed' and attempts = 0",
        [story.id],
    )


def _owe_posts(
    db: Database, story: Story, post: Sequence[Owed], now: datetime, hold: timedelta | None
) -> tuple[Owed, ...]:
    """Owe an alert to the channels that never were owed one for this story; return which those are. It may be
    held for so long, while something is looked up about it."""
    new: dict[int, Owed] = {}
    for owed in post:
        number = watches.channel_number(db, owed.channel)
        added = db.execute(
            """insert into delivery (story, revision, channel, action, symbol, mic, rank, state, owed_at,
                                     run_at)
               values (?, ?, ?, ?, ?, ?, ?, 'owed', ?, ?) on conflict do nothing returning id""",
            [
                story.id,
                story.revision,
                number,
                Action.POST,
                owed.ticker.symbol,
                owed.ticker.mic,
                owed.rank,
                rows.number(now),
                rows.number(now),
            ],
        ).fetchone()
        if added is not None:
            places.tried(db, number, now)
            new[added["id"]] = owed
    if new and hold is not None:
        appointments.hold(db, story.id, list(new), now, hold)
    put_in_doubt(db, story, now)
    return tuple(new.values())


def _owe_edits(db: Database, story: Story, now: datetime) -> None:
    """Owe the new revision to every channel that shows the story or is about to.

    A card is drawn from the stored story when it is sent: so a delivery that was never tried just becomes
    the delivery of this revision, and the others get an edit behind it. Of several in one line (one was given
    back that another came behind) it is the last, so that each revision is owed once.
    """
    db.execute(
        """update delivery set revision = ? where id in (
               select max(id) from delivery
               where story = ? and action <> 'reply' and state = 'owed' and attempts = 0 group by channel)""",
        [story.revision, story.id],
    )
    db.execute(
        """insert into delivery (story, revision, channel, action, symbol, mic, rank, state, owed_at, run_at)
           select p.story, :revision, p.channel, 'edit', p.symbol, p.mic, :rank, 'owed', :now, :now
           from delivery p join channel c on c.id = p.channel
           where p.story = :story and p.action = 'post' and p.state <> 'dead' and c.disabled_at is null
             and not exists (select 1 from delivery o where o.story = p.story and o.channel = p.channel
                             and o.action <> 'reply' and o.state = 'owed' and o.attempts = 0)
           order by p.id""",
        {"revision": story.revision, "rank": Rank.EDIT, "story": story.id, "now": rows.number(now)},
    )


def _owe_replies(db: Database, story: Story, news: frozenset[News], now: datetime) -> None:
    """Owe a word on the news to every channel that may show the story already and whose watch may speak.

    A reply that was never tried, in each line the last of them, becomes the one of this revision, and says
    both.
    """
    waiting = db.execute(
        """select news, json_group_array(id) as ids from delivery where id in (
               select max(id) from delivery
               where story = ? and action = 'reply' and state = 'owed' and attempts = 0 group by channel)
           group by news""",
        [story.id],
    ).fetchall()
    for row in waiting:
        both = rows.news(row["news"]) | news
        db.execute(
            """update delivery set revision = ?, news = ?, gist = ?
               where id in (select value from json_each(?))""",
            [story.revision, rows.said(both), gist(story, both), row["ids"]],
        )
    db.execute(
        """insert into delivery (story, revision, channel, action, symbol, mic, rank, state, owed_at, run_at,
                                 news, gist)
           select p.story, :revision, p.channel, 'reply', p.symbol, p.mic, :rank, 'owed', :now, :now, :news,
                  :gist
           from delivery p join channel c on c.id = p.channel
           join watch w on w.channel = p.channel and w.symbol = p.symbol
           where p.story = :story and p.action = 'post' and c.disabled_at is null
             and (p.state = 'sent' or (p.state <> 'dead' and p.attempts > 0))
             and (w.muted_until is null or w.muted_until <= :now)
             and not exists (select 1 from delivery o where o.story = p.story and o.channel = p.channel
                             and o.action = 'reply' and o.state = 'owed' and o.attempts = 0)
           order by p.id""",
        {
            "revision": story.revision,
            "rank": Rank.REPLY,
            "story": story.id,
            "now": rows.number(now),
            "news": rows.said(news),
            "gist": gist(story, news),
        },
    )

"""The tables, and how they came to be. A migration that was ever released is never changed again.

Times are whole microseconds since 1970 in UTC: exact, and numbers in every database. Values that are only
ever read whole are JSON as text. A company is known by its marks (`Mention.marks`).
"""

from typing import Final

from sqlite_utils import Database, Migrations

MIGRATIONS: Final = Migrations("outlay")


@MIGRATIONS()
def m001_the_way_of_a_story(db: Database) -> None:
    """Articles, stories, watches, deliveries, messages, sources and the audit trail."""
    _each(
        db,
        """
        create table source (
            name text primary key,
            cursor text,
            health text
        ) strict;

        create table article (
            seq integer primary key,
            id text not null unique,
            source text not null,
            at integer not null,
            state text not null check (state in ('new', 'read')),
            because text,
            body text not null
        ) strict;
        create index article_new on article (at, seq) where state = 'new';

        create table story (
            id integer primary key autoincrement,
            first_seen integer not null,
            revision integer not null,
            body text not null
        ) strict;

        create table story_company (
            mark text not null,
            story integer not null references story (id),
            primary key (mark, story)
        ) strict, without rowid;

        create table telling (
            article text primary key references article (id),
            story integer not null references story (id),
            reading text not null
        ) strict, without rowid;
        create index telling_story on telling (story);

        create table channel (
            id integer primary key,
            platform text not null,
            space text not null,
            place text not null,
            owner text,
            disabled_at integer,
            disabled_because text,
            unique (platform, space, place)
        ) strict;

        create table watch (
            channel integer not null references channel (id),
            symbol text not null,
            mic text not null,
            issuer text not null,
            name text not null,
            wished_by text not null,
            since integer not null,
            muted_until integer,
            primary key (channel, symbol)
        ) strict, without rowid;
        create index watch_symbol on watch (symbol);
        create index watch_issuer on watch (issuer);

        create table delivery (
            id integer primary key autoincrement,
            story integer not null references story (id),
            revision integer not null,
            channel integer not null references channel (id),
            action text not null check (action in ('post', 'edit')),
            symbol text not null,
            mic text not null,
            state text not null check (state in ('owed', 'sending', 'sent', 'dead')),
            run_at integer not null,
            lease_until integer not null default 0,
            attempts integer not null default 0,
            uncertain_since integer,
            because text,
            unique (story, channel, action, revision)
        ) strict;
        create unique index delivery_one_post on delivery (story, channel) where action = 'post';
        create index delivery_open on delivery (channel, id) where state in ('owed', 'sending');

        create table message (
            channel integer not null references channel (id),
            id text not null,
            story integer not null references story (id),
            posted_at integer not null,
            seq integer primary key autoincrement,
            unique (channel, id)
        ) strict;
        create index message_story on message (story, channel);

        create table audit (
            id integer primary key autoincrement,
            at integer not null,
            channel integer not null references channel (id),
            who text not null,
            action text not null,
            detail text not null
        ) strict;
        """,
    )


@MIGRATIONS()
def m002_sources_and_revisions(db: Database) -> None:
    """What tells a revised article; the sources that people add or let rest; the pages that were read."""
    _each(
        db,
        """
        alter table article add column digest text not null default '';
        alter table article add column quiet integer not null default 0;
        alter table article add column retracted integer;

        create table added_source (
            name text primary key,
            settings text not null,
            added_by text not null,
            platform text not null,
            space text not null,
            place text not null,
            since integer not null
        ) strict, without rowid;

        create table paused_source (
            name text primary key,
            paused_by text not null,
            since integer not null
        ) strict, without rowid;

        create table page (
            url text primary key,
            at integer not null,
            body text not null
        ) strict, without rowid;
        create index page_at on page (at);
        """,
    )


@MIGRATIONS()
def m003_retracted_stories(db: Database) -> None:
    """Stories whose publishers took them back: kept, and listed no more."""
    db.execute("alter table story add column retracted integer")


@MIGRATIONS()
def m004_keys(db: Database) -> None:
    """Whose the keys are by which an item is known again; nobody's where several carried one at once."""
    _each(
        db,
        """
        create table article_key (
            key text primary key,
            article text,
            source text not null,
            seen integer not null
        ) strict, without rowid;
        create index article_key_seen on article_key (source, seen);
        """,
    )


@MIGRATIONS()
def m005_delivery_that_survives(db: Database) -> None:
    """Replies below alerts, when a delivery came to be owed and how it ranks among those of other channels;
    the workspaces and servers that the bot was put out of."""
    _each(
        db,
        """
        create table delivery_anew (
            id integer primary key autoincrement,
            story integer not null references story (id),
            revision integer not null,
            channel integer not null references channel (id),
            action text not null check (action in ('post', 'edit', 'reply')),
            symbol text not null,
            mic text not null,
            rank integer not null default 0,
            state text not null check (state in ('owed', 'sending', 'sent', 'dead')),
            owed_at integer not null,
            run_at integer not null,
            lease_until integer not null default 0,
            attempts integer not null default 0,
            uncertain_since integer,
            because text,
            unique (story, channel, action, revision)
        ) strict;
        insert into delivery_anew (id, story, revision, channel, action, symbol, mic, state, owed_at, run_at,
                                   lease_until, attempts, uncertain_since, because)
            select id, story, revision, channel, action, symbol, mic, state, run_at, run_at,
                   lease_until, attempts, uncertain_since, because from delivery order by id;
        drop table delivery;
        alter table delivery_anew rename to delivery;
        create unique index delivery_one_post on delivery (story, channel) where action = 'post';
        create index delivery_open on delivery (channel, id) where state in ('owed', 'sending');

        create table space (
            platform text not null,
            space text not null,
            gone_at integer not null,
            because text not null,
            primary key (platform, space)
        ) strict, without rowid;
        """,
    )


@MIGRATIONS()
def m006_keeping(db: Database) -> None:
    """When each source last showed an article, and when it last showed anything; by what a story's messages
    are known; what housekeeping was done, and when the file was restored from a backup."""
    _each(
        db,
        """
        alter table article add column seen integer not null default 0;
        update article set seen = at;
        update article set seen = k.seen
            from (select article, max(seen) as seen from article_key where article is not null
                  group by article) as k
            where k.article = article.id and k.seen > article.seen;
        create index article_seen on article (seen);
        alter table source add column listed integer;

        alter table story add column seed text not null default '';
        create index story_seed on story (seed) where seed <> '';
        create index story_first_seen on story (first_seen);
        create index story_company_story on story_company (story);
        create index delivery_channel on delivery (channel);
        create index audit_channel on audit (channel);
        create index audit_at on audit (at);

        create table chore (
            name text primary key,
            done integer not null
        ) strict, without rowid;

        create table restoration (
            at integer primary key,
            since integer not null,
            settle integer not null
        ) strict;
        """,
    )


@MIGRATIONS()
def m007_replies(db: Database) -> None:
    """What a reply says, and below which message it stands; the head of each channel's line, and the ranks in
    it.

    The index is named since another one on the channel would do as well by its looks, and would step over all
    that was ever sent there.
    """
    _each(
        db,
        """
        alter table delivery add column news text not null default '';
        alter table delivery add column gist text not null default '';
        alter table message add column below text;
        create index delivery_rank on delivery (channel, rank) where state in ('owed', 'sending');

        create view head as
            with recursive busy (channel) as (
                select min(channel) from delivery where state in ('owed', 'sending')
                union all
                select (select min(d.channel) from delivery d
                        where d.state in ('owed', 'sending') and d.channel > busy.channel)
                from busy where busy.channel is not null)
            select d.id, d.channel, d.action,
                   case when d.run_at > d.lease_until then d.run_at else d.lease_until end as due
            from busy join delivery d on d.id = (
                select min(o.id) from delivery o indexed by delivery_open
                where o.channel = busy.channel and o.state in ('owed', 'sending'));
        """,
    )


@MIGRATIONS()
def m008_destinations(db: Database) -> None:
    """How a channel came to take no messages, when it is tried again, what its owner has yet to hear of that,
    and when a platform last said what became of it."""
    _each(
        db,
        """
        alter table channel add column disabled_how text
            check (disabled_how in ('deleted', 'archived', 'closed', 'left'));
        alter table channel add column retry_at integer;
        alter table channel add column heard_at integer not null default 0;
        alter table channel add column word text check (word in ('stopped', 'said', 'works'));
        update channel set disabled_how = 'closed', retry_at = 0, word = 'said'
            where disabled_at is not null;
        """,
    )


@MIGRATIONS()
def m009_appointments(db: Database) -> None:
    """When something is to be looked up about a story, and until when its alerts wait for that."""
    _each(
        db,
        """
        create table appointment (
            story integer not null references story (id),
            moment text not null check (moment in ('alert', 'hour', 'close', 'open')),
            due integer not null,
            until integer not null,
            held_until integer,
            fund text,
            primary key (story, moment)
        ) strict, without rowid;
        create index appointment_due on appointment (due);
        """,
    )


@MIGRATIONS()
def m010_exchange_rates(db: Database) -> None:
    """The exchange rates of past days: what one euro was in each currency, as a JSON object of texts."""
    _each(
        db,
        """
        create table fixing (
            day text primary key,
            source text not null,
            per_euro text not null
        ) strict, without rowid;
        """,
    )


@MIGRATIONS()
def m011_company_facts(db: Database) -> None:
    """What companies reported of their size, and when it was asked for."""
    _each(
        db,
        """
        create table company_facts (
            company text primary key,
            at integer not null,
            body text not null
        ) strict, without rowid;
        create index company_facts_at on company_facts (at);
        """,
    )


def _each(db: Database, script: str) -> None:
    """Run every statement of a script inside the transaction that is open: `executescript` would end it, and
    a second program that opens the file could step in between."""
    for statement in script.split(";"):
        if statement.strip():
            db.execute(statement)


def released() -> frozenset[str]:
    """Return the name of every migration that this version knows: all that an empty database would need."""
    with Database(memory=True, execute_plugins=False) as empty:
        return frozenset(migration.name for migration in MIGRATIONS.pending(empty))

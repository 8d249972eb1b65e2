from dataclasses import replace
from datetime import timedelta

from bot.cards.card import Tone
from bot.domain.alert import Channel, Footing
from bot.ports import PausedSource, Pulse, SourceHealth, SourceState
from handlers.discord.embeds import answer
from handlers.slack.blocks import SHORTENED, draw
from tests.cards.telling import NOON
from tests.commands.office import ROOM, Office


async def test_all_is_well() -> None:
    office = Office()
    office.platforms = (Pulse("slack", is_up=True, since=NOON - timedelta(hours=3)),)
    office.roster.put(
        SourceHealth(
            "wire", SourceState.WELL, NOON - timedelta(minutes=2), NOON + timedelta(seconds=30), items=12
        )
    )
    said = await office.says("status")
    assert "everything works" in said
    assert "Running for: 3 h" in said
    assert "Slack: connected for 3 h" in said
    assert "wire: works [last answer 2 min ago, 12 articles, asked again in 30 s]" in said


async def test_trouble_is_named() -> None:
    office = Office()
    office.platforms = (Pulse("discord", is_up=False, since=NOON, ended="the token was refused"),)
    office.roster.put(SourceHealth("wire", SourceState.FAILING, failures=3, error="the server answered 404"))
    other = Channel("discord", "G1", "9")
    await office.store.disable(other, "the channel was deleted", NOON)
    card = (await office.ask("status")).card
    assert card.tone is Tone.NOTICE
    assert card.title == (
        "Outlay runs, with 1 source in trouble, 1 platform not connected, 1 channel switched off"
    )
    words = [item.text for item in card.items]
    assert "wire: fails (3 times in a row): the server answered 404" in words
    # Another space's channels are nobody's business here.
    assert "A channel on discord is switched off" in words


async def test_a_connection_says_when_it_was_last_heard_of_and_why_the_one_before_it_ended() -> None:
    office = Office()
    office.platforms = (
        Pulse(
            "slack",
            is_up=True,
            since=NOON - timedelta(minutes=5),
            rebuilt=4,
            heard=NOON - timedelta(minutes=2),
            ended="Slack's socket gave no sign of life for 60 s",
        ),
        Pulse("discord", is_up=False, since=NOON - timedelta(minutes=9), ended="Discord hung up"),
    )
    said = await office.says("status")
    assert (
        "Slack: connected for 5 min, last sign of life 2 min ago, rebuilt 4 times, the last one ended: "
        "Slack's socket gave no sign of life for 60 s"
    ) in said
    assert "Discord: not connected for 9 min: Discord hung up" in said


async def test_a_step_that_broke_and_a_database_that_refuses_are_named() -> None:
    office = Office()
    since = NOON - timedelta(minutes=1)
    office.steps = (
        Pulse("reading", is_up=False, since=since, rebuilt=3, ended="KeyError: 'sum'", is_ailing=True),
        Pulse("delivering", is_up=True, since=since),
    )
    office.trouble = "The database cannot grow: the disk is full. Make room; nothing was lost."
    card = (await office.ask("status")).card
    assert card.title == "Outlay runs, with a database that refuses, 1 step that broke"
    assert [item.text for item in card.items] == [
        office.trouble,
        "The reading broke, and waits to be begun again since 1 min (begun again 3 times): KeyError: 'sum'",
    ]


async def test_a_command_switches_its_channel_on_again() -> None:
    office = Office()
    await office.store.disable(ROOM, "not in the channel", NOON)
    await office.ask("list", footing=Footing())
    assert await office.store.disabled() == []
    assert office.actions() == [("enable", "a command was used here")]


async def test_a_failing_source_says_since_when_and_a_gap_what_it_means() -> None:
    office = Office()
    office.roster.put(
        SourceHealth(
            "wire",
            SourceState.FAILING,
            last_success=NOON - timedelta(hours=3),
            next_poll=NOON + timedelta(minutes=4),
            items=1204,
            failures=2,
            error="the server answered 503",
        )
    )
    office.roster.put(SourceHealth("new", SourceState.FAILING, failures=1, error="nothing is there"))
    office.roster.put(SourceHealth("over", SourceState.STOPPED, failures=1, error="it is gone for good"))
    gaps = SourceHealth("bursts", SourceState.WELL, NOON, NOON, gaps=2, last_gap=NOON - timedelta(hours=3))
    office.roster.put(gaps)
    said = await office.says("status")
    assert (
        "wire: fails (2 times in a row): the server answered 503 "
        "[last answer 3 h ago, 1,204 articles, asked again in 4 min]"
    ) in said
    assert "new: fails: nothing is there [it has never answered]" in said
    gone = "over: stopped: it is gone for good [it has never answered, not asked again before a restart]"
    assert gone in said
    assert "2 possible gaps, the last one 3 h ago: it is asked too seldom or publishes in bursts" in said


async def test_where_a_source_moved_is_told() -> None:
    office = Office()
    office.roster.put(SourceHealth("wire", SourceState.WELL))
    office.roster.sources["wire"] = replace(office.roster.sources["wire"], moved="https://new.example/rss")
    assert "wire: works [moved to https://new.example/rss]" in await office.says("status")
    listed = await office.says("source list")
    assert "[https://wire.example/rss, moved to https://new.example/rss, from the operator's" in listed


async def test_a_line_and_a_rest_are_told() -> None:
    office = Office()
    office.roster.put(SourceHealth("pushed", SourceState.WELL))
    office.roster.sources["pushed"] = replace(office.roster.sources["pushed"], line="connected")
    rest = PausedSource("quiet", "U9", NOON - timedelta(hours=2))
    stopped = SourceHealth("quiet", SourceState.FAILING, failures=4, error="no", next_poll=NOON)
    office.roster.put(stopped, added_in=ROOM, rest=rest)
    card = (await office.ask("status")).card
    assert "everything works" in card.title
    notes = {item.text: item.note for item in card.items}
    assert "told by line: connected" in (notes["pushed: works"] or "")
    assert "asked again" not in (notes["quiet: paused by U9, 2 h ago"] or "")


async def test_other_spaces_own_sources_are_not_told() -> None:
    office = Office()
    elsewhere = Channel("slack", "T2", "C7")
    ill = SourceHealth("theirs", SourceState.FAILING, failures=1, error="no")
    office.roster.put(ill, added_in=elsewhere)
    office.roster.put(SourceHealth("ours"), added_in=Channel("slack", "T1", "C5"))
    said = await office.says("status")
    assert "everything works" in said
    assert "theirs" not in said
    assert "ours: not asked yet" in said
    office.roster.operator = ROOM
    assert "theirs: fails: no" in await office.says("status")


async def test_a_long_list_shows_trouble_first_and_counts_the_rest() -> None:
    office = Office()
    for number in range(300):
        office.roster.put(SourceHealth(f"wire {number}", SourceState.WELL))
    office.roster.put(SourceHealth("late", SourceState.FAILING, failures=1, error="no"))
    office.roster.put(SourceHealth("gone", SourceState.STOPPED, failures=1, error="410"))
    card = (await office.ask("status")).card
    assert [item.text for item in card.items][:2] == ["late: fails: no", "gone: stopped: 410"]
    assert len(card.items) == 12
    assert "290 more sources: 290 without trouble." in card.notes
    drawn = draw(card)
    assert SHORTENED not in str(drawn.blocks)
    assert "more" not in (answer(card).embed.description or "")


async def test_many_long_troubles_fit_a_message_on_every_platform() -> None:
    office = Office()
    reason = "https://wire.example/feed answered with a web page, not a feed. " * 6
    for number in range(40):
        ill = SourceHealth(
            f"Harbour Business Wire {number}",
            SourceState.FAILING,
            last_success=NOON - timedelta(hours=3),
            next_poll=NOON + timedelta(minutes=4),
            items=1204,
            failures=12,
            error=reason,
        )
        office.roster.put(ill)
    card = (await office.ask("status")).card
    assert "40 sources in trouble" in card.title
    assert "28 more sources: 28 in trouble." in card.notes
    assert SHORTENED not in str(draw(card).blocks)
    assert "more" not in (answer(card).embed.description or "")


async def test_a_provider_of_prices_that_fails_is_named_and_alerts_go_on() -> None:
    office = Office()
    office.prices.trouble, office.prices.rests = "prices.example answered 429: we ask too often.", 90.0
    said = await office.says("status")
    assert "Outlay runs, with no live prices" in said
    assert "No live prices from example: prices.example answered 429: we ask too often." in said
    assert "[asked again in 1 min]" in said
    office.prices.rests = 0.0
    assert "[asked again at the next alert]" in await office.says("status")


async def test_publishers_of_exchange_rates_that_fail_are_named_and_alerts_go_on() -> None:
    office = Office()
    office.no_rates = "Frankfurter: it did not answer within 5 s: it may be down."
    said = await office.says("status")
    assert "Outlay runs, with no exchange rates" in said
    assert "No exchange rates. Frankfurter: it did not answer within 5 s: it may be down." in said


async def test_the_sec_that_fails_is_named() -> None:
    office = Office()
    office.sizes.trouble = "data.sec.gov did not answer in time: it may be slow or down."
    said = await office.says("status")
    assert "Outlay runs, with no sizes of companies" in said
    assert "No sizes of companies. data.sec.gov did not answer in time" in said

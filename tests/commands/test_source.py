from bot.cards.card import Tone
from bot.domain.alert import Channel
from bot.ports import SourceHealth
from tests.commands.office import ROOM, USER, Office

ELSEWHERE = Channel("slack", "T2", "C7")
NEXT_DOOR = Channel("slack", "T1", "C2")


def house() -> Office:
    """A desk with one source of the settings, one added here and one added elsewhere."""
    office = Office()
    office.roster.put(SourceHealth("Settings Wire"))
    office.roster.put(SourceHealth("Harbour Wire"), added_in=NEXT_DOOR)
    office.roster.put(SourceHealth("Secret Wire"), added_in=ELSEWHERE)
    return office


async def test_everybody_may_list_what_is_read_here() -> None:
    office = house()
    card = (await office.ask("source list", manages=False)).card
    assert card.title == "2 sources are read here"
    lines = {item.text: item.note or "" for item in card.items}
    assert lines["Settings Wire: not asked yet"] == (
        "https://settings-wire.example/rss, from the operator's settings"
    )
    assert f"added by {USER}" in lines["Harbour Wire: not asked yet"]


async def test_the_operators_channel_sees_all() -> None:
    office = house()
    office.roster.operator = ROOM
    assert "Secret Wire" in await office.says("source list")


async def test_only_managers_change_sources() -> None:
    office = house()
    for words in ("add https://n.example/rss", "remove Harbour Wire", "pause Harbour Wire", "resume x"):
        card = (await office.ask(f"source {words}", manages=False)).card
        assert card.tone is Tone.REFUSAL
        assert card.title == f"Only who may manage this channel can say `source {words.split()[0]}`"
    assert office.actions() == []
    assert set(office.roster.sources) == {"Settings Wire", "Harbour Wire", "Secret Wire"}


async def test_a_feed_is_added_and_what_it_gives_is_told() -> None:
    office = Office()
    answer = await office.says('source add https://n.example/rss "Pier News"')
    assert "“Pier News” is read from now on" in answer
    assert "Address: https://n.example/rss" in answer
    assert "Holds now: 20 articles" in answer
    assert "Newest: Acme to build a mill (" in answer
    assert "Asked: every 5 min, in quiet times every 1 h" in answer
    assert "<source remove Pier News>" in answer
    assert office.actions() == [("source add", "Pier News (https://n.example/rss)")]


async def test_a_page_that_names_a_feed_offers_it() -> None:
    office = Office()
    answer = await office.says("source add https://n.example/page")
    assert "it names a feed" in answer
    assert "<source add https://n.example/page/rss>" in answer
    assert office.actions() == []


async def test_why_nothing_was_added_is_told() -> None:
    office = Office()
    card = (await office.ask("source add https://n.example/bad")).card
    assert (card.tone, card.title, card.text) == (
        Tone.REFUSAL,
        "Nothing was added",
        ("Nothing is there.",),
    )
    busy = (await office.ask("source add https://n.example/busy")).card
    assert busy.text == ("It is busy.", "It asks to be left alone for 2 min: try again after that.")


async def test_what_was_added_here_is_removed_by_its_whole_name_alone() -> None:
    office = house()
    for begun in ("h", "harb", "Harbour Wir"):
        answer = await office.says(f"source remove {begun}")
        assert f"No source here is called “{begun}”" in answer
        assert "Did you mean “Harbour Wire”?" in answer
    assert "Harbour Wire" in office.roster.sources
    assert "“Harbour Wire” is no longer read" in await office.says("source remove harbour wire")
    assert "Harbour Wire" not in office.roster.sources
    assert office.actions() == [("source remove", "Harbour Wire (https://harbour-wire.example/rss)")]


async def test_a_source_of_the_settings_is_never_removed_in_chat() -> None:
    office = house()
    for operator in (None, ROOM):
        office.roster.operator = operator
        answer = await office.says("source remove Settings Wire")
        assert "comes from the settings, and stays" in answer
        assert "settings file" in answer
    assert "Settings Wire" in office.roster.sources


async def test_another_spaces_source_is_as_if_it_were_not_there() -> None:
    office = house()
    for verb in ("remove", "pause", "resume"):
        answer = await office.says(f"source {verb} Secret Wire")
        assert "No source here is called “Secret Wire”" in answer
    assert office.roster.sources["Secret Wire"].rest is None


async def test_a_misspelt_name_gets_a_suggestion() -> None:
    assert "Did you mean “Harbour Wire”?" in await house().says("source pause Habour Wire")


async def test_pause_and_resume() -> None:
    office = house()
    assert "“Harbour Wire” rests" in await office.says("source pause Harbour Wire")
    assert "rests already" in await office.says("source pause Harbour Wire")
    assert "is asked again" in await office.says("source resume Harbour Wire")
    assert "does not rest" in await office.says("source resume Harbour Wire")
    assert office.actions() == [("source pause", "Harbour Wire"), ("source resume", "Harbour Wire")]


async def test_a_source_of_the_settings_is_paused_in_the_operators_channel_alone() -> None:
    office = house()
    assert "under [operator]" in await office.says("source pause Settings Wire")
    office.roster.operator = NEXT_DOOR
    assert "only the operator's channel" in await office.says("source pause Settings Wire")
    assert office.roster.sources["Settings Wire"].rest is None
    office.roster.operator = ROOM
    assert "rests" in await office.says("source pause Settings Wire")
    assert "paused by the operator" in await office.says("status")


async def test_names_are_completed_where_they_may_be_used() -> None:
    office = house()

    async def offered(kind: str, typed: str = "") -> list[str]:
        return [choice.value for choice in await office.clerk.complete(kind, typed, ROOM)]

    assert await offered("added") == ["Harbour Wire"]
    assert await offered("source", "har") == ["Harbour Wire"]
    assert await offered("resting") == []
    assert await offered("address", "pr") == ["prnewswire"]
    await office.says("source pause Harbour Wire")
    assert await offered("source") == []
    assert await offered("resting") == ["Harbour Wire"]
    office.roster.operator = ROOM
    assert set(await offered("added")) == {"Harbour Wire", "Secret Wire"}
    assert set(await offered("source")) == {"Settings Wire", "Secret Wire"}


async def test_help_on_sources_lists_what_can_be_said() -> None:
    office = Office()
    assert "source add WHAT [NAME]" in await office.says("help source")
    for words in ("help source add", "source add"):
        answer = await office.says(words)
        assert "A feed's address" in answer
        assert "Presets: globenewswire, prnewswire" in answer
    assert "Presets" not in await office.says("help source remove")
    office.roster.presets = ()
    assert "Presets" not in await office.says("help source add")
    assert "Did you mean `source list`" in await office.says("source dance")


async def test_in_a_conversation_with_the_bot_nobody_changes_everybodys_sources() -> None:
    """There everybody manages; a source is read for the whole house."""
    office = house()
    for words in ("add https://n.example/rss", "remove Harbour Wire", "pause Harbour Wire", "resume x"):
        card = (await office.ask(f"source {words}", direct=True)).card
        assert card.tone is Tone.REFUSAL
        assert "Sources are everybody's" in card.title
    assert office.actions() == []
    office.roster.operator = ROOM  # the operator may have chosen his own conversation
    assert "rests" in (await office.ask("source pause Harbour Wire", direct=True)).card.title
    assert "Harbour Wire" in str((await office.ask("source list", direct=True)).card)


async def test_a_name_is_found_whatever_a_platform_made_of_its_marks() -> None:
    office = Office()
    office.roster.put(SourceHealth("Pier’s *Daily* _News_"), added_in=ROOM)
    office.roster.put(SourceHealth("Pier"), added_in=ROOM)
    office.roster.put(SourceHealth("★"), added_in=ROOM)
    for typed in ("Pier’s *Daily* _News_", "pier's daily news", '"Pier’s Daily"'):
        assert "rests" in await office.says(f"source pause {typed}")
        assert "is asked again" in await office.says(f"source resume {typed}")
    assert "“Pier” rests" in await office.says("source pause pier")
    assert "“★” rests" in await office.says("source pause ★")
    assert "Did you mean" in await office.says("source pause pie")

"""A card as a Discord message: its order, its limits, and nothing in it that the outside could forge."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.cards.card import Button, Card, Fact, Item, Quoted, Tone
from handlers.discord import embeds
from tests.handlers.discord.clerk import ALERT
from tests.handlers.discord.test_escape import MENTION, TEXT
from tests.platforms.discord_rules import faults_of_message

HOME = "https://discord.com/channels/1000/100"
KEY = "0123456789abcdef01234567"
AT = datetime(2026, 3, 4, 14, 30, tzinfo=UTC)


def body_of(drawing: embeds.Drawing) -> dict[str, Any]:
    view = drawing.view()
    components = view.to_components() if view else []
    return {"content": drawing.content, "embeds": [drawing.embed.to_dict()], "components": components}


LONG = st.one_of(TEXT, st.builds(lambda text, times: text * times, TEXT, st.integers(1, 200)))
URLS = st.one_of(st.none(), TEXT, st.just("https://example.com/a"), TEXT.map("https://example.com/{}".format))
CARDS = st.builds(
    Card,
    title=LONG,
    tone=st.sampled_from(Tone),
    text=st.lists(LONG, max_size=4).map(tuple),
    facts=st.lists(
        st.builds(Fact, LONG, st.one_of(LONG, st.just(AT)), st.one_of(st.none(), LONG)), max_size=27
    ).map(tuple),
    quotations=st.lists(st.builds(Quoted, LONG, LONG, st.booleans()), max_size=3).map(tuple),
    items=st.lists(
        st.builds(Item, LONG, st.one_of(st.none(), LONG), URLS, st.one_of(st.none(), st.just(AT))),
        max_size=27,
    ).map(tuple),
    notes=st.lists(LONG, max_size=3).map(tuple),
    buttons=st.lists(st.builds(Button, LONG, st.one_of(st.none(), LONG), URLS), max_size=27).map(tuple),
    url=URLS,
)


@settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], max_examples=30, deadline=None
)
@given(CARDS)
def test_every_card_fits_and_mentions_nobody(card: Card) -> None:
    for drawing in (embeds.announcement(card, home=HOME, key=KEY), embeds.answer(card)):
        body = body_of(drawing)
        content_needed = "x" if drawing.content == "" else drawing.content
        assert faults_of_message(body | {"content": content_needed}) == {}
        for part in (drawing.content or "", drawing.embed.title or "", drawing.embed.description or ""):
            assert MENTION.search(part.replace("<t:1772634600:f>", "")) is None
    assert embeds.carries(embeds.announcement(card, home=HOME, key=KEY).embed, KEY)


def test_an_announcement_reads_alone_and_is_not_said_twice() -> None:
    drawing = embeds.announcement(ALERT, home=HOME, key=KEY)
    assert drawing.content == ALERT.title
    assert drawing.embed.title is None


def test_an_announcement_with_nothing_below_its_title_still_has_an_embed_to_find_it_by() -> None:
    drawing = embeds.announcement(Card("A source stopped"), home=HOME, key=KEY)
    assert drawing.embed.title == "A source stopped"
    assert drawing.embed.url == f"{HOME}#outlay-{KEY}"


def test_an_answer_has_its_title_in_the_embed() -> None:
    drawing = embeds.answer(ALERT)
    assert drawing.content is None
    assert (drawing.embed.title, drawing.embed.url) == (ALERT.title, ALERT.url)


def test_facts_are_fields_and_quotations_follow_them() -> None:
    card = Card(
        "t",
        facts=(Fact("Amount", "$2B", was="$1B"), Fact("When", AT), Fact("Live price", "+2 %", at=AT)),
        quotations=(Quoted("We build.", "Jo Doe, Acme"), Quoted("it will build", "Acme", direct=False)),
    )
    fields = [(field.name, field.value, field.inline) for field in embeds.answer(card).embed.fields]
    assert fields == [
        ("Amount", "~~$1B~~ $2B", True),
        ("When", "<t:1772634600:f>", True),
        ("Live price", "+2 % · <t:1772634600:f>", True),
        ("Jo Doe, Acme", "“We build.”", False),
        ("Acme", "it will build", False),
    ]


def test_a_list_is_one_column_in_the_cards_order() -> None:
    card = Card(
        "t",
        text=("Two so far.",),
        facts=(Fact("Sum", "$3B"),),
        quotations=(Quoted("We build.", "Jo Doe"),),
        items=(
            Item("Acme builds [a plant]", "firm", "https://example.com/a_(b)", AT),
            Item("Acme buys", url="javascript:alert(1)"),
        ),
    )
    assert (embeds.answer(card).embed.description or "").split("\n") == [
        "Two so far.",
        "**Sum:** $3B",
        "“We build.” — Jo Doe",
        "• [Acme builds \\[a plant\\]](https://example.com/a_%28b%29) · firm · <t:1772634600:f>",
        "• Acme buys",
    ]


def test_a_list_that_is_too_long_says_how_much_is_missing() -> None:
    card = Card("t", items=tuple(Item(f"{number:03} " + "x" * 90) for number in range(100)))
    lines = (embeds.answer(card).embed.description or "").split("\n")
    assert lines[-1] == f"… and {100 - len(lines) + 1} more"


def test_the_key_replaces_a_pages_own_fragment_and_nothing_else() -> None:
    marked = embeds.marked("https://example.com/a?b=c&d#part", KEY)
    assert marked == f"https://example.com/a?b=c&d#outlay-{KEY}"


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "http://user:pass@example.com/", "https://" + "a" * 3_000, "//x", "http://["],
)
def test_an_address_that_discord_or_a_reader_should_not_take_is_left_out(url: str) -> None:
    drawing = embeds.announcement(
        Card("t", url=url, buttons=(Button("Source", url=url),)), home=HOME, key=KEY
    )
    assert drawing.embed.url == f"{HOME}#outlay-{KEY}"
    assert drawing.buttons == ()


def test_buttons_that_discord_would_refuse_are_left_out_and_none_stands_twice() -> None:
    buttons = (
        Button("Too long", words="why " + "x" * 100),
        Button("Details", words="why 1"),
        Button("Again", words="why 1"),
        Button("", words="list"),
    )
    assert [button.label for button in embeds.answer(Card("t", buttons=buttons)).buttons] == ["Details"]


def test_a_button_is_known_by_its_id() -> None:
    assert embeds.words_of("outlay:why 1") == "why 1"
    assert embeds.words_of("other:why 1") is None


def test_no_hostile_text_of_a_card_reaches_the_message_as_it_is() -> None:
    hostile = "@everyone <@1> <!channel> <@U1> [y](http://z) <https://evil|Apple IR>"
    card = Card(
        hostile,
        text=(hostile,),
        facts=(Fact(hostile, hostile, was=hostile),),
        quotations=(Quoted(hostile, hostile),),
        notes=(hostile,),
        buttons=(Button(hostile, words="why 1"),),
    )
    body = json.dumps(body_of(embeds.announcement(card, home=HOME, key=KEY)), ensure_ascii=False)
    assert not any(piece in body for piece in ("@everyone", "<@1>", "<@U1>", "](http"))

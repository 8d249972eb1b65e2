"""Cards as Block Kit: what is shown, that it fits, and that nothing from outside is more than text."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cards.card import Button, Card, Fact, Item, Quoted, Tone
from handlers.slack.blocks import SHORTENED, TOTAL, draw
from tests.platforms.slack_blocks import buttons, check, controls, emphasised, readable, texts, total

AT = datetime(2026, 3, 4, 14, 30, tzinfo=UTC)
DATE = "!date^1772634600^{date_short_pretty} {time}|4 Mar 2026, 14:30 UTC"
PAGE = "https://example.com/solvane?a=1&b=2"

ALERT = Card(
    title="Solvane (SLV1) pledges at least €2.0B ($2.2B, as stated) over 4 years to a cell plant",
    tone=Tone.ALERT,
    text=("Announced · new plant",),
    facts=(
        Fact("Amount", "at least €2.0B", was="€1.5B"),
        Fact("Per year", "€500M"),
        Fact("First seen", AT),
    ),
    quotations=(
        Quoted("We build where the people are.", "Ada Lindqvist, chief executive of Solvane"),
        Quoted("the plant will open in 2029", "Solvane", direct=False),
    ),
    items=(Item("Solvane buys land near Turku", note="€40M", url=PAGE, at=AT),),
    notes=("Source: Harbour Wire, citing Turku Daily", "Also: Nordic Desk"),
    buttons=(Button("Source", url=PAGE), Button("Details", words="why 7")),
    url=PAGE,
    story=7,
)

ATTACKS = [
    "@everyone <!channel> <@U1> *x* [y](http://z)",
    "@everyone <@1> <!channel> <!here> <@U1> <!subteam^S1> <https://evil.example|Apple IR>",
    "&lt;!channel&gt; &amp;lt;!here&amp;gt;",
    "*bold* _italic_ ~struck~ `code` ```block``` :rotating_light:",
    "> quoted\n>>> all quoted",
    "<!date^0^now|then>",
    "\u202eevil\u202c \u200b<!chan\u200bnel> a\u0000b\ud800",
    "|> <|> <a|b|c>",
    "https://evil.example/?q=<!channel>",
]


def test_an_alert_reads_from_top_to_bottom() -> None:
    drawn = draw(ALERT)
    assert readable(drawn.blocks).splitlines() == [
        "Solvane (SLV1) pledges at least €2.0B ($2.2B, as stated) over 4 years to a cell plant",
        "Announced · new plant",
        "Amount",
        "€1.5B at least €2.0B",
        "Per year",
        "€500M",
        "First seen",
        "4 Mar 2026, 14:30 UTC",
        "“We build where the people are.”",
        "— Ada Lindqvist, chief executive of Solvane",
        "the plant will open in 2029",
        "— Solvane",
        "• Solvane buys land near Turku — €40M · 4 Mar 2026, 14:30 UTC",
        "Source: Harbour Wire, citing Turku Daily",
        "Also: Nordic Desk",
        "Source",
        "Details",
    ]
    assert check(drawn.blocks) is None


def test_a_time_behind_a_value_is_the_readers_own() -> None:
    facts = (Fact("Live price (SLV1)", "+2 %", at=AT), Fact("<!x>", "+2 %", at=AT, was="+1 %"))
    drawn = draw(Card(title="t", facts=facts))
    fields = [field["text"] for block in drawn.blocks for field in block.get("fields", ())]
    assert fields == [
        f"*Live price (SLV1)*\n+2 % · <{DATE}>",
        "&lt;!x&gt;\n+2 % · 4 Mar 2026, 14:30 UTC (was +1 %)",
    ]
    assert "Live price (SLV1): +2 % · 4 Mar 2026, 14:30 UTC" in drawn.text
    assert check(drawn.blocks) is None


def test_only_the_card_itself_links_dates_and_stresses() -> None:
    drawn = draw(ALERT)
    page = PAGE.replace("&", "&amp;")
    assert controls(drawn.blocks) == [
        f"{page}|{ALERT.title}",
        DATE,
        f"{page}|Solvane buys land near Turku",
        DATE,
    ]
    assert emphasised(drawn.blocks) == [ALERT.title, "Amount", "€1.5B", "Per year", "First seen"]


def test_the_text_of_a_push_begins_with_the_title_and_has_the_figures() -> None:
    text = draw(ALERT).text
    assert text.startswith(f"{ALERT.title}\n")
    assert "Amount: at least €2.0B (was €1.5B)" in text
    assert "“We build where the people are.” — Ada Lindqvist" in text


def test_a_button_asks_words_or_leads_to_a_page() -> None:
    source, details = buttons(draw(ALERT).blocks)
    assert (source["url"], "value" in source) == (PAGE, False)
    assert (details["value"], "url" in details) == ("why 7", False)
    assert source["action_id"] != details["action_id"]


def test_a_title_that_cannot_be_a_link_gets_a_button_for_its_page() -> None:
    (button,) = buttons(draw(Card(title="*Solvane* expands", url=PAGE)).blocks)
    assert (button["text"]["text"], button["url"]) == ("Open", PAGE)


def test_a_wild_item_gets_a_button_for_its_page() -> None:
    items = (Item("tame", url=PAGE), Item("*wild* & co", note="n", url=PAGE, at=AT), Item("tame again"))
    drawn = draw(Card(title="News", items=items))
    assert readable(drawn.blocks).splitlines() == [
        "News",
        "• tame",
        "• *wild* & co — n · 4 Mar 2026, 14:30 UTC",
        "Open",
        "• tame again",
    ]
    assert emphasised(drawn.blocks) == ["News"]


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "file:///etc/passwd", "ftp://a/b", "//evil", "http://", "", "http://["],
)
def test_only_web_addresses_are_linked(url: str) -> None:
    drawn = draw(Card(title="News", url=url, items=(Item("a", url=url),), buttons=(Button("Go", url=url),)))
    assert controls(drawn.blocks) == []
    assert buttons(drawn.blocks) == []


def test_an_address_cannot_break_out_of_its_link() -> None:
    drawn = draw(Card(title="News", url="https://example.com/a|b><!channel>"))
    assert controls(drawn.blocks) == ["https://example.com/a%7Cb%3E%3C!channel%3E|News"]


def test_what_is_empty_is_left_out() -> None:
    card = Card(
        title=" \u200b",
        text=("", "\n"),
        facts=(Fact("", "1"), Fact("a", " ")),
        quotations=(Quoted("", "somebody"),),
        items=(Item(""),),
        notes=("", " "),
        buttons=(Button("", words="list"), Button("Nothing")),
    )
    drawn = draw(card)
    assert readable(drawn.blocks) == "Outlay"
    assert drawn.text


def test_everything_from_outside_is_escaped_once() -> None:
    drawn = draw(Card(title="R&D up", text=("a & b",), notes=("c < d",), buttons=(Button("e > f", "x"),)))
    assert [text for _, text in texts(drawn.blocks)] == [
        "*R&amp;D up*",
        "a &amp; b",
        "c &lt; d",
        "e &gt; f",
    ]
    assert drawn.text == "R&amp;D up\na &amp; b"


def test_the_words_of_a_button_travel_as_they_are() -> None:
    (button,) = buttons(draw(Card(title="t", buttons=(Button("x", words="watch AT&T"),))).blocks)
    assert button["value"] == "watch AT&T"


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_attack_mentions_links_or_stresses(attack: str) -> None:
    card = Card(
        title=attack,
        text=(attack,),
        facts=(Fact(attack, "v"), Fact("l", attack), Fact("l", "v", was=attack)),
        quotations=(Quoted(attack, "by"), Quoted("w", attack)),
        items=(Item(attack), Item("t", note=attack), Item(attack, url=PAGE)),
        notes=(attack,),
        buttons=(Button(attack, words=attack),),
        url=PAGE,
    )
    drawn = draw(card)
    page = PAGE.replace("&", "&amp;")
    assert check(drawn.blocks) is None
    assert set(controls(drawn.blocks)) <= {f"{page}|{label}" for label in ("t", "l", "v")}
    assert set(emphasised(drawn.blocks)) <= {"l", "v"}
    assert "<" not in drawn.text


def test_a_card_that_is_too_long_says_so() -> None:
    drawn = draw(Card(title="News", items=tuple(Item(f"{n} {'x' * 90}") for n in range(500))))
    assert check(drawn.blocks) is None
    assert total(drawn.blocks) <= TOTAL
    assert SHORTENED in readable(drawn.blocks)
    assert readable(drawn.blocks).splitlines()[1].startswith("• 0 x")


def test_one_long_text_is_cut_between_characters() -> None:
    drawn = draw(Card(title="&" * 5_000, text=("<" * 50_000,)))
    assert check(drawn.blocks) is None
    assert total(drawn.blocks) <= TOTAL
    assert all(text.rstrip("…*").endswith(("&amp;", "&lt;")) for _, text in texts(drawn.blocks))


TEXT = st.one_of(
    st.sampled_from(ATTACKS),
    st.text(max_size=300),
    st.text(alphabet="&<>*_~`:|@!# \nab", max_size=60),
    st.integers(1, 60).map(lambda n: "<&>" * n * 30),
)
URL = st.one_of(st.none(), st.just(PAGE), TEXT)
WHEN = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)).map(lambda at: at.replace(tzinfo=UTC))  # noqa: DTZ001 - hypothesis wants them naive
CARDS = st.builds(
    Card,
    title=TEXT,
    tone=st.sampled_from(Tone),
    text=st.lists(TEXT, max_size=8).map(tuple),
    facts=st.lists(st.builds(Fact, TEXT, st.one_of(TEXT, WHEN), st.one_of(st.none(), TEXT)), max_size=25).map(
        tuple
    ),
    quotations=st.lists(st.builds(Quoted, TEXT, TEXT, st.booleans()), max_size=8).map(tuple),
    items=st.lists(
        st.builds(Item, TEXT, st.one_of(st.none(), TEXT), URL, st.one_of(st.none(), WHEN)), max_size=60
    ).map(tuple),
    notes=st.lists(TEXT, max_size=15).map(tuple),
    buttons=st.lists(st.builds(Button, TEXT, st.one_of(st.none(), TEXT), URL), max_size=30).map(tuple),
    url=URL,
)


@settings(deadline=None)
@given(CARDS)
def test_every_card_fits_and_says_nothing_but_text(card: Card) -> None:
    drawn = draw(card)
    assert check(drawn.blocks) is None
    assert total(drawn.blocks) <= TOTAL
    assert 0 < len(drawn.text) <= 3_000
    assert "<" not in drawn.text
    for found in controls(drawn.blocks):
        assert found.startswith(("!date^", "http://", "https://")), found
    for kind, text in texts(drawn.blocks):
        assert text.strip()
        bare = text.replace("&amp;", "").replace("&lt;", "").replace("&gt;", "")
        assert "&" not in bare
        if kind == "plain_text":
            assert "<" not in text
            assert ">" not in text

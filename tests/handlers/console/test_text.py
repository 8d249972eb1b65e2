import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cards.alert import alert_card
from bot.cards.card import Button, Card, Fact, Item, Quoted, Tone
from bot.cards.text import width
from handlers.console.text import plain, render, wrapped
from tests.cards.telling import NOON, film_reading, story

ESCAPE = re.compile(r"\x1b\[\d+m")


def test_an_alert_at_eighty_columns() -> None:
    text = render(alert_card(story(3, film_reading())), 80, zone=UTC)
    assert text == (
        "── Alert · story 3 ─────────────────────────────────────────────────────────────\n"
        "Alibaba (BABA) pledges at least HK$5.0B ($639.3M, as stated) over 5 years to\n"
        "Hong Kong film and culture\n"
        "  Status              Announced · programme\n"
        "  Amount              at least HK$5.0B ($639.3M, as stated) over 5 years\n"
        "  Per year            HK$1.0B ($127.9M)\n"
        "  Through             entertainment unit of Alibaba\n"
        "  Share price (BABA)  premarket +0.32 % to $76.30, Wednesday, as stated by the\n"
        "                      article\n"
        "  “Studios have waited a decade for this”\n"
        "    — Mei Chan, chair of the Producers' Guild\n"
        "  Doubt: Many doubt that cinemas can win back their audience.\n"
        "  Source: Example Wire, 11 Mar 2026, 12:00 UTC, citing Harbour Daily\n"
        "  https://news.example/film\n"
        "  say: why 3 · mute BABA 1d · irrelevant 3\n"
    )


def test_an_answer_has_no_rule_and_a_refusal_has_a_mark() -> None:
    assert render(Card(title="Done"), 80) == "Done\n"
    assert render(Card(title="No", tone=Tone.REFUSAL, text=("Why.",)), 80) == "! No\n  Why.\n"


@pytest.mark.parametrize(
    ("tone", "word"), [(Tone.RUMOUR, "Rumour"), (Tone.CANCELLED, "Cancelled"), (Tone.NOTICE, "Notice")]
)
def test_what_is_not_an_alert_says_so(tone: Tone, word: str) -> None:
    assert render(Card(title="t", tone=tone), 40).startswith(f"── {word} ─")


def test_an_edit_is_marked() -> None:
    card = Card(title="t", tone=Tone.ALERT, story=4)
    assert render(card, 40, updated=True).startswith("── Alert, updated · story 4 ─")


def test_facts_line_up_and_long_labels_stand_alone() -> None:
    card = Card(
        title="t",
        facts=(
            Fact("A", "one"),
            Fact("Longer", NOON),
            Fact("A label that is far too long for a column", "two"),
            Fact("Old", "new", was="before"),
            Fact("Live", "+2 %", at=NOON),
        ),
    )
    assert render(card, 60, zone=UTC).splitlines()[1:] == [
        "  A       one",
        "  Longer  11 Mar 2026, 12:00 UTC",
        "  A label that is far too long for a column",
        "      two",
        "  Old     new (was before)",
        "  Live    +2 % · 11 Mar 2026, 12:00 UTC",
    ]


def test_an_old_value_is_struck_where_there_is_colour() -> None:
    card = Card(title="t", facts=(Fact("Old", "new", was="before"),))
    assert "\x1b[9mbefore\x1b[0m\n" in render(card, 60, colour=True)


def test_items_and_quotations() -> None:
    card = Card(
        title="t",
        quotations=(Quoted("reported words", "Bo Lam", direct=False),),
        items=(Item("first", note="story 1", url="https://news.example/1", at=NOON), Item("second")),
    )
    assert render(card, 60, zone=UTC).splitlines()[1:] == [
        "  reported words",
        "    — Bo Lam",
        "  • first",
        "    story 1 · 11 Mar 2026, 12:00 UTC",
        "    https://news.example/1",
        "  • second",
    ]


def test_colour_changes_no_word() -> None:
    card = alert_card(story(3, film_reading()))
    coloured = render(card, 80, colour=True, zone=UTC)
    assert "\x1b[" in coloured
    assert ESCAPE.sub("", coloured) == render(card, 80, zone=UTC)


@pytest.mark.parametrize(
    ("evil", "harmless"),
    [
        ("\x1b[31mred\x1b[0m", "[31mred[0m"),
        ("\x1b]0;title\x07", "]0;title"),
        ("\x9b2J", "2J"),
        ("a\rb\nc\td\x08", "a b c d"),
        ("abc\u202ecba", "abccba"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("tag\U000e0041", "tag"),
    ],
)
def test_outside_text_moves_no_cursor(evil: str, harmless: str) -> None:
    assert plain(evil) == harmless
    assert harmless in render(Card(title=evil), 80)


@given(st.text(), st.integers(1, 120))
def test_nothing_from_outside_reaches_the_terminal_as_a_command(evil: str, columns: int) -> None:
    card = Card(
        title=evil,
        tone=Tone.ALERT,
        text=(evil,),
        facts=(Fact(evil, evil, was=evil),),
        quotations=(Quoted(evil, evil),),
        items=(Item(evil, note=evil, url=evil),),
        notes=(evil,),
        buttons=(Button(evil, words=evil), Button(evil, url=evil)),
        url=evil,
    )
    for colour in (False, True):
        text = ESCAPE.sub("", render(card, columns, colour=colour))
        assert all(
            character == "\n" or character.isprintable() or character == "\u3000" or ord(character) > 0x9F
            for character in text
        )
        assert "\x1b" not in text


@given(st.text(), st.integers(2, 60))
def test_wrapped_lines_fit_and_keep_the_words(text: str, columns: int) -> None:
    text = plain(text)
    lines = wrapped(text, columns)
    assert all(width(line) <= columns for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_wide_characters_are_measured() -> None:
    assert wrapped("阿里巴巴集团", 8) == ["阿里巴巴", "集团"]


def test_time_is_shown_in_the_machines_own_zone() -> None:
    at = datetime(2026, 3, 11, 12, 0, tzinfo=UTC)
    local = at.astimezone()
    assert f"{local:%H:%M}" in render(Card(title="t", facts=(Fact("At", at),)), 60)

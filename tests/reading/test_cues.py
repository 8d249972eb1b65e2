"""Only the cues whose beginnings stand in a text are searched for: that must not lose one."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.reading.verdict import cues as room
from bot.reading.verdict.cues import COMMITTING, cues, find_cues

# Sentences with invented facts, so that each cue is found in at least one.
SENTENCES = (
    "Ozim agrees to acquire Vexl for $3bn",
    "Ozim snaps up Vexl; Nuvora completes acquisition of Tarn",
    "Vexl weighs merger with Ozim, tie-up of mills",
    "Ozim may reinvest up to $2 billion, splashes €5m on kilns into Tarn",
    "Ozim unveils $400 million data centre; a Rs 500 crore gigafactory follows",
    "Capital expenditure of about $90 million, outlay worth 5 bn yen",
    "Ozim kicks off a five-year expansion programme",
    "Ozim is ready to set up wind farms and build a datacenter",
    "Ozim breaks ground, picks Oslo for new solar parks",
    "Ozim took a 5% stake in Vexl, raises its shareholding",
    "Ozim co-leads Vexl's Series B round; Tarn led $40m financing",
    "Ozim forms a joint-venture, a 50-50 JV and a partnership to build kilns",
    "A bid valued at HK$4 billion; multi-billion-dollar buyout",
    "Ozim in advanced talks with Vexl, mulling and eyeing Tarn",
    "Ozim gains full control, buys 20pct of Vexl and 20 per cent stake, a strategic investment",
    "Startups backed by VC funds; venture arm seeds",
    "Ozim merges, takes over Vexl",
    "furnaces, fleet and capex",
    "within the next five years, by 2031, vows $1 a year",
    "Vexl in the running, close to frontrunner, rumours, taps bidders",
    "according to people, sources said to be close: WSJ",
    "Ozim clinches and inks; it will",
    "Suitors propose a merger plan",
    "OK'd by EU regulators, on track, inaugurated, votes",
    "Ozim buy-back, buys back, repurchases shares",
    "Vexl prices its upsized senior notes, private placement, IPO",
    "Ozim divests, spins off, hives off, puts mills up for sale",
    "Analysts reiterate buy rating, price target, overweight",
    "7 stocks to buy? reasons why",
    "How Ozim is fined in antitrust probe, jury settles",
    "Ozim laid off 90, cuts 1,200 jobs, closing its plant",
    "Ozim bags two big orders, wins contract",
    "Q3 EPS, quarterly dividend outlook",
    "13F: hedge funds hold shares of Vexl, ETFs, calls",
    "Vexl raises about $30 million, nets $5m",
    "US awards Vexl $90 million",
    "non-profit foundation's grants to food banks",
    "If you'd invested in Vexl ten years ago; these cheap stocks; where to invest; the last time",
    "the Fed, EU parliament, White House and central bank",
    "Ozim won't buy, no longer plans, has no plan, denies, ends talks, walks away, fails",
)
PIECES = st.sampled_from([piece for sentence in SENTENCES for piece in re.findall(r"\w+|[^\w\s]", sentence)])
MIXED = st.lists(
    st.tuples(PIECES | st.text(max_size=4), st.sampled_from((" ", " ", " ", "", "-", "  ", "’", "\n")))
).map(lambda parts: "".join(word + mark for word, mark in parts))


def searched_in_full(text: str) -> set[str]:
    return {f"x:{name}" for name, search in room.SEARCHES.items() if search(text.lower())}


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_has_the_cues_of_a_full_search(sentence: str) -> None:
    assert cues(sentence) == searched_in_full(sentence)


def test_the_sentences_have_every_cue() -> None:
    assert set().union(*map(cues, SENTENCES)) == {f"x:{name}" for name in room.SEARCHES}


@settings(max_examples=400, deadline=None)
@given(MIXED)
def test_a_text_has_the_cues_of_a_full_search(text: str) -> None:
    assert cues(text) == searched_in_full(text)


@settings(max_examples=200, deadline=None)
@given(MIXED, st.text(max_size=3))
def test_commitment_cues_are_found_where_they_stand(text: str, before: str) -> None:
    before = f"{before} "
    found = find_cues(f"{before}{text}", len(before), len(before) + len(text))
    assert {f"x:{name}" for name, _ in found} == {f"x:{name}" for name in COMMITTING} & searched_in_full(text)
    assert all(len(before) <= span.start < span.end <= len(before) + len(text) for _, span in found)


def test_a_letter_that_becomes_two_in_lower_case_moves_no_span() -> None:
    text = "\u0130zim to acquire \u0130vexl Mills"
    assert dict(find_cues(text, 0, len(text)))["buy"].of(text) == "to acquire \u0130vexl Mills"


def test_a_page_of_one_word_takes_no_time() -> None:
    text = "invest" * 17_000
    started = time.process_time()
    cues(text)
    assert time.process_time() - started < 0.5

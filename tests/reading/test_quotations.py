import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.reading import Quotation
from bot.reading.speech.quotations import find_quotations

Piece = tuple[str, str, str | None, bool]


def pieces(text: str) -> list[Piece]:
    return [(q.span.of(text), q.speaker, q.affiliation, q.direct) for q in find_quotations(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "“We will build it,” said Jo Gray, a lawyer in Oslo.",
            [("We will build it", "Jo Gray", "a lawyer in Oslo", True)],
        ),
        (
            '"We will build it," Jo Gray, head of research at Acme, said in a statement.',
            [("We will build it", "Jo Gray", "head of research at Acme", True)],
        ),
        (
            "“We will,” Acme Chief Executive Jo Gray said. “It is time.”",
            [
                ("We will", "Jo Gray", "Acme Chief Executive", True),
                ("It is time", "Jo Gray", "Acme Chief Executive", True),
            ],
        ),
        (
            "“Nobody,” Jo Gray said, “will stop us.”",
            [("Nobody", "Jo Gray", None, True), ("will stop us", "Jo Gray", None, True)],
        ),
        (
            "“We will,” said Jo Gray, a lawyer. Al Poe, its founder, said the money would go to roads.",
            [
                ("We will", "Jo Gray", "a lawyer", True),
                ("the money would go to roads", "Al Poe", "its founder", False),
            ],
        ),
        (
            "The town wanted to stay on its own, said Mayor Jo Gray.",
            [("The town wanted to stay on its own", "Jo Gray", "Mayor", False)],
        ),
        (
            "Acme Digital Media and Entertainment Group said it will train directors.",
            [("it will train directors", "Acme Digital Media and Entertainment Group", None, False)],
        ),
        ("Jo Gray said: “We will build it.”", [("We will build it", "Jo Gray", None, True)]),
        ("“Will it work?” Jo Gray asked.", [("Will it work?", "Jo Gray", None, True)]),
        (
            "Jefferies analyst Jo Gray said that the price looks fair to him.",
            [("the price looks fair to him", "Jo Gray", "Jefferies analyst", False)],
        ),
        (
            "The price looks fair to most of us, Jefferies analyst Jo Gray said on Monday.",
            [("The price looks fair to most of us", "Jo Gray", "Jefferies analyst", False)],
        ),
        (
            "According to Jo Gray, chairman of the Oslo Club, the price looks fair.",
            [("the price looks fair", "Jo Gray", "chairman of the Oslo Club", False)],
        ),
        (
            "The price looks fair for now, according to Jo Gray, an analyst at Acme.",
            [("The price looks fair for now", "Jo Gray", "an analyst at Acme", False)],
        ),
        (
            "Jo Gray from Oslo University and lawmaker Al Poe highlight the plan’s gain for the town.",
            [
                ("the plan’s gain for the town", "Al Poe", "lawmaker", False),
                ("the plan’s gain for the town", "Jo Gray", "Oslo University", False),
            ],
        ),
        (
            "Jo Gray told reporters in Oslo that the price was “more than fair” to everybody.",
            [("the price was “more than fair” to everybody", "Jo Gray", None, False)],
        ),
        ("Acme rose 3% on Monday. It fell on Tuesday.", []),
        ("The “best” plan is a “secret”.", []),
        ("Sources said nothing. Acme declined to comment.", []),
    ],
)
def test_finds_who_said_what(text: str, expected: list[Piece]) -> None:
    found = pieces(text)
    for piece in expected:
        assert any(
            (words.startswith(piece[0]) or piece[0].startswith(words)) and rest == list(piece[1:])
            for words, *rest in found
        ), found
    assert len(found) == len(expected)


def test_a_surname_leads_to_the_full_name() -> None:
    text = "Acme Chairman Jo Gray opened the site.\n\n“It is big,” Gray said.\n\n“It is new,” he added."
    assert pieces(text) == [
        ("It is big", "Jo Gray", "Acme Chairman", True),
        ("It is new", "Jo Gray", "Acme Chairman", True),
    ]


_EARLIER = "Norvane will build a plant, Mayor Al Poe said.\n\n"


@pytest.mark.parametrize(
    ("lead", "speaker", "office"),
    [
        ("Ana Ruiz, an analyst at Banco Norte, disagreed.", "Ana Ruiz", "an analyst at Banco Norte"),
        ("Ana Ruiz, Norvane’s chief executive, was careful.", "Ana Ruiz", "Norvane’s chief executive"),
        ("Norvane Chief Executive Ana Ruiz was glad.", "Ana Ruiz", "Norvane Chief Executive"),
        ("The carmaker’s finance chief, Ana Ruiz, sold shares.", "Ana Ruiz", "The carmaker’s finance chief"),
        ("Ms Ruiz was glad.", "Ruiz", None),
    ],
)
def test_a_pronoun_is_whom_the_sentence_before_begins_with(
    lead: str, speaker: str, office: str | None
) -> None:
    found = pieces(f"{_EARLIER}{lead} “I would wait,” she said. She added that it was dear.")
    assert [piece[1:3] for piece in found[1:]] == [(speaker, office)] * 2


@pytest.mark.parametrize(
    "lead",
    [
        "Banco Norte disagreed.",
        "Fernhill Stone, an investor in Norvane, raised its stake.",
        "Norvane, led by chairman Jo Gray, will hire 300.",
        "Norvane, whose chairman is Jo Gray, will hire 300.",
        "The May chief, Jo Gray, sold shares.",
        "It rained.",
    ],
)
def test_a_pronoun_is_no_company_that_the_sentence_before_begins_with(lead: str) -> None:
    found = pieces(f"{_EARLIER}{lead} “I would wait,” he said.")
    assert [piece[1:] for piece in found[1:]] == [("Al Poe", "Mayor", True)]


def test_a_speaker_is_nearer_than_whom_the_sentence_before_him_begins_with() -> None:
    text = "Ana Ruiz, an analyst at Acme, disagreed. It is dear, Jo Gray said. “I would wait,” she said."
    assert [piece[1] for piece in pieces(text)] == ["Jo Gray", "Jo Gray"]


def test_a_pronoun_without_a_name_stays() -> None:
    assert pieces("“It is new,” she said.") == [("It is new", "she", None, True)]


@pytest.mark.parametrize(
    "dateline",
    ["May 3 (Reuters) - ", "Nov. 3 (Xinhua) -- ", "March 14, 2025 /PRNewswire/ -- ", "July 9 - "],
)
def test_a_dateline_without_a_city_is_no_speech(dateline: str) -> None:
    assert pieces(f"{dateline}Norvane agreed to buy 40% of a gas field.") == []
    assert pieces(f"{dateline}Norvane will grow, Jo Gray said.") == [
        ("Norvane will grow", "Jo Gray", None, False)
    ]


def test_a_date_that_is_spoken_of_is_no_dateline() -> None:
    assert pieces("May 3 was late, Jo Gray said.") == [("May 3 was late", "Jo Gray", None, False)]


@pytest.mark.parametrize(
    ("text", "speaker", "office"),
    [
        ("“It suits us,” said Quillon’s chief executive, Jo Gray.", "Jo Gray", "Quillon’s chief executive"),
        (
            "“It suits us,” said its finance chief, Tom van Dyke, in a note.",
            "Tom van Dyke",
            "its finance chief",
        ),
        ("It suits us, according to its head of batteries, Jo Gray.", "Jo Gray", "its head of batteries"),
        ("“It suits us,” said the chairman, Acme Energy said later.", "the chairman", None),
    ],
)
def test_a_name_behind_its_office(text: str, speaker: str, office: str | None) -> None:
    assert [found[:3] for found in pieces(text)] == [("It suits us", speaker, office)]


@pytest.mark.parametrize("papers", ["its latest quarterly filing with the regulator", "their website"])
def test_papers_of_nobody_named_are_no_speaker(papers: str) -> None:
    assert pieces(f"The fund held 30,000 shares of Acme, according to {papers}.") == []


def test_what_another_adds_is_not_quoted_twice() -> None:
    text = 'Ek, who runs Acme, said: "We needed the cash." He added: "Debt is too high."'
    assert pieces(text) == [
        ("We needed the cash", "Ek", None, True),
        ("Debt is too high", "Ek", None, True),
    ]


def test_an_outlet_is_no_speaker() -> None:
    assert pieces("Acme will spend $3 million on the site, Reuters reported on Monday.") == []
    assert pieces("According to the Financial Times, Acme will spend $3 million on the site.") == []


def test_a_headline_is_not_quoted() -> None:
    text = "‘We will,’ says Jo Gray\n\n“We will,” said Jo Gray."
    assert [q.span.start for q in find_quotations(text, text.index("\n"))] == [text.index("“") + 1]


def test_an_open_quotation_ends_with_its_paragraph() -> None:
    assert pieces("Jo Gray said: “We will build it.\n\nIt rained.") == [
        ("We will build it", "Jo Gray", None, True)
    ]


@given(st.text(alphabet="Jo said,.:;\n“”\"'‘’«»„ABCé—", max_size=300))
def test_odd_marks_never_raise(text: str) -> None:
    for quotation in find_quotations(text):
        assert isinstance(quotation, Quotation)
        assert quotation.span.of(text).strip()
        assert quotation.speaker


WORDS = """
    said told asked called according to, Jo Gray , . : “ ” " ' ’s and while as who which that saying adding
    pointed out quoted analyst CEO of Acme Inc. newspaper ? … believes vowed on Monday — ( ) ‘ ’ ,” .” 中 He
"""


@given(st.lists(st.sampled_from(WORDS.split()), max_size=40).map(" ".join), st.integers(0, 9))
def test_words_of_speech_in_any_order_never_raise(text: str, headline_length: int) -> None:
    for quotation in find_quotations(text, headline_length):
        assert 0 <= quotation.span.start < quotation.span.end <= len(text)
        assert quotation.speaker


@pytest.mark.parametrize(
    "piece",
    [
        "said ",
        "Jo Gray said ",
        "“x,” Jo Gray said. ",
        '"a" ',
        "told the Financial Times. ",
        "Jo Gray, ",
        "“",
        "A. ",
    ],
)
def test_time_grows_with_the_text_only(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    started = time.perf_counter()
    find_quotations(text)
    assert time.perf_counter() - started < 5

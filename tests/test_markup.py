"""Markup to plain text, on headlines and fragments."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.markup import headline_text, to_text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("Tarn Metals to build a $2 billion smelter", "Tarn Metals to build a $2 billion smelter"),
        ("AT&amp;T &#8220;doubles&#8221; spending", "AT&T “doubles” spending"),
        ("AT&T and R&D=x&copy=2", "AT&T and R&D=x&copy=2"),
        ("Margins < 10% and > 5%", "Margins < 10% and > 5%"),
        ("<b>Tarn</b> buys <i class='x'>Fell</i><br/>", "Tarn buys Fell"),
        ("@everyone <!channel> <@U1> *x* [y](http://z)", "@everyone <!channel> <@U1> *x* [y](http://z)"),
        ("  Tarn\n      buys\r\n Fell ", "Tarn buys Fell"),
        ("two  blanks stay", "two  blanks stay"),
        ("&lt;b&gt; is a tag", "<b> is a tag"),
    ],
)
def test_a_headline_is_word_for_word(markup: str, text: str) -> None:
    assert headline_text(markup) == text


def test_a_tag_in_a_plain_headline_is_meant() -> None:
    assert headline_text("What <b> does &amp; why", plain=True) == "What <b> does & why"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        ("plain words", "plain words"),
        ("plain &amp; simple\n\nin two parts", "plain & simple\n\nin two parts"),
        ("a < b and b > c", "a < b and b > c"),
        ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
        ("<p>One\n   line</p>", "One line"),
        ("One.<br>Two.<br/><br/>Three.", "One.\nTwo.\n\nThree."),
        ("<ul><li>first</li><li>second</li></ul>", "first\nsecond"),
        (
            "Lead.<ul><li>one</li></ul>Tail.<table><tr><th>a</th></tr><tr><td>b</td></tr></table>",
            "Lead.\n\none\n\nTail.\n\na\nb",
        ),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a b"),
        ("see <a href='x'>the <b>plan</b></a>.", "see the plan."),
        ("<p>kept</p><script>var a = '<p>no</p>'</script><style>p{}</style><p>too</p>", "kept\n\ntoo"),
        ("<nav>menu</nav><aside>ad</aside><figure><img><figcaption>c</figcaption></figure>text", "text"),
        ("<!-- hidden --><p>shown</p>", "shown"),
        ("<?xml version='1.0' encoding='latin-1'?><p>shown é</p>", "shown é"),
        ("<p>Z&uuml;rich &#x20AC;5&nbsp;bn</p>", "Zürich €5 bn"),
        ("<p>unclosed <b>tags", "unclosed tags"),
        ("<p>nul\0byte</p>", "nulbyte"),
        ("<>", "<>"),
        ("<!---->", ""),
    ],
)
def test_a_fragment_becomes_text(html: str, text: str) -> None:
    assert to_text(html) == text


@given(st.text(max_size=300) | st.text(alphabet="<>/!?-[]&;#ap \n\0\ud800é", max_size=300))
def test_never_raises(html: str) -> None:
    headline_text(html)
    to_text(html)


@pytest.mark.parametrize("piece", ["<div>", "<p", "<!--", "&amp", " ", "<b><i>", "\n", "<td>x"])
def test_long_and_broken_input_costs_little(piece: str) -> None:
    text = piece * (300_000 // len(piece))
    began = time.process_time()
    headline_text(text)
    to_text(text)
    assert time.process_time() - began < 5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.all import TABLE
from bot.commands.parse import find, near, parse, tidy
from bot.commands.table import Command, OptionKind


def said(words: str) -> tuple[str, dict[str, str]] | None:
    found = parse(words)
    return (found.command.name, dict(found.options)) if found else None


@pytest.mark.parametrize(
    ("words", "command", "options"),
    [
        ("watch alibaba, MSFT and 9988.HK", "watch", {"tickers": "alibaba, MSFT and 9988.HK"}),
        ("WATCH msft", "watch", {"tickers": "msft"}),
        ("/outlay watch msft", "watch", {"tickers": "msft"}),
        ("/watch msft", "watch", {"tickers": "msft"}),
        ("<@U0123ABC> watch msft", "watch", {"tickers": "msft"}),
        ("<@!81384788765712384>: why", "why", {}),
        ("<@U1|outlay> why 12", "why", {"story": "12"}),
        ("@Outlay, list", "list", {}),
        ("why?", "why", {}),
        ("?", "help", {}),
        ("", "help", {}),
        ("   ", "help", {}),
        ("follow msft", "watch", {"tickers": "msft"}),
        ("mute BABA", "mute", {"ticker": "BABA"}),
        ("mute BABA 4h", "mute", {"ticker": "BABA", "for": "4h"}),
        ("mute rio tinto for 2 days", "mute", {"ticker": "rio tinto", "for": "2 days"}),
        ("mute BABA off", "mute", {"ticker": "BABA", "for": "off"}),
        ("unmute BABA", "unmute", {"ticker": "BABA"}),
        ("price Rio Tinto", "price", {"ticker": "Rio Tinto"}),
        ("watch <http://sony.com|sony.com>", "watch", {"tickers": "sony.com"}),
        ("watch *MSFT* `AAPL`", "watch", {"tickers": "MSFT AAPL"}),
        ("watch “Rio Tinto” AT&amp;T", "watch", {"tickers": '"Rio Tinto" AT&T'}),
        ("watch\u00a0MSFT\u200b\nAAPL", "watch", {"tickers": "MSFT AAPL"}),
    ],
)
def test_words_become_a_command(words: str, command: str, options: dict[str, str]) -> None:
    assert said(words) == (command, options)


def test_words_that_begin_with_no_command_are_none() -> None:
    assert parse("hello there") is None
    assert find("BABA") is None


def test_words_that_no_option_takes_are_left_over() -> None:
    found = parse("list please")
    assert found is not None
    assert found.left_over == "please"


def test_a_misspelt_command_is_near_the_right_one() -> None:
    assert near("wathc MSFT")[0].name == "watch"
    assert near("pirce")[0].name == "price"
    assert not near("zzzz")


def test_tidy_leaves_symbols_as_they_are() -> None:
    assert tidy("BRK.B 9988.HK $BABA M&S") == "BRK.B 9988.HK $BABA M&S"


@given(st.text())
def test_no_text_raises(words: str) -> None:
    parse(words)
    find(words)
    near(words)


@given(st.sampled_from(TABLE), st.text())
def test_a_command_is_found_whatever_follows(command: Command, rest: str) -> None:
    found = find(f"{command.name} {rest}")
    assert found is command


def test_only_the_first_option_takes_free_words() -> None:
    """The parser gives a length at the end to the option that takes one, and the rest to the first."""
    for command in TABLE:
        assert all(option.kind is OptionKind.SPAN for option in command.options[1:])
        assert not any(option.required for option in command.options[1:])

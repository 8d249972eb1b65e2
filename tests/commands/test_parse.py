import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.all import TABLE
from bot.commands.parse import begun, find, near, parse, tidy
from bot.commands.table import Command, OptionKind


def said(words: str) -> tuple[str, dict[str, str]] | None:
    found = parse(words)
    return (found.command.name, dict(found.options)) if found else None


def test_the_plural_takes_only_what_the_singular_takes() -> None:
    alone = parse("sources please")
    assert alone is not None
    assert (alone.command.name, alone.left_over) == ("source list", "please")
    told = parse("sources list")
    assert told is not None
    assert told.left_over == ""
    completed = begun("sources pause har")
    assert completed is not None
    assert (completed[0].name, completed[1]) == ("source pause", "har")


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
        ("source add https://n.example/rss", "source add", {"what": "https://n.example/rss"}),
        (
            "Source ADD <https://n.example/_a_?b=1&amp;c=_2_> Harbour News",
            "source add",
            {"what": "https://n.example/_a_?b=1&c=_2_", "name": "Harbour News"},
        ),
        ("source add `https://n.example/rss`", "source add", {"what": "https://n.example/rss"}),
        ("source add prnewswire", "source add", {"what": "prnewswire"}),
        ("source remove Harbour News", "source remove", {"name": "Harbour News"}),
        ("source delete Harbour", "source remove", {"name": "Harbour"}),
        ("source list", "source list", {}),
        ("source", "source list", {}),
        ("sources", "source list", {}),
        ("sources list", "source list", {}),
        ("Feeds add https://n.example/rss", "source add", {"what": "https://n.example/rss"}),
        ("sources rm Harbour News", "source remove", {"name": "Harbour News"}),
        ("source?", "source list", {}),
        ("source add", "source add", {}),
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
    assert "source add" in {command.name for command in near("source ad https://n.example")}


def test_half_of_a_name_of_two_words_is_no_command() -> None:
    assert find("source dance") is None
    assert begun("source") is None
    assert begun("source add") is None
    assert begun("source add ") == (find("source add"), "")
    assert begun("Source Remove har") == (find("source remove"), "har")
    assert begun("watch ms") == (find("watch"), "ms")
    assert begun("dance x") is None
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


AT_THE_END = {OptionKind.SPAN, OptionKind.PERIOD, OptionKind.PLACE}


def test_only_the_first_option_takes_free_words() -> None:
    """The parser gives a length, a period or a place at the end to the option that takes it, and the rest to
    the first; behind an address, which is one word, there may be one that takes the rest."""
    for command in TABLE:
        kinds = [option.kind for option in command.options]
        assert kinds == [OptionKind.ADDRESS, OptionKind.NAME] or set(kinds[1:]) <= AT_THE_END
        assert not any(option.required for option in command.options[1:])

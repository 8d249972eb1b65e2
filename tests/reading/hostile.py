"""Texts that nobody wrote to be read: what feeds, scrapers and jokers send beside news.

`PIECES` are to be repeated to any length; `MADE` are headlines and bodies that are meant to take long.
"""

from typing import Final

LENGTH: Final = 100_000  # bytes
NEWS: Final = "Ford will invest $2 billion in a kiln in Ohio, the company said.\n\n"

PIECES: Final = (
    *("a", "Aa", "a ", "A ", "Aa ", "A. ", "A.B. ", "a, ", "A, ", "A & ", "A of ", "of the ", "and ", "to "),
    *("1", "1 ", "1,", "1, ", "1.1.", "1-2 ", "00,", "1 000 ", "1/", ".1", "2024 ", "in 2024 ", "10% "),
    *("$", "$1 ", "$1 billion ", "€1bn ", "HK$5 ", "$1-$2 ", "$(1) ", "up to $1 ", "between $1 and $2 "),
    *('"', '"a ', "“", "“a ", "”", "« ", "‘A ", '" said ', "“Yes,” said Jo Gray. ", "'", "A's ", "A’s "),
    *("(", "( ", "((", "(A", "[", "<", "{", ")", "(F) ", "(NYSE: F) ", "$F ", "<2317.TW> ", "(a) "),
    *(".", ". ", "...", "? ", "!", ";", "; ", ":", ", ", "-", "- ", "--", "—", " — ", "a-", "A-a-", "/"),
    "• ",
    *("\n", "\n\n", "a\n", "a\n\n", "\t", "\r\n", "\u2028", "\u00a0", "\u2009", "\x00", "\x1b[0m"),
    *("e\u0301", "\u0301", "\u200f", "\u202e", "\u200b", "\u200d", "\ufeff", "\u00ad", "\ud800", "\ufffd"),
    *("😀", "👩‍👩‍👧 ", "中", "中。", "の", "한 ", "ش ", "ß", "İ", "ﬁ ", "Ω ", "𝐀 "),
    *("said ", "Jo Gray said ", "Jo Gray, head of research, ", "chief executive Jo Gray ", "Mr. Gray "),
    *("told Reuters ", "according to ", "according to A, ", "the Nikkei reported ", "it will "),
    "the company ",
    *("Apple ", "Apple, ", "Apple, a, ", "Apple - ", "Apple and ", 'Apple "', "Apple’s ", "Apple-Google "),
    *("Apple said ", "Apple, said ", "Apple will invest ", "Apple to buy Google ", "Apple’s purchase of "),
    *("Apple Inc. ", "Foo Corp ", "Bank First ", "ETF ", "SPY ETF ", "raised $1 from Apple, "),
    "led by Apple ",
    *("a stake in ", "joint venture with ", "unit ", "division ", "would ", "not ", "over five years "),
    *("shares ", "its shares ", "rose 3% ", "Apple shares rose 3% to $1 on Monday, ", "Monday "),
    *("a hundred ", "two billion ", "million ", "lakh crore ", "rupees ", "1 pounds of ", "1 won ", "Rs "),
    *("5 pesos ", "5 crowns ", "5 pounds ", "¥5 ", "€5 (¥6) ", "Rs. 5 ", "5p ", "at $5 ", "5 euros, "),
    *("shares of Apple rose 3% ", "Ltd ", "It said. ", "“I,” he said. ", "A\nB\n", "A1 ", "A&B ", "\n- "),
    *("read more ", "share ", "photo by ", "loading... ", "by clicking ", "all rights reserved "),
    *("https://wire.example/a?b=c&d ", "<p>", "&amp; ", "<div class='a'>a</div> ", "=3D=\n"),
)

MADE: Final = (
    ("Aa" * 50_000, ""),
    ("Ford to invest $1 billion " * 4_000, "It does."),
    ('Ford "' * 20_000, '"' * 100_000),
    ("Ford to invest", "Aa" * 50_000),
    ("Ford to invest", "1," * 100_000 + " said " * 20_000),
    ("Ford to invest", "“" + "a " * 50_000 + "said"),
    ("Ford to invest", "(" * 50 + "a, " * 30_000 + ")" * 50),
    ("Ford to invest", "A " * 40_000 + "chief executive " * 10),
    ("Ford to invest", "".join(f"{n:x} " for n in range(20_000))),
    ("Ford to invest", "".join(chr(n) for n in range(32, 100_000) if not 0xD800 <= n < 0xE000)),
)
"""Pairs of a headline and a body."""

ONCE_RAISED: Final = (
    "Ford will invest $2 billion, Jo Gray said. She asked the board",
    "Gray said on Monday that she had asked reporters",
    '"It is, she said. "It was." Two people told Reuters that Ford will build.',
    "Ford will invest $2 b\u0130llion over f\u0130ve years in \u212a\u0131ln.",
)
"""Bodies that a reader of the past did not survive: a mark that is not closed, an end in the middle, letters
that are others' in lower case."""


def repeated(piece: str, length: int = LENGTH) -> str:
    """Return `piece` again and again, up to at least `length` bytes of UTF-8."""
    size = len(piece.encode("utf-8", "surrogatepass"))
    return piece * (length // size + 1)

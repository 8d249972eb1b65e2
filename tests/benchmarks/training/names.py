"""Who and what headlines name: companies from the shipped security master, the rest from lists of our own."""

import gzip
import re
from functools import cache
from importlib.resources import files
from typing import Final

from bot.securities.names import LEGAL

__all__ = ["INVESTORS", "PEOPLE", "PLACES", "SYLLABLES", "TRADES", "companies"]

GREAT: Final = 3000
"""Issuers, from the biggest: those of which most news tells."""


def _listed(text: str) -> tuple[str, ...]:
    return tuple(" ".join(entry.split()) for entry in text.split(","))


PLACES: Final = _listed("""
    Texas, Ohio, Arizona, Georgia, Kentucky, Indiana, Nevada, New York, Michigan, Tennessee, North
    Carolina, Virginia, Louisiana, California, Florida, Germany, France, Spain, Italy, Poland, Hungary,
    the Netherlands, Ireland, Scotland, Wales, Britain, the UK, Sweden, Norway, Finland, Denmark,
    Portugal, Greece, Turkey, Serbia, Romania, India, Gujarat, Tamil Nadu, Maharashtra, Karnataka,
    Hyderabad, Bengaluru, China, Shanghai, Shenzhen, Hong Kong, Taiwan, Japan, Hokkaido, Kyushu, South
    Korea, Busan, Vietnam, Thailand, Malaysia, Johor, Indonesia, Singapore, the Philippines, Australia,
    Queensland, Western Australia, New Zealand, Brazil, Sao Paulo, Mexico, Chile, Argentina, Peru,
    Colombia, Canada, Ontario, Quebec, Alberta, Saudi Arabia, Dubai, Abu Dhabi, Qatar, Oman, Egypt,
    Morocco, Nigeria, Kenya, South Africa, Ghana, Zambia, Israel, Kazakhstan, Dresden, Leipzig, Munich,
    Paris, Lyon, Milan, Madrid, Valencia, Barcelona, Lisbon, Manchester, Birmingham, London, Chicago,
    Detroit, Houston, Dallas, Phoenix, Atlanta, Seattle, Nashville, Memphis, Toronto, Vancouver,
    Montreal
""")
PEOPLE: Final = _listed("""
    Smith, Tanaka, Mueller, Rossi, Garcia, Patel, Chen, Wang, Kim, Lee, Nguyen, Kowalski, Novak, Olsen,
    Hansen, Ivanov, Silva, Santos, Dubois, Martin, Schmidt, Weber, Keller, Brown, Jones, Taylor, Murphy,
    O'Brien, Kelly, Cohen, Levy, Singh, Kumar, Sharma, Rao, Suzuki, Sato, Yamamoto, Park, Choi, Lopez,
    Fernandez, Costa, Moreau, Laurent, Jansen, de Vries, Berg, Lindqvist, Virtanen
""")
INVESTORS: Final = _listed("""
    Sequoia, Andreessen Horowitz, Blackstone, KKR, Carlyle, Apollo, Bain Capital, EQT, CVC, Advent, TPG,
    Warburg Pincus, General Atlantic, Temasek, GIC, Mubadala, ADIA, PIF, Norges Bank, CPPIB, OTPP, CDPQ,
    SoftBank, Tiger Global, Insight Partners, Accel, Index Ventures, Balderton, Lightspeed, Khosla
    Ventures, Brookfield, Macquarie, Permira, Cinven, Silver Lake, Thoma Bravo, Vista Equity, Hellman &
    Friedman, Leonard Green, Coatue, DST Global, Hillhouse, Primavera, MBK Partners, Northgate Capital,
    Harbour Peak, Cedarline Partners, Bluewater Capital, Kestrel Equity, Summit Ridge, Oakmont Ventures
""")
SYLLABLES: Final = _listed("""
    lum, nex, vor, zy, pal, tri, qua, ori, fin, bot, clo, wav, rai, mon, sol, ver, kin, gra, bio, net,
    aer, pix, flo, ten, hex, lyr, ova, dri, ply, tek
""")
"""What invented start-ups are called by, two or three at a time."""

TRADES: Final = (
    *("", "", "", " AI", " Labs", " Health", " Energy", " Robotics", " Bio", " Pay", ".io"),
    *(" Therapeutics", " Motors"),
)
"""What may stand behind a start-up's name."""

_ASIDE: Final = re.compile(r"\(.*?\)|,.*")
_DROPPED: Final = LEGAL | {"group", "holding", "holdings", "trust", "the"}


@cache
def companies() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return short names of listed companies: of the GREAT biggest, and of all."""
    packed = files("bot.securities").joinpath("master.tsv.gz").read_bytes()
    heads = [block.split("\n", 1)[0].split("\t") for block in gzip.decompress(packed).decode().split("\n\n")]
    names = [_short(name) for _, name, _, kind, _ in heads if kind == "equity"]
    return _usable(names[:GREAT]), _usable(names)


def _short(name: str) -> str:
    words = _ASIDE.sub(" ", name).split()
    short = " ".join(word for word in words if word.lower().replace(".", "") not in _DROPPED)
    return short.title() if short.isupper() and len(short) > 5 else short


def _usable(names: list[str]) -> tuple[str, ...]:
    return tuple(sorted({name for name in names if 2 < len(name) < 28 and name[0].isalpha()}))

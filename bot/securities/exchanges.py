"""Exchanges: which countries call one home, which suffix its symbols carry, what articles call it."""

from typing import Final

__all__ = ["HOME", "PREFIX", "US", "is_home"]

US: Final = ("XNYS", "XNAS", "XASE", "ARCX", "BATS")

HOME: Final[dict[str, tuple[str, ...]]] = {
    "United States": US,
    # Chinese, Israeli and offshore groups that list in New York trade there first: Alibaba is BABA.
    "China": (*US, "XHKG", "XSHG", "XSHE", "XTAI"),
    "Hong Kong": (*US, "XHKG"),
    "Macau": (*US, "XHKG"),
    "Israel": (*US, "XTAE"),
    "Bermuda": (*US, "XHKG", "XOSL", "XLON"),
    "Cayman Islands": (*US, "XHKG"),
    "Taiwan": ("XTAI",),
    "Japan": ("XJPX",),
    "South Korea": ("XKRX",),
    "India": ("XNSE",),
    "Thailand": ("XBKK",),
    "Indonesia": ("XIDX",),
    "Malaysia": ("XKLS",),
    "Singapore": ("XSES",),
    "Australia": ("XASX",),
    "New Zealand": ("XNZE",),
    "Canada": ("XTSE",),
    "Mexico": ("XMEX",),
    "Brazil": ("BVMF",),
    "South Africa": ("XJSE",),
    "Saudi Arabia": ("XSAU",),
    "Qatar": ("DSMD",),
    "Turkey": ("XIST",),
    "Greece": ("ASEX",),
    "United Kingdom": ("XLON",),
    "Jersey": ("XLON",),
    "Guernsey": ("XLON",),
    "Ireland": ("XDUB", "XLON"),
    "France": ("XPAR",),
    "Netherlands": ("XAMS",),
    "Belgium": ("XBRU",),
    "Luxembourg": ("XPAR", "XAMS", "XETR"),
    "Germany": ("XETR",),
    "Austria": ("XWBO",),
    "Switzerland": ("XSWX",),
    "Italy": ("XMIL",),
    "Spain": ("XMAD",),
    "Portugal": ("XLIS",),
    "Denmark": ("XCSE",),
    "Sweden": ("XSTO",),
    "Norway": ("XOSL",),
    "Finland": ("XHEL",),
    "Czech Republic": ("XPRA",),
}

_NEW_YORK = (
    "nyse,nasdaq,nasdaqgs,nasdaqgm,nasdaqcm,nyse american,nyse arca,amex,"
    "otc,otcqx,otcqb,otcmkts,otcpink,cboe,bats,us"
)
# "NYSE: F" and its like, in lower case without punctuation → the symbol's suffix, empty in the US.
PREFIX: Final[dict[str, str]] = {
    **dict.fromkeys(_NEW_YORK.split(","), ""),
    **dict.fromkeys(("lse", "london", "aim", "ln"), ".L"),
    **dict.fromkeys(("hkex", "sehk", "hkse", "hkg", "hong kong", "hk"), ".HK"),
    **dict.fromkeys(("tse", "tyo", "jpx"), ".T"),
    **dict.fromkeys(("tsx", "toronto"), ".TO"),
    **dict.fromkeys(("asx",), ".AX"),
    **dict.fromkeys(("nse", "bse"), ".NS"),
    **dict.fromkeys(("fra", "etr", "xetra", "fwb"), ".DE"),
    **dict.fromkeys(("epa", "euronext paris", "paris"), ".PA"),
    **dict.fromkeys(("ams", "euronext amsterdam", "aex"), ".AS"),
    **dict.fromkeys(("ebr", "euronext brussels"), ".BR"),
    **dict.fromkeys(("swx", "six"), ".SW"),
    **dict.fromkeys(("bit", "borsa italiana"), ".MI"),
    **dict.fromkeys(("bme", "bmad"), ".MC"),
    **dict.fromkeys(("krx", "kospi"), ".KS"),
    **dict.fromkeys(("twse", "tpe"), ".TW"),
    **dict.fromkeys(("sgx",), ".SI"),
    **dict.fromkeys(("sse", "sha"), ".SS"),
    **dict.fromkeys(("szse", "she"), ".SZ"),
    **dict.fromkeys(("osl", "ose"), ".OL"),
    **dict.fromkeys(("sto", "omx"), ".ST"),
    **dict.fromkeys(("cph",), ".CO"),
    **dict.fromkeys(("hel",), ".HE"),
    **dict.fromkeys(("jse",), ".JO"),
    **dict.fromkeys(("tadawul",), ".SR"),
    **dict.fromkeys(("b3", "bvmf"), ".SA"),
}


def is_home(mic: str, country: str) -> bool:
    """Say whether an exchange is one where companies of that country trade first."""
    return mic in HOME.get(country, ())

"""The names of news outlets: they tell of a story, and are cited; they are not its speakers."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

__all__ = ["is_outlet", "outlets_in"]

_NAMES: Final = """
    Reuters; Bloomberg; Bloomberg News; Bloomberg Television; Bloomberg TV; Associated Press; AP; AFP
    Agence France-Presse; Dow Jones; CNBC; CNN; BBC; Sky News; Fox News; Fox Business; ABC News; CBS News
    NBC News; NPR; Milwaukee Journal Sentinel; Wall Street Journal; The Wall Street Journal; WSJ
    Financial Times; New York Times; Seattle Times; Los Angeles Times; Irish Times; Straits Times
    Economic Times; Sunday Times; Korea Times; Japan Times; Global Times; Moscow Times; Tampa Bay Times
    Hindustan Times; Times; FT; NYT; Washington Post; The Washington Post; South China Morning Post; SCMP
    Economist; The Economist; Forbes; Fortune; Barron's; Barron’s; MarketWatch; Business Insider; Axios
    Politico; The Information; TechCrunch; The Verge; Recode; Wired; Engadget; Nikkei; Nikkei Asia
    Nikkei Asian Review; Asahi; Yomiuri; Mainichi; Kyodo; Kyodo News; NHK; Yonhap; Yonhap News Agency
    Caixin; Xinhua; China Daily; Yicai; Mint; Moneycontrol; Business Standard; Business Line; CNBC-TV18
    Press Trust of India; PTI; ET Now; Handelsblatt; Manager Magazin; Der Spiegel; Spiegel; Die Welt; Bild
    Frankfurter Allgemeine; Frankfurter Allgemeine Zeitung; FAZ; Sueddeutsche; Sueddeutsche Zeitung
    Süddeutsche Zeitung; WirtschaftsWoche; Les Echos; Le Figaro; Le Monde; La Tribune; La Repubblica
    Corriere della Sera; Il Sole 24 Ore; La Stampa; El Pais; El País; Expansion; Expansión; Cinco Dias
    El Confidencial; Valor Economico; Valor Econômico; Folha de S.Paulo; Folha de S. Paulo; Globe and Mail
    Toronto Star; National Post; BNN; Guardian; The Guardian; Telegraph; The Telegraph; Daily Telegraph
    Sunday Telegraph; The Daily Telegraph; The Sunday Telegraph; Daily Mail; Observer; The Observer; Sky
    Evening Standard; USA Today; Chicago Tribune; Boston Globe; Houston Chronicle; Detroit News
    Detroit Free Press; San Francisco Chronicle; Automotive News; Variety; The Hollywood Reporter; Deadline
    Benzinga; Seeking Alpha; Zacks; Motley Fool; The Street; TheStreet; Investor's Business Daily
    Investor’s Business Daily; Calcalist; Globes; Haaretz; TheMarker; Al Jazeera; Al Arabiya; Interfax; TASS
    RIA; Kommersant; Vedomosti; RBC; Australian Financial Review; AFR; The Australian; Sydney Morning Herald
    DealReporter; Dealreporter; Mergermarket; Debtwire; StreetInsider; Street Insider; PYMNTS; DigiTimes
    Digitimes; Electrek; The Block; CoinDesk; 9to5Mac; AppleInsider; MacRumors
"""
_OUTLETS: Final = frozenset(name.strip() for line in _NAMES.split("\n") for name in line.split(";"))
_LONGEST_FIRST: Final = sorted(_OUTLETS - {""}, key=len, reverse=True)
_WORD: Final = re.compile(r"[A-Z9]\w+")
# The names by their first word, each with its words, the longest first: "Nikkei Asia" before "Nikkei".
_BY_FIRST: Final = {
    first: tuple(
        (name, frozenset(_WORD.findall(name))) for name in _LONGEST_FIRST if _WORD.findall(name)[0] == first
    )
    for first in {_WORD.findall(name)[0] for name in _LONGEST_FIRST}
}
_KNOWN_FIRST: Final = frozenset(_BY_FIRST)
_MORE: Final = re.compile(r"\s(?:newspaper|magazine|news agency|daily|website)(?:['’]s?)?$|['’]s?$")
_PAPER: Final = re.compile(
    r"(?:(?:[Tt]he|[Aa]|[Aa]n|[Ll]ocal|[Gg]erman|[Ff]rench|[Jj]apanese|[Ii]talian|[Ss]panish|[Cc]hinese"
    r"|[Ii]sraeli|[Ii]ndian|business|financial)\s)*"
    r"(?:newspaper|paper|magazine|news agency|news website|daily|weekly|broadcaster|media|news reports?"
    r"|report|reports|press)\b.*"
)


@lru_cache(maxsize=1024)  # an article names the same few speakers again and again
def is_outlet(name: str) -> bool:
    """Say whether a name is a news outlet's, or a general word for one ("the newspaper")."""
    name = name.strip()
    if _PAPER.fullmatch(name):
        return True
    if name not in _OUTLETS:
        name = _MORE.sub("", name.removeprefix("the ").removeprefix("The "))
    return name in _OUTLETS


def outlets_in(text: str) -> Iterator[tuple[int, int]]:
    """Yield where `text` has the name of an outlet, in no order, without "the" and "newspaper"."""
    words = set(_WORD.findall(text))
    for first in _KNOWN_FIRST & words:
        names = [name for name, needed in _BY_FIRST[first] if needed <= words]  # nearly always none for "The"
        place = text.find(first) if names else -1
        while place >= 0:
            end = place
            if not text[place - 1 : place].isalnum() and text[place - 1 : place] != "-":
                for name in names:
                    stop = place + len(name)
                    if text.startswith(name, place) and not text[stop : stop + 1].isalnum():
                        yield place, stop
                        end = stop
                        break
            place = text.find(first, max(end, place + 1))

"""The names of news outlets: they tell of a story, and are cited; they are not its speakers."""

import re
from typing import Final

__all__ = ["OUTLET", "is_outlet"]

_NAMES: Final = (
    "Reuters|Bloomberg(?: News| Television| TV)?|Associated Press|AP|AFP|Agence France-Presse|Dow Jones"
    "|CNBC|CNN|BBC|Sky News|Fox (?:News|Business)"
    "|ABC News|CBS News|NBC News|NPR|Milwaukee Journal Sentinel|(?:The )?Wall Street Journal|WSJ"
    "|(?:the |The )?(?:Financial|New York|Seattle|Los Angeles|Irish|Straits|Economic|Sunday|Korea|Japan"
    "|Global|Moscow|Tampa Bay|Hindustan)? ?Times|FT|NYT"
    "|(?:The )?Washington Post|South China Morning Post|SCMP|(?:The )?Economist|Forbes|Fortune"
    "|Barron['’]s|MarketWatch|Business Insider|Axios|Politico"
    "|The Information|TechCrunch|The Verge|Recode|Wired|Engadget|Nikkei(?: Asia| Asian Review)?|Asahi"
    "|Yomiuri|Mainichi|Kyodo(?: News)?|NHK|Yonhap(?: News Agency)?"
    "|Caixin|Xinhua|China Daily|Yicai|Global Times|Mint|Moneycontrol|Business Standard|Business Line"
    "|CNBC-TV18|Press Trust of India|PTI|ET Now"
    "|Handelsblatt|Manager Magazin|Der Spiegel|Spiegel|Die Welt|Bild|Frankfurter Allgemeine(?: Zeitung)?"
    "|FAZ|Sueddeutsche(?: Zeitung)?|Süddeutsche Zeitung|WirtschaftsWoche"
    "|Les Echos|Le Figaro|Le Monde|La Tribune|La Repubblica|Corriere della Sera|Il Sole 24 Ore|La Stampa"
    "|El Pais|El País|Expansion|Expansión|Cinco Dias|El Confidencial"
    "|Valor Economico|Valor Econômico|Folha de S\\.? ?Paulo|Globe and Mail|Toronto Star|National Post|BNN"
    "|(?:The )?Guardian|(?:The )?(?:Daily |Sunday )?Telegraph|Daily Mail"
    "|(?:The )?Observer|Sky|Evening Standard|USA Today|Chicago Tribune|Boston Globe|Houston Chronicle"
    "|Detroit (?:News|Free Press)|San Francisco Chronicle"
    "|Automotive News|Variety|The Hollywood Reporter|Deadline|Benzinga|Seeking Alpha|Zacks|Motley Fool"
    "|The Street|TheStreet|Investor['’]s Business Daily"
    "|Calcalist|Globes|Haaretz|TheMarker|Al Jazeera|Al Arabiya|Interfax|TASS|RIA|Kommersant|Vedomosti|RBC"
    "|Australian Financial Review|AFR|The Australian|Sydney Morning Herald"
    "|DealReporter|Dealreporter|Mergermarket|Debtwire|StreetInsider|Street Insider|PYMNTS|DigiTimes"
    "|Digitimes|Electrek|The Block|CoinDesk|9to5Mac|AppleInsider|MacRumors"
)
OUTLET: Final = rf"(?:(?:the\s|The\s)?(?:{_NAMES})(?:\s(?:newspaper|magazine|news agency|daily|website))?)"
_OUTLET: Final = re.compile(rf"{OUTLET}(?:['’]s?)?")
_PAPER: Final = re.compile(
    r"(?:(?:[Tt]he|[Aa]|[Aa]n|[Ll]ocal|german|french|japanese|italian|spanish|chinese|israeli|indian|business"
    r"|financial)\s)*"
    r"(?:newspaper|paper|magazine|news agency|news website|daily|weekly|broadcaster|media|news reports?"
    r"|report|reports|press)\b.*"
)


def is_outlet(name: str) -> bool:
    """Say whether a name is a news outlet's, or a general word for one ("the newspaper")."""
    return _OUTLET.fullmatch(name.strip()) is not None or _PAPER.fullmatch(name.strip()) is not None

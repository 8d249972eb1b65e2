"""Turns of phrase that say what a sentence tells: a commitment, or something that only looks like one.

Each cue is one pattern with a name. The verdict's model weighs them as a fourth view of the text; the
commitment cues also give the words that carried a verdict.
"""

import re
from functools import lru_cache
from typing import Final

from bot.domain.article import Span

__all__ = ["COMMITTING", "SEARCHES", "cues", "find_cues"]

_SUM: Final = (
    r"(?:(?:[A-Z]{0,3}[$€£¥₹]|\b(?:USD|EUR|GBP|HKD|CHF|RMB|Rs\.?)\s?)\s?\d[\d,.]*(?:\s?[a-z]+illion"
    r"|\s?[bmt]l?n\b|\s?[bmk]\b)?"
    r"|\b\d[\d,.]*[ -](?:million|billion|trillion|mln|bln|bn|crore|lakh)(?:[ -](?:dollars?|euros?|pounds?"
    r"|yuan|yen|rupees?))?"
    r"|\bmulti-?\s?(?:million|billion)[- ]\w+)"
)
_SITE: Final = (
    r"(?:plants?|factor(?:y|ies)|gigafactor(?:y|ies)|mills?|mines?|smelters?|refiner(?:y|ies)|facilit(?:y"
    r"|ies)|"
    r"data[ -]?cent(?:er|re)s?|campus|headquarters|offices?|warehouses?|hubs?|terminals?|pipelines?"
    r"|foundr(?:y|ies)|"
    r"fabs?|laborator(?:y|ies)|labs?|wind farms?|solar (?:farms?|parks?)|parks?|complex|networks?"
    r"|production lines?|"
    r"distribution cent(?:er|re)s?|research cent(?:er|re)s?|reactors?|power stations?|shipyards?"
    r"|hospitals?|hotels?)"
)
_WILLING: Final = (
    r"(?:to|will|would|could|may|might|shall|and|has|have|had|is|are|was|were|be|been|it|that|also|now"
    r"|soon|plans?|planned|planning"
    r"|agrees?|agreed|agreeing|agreement|commits?|committed|pledges?|pledged|vows?|vowed|decides?|decided"
    r"|intends?"
    r"|aims?|wants?|expects?|set|about|ready|poised|preparing|close|nears?|nearing|near|deal|bid|offer"
    r"|talks|of|in|for|on|a|an|the)"
)
_PHRASES: Final = {
    # What commits.
    "buy": rf"(?:\b{_WILLING}\s){{1,5}}(?:acquir\w+|buy(?:ing)?|purchas\w+|tak\w+\ over|merg\w+\ with"
    rf"|combin\w+\ with|swallow\w*"
    r"|snap\w*\ up|absorb\w*)(?!\ back)(?:\s(?!shares\b|stocks?\b|back\b)[\w’'&.-]+){1,8}",
    "bought": r"\b(?:acquires?|acquired|buys|bought|purchases|purchased|snaps\ up|snapped\ up|scoops\ up"
    r"|takes\ over|took\ over"
    r"|swallows|completes\ (?:the\ )?(?:acquisition|purchase)\ of)(?!\ back|\ shares"
    r"|\ [\d,]+\ shares)(?:\s[\w’'&.-]+){1,6}",
    "merger": r"\b(?:merger|takeover|acquisition|purchase|buyout|tie-up)\ (?:of|with|deal|agreement|bid"
    r"|offer|between|proposal)"
    r"(?:\s[\w’'&.-]+){1,5}",
    "invest": rf"(?:\b{_WILLING}\s){{0,5}}(?:invest|spend|pour|inject|pump|plow|plough|commit|pledge"
    rf"|earmark|deploy|allocat)"
    rf"(?:s|ed|ing|ting|ted|es|e)?\b(?:\s(?!shares\b|debt\b)[\w’'-]+){{0,6}}?\s{_SUM}"
    rf"|\b(?:put|puts|putting|sink|sinks|splash|splashes)(?:\s[\w’'-]+){{0,4}}?\s{_SUM}(?:\s[\w’'-]+){{0,3}}?\sinto\b",
    "outlay": rf"{_SUM}(?:[ -][\w’'-]+){{0,3}}?[ -](?:investments?|expansion|programme|program|initiative"
    rf"|fund(?!-)|capex|spending\ plan"
    rf"|push|bet|project|(?:[\w’'-]+[ -]){{0,3}}{_SITE})\b",
    "investment": rf"\b(?:investments?|injection|outlay|capital\ (?:budget|expenditures?|spending)"
    rf"|capex)\ (?:of|worth|totall?ing|plan|programme)"
    rf"(?:\s[\w’'-]+){{0,4}}?\s{_SUM}",
    "initiative": r"\b(?:unveil\w*|launch\w*|announc\w*|embark\w*\ on|kick\w*\ off|roll\w*\ out"
    r"|commit\w*\ to)(?:\s[\w’'-]+){0,6}?"
    r"\s(?:investment|initiative|programme|program|expansion|spending\ plan)",
    "build": rf"(?:\b{_WILLING}\s){{1,4}}(?:build|construct|open|expand|develop|erect|set\ up|establish"
    rf"|locate|double|upgrade|convert)"
    rf"(?:ing|ed)?\b(?:\s[\w’'$€£.-]+){{0,8}}?\s{_SITE}\b",
    "ground": rf"\b(?:breaks?|breaking|broke)\ ground\b|\b(?:plans?|new"
    rf"|picks?)\b(?:\s[\w’'-]+){{0,4}}?\s{_SITE}\b",
    "stake": r"\b(?:acquir\w+|buy(?:s|ing)?|bought|tak(?:e|es|ing)|took|rais\w+|increas\w+|purchas\w+"
    r"|pick\w*\ up|snap\w*\ up"
    r"|own|get|gain|secur\w+|build\w*)(?:\s[\w’'.%$€£-]+){0,7}?\s(?:stake|interest|shareholding|slice)\b",
    "round": r"\b(?:leads?|led|leading|backs?|backed|joins?|joined|invests?|invested"
    r"|participat\w+)(?:\s[\w’'.%$€£-]+){0,7}?"
    r"\s(?:rounds?|funding|investment|financing|series\ [A-G])\b",
    "lead": r"\b(?:co-?)?(?:leads|to lead|led"
    r"|leading)(?!\ by)(?:\s(?!by\b)[\w’'.%$€£-]+){0,6}?\s(?:rounds?|funding|financing|series\ [A-G])\b",
    "venture": r"\b(?:form|create|launch|set\ up|establish|sign|agree"
    r"|plan)\w*(?:\s[\w’'-]+){0,6}?\s(?:joint[ -]ventures?|JVs?|partnership\ to\ build)\b"
    r"|\b50[-/]50\b",
    "worth": rf"\b(?:deal|bid|offer|takeover|acquisition|merger|buyout"
    rf"|transaction)(?:\s\w+){{0,4}}?\s(?:valued\ at|worth|for|of)(?:\s\w+){{0,2}}?\s{_SUM}"
    rf"|{_SUM}[ -](?:[\w’'&.-]+[ -]){{0,4}}?(?:deal|bid|takeover|acquisition|merger|buyout|purchase)\b",
    "talks": r"\b(?:in|near\w*|enter\w*|hold\w*)(?:\s\w+){0,3}?\s(?:talks|negotiations"
    r"|discussions)\ (?:to|about|with|over|on)\b"
    r"|\b(?:considering|weighing|mulling|exploring|weighs|mulls|explores|eyes|eyeing)\b",
    # What the money goes to.
    "as venture": r"\b(?:joint[ -]ventures?|JVs?|jointly)\b",
    "as control": r"\b(?:take|taking|takes|get|gets|gain|gains|buy|buys)\ (?:\w+\ )?control\b"
    r"|\bcontrolling\b|\bmajority\b|\bminority\b"
    r"|\bstakes?\b|\bshareholding\b|\b\d[\d.]*\ ?(?:%|percent|per\ cent|pct)\ (?:of|in|stake)\b"
    r"|\bstrategic\ investment\b",
    "as round": r"\b(?:start-?ups?|venture\ (?:capital|firm|fund|arm)|VC|ventures|series\ [A-G]|funding"
    r"|rounds?|backs|backed|backing|seed|fund)\b",
    "as whole": r"\b(?:acqui(?:re|res|red|ring|sition|sitions)|takeovers?|buyout|merg(?:e|es|er|ers|ing)"
    r"|tie-up|take\ over|takes\ over)\b",
    "as site": rf"\b{_SITE}\b|\b(?:furnaces?|capacity|vehicles|jets|planes|aircraft|fleet"
    rf"|capital\ (?:expenditures?|budget|spending)|capex)\b",
    "as pledge": r"\b(?:over|in|within)\ (?:the\ next\ )?(?:\w+|\d+)[ -]years?\b|\bby\ 20\d\d\b"
    r"|\b(?:pledges?|vows?|commits?|programme|program|initiative"
    r"|plan)\b|\ba\ year\b",
    # How firm it is.
    "so maybe": r"\b(?:could|may|might|mulls?|mulling|weighs?|weighing|consider\w*|explor\w+|eye[sd]?"
    r"|eyeing|talks|reportedly|rumou?r\w*|seeks?|seeking"
    r"|looks?\ (?:to|at)|looking|aims?|prospect|debates|discuss\w*|pursu\w+|interested|hopes|wants"
    r"|near(?:s|ing)?|close\ to|approach\w*|possible|potential"
    r"|possibly|in\ the\ running|frontrunner|hunt\w*|bidders?|study\w*|studies|tap(?:s|ped))\b",
    "so heard": r"\b(?:sources?|people\ familiar|report|according\ to\ (?:people|sources)|said\ to"
    r"|is\ said)\b|:\s(?:WSJ|FT|Bloomberg|Reuters|CNBC|Nikkei|paper)\b",
    "so firm": r"\b(?:clinch\w*|agree[sd]?|signs?|signed|form(?:s|ed)|seal(?:s|ed)|inks?|strikes?|struck"
    r"|buys|acquires|announces?|announced|unveils?|will)\b",
    "so proposed": r"\b(?:propos\w+|bids?|offers?|suitors?|merger\ plan)\b",
    "so cleared": r"\b(?:complet\w+|clos(?:es|ed|ing)|finali[sz]\w+|approv\w+|OK['’]?d|OKs?|okays?|nod"
    r"|clear(?:s|ed|ance)|unconditional|regulators?|watchdog"
    r"|shareholders?|antitrust|EU|vote[sd]?|notif\w+|breaks?\ ground|on\ track|wins?|opens|opened"
    r"|inaugurat\w+)\b",
    # What only looks like it.
    "not buyback": r"\b(?:buy\w*|bought)[ -]?backs?\b|\bbuy\w*\ back\b|\brepurchas\w+",
    "not offering": r"\b(?:public|share|stock|equity|debt|notes?|bonds?|secondary|rights"
    r"|unit)\ (?:offering|issue|sale|placement)\b|\bIPO\b"
    r"|\bpric(?:es|ed|ing)\ (?:of\ )?(?:its\ )?(?:\S+\ ){0,4}?(?:offering|notes)\b|\bprivate\ placement\b",
    "not sale": r"\b(?:sell(?:s|ing)?|divest\w*|offload\w*|unload\w*|spin(?:s|ning)?[ -]?off"
    r"|dispos\w+\ of|hiv\w+\ off)\b|\bup\ for\ sale\b",
    "not note": r"\b(?:upgrad|downgrad|reiterat|initiat)\w*\b|\bprice\ targets?\b|\b(?:buy|sell"
    r"|hold)\ rating\b|\banalysts?\b|\b(?:over|under)weight\b",
    "not list": r"^\W*(?:\d+|top|the\ \d+|best|why|how|should|here['’]s|is|are|what|these)\b|\?\s*$"
    r"|\bstocks?\ to\b|\breasons?\b",
    "not fine": r"\b(?:fine[sd]?|penalt(?:y|ies)|lawsuits?|sue[sd]?|settle(?:s|d|ment)?|probe|verdict"
    r"|antitrust|charged|court|judge|jury)\b",
    "not layoffs": r"\b(?:lay(?:s|ing)?[ -]?offs?|laid\ off|job\ cuts|cuts?\ \d[\d,]*\ jobs|clos(?:e|es"
    r"|ing)\ (?:its\ )?(?:plant|factory|stores))\b",
    "not contract": r"\b(?:win|won|secur\w+|land\w*|award\w*|bag\w*|receiv\w*"
    r"|get)s?(?:\s[\w’'.$€£-]+){0,7}?\s(?:contracts?|orders?)\b",
    "not results": r"\b(?:Q[1-4]|EPS|earnings|quarter(?:ly)?|revenues?|profits?|guidance|forecasts?"
    r"|dividends?|outlook)\b",
    "not trading": r"\b(?:13[FGD]|hedge\ funds?|insiders?|portfolio|holdings\ in|position\ in|shares\ of"
    r"|options?|calls|puts|ETFs?|futures)\b",
    "not raised": r"\b(?:rais|borrow|clos|secur|land)(?:e|es|ed|ing|s)?(?:\s[\w’'-]+){0,3}?\s" + _SUM,
    "not borrowed": r"\b(?:rais(?:e|es|ed|ing)|borrow(?:s|ed)?|clos(?:es|ed)|secur(?:es|ed)|lands?|nets?"
    r"|bags?)(?:\s[\w’'-]+){0,2}?\s" + _SUM + r"(?!.*\b(?:from|led by|backed by|invest\w*|stake|bid|offer"
    r"|into|leads?|deal|acquisition|purchase|takeover|buyout|merger)\b|.*\w-(?:led|backed)\b)",
    "not granted": r"^\W*(?:the )?(?:US|U\.S\.|UK|EU|Britain|Germany|France|Italy|Japan|India|China|Canada"
    r"|Washington|Biden|Trump|White House|(?:[\w’'.]+ )?(?:government|state|ministry"
    r"|administration|department))\b"
    r"(?:\s(?!company)[\w’'-]+){0,4}?\s(?:gives?|awards?|awarded|grants?|granted|provides?|offers?|subsidi[sz]es?)\b",
    "not charity": r"\b(?:foundations?|charit\w+|non-?profits?|philanthrop\w+|donat\w+|donors?|grants?"
    r"|relief|homeless\w*|racism"
    r"|food\ banks?|scholarships?|pandemic)\b",
    "not hindsight": r"\bif\ you(?:['’]d|\ had)?\ invested|\bwhere\ to\ invest|\bthe\ last\ time"
    r"|\bthese\ \w+\ (?:\w+\ )?stocks?\b"
    r"|\byears?\ ago\b",
    "not state": r"\b(?:government|ministry|minister|state|city|federal|congress|senate|parliament|EU|Fed"
    r"|central\ bank|White\ House)\b",
    "not any more": r"\b(?:won['’]t|will\ not|not\ to|no\ longer|no\ plans?|scrap\w*|shelv\w+|abandon\w*"
    r"|cancel\w*|halt\w*|drop(?:s|ped|ping)?"
    r"|terminat\w+|withdr\w+|reject\w*|block\w*|end(?:s|ed)?\ talks|collaps\w+|call\w*\ off|walk\w*\ away"
    r"|pull\w*\ out|freez\w*|froze"
    r"|suspend\w*|den(?:y|ies|ied)|fail(?:s|ed)?)\b",
}
# What each cue cannot do without: one of these beginnings of words or, where a "+" parts two lists, one of
# each. "eu." is a whole word, "*back" may stand inside one, "#" is a digit, "@" any of a site's name.
# Only the few cues whose beginnings stand in a text are searched for.
_SITES: Final = (
    "plant factor gigafactor mill mine smelter refiner facilit data campus headquarters office warehouse hub"
    " terminal pipeline foundr fab lab farm park complex network line cent reactor station shipyard hospital"
    " hotel"
)
_NEEDS: Final = {
    "buy": "acquir buy purchas tak merg combin swallow snap absorb",
    "bought": "acquire buys bought purchase snap scoops take took swallows completes",
    "merger": "merger takeover acquisition purchase buyout tie",
    "invest": "*invest *spend *pour *inject *pump *plow *plough *commit *pledge *earmark *deploy *allocat"
    " put sink splash + # multi",
    "outlay": "investment expansion program initiative fund capex spending push bet project @ + # multi",
    "investment": "investment injection outlay capital capex + # multi",
    "initiative": "investment initiative program expansion spending + unveil launch announc embark kick roll"
    " commit",
    "build": "@ + build construct open expand develop erect set establish locate double upgrade convert",
    "ground": "ground @",
    "stake": "stake interest shareholding slice + acquir buy bought tak took rais increas purchas pick"
    " snap own get gain secur build",
    "round": "round funding investment financing series + lead led back join invest participat",
    "lead": "round funding financing series + lead led colead coled",
    "venture": "joint jv partnership 50.",
    "worth": "deal bid offer takeover acquisition merger buyout transaction purchase + # multi",
    "talks": "talks negotiations discussions considering weigh mull explor eye",
    "as venture": "joint jv",
    "as control": "control majority minority stake shareholding strategic # + control majority minority stake"
    " shareholding strategic % *percent cent. *pct",
    "as round": "start venture vc series fund round back seed",
    "as whole": "acqui takeover buyout merg tie take",
    "as site": "@ furnace capacity vehicles jets planes aircraft fleet capital capex",
    "as pledge": "year 20 pledge vow commit program initiative plan",
    "so maybe": "could may might mull weigh consider explor eye talks reportedly rumo seek look aim prospect"
    " debates discuss pursu interested hopes wants near close approach possib potential running"
    " frontrunner hunt bidder stud tap",
    "so heard": "source people report said wsj ft bloomberg reuters cnbc nikkei paper",
    "so firm": "clinch agree sign form seal ink strike struck buys acquires announce unveil will",
    "so proposed": "propos bid offer suitor merger",
    "so cleared": "complet clos finali approv ok nod clear unconditional regulator watchdog shareholder"
    " antitrust eu. vote notif ground track win opens opened inaugurat",
    "not buyback": "*back repurchas",
    "not offering": "offering issue sale placement ipo notes",
    "not sale": "sell divest offload unload spin dispos hiv sale",
    "not note": "upgrad downgrad reiterat initiat target rating analyst overweight underweight",
    "not list": "# ? top. best. why. how. should. here is. are. what. these. stock reason",
    "not fine": "fine penalt lawsuit sue settle probe verdict antitrust charged court judge jury",
    "not layoffs": "lay laid cut clos",
    "not contract": "contract order + win won secur land award bag receiv get",
    "not results": "q1 q2 q3 q4 eps earnings quarter revenue profit guidance forecast dividend outlook",
    "not trading": "13 hedge insider portfolio holdings position shares option calls puts etf future",
    "not raised": "rais borrow clos secur land + # multi",
    "not borrowed": "rais borrow clos secur land net bag + # multi",
    "not granted": "give award grant provide offer subsidi",
    "not charity": "foundation charit non philanthrop donat donor grant relief homeless racism food"
    " scholarship pandemic",
    "not hindsight": "invest last. these. ago.",
    "not state": "government ministry minister state city federal congress senate parliament eu. fed. central"
    " white",
    "not any more": "won will no. not scrap shelv abandon cancel halt drop terminat withdr reject block end"
    " collaps call walk pull freez froze suspend deny denie fail",
}
COMMITTING: Final = tuple(name for name in _PHRASES if not name.startswith(("not ", "as ", "so ")))


def _lower(phrase: str) -> str:
    """Return a pattern for text in lower case: half the time of one that ignores case."""
    return re.sub(r"\\.|[A-Z]", lambda part: part[0] if part[0][0] == "\\" else part[0].lower(), phrase)


SEARCHES: Final = {name: re.compile(_lower(phrase)).search for name, phrase in _PHRASES.items()}
"""Each cue's search of a text in lower case."""

# What one piece of a text says the whole says, unless the cue asks what stands around it.
_LOCAL: Final = frozenset(
    name for name, phrase in _PHRASES.items() if "(?!" not in phrase and phrase[0] != "^"
)
_PART: Final = re.compile(r"\w+")
_DIGIT: Final = re.compile(r"\d")


def _index() -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Return the hints that a word's beginning gives, a whole word's with a dot behind it, and those of a
    string anywhere. A hint is a cue's name; that of its second list has a "+" before it."""
    begins: dict[str, set[str]] = {}
    inside: dict[str, set[str]] = {}
    for name, needs in _NEEDS.items():
        for sign, stems in zip(("", "+"), needs.split(" + "), strict=False):
            for stem in stems.replace("@", _SITES).split():
                table = inside if stem[0] in "*#?%" else begins
                table.setdefault(stem.removeprefix("*"), set()).add(sign + name)
    return begins, inside


_BEGINS, _INSIDE = _index()
_LENGTHS: Final = sorted({len(stem) for stem in _BEGINS})
_DIGIT_HINTS: Final = frozenset(_INSIDE.pop("#"))
_INSIDE_ANY: Final = re.compile("|".join(map(re.escape, _INSIDE))).findall
_PAIRED: Final = frozenset(name for name, needs in _NEEDS.items() if " + " in needs)


@lru_cache(maxsize=16_384)
def _hints(piece: str) -> tuple[str, ...]:
    """Return the cues that a piece of lower-case text without blanks may begin, "x:NAME" for one it holds."""
    found: set[str] = set()
    for part in _PART.findall(piece):
        for length in _LENGTHS:
            if hints := _BEGINS.get(part[:length]):
                found |= hints
            if length > len(part):
                break
        if hints := _BEGINS.get(part + "."):
            found |= hints
    for string in _INSIDE_ANY(piece):
        found |= _INSIDE[string]
    if _DIGIT.search(piece):
        found |= _DIGIT_HINTS
    if not found:
        return ()
    held = {name for name in found & _LOCAL if SEARCHES[name](piece)}
    return tuple(found - held | {f"x:{name}" for name in held})


def _asked(lower: str) -> tuple[set[str], list[str]]:
    """Return the cues that a text in lower case holds for certain, as "x:NAME", and those to search for."""
    hints: set[str] = set().union(*map(_hints, lower.split()))
    held = {hint for hint in hints if hint[:2] == "x:"}
    open_ = [
        hint
        for hint in hints
        if hint in SEARCHES and f"x:{hint}" not in held and (hint not in _PAIRED or f"+{hint}" in hints)
    ]
    return held, open_


def cues(text: str) -> set[str]:
    """Return the names of the cues that `text` holds, each as "x:NAME"."""
    lower = text.lower()
    held, asked = _asked(lower)
    held.update([f"x:{name}" for name in asked if SEARCHES[name](lower)])
    return held


def find_cues(text: str, start: int, end: int) -> list[tuple[str, Span]]:
    """Return the commitment cues between two offsets of `text`, each with the words that it covers."""
    # In lower case only this letter becomes two.
    lower = text[start:end].replace("\u0130", "i").lower()
    held, asked = _asked(lower)
    return [
        (name, Span(start + found.start(), start + found.end()))
        for name in COMMITTING
        if name in asked or f"x:{name}" in held
        for found in [SEARCHES[name](lower)]
        if found
    ]

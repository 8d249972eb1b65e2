"""What business English says of money being committed, as pieces of patterns for `roles`.

Every piece is a group without a name or capture, in small letters, for a lowered text.
"""

import re
from functools import cache, lru_cache
from typing import Final

__all__ = [
    "ATTEMPT",
    "BACK",
    "BUY",
    "INVESTMENT",
    "LEAD",
    "OWNED",
    "QUIT",
    "SAYS",
    "SITE",
    "SPEND",
    "STAKE",
    "TAKEOVER",
    "TO_BUY",
    "TO_SPEND",
    "UNDONE",
    "UNIT",
    "UNITS",
    "WEEKDAY",
    "Kind",
    "compiled",
    "hints",
    "matters",
    "may_lead",
    "may_say",
]


@cache
def compiled(form: str) -> re.Pattern[str]:
    """Return a pattern, made when it is first needed: making all of them takes longer than reading a page."""
    return re.compile(form)


def _either(phrases: str) -> str:
    """Return a pattern for any of the phrases, which are parted by blanks; "_" stands for a blank in one."""
    return "(?:" + "|".join(phrases.replace("_", r"\s").split()) + ")"


# The words of an object before its noun: "a 20% stake", "$4.5 billion of shares".
_FILL = r"(?:[\w$€£¥.,%()&’'-]+\s)"

WEEKDAY: Final = r"(?:\s(?:on\s|late\s|early\s)?(?:mon|tues|wednes|thurs|fri|satur|sun)day|\stoday)"

SAYS: Final = (
    _either(
        "said says announced announces confirmed confirms revealed disclosed told_\\w+ has_said has_announced"
    )
    + rf"{WEEKDAY}?(?:\sin\s(?:a|an)\s[\w -]{{3,30}})?(?:\sthat)?"
    + r"(?:\s(?:it|they|the\s(?:company|group|firm|carmaker|automaker)))?"
)

UNITS: Final = (
    *("arm", "unit", "division", "subsidiary", "business", "fund", "group", "affiliate"),
    *("joint venture", "consortium", "capital", "ventures", "operation"),
)
UNIT: Final = rf"(?:(?:[’']s)?\s(?:[\w&’'-]+\s){{0,4}}?(?:{'|'.join(UNITS)}s?))"

# What may stand between the subject and the verb that commits: auxiliaries, intentions, agreements, denials.
LEAD: Final = _either(
    r"""will would could may might should shall must can has have had is are was were to plans? planned
    planning agree[sd]? agreeing intends? intending intended intentions? intent aims? aiming wants?
    seeks? seeking hopes? expects? expected set due poised ready about near(?:s|ing|ed)? close closer
    closed closes talks? in considering considers? mulls? mulling weighs? weighing eyes? eyeing
    explor(?:es?|ing) looking looks? vow(?:s|ed|ing)? promis(?:es|ed|ing) pledg(?:es|ed|ing)
    offer(?:s|ed|ing)? decided decides preparing prepares? likely also now not n[’']t won[’']t no longer
    jointly together each both finally soon reportedly recently just further advanced advancing early
    final reached reaches struck strikes signs? signed clinche[sd] inks? inked sealed seals makes? made
    making wins? won completes? completed completing finalizes? finalized an? the deal agreement
    approval nod definitive binding preliminary tentative exclusive outright hostile first second new
    bids? rival outbids continu(?:es|ed|ing) starts? started begins? began announce[sd]?
    enter(?:s|ed|ing)?_into appl(?:ies|ied|ying) propos(?:es|ed|ing) committed commits teams?_up
    join(?:s|ed|ing)?_(?:forces|hands) unveil(?:s|ed)? race[sd]? moves? moved steps?_up doubles?_down
    suspend(?:s|ed|ing)? halt(?:s|ed|ing)? freez(?:e|es|ing) paus(?:es|ed|ing) scrap(?:s|ped)?
    drop(?:s|ped)? ditch(?:es|ed)? cancel(?:s|ed|led)? shelv(?:es|ed) bet on up_to
    (?:talks_)?with_(?:[\w’'-]+_){0,3}?⟦\d+⟧"""
)

BUY: Final = _either(
    r"""buy(?:s|ing)? bought acquir(?:e|es|ed|ing) purchas(?:e|es|ed|ing) pick(?:s|ed|ing)?_up
    approach(?:es|ed) snap(?:s|ped|ping)?_up scoop(?:s|ed|ing)?_up gobbl\w+_up swallow(?:s|ed)?
    (?:win|gain|seiz|seek)\w*_control_of (?:take|takes|taking|took)_(?:over|private|control_of)
    combin(?:e|es|ed|ing)_with merg(?:e|es|ed|ing)_(?:[\w’'-]+_){0,5}?with pounce[sd]?_on
    clos(?:es|ing)_in_on
    join(?:s|ed|ing)?_(?:[\w$€£¥.,-]+_){0,4}?(?:fundraising|round|funding)_(?:for|in|of)
    becom(?:e|es|ing)_(?:[\w-]+_){0,3}?(?:share|stake)holder_in
    pa(?:y|ys|id|ying)_(?:[a-z-]+_){0,3}?[a-z]{0,3}[$€£¥]?\d[\w,.]*_(?:\w+_){0,3}?for
    (?:offer|bid)(?:s|ed|d?ing)?_(?:[a-z-]+_){0,3}?[a-z]{0,3}[$€£¥]?\d[\w,.]*?_?(?:[bm]n?|[bm]ln|[bm]illion|trillion|crore|(?:a|per)_share)_(?:[a-z]+_){0,3}?for
    tak(?:e|es|ing)_(?:[\w-]+_){0,3}?⟦\d+⟧_private
    (?:rais|sweeten|improv|increas|boost|hik|up)(?:e?s|ed|p?ing|es)?_(?:its_|their_|the_)?(?:[\w-]+_){0,2}?(?:bid|offer)_for
    (?:bid(?:s|ding)?|offer|deal|agreement|vie|vying|(?:makes?|launch(?:es|ed)?)_(?:an?_)?(?:\w+_)?(?:bid|offer))_for"""
)

STAKE: Final = (
    "(?:(?:"
    + _either(
        r"""tak(?:e|es|en|ing) took buy(?:s|ing)? bought acquir(?:e|es|ed|ing) purchas(?:e|es|ed|ing)
        rais(?:e|es|ed|ing) increas(?:e|es|ed|ing) boost(?:s|ed|ing)? secur(?:e|es|ed)
        gain(?:s|ed)? gets? got builds? built picks?_up snags?"""
    )
    + r"\s(?:[\w$€£¥.,%’'⟦⟧-]+\s){0,9}?(?:stakes?|interest|shareholding|slice|holding)"
    + rf"|invest(?:s|ed|ing)?\s{_FILL}{{0,7}}?|(?:inject|infus|pour|put)\w*\s{_FILL}{{0,6}}?"
    + rf"|(?:lead|leads|leading|led)\s{_FILL}{{1,7}}?(?:round|investment|funding|financing)\s?"
    + r")\s?\b(?:in|into))"
)

INVESTMENT: Final = rf"(?:{_FILL}{{0,5}}?investment\s(?:in|into))"

# What somebody may have agreed, or no longer wants, to do.
TO_BUY: Final = r"(?:buy|acquire|purchase|take\sover|take\scontrol|merge|combine|bid|back|fund|invest)"
TO_SPEND: Final = r"(?:invest|spend|pour|commit|pledge|build|expand|open|launch|create|develop|put|set\sup)"

BACK: Final = (
    r"(?:back(?:s|ed|ing)?(?!\s(?:away|down|from|in|into|of|off|on|out|to|up)\b)|(?:fund|bankroll)(?:s|ed|ing)?"
    rf"|(?:leads?|leading|led)\s{_FILL}{{0,4}}?(?:round|funding)\s(?:in|for))"
)

SPEND: Final = _either(
    r"""invest(?:s|ed|ing|ments?)? spend(?:s|ing)? spent pour(?:s|ed|ing)? commit(?:s|ted|ting)?
    pledg(?:e|es|ed|ing) inject(?:s|ed|ing)? earmark(?:s|ed|ing)? allocat(?:e|es|ed|ing)
    infus(?:e|es|ed|ing) plou?[gw]h?(?:s|ed|ing)? pump(?:s|ed|ing)? splash(?:es|ed)? lavish\w*
    sink(?:s|ing)? embark(?:s|ed|ing)?_on build(?:s|ing)? built construct(?:s|ed|ing)?
    erect(?:s|ed|ing)? expand(?:s|ed|ing)? add(?:s|ed|ing)? extend(?:s|ed|ing)? break(?:s|ing)?_ground
    broke_ground set(?:s|ting)?_up establish(?:es|ed|ing)? open(?:s|ed|ing)? launch(?:es|ed|ing)?
    creat(?:e|es|ed|ing) form(?:s|ed|ing)? locat(?:e|es|ed|ing) develop(?:s|ed|ing)? lead(?:s|ing)? led
    contribut(?:e|es|ed|ing) put(?:s|ting)?_(?=[$€£¥\d]) order(?:s|ed|ing)? bet(?:s|ting)? double[sd]?
    doubling upgrad(?:e|es|ed|ing) moderniz\w+ retool\w* approv(?:e|es|ed|ing) announce[sd]?
    unveil(?:s|ed)? outlin(?:es|ed) bring clear(?:s|ed)? inaugurat(?:es?|ed|ing) start(?:s|ed|ing)?
    halt(?:s|ed|ing)?
    suspend(?:s|ed|ing)? freez(?:e|es|ing) froze paus(?:e|es|ed|ing) shelv(?:e|es|ed|ing)
    scrap(?:s|ped|ping)? cancel(?:s|ed|led|ling)? abandon(?:s|ed|ing)?"""
)

# Nouns of fixed assets: alone they make "plans" or "completes" a commitment.
SITE: Final = _either(
    r"""investments? spending capex venture plants? factor(?:y|ies) mine refinery data_?cent(?:er|re)s?
    campus expansion facilit(?:y|ies) gigafactory joint_venture capacity"""
)

# Nouns that make a verb of spending a commitment: "launches" and "expands" alone are everyday business.
_MATTER: Final = _either(
    r"""invest\w* plants? factor(?:y|ies) mill mine refinery smelter datacent(?:er|re)s? campus headquarters
    hub facilit(?:y|ies) capacity expansions? gigafactory warehouses? terminals? pipelines? solar fund
    funding rounds? programm?es? initiatives? ventures? incubator stakes? acquisitions? takeover mergers?
    bid deal projects? r&d fleet stores? hotels? networks? infrastructure assembly laborator(?:y|ies) lab
    offices? towers? billions? millions? bn mln bln crore trillions? schemes? partnership
    systems? tunnels? railway port reactors?"""
)
_MATTERS: Final = (
    *(
        "wind farm",
        "production line",
        "data cent",
        "development cent",
        "distribution cent",
        "engineering cent",
    ),
    *("fulfillment cent", "fulfilment cent", "innovation cent", "logistics cent", "research cent"),
    *("support cent", "tech cent", "technology cent", "testing lab", "training cent"),
)

TAKEOVER: Final = _either("acquisition purchase takeover buyout buy-out bid merger stake")

ATTEMPT: Final = _either(
    r"""complet\w+ clos(?:es|ed|ing) announc\w+ mak(?:es?|ing) made launch\w* plan(?:s|ned|ning)?
    consider\w* weigh\w* mull\w* seal\w* clinch\w* ey(?:es?|ed|eing) explor\w* propos\w* confirm\w*
    submit\w* strik(?:es|ing) struck sign(?:s|ed)? ink(?:s|ed)? agree[sd]? maps?_out inaugurat\w*
    sweeten\w* rais(?:es?|ed|ing) doubl\w+ ups drop(?:s|ped)? abandon\w* wrap(?:s|ped)?_up finali[sz]\w+
    near(?:s|ed|ing)? prepar\w+ continu\w+
    (?:gain|get|win|won|got|receiv|secur)\w*_(?:\w+_){0,2}(?:approval|clearance|nod|backing)_for"""
)

# Who takes a commitment back, and what is taken back.
QUIT: Final = _either(
    r"""walk(?:s|ed|ing)?_away_from back(?:s|ed|ing)?_(?:out_of|away_from)
    pull(?:s|ed|ing)?_(?:out_of|back_from|the_plug_on) call(?:s|ed|ing)?_off end(?:s|ed|ing)?
    drop(?:s|ped|ping)?
    withdr(?:aws?|ew|awn|awing)(?:_from)? terminat(?:es?|ed|ing) abandon(?:s|ed|ing)? scrap(?:s|ped|ping)?
    shelv(?:es?|ed|ing) freez(?:es?|ing) froze halt(?:s|ed|ing)? suspend(?:s|ed|ing)? paus(?:es?|ed|ing)
    cancel(?:s|ed|led|ling|ing)? ditch(?:es|ed)? giv(?:es|en|ing)_up gave_up halv(?:es?|ed|ing) kill(?:s|ed)?
    quit(?:s|ting)? axe[sd]? scal(?:es|ed|ing)_back let(?:s|ting)? reconsider(?:s|ed|ing)?
    ceas(?:es?|ed|ing) rul(?:es?|ed|ing)_out delay(?:s|ed|ing)?
    postpon(?:es?|ed|ing) defer(?:s|red|ring)?"""
)
UNDONE: Final = _either(
    r"""talks negotiations discussions bids? offers? deals? takeover acquisition purchase merger buyout
    pursuit approach plans? projects? plants? fabs? factory investments? expansion stake venture agreement
    pact tie-up
    proposal campus data_cent(?:er|re)s? mine refinery headquarters construction hub mill smelter terminal
    facilit(?:y|ies) gigafactory pipeline wind_farm"""
)

# Behind a name: what belongs to the company and is bought from it, while the company itself is not bought.
OWNED: Final = _either(
    r"""units? division arm assets business(?:es)? operations stores? dealerships? hq headquarters aircraft
    planes? jets? freighters? helicopters? trucks? cars? chips? vehicles? a?\d+\w* plants?
    propert(?:y|ies) factor(?:y|ies) brands? mines? (?:oil)?fields? sites? hotels? gas blocks?
    projects? buildings?"""
)


class Kind:
    """What a word may begin, one bit each: a predicate of a company, a step to one, a turn of `turns`."""

    BUY: Final = 1
    SPEND: Final = 2
    ATTEMPT: Final = 4
    PLAN: Final = 8
    QUIT: Final = 16
    REBUFF: Final = 32
    VERB: Final = 63  # any of these
    NOUN: Final = 64
    PARTICIPLE: Final = 128
    STOP: Final = 256
    ROUND: Final = 512
    PAIR: Final = 1024
    JOINTLY: Final = 2048
    SALE: Final = 4096
    TURN: Final = 8128  # any of the last seven


# How the words begin: a quick look that spares most words, and most sentences, the slow patterns. It may say
# yes too often, never no too often.
_STEMS: Final = {
    Kind.BUY: """
        buy bought acqui purchas pick snap scoop gobbl swallow approach win gain seiz seek tak took
        join becom pay pai sweeten improv hik up combin merg pounc clos bid offer deal agreement vie
        vying mad mak launch rais increas boost secur get got buil invest inject infus pour put lead
        led back fund bankroll stake
    """,
    Kind.SPEND: """
        invest spend spent pour commit pledg inject earmark allocat infus plough plow pump splash
        lavish sink embark buil construct erect expan add exten break broke set establish open
        launch creat form locat develop lead led contribut put order bet doubl upgrad modernis
        moderniz retool approv announc unveil outlin bring clear halt suspend freez froze paus shelv
        scrap cancel abandon inaugurat start
    """,
    Kind.ATTEMPT: """
        complet clos announc mad mak launch plan consider weigh mull seal clinch ey explor propos
        confirm sweeten rais doubl submit strik struck sign ink agree map inaugurat ups drop abandon
        wrap finali near prepar continu gain get win won got receiv secur
    """,
    Kind.PLAN: "begin plan uses using commission increas boost step ramp accelerat",
    Kind.QUIT: """
        walk back pull call end drop withdr terminat abandon scrap shelv freez froze halt suspend
        paus cancel ditch giv gave halv kill quit axe scal let reconsider ceas rul delay postpon
        defer
    """,
    Kind.REBUFF: """
        reject rebuff spurn refus turn accept receiv get got agree back welcom recommend review
    """,
    Kind.NOUN: """
        acquisition backing bet bid buy deal merger offer purchase investment stake swoop takeover
        tie venture counter grab pitch play
    """,
    Kind.PARTICIPLE: """
        buying acquiring purchasing taking investing pouring spending pledging committing agreeing
        planning vowing offering
    """,
    Kind.STOP: """
        scrapped cancel shelved halted paused suspended delayed postponed abandoned dropped axed put
        blocked rejected vetoed collapses fails falls
    """,
    Kind.ROUND: """
        rais round funding investment invested snagged secured series backing stake backers
    """,
    Kind.PAIR: "venture alliance tie merge merging combine",
    Kind.JOINTLY: "partner together along jointly collaborat team tie alliance conjunction",
    Kind.SALE: "sell sold sale",
}


def _beginnings() -> dict[str, int]:
    found: dict[str, int] = {}
    for kind, stems in _STEMS.items():
        for stem in stems.split():
            found[stem] = found.get(stem, 0) | kind
    return found


_BEGINNINGS: Final = _beginnings()
_LENGTHS: Final = sorted({len(stem) for stem in _BEGINNINGS})
_PART: Final = re.compile(r"\w+")


@lru_cache(maxsize=16_384)
def hints(piece: str) -> int:
    """Return what a piece of a lowered sentence, as blanks part it, may begin, joined.

    A verb stands at its beginning, the word of a turn anywhere in it ("seed-round").
    """
    found = _begun(piece)
    if not piece.isalnum():
        for part in _PART.findall(piece):
            found |= _begun(part) & Kind.TURN
    return found


def _begun(word: str) -> int:
    found = 0
    for length in _LENGTHS:
        found |= _BEGINNINGS.get(word[:length], 0)
    return found


_LEAD_WORD: Final = rf"{LEAD}|up\b|teams?\b|joins?|joined|with\b|talks\b"
_SAYS_WORD: Final = ("sai", "say", "announ", "confirm", "reveal", "disclos", "told", "has")


@lru_cache(maxsize=16_384)
def may_lead(word: str) -> bool:
    """Say whether a word in small letters may begin what stands between a subject and its verb (`LEAD`)."""
    return compiled(_LEAD_WORD).match(word) is not None


def may_say(word: str) -> bool:
    """Say whether a word in small letters may begin who says so (`SAYS`)."""
    return word.startswith(_SAYS_WORD)


_WORD: Final = re.compile(r"[\w&]+")


def matters(words: str) -> bool:
    """Say whether words in small letters speak of what money is committed to, or of a great sum."""
    return any(_matters(word) for word in _WORD.findall(words)) or any(m in words for m in _MATTERS)


@lru_cache(maxsize=16_384)
def _matters(word: str) -> bool:
    return compiled(_MATTER).fullmatch(word) is not None

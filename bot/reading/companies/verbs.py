"""What business English says of money being committed, as pieces of patterns for `roles`.

Every piece is a group without a name or capture, for use under `re.IGNORECASE`.
"""

from typing import Final

__all__ = [
    "ATTEMPT",
    "BACK",
    "BUY",
    "CUE",
    "LEAD",
    "OWNED",
    "PLAN",
    "QUIT",
    "SAYS",
    "SITE",
    "SPEND",
    "STAKE",
    "TAKEOVER",
    "UNDONE",
    "UNIT",
    "WEEKDAY",
]


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

UNIT: Final = (
    r"(?:(?:[’']s)?\s(?:[\w&’'-]+\s){0,4}?"
    + _either(
        """arm unit division subsidiary business fund group affiliate owner parent joint_venture consortium
        capital ventures operations?"""
    )
    + ")"
)

# What may stand between the subject and the verb that commits: auxiliaries, intentions, agreements, denials.
LEAD: Final = _either(
    r"""will would could may might should shall must can has have had is are was were to plans? planned
    planning agree[sd]? agreeing intends? intending intended intentions? intent aims? aiming wants?
    seeks? seeking hopes? expects? expected set due poised ready about near(?:s|ing|ed)? close
    closer closed closes talks? in considering considers? mulls? mulling weighs? weighing eyes?
    eyeing explor(?:es?|ing) looking looks? vow(?:s|ed|ing)? promis(?:es|ed|ing) pledg(?:es|ed|ing)
    offer(?:s|ed|ing)? decided decides preparing prepares? likely also now not n[’']t won[’']t no
    longer jointly together each both finally soon reportedly recently just further advanced
    advancing early final reached reaches struck strikes signs? signed clinche[sd] inks? inked
    sealed seals makes? made making wins? won completes? completed completing finalizes? finalized
    an? the deal agreement approval nod definitive binding preliminary tentative exclusive outright
    hostile first second new bids? rival outbids continu(?:es|ed|ing) starts? started begins? began
    announce[sd]? propos(?:es|ed|ing) committed commits teams?_up join(?:s|ed|ing)?_(?:forces|hands)
    unveil(?:s|ed)? race[sd]? moves? moved steps?_up doubles?_down suspend(?:s|ed|ing)?
    halt(?:s|ed|ing)? freez(?:e|es|ing) paus(?:es|ed|ing) scrap(?:s|ped)? drop(?:s|ped)?
    ditch(?:es|ed)? cancel(?:s|ed|led)? shelv(?:es|ed) bet on up_to
    (?:talks_)?with_(?:[\w’'-]+_){0,3}?⟦\d+⟧"""
)

BUY: Final = _either(
    r"""buy(?:s|ing)? bought acquir(?:e|es|ed|ing) purchas(?:e|es|ed|ing) pick(?:s|ed|ing)?_up
    approach(?:es|ed) snap(?:s|ped|ping)?_up scoop(?:s|ed|ing)?_up gobbl\w+_up swallow(?:s|ed)?
    (?:win|gain|seiz|seek)\w*_control_of (?:take|takes|taking|took)_(?:over|private|control_of)
    combin(?:e|es|ed|ing)_with merg(?:e|es|ed|ing)_(?:[\w’'-]+_){0,5}?with pounce[sd]?_on
    clos(?:es|ing)_in_on
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
    + rf"|(?:an?\s)?{_FILL}{{0,4}}?investment\s?)\s?\b(?:in|into))"
)

BACK: Final = (
    r"(?:(?:back|fund|bankroll)(?:s|ed|ing)?"
    rf"|(?:leads?|leading|led)\s{_FILL}{{0,4}}?(?:round|funding)\s(?:in|for))"
)

SPEND: Final = _either(
    r"""invest(?:s|ed|ing|ments?)? spend(?:s|ing)? spent pour(?:s|ed|ing)? commit(?:s|ted|ting)?
    pledg(?:e|es|ed|ing) inject(?:s|ed|ing)? earmark(?:s|ed|ing)? allocat(?:e|es|ed|ing)
    infus(?:e|es|ed|ing) plou?[gw]h?(?:s|ed|ing)? pump(?:s|ed|ing)? splash(?:es|ed)? lavish\w*
    sink(?:s|ing)? embark(?:s|ed|ing)?_on build(?:s|ing)? built construct(?:s|ed|ing)?
    erect(?:s|ed|ing)? expand(?:s|ed|ing)? add(?:s|ed|ing)? extend(?:s|ed|ing)?
    break(?:s|ing)?_ground broke_ground set(?:s|ting)?_up establish(?:es|ed|ing)? open(?:s|ed|ing)?
    launch(?:es|ed|ing)? creat(?:e|es|ed|ing) form(?:s|ed|ing)? locat(?:e|es|ed|ing)
    develop(?:s|ed|ing)? lead(?:s|ing)? led contribut(?:e|es|ed|ing) put(?:s|ting)?_(?=[$€£¥\d])
    order(?:s|ed|ing)? bet(?:s|ting)? double[sd]? doubling upgrad(?:e|es|ed|ing) moderniz\w+
    retool\w* approv(?:e|es|ed|ing) announce[sd]? unveil(?:s|ed)? outlin(?:es|ed) bring
    halt(?:s|ed|ing)? suspend(?:s|ed|ing)? freez(?:e|es|ing) froze paus(?:e|es|ed|ing)
    shelv(?:e|es|ed|ing) scrap(?:s|ped|ping)? cancel(?:s|ed|led|ling)? abandon(?:s|ed|ing)?"""
)

# Nouns of fixed assets: alone they make "plans" or "completes" a commitment.
SITE: Final = _either(
    r"""investments? plants? factor(?:y|ies) mine refinery data_?cent(?:er|re)s? campus expansion
    facilit(?:y|ies) gigafactory joint_venture capacity"""
)

# Nouns that make a verb of spending a commitment: "launches" and "expands" alone are everyday business.
PLAN: Final = _either(
    r"""\binvest\w* \bplants?\b factor(?:y|ies) \bmill\b \bmine\b refinery smelter data_?cent(?:er|re)s?
    campus headquarters \bhub\b facilit(?:y|ies) capacity expansion gigafactory warehouses? terminal
    pipeline wind_farm solar fund\b funding round programme? initiative venture incubator stake
    acquisition takeover merger \bbid\b deal\b project \bR&D\b research_cent(?:er|re) fleet stores?
    hotels? network infrastructure production_line assembly laborator(?:y|ies) \blab\b offices?
    tower billion million \bbn\b \bmln\b \bbln\b crore trillion scheme partnership"""
)

TAKEOVER: Final = _either("acquisition purchase takeover buyout buy-out bid merger stake")

ATTEMPT: Final = _either(
    r"""complet\w+ clos(?:es|ed|ing) announc\w+ mak(?:es?|ing) made launch\w* plan(?:s|ned|ning)?
    consider\w* weigh\w* mull\w* seal\w* clinch\w* ey(?:es?|ed|eing) explor\w* propos\w* confirm\w*
    sweeten\w* rais(?:es?|ed|ing) ups drop(?:s|ped)? abandon\w* wrap(?:s|ped)?_up finali[sz]\w+
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
    quit(?:s|ting)? axe[sd]? scal(?:es|ed|ing)_back let(?:s|ting)?"""
)
UNDONE: Final = _either(
    r"""talks negotiations discussions bids? offers? deals? takeover acquisition purchase merger buyout
    pursuit approach plans? projects? plants? factory investments? expansion stake venture agreement
    pact tie-up
    proposal campus data_cent(?:er|re)s? mine refinery headquarters construction"""
)

# Behind a name: what belongs to the company and is bought from it, while the company itself is not bought.
OWNED: Final = _either(
    r"""units? division arm assets business(?:es)? operations stores? dealerships? hq headquarters aircraft
    planes? jets? freighters? helicopters? trucks? cars? chips? vehicles? a?\d+\w* plants?
    propert(?:y|ies) factor(?:y|ies) brands? mines? (?:oil)?fields? sites? hotels? gas blocks?
    projects? buildings?"""
)

# Every pattern of a role needs one of these stems: a quick look that spares most sentences the slow one.
CUE: Final = _either(
    """invest inject infus pour put commit pledg earmark allocat plow plough pump splash lavish sink embark
    spen[dt] buy bought acqui purchas pick snap scoop gobbl swallow tak took control combin merg
    pounc clos bid offer vie vying deal agreement stake interest slice holding round fund bankroll
    back buil construct erect expan add extend break broke set_?up establish open launch creat form
    locat develop lead led contribut order bet doubl upgrad moderniz retool approv announc unveil
    outlin bring halt suspend freez froze paus shelv scrap cancel abandon complet plan consider
    weigh mull seal clinch ey(?:e|ing) explor propos confirm sweeten rais ups drop wrap finali near
    prepar continu gain get win won receiv secur begin us(?:es|ing) commission increas boost step
    ramp accelerat venture alliance tie-up partner together alongside collaborat team s[eo]l[dl]
    sale takeover buyout"""
)

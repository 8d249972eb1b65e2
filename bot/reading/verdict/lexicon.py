"""The words of the trade, by what they say about a commitment.

The verdict's model sees each headline twice: as its words, and as its skeleton, where a word of one of these
groups stands as the group's name and any other word as a gap. The skeleton is what a headline about a
company that nobody has heard of shares with the headlines that the model learnt from.
"""

from typing import Final

__all__ = ["FUNCTION_WORDS", "GROUP_OF"]

_GROUPS: Final = {
    "BUY": """
        acquire acquires acquired acquiring buy buys buying bought purchase purchases purchased
        purchasing takeover takeovers buyout acquisition acquisitions snap snaps snapped swallow
        swallows scoop scoops gobble gobbles absorb absorbs
    """,
    "BID": """
        bid bids bidding offer offers offered proposal proposes suitor suitors bidder bidders approach
        approaches overture
    """,
    "MERGE": """
        merge merges merging merger mergers merged combine combines combining combination unite tie-up
        tieup tie-ups
    """,
    "INVEST": """
        invest invests investing invested investment investments pour pours pouring inject injects pump
        pumps sink sinks plow plows commit commits committed commitment pledge pledges pledged earmark
        earmarks spend spends spending splurge spree funnel
    """,
    "BACK": "back backs backing lead leads led join joins bet bets fund funds funding",
    "BUILD": """
        build builds building construct constructs erect open opens opening expand expands expanding
        expansion develop develops double doubles boost boosts ramp ramps add adds relocate set sets
        establish create creates launch launches break
    """,
    "STAKE": "stake stakes shareholding holding interest minority majority equity slice share",
    "JV": "jv joint venture ventures jvs",
    "PLANT": """
        plant plants factory factories facility facilities refinery mine smelter datacenter campus
        headquarters hq hub centre center centers warehouse terminal pipeline project projects fab
        gigafactory complex mill lab capacity jets planes aircraft fleet line stores wind solar farm
        park site
    """,
    "CAPEX": "capex capital budget expenditure program programme plan plans",
    "TALK": """
        talks talk negotiations negotiating discussions discuss discussing mull mulls mulling weigh
        weighs weighing consider considers considering eye eyes eyeing eyed explore explores exploring
        seek seeks seeking near nears nearing could may might planning interested report reports
        reported reportedly sources source rumor rumors rumoured rumour speculation hunt hunting
        prepares preparing poised looks looking study studying studies wants hopes target targets
    """,
    "DONE": """
        agree agrees agreed deal deals complete completes completed completion close closes closed
        finalize finalizes finalise approve approves approved approval clear clears cleared wins nod
        seal seals signs sign signed inks strike strikes reach reaches announces announce announced
        confirms unveils will
    """,
    "NOT": """
        not no won't doesn't isn't never end ends ended drop drops dropped scrap scraps scrapped cancel
        cancels cancelled canceled shelve shelves shelved halt halts abandon abandons abandoned withdraw
        withdraws withdrawn terminate terminates terminated terminating block blocks blocked reject
        rejects rejected rejection deny denies denied fail fails failed collapse collapses collapsed
        pull pulls walk walks delay delays suspend suspends freeze freezes calls call ditch ditches
        without rebuff rebuffs rule rules quit quits against sue sues
    """,
    "SELL": """
        sell sells selling sold sale sales divest divests divestiture dispose disposal offload offloads
        unload unloads spin spins spinoff spin-off auction shed sheds exit exits hive carve
    """,
    "RAISE": """
        raise raises raised raising ipo offering placement bond bonds notes debt loan loans refinancing
        refinance listing prices priced pricing float
    """,
    "RETURN": "buyback buybacks repurchase repurchases dividend dividends split splits",
    "PEOPLE": """
        ceo cfo executive chairman minister government govt state regulator regulators court judge
        president trump congress senate u.s eu china india union workers investors investor analysts
        analyst shareholders fda fed
    """,
    "MARKET": """
        stock stocks shares market markets futures index rises rise rose falls fall fell jumps jump
        gains gain surges surge soars soar slides slide slips slip higher lower rally tumble tumbles
        earnings profit profits revenue results quarter q1 q2 q3 q4 eps outlook forecast guidance
        estimates upgrade upgrades downgrade downgrades rating etf etfs dow nasdaq s&p
    """,
    "LIST": "reasons why how best top should what who is are when these you your here things ways",
    "CUT": """
        cut cuts layoffs layoff jobs job lay fire fires closing closure shut shuts shutting bankruptcy
        probe lawsuit fine fined fines recall recalls
    """,
    "DEAL": """
        contract contracts order orders supply agreement partnership partner partners collaborate
        collaboration license licensing award awarded alliance team teams select selects selected
    """,
    "NAME": """
        inc corp co ltd plc group holdings llc sa ag nv bank energy technologies pharmaceuticals systems
        industries international financial
    """,
    "HOUSE": """
        kkr blackstone carlyle apollo tpg softbank temasek gic berkshire bain cvc eqt permira brookfield
        tiger sequoia warburg advent cerberus
    """,
    "ACTIVIST": "activist elliott icahn starboard ackman pershing 13f",
}

GROUP_OF: Final = {word: group for group, words in _GROUPS.items() for word in words.split()}

_SMALL: Final = """
    to for in of with on at from by over as its into and or a an the after before amid under per than about up
    off out
"""
FUNCTION_WORDS: Final = frozenset(_SMALL.split())

"""Words that alone are no company's name, and words that say only what trade a company is in."""

from typing import Final

__all__ = ["ACRONYMS", "BRANDS", "COMMON", "GIVEN", "KINDS", "PHRASES", "PRIVATE", "TRADES"]

# English words, places, given names: a company of such a name is meant only when something else says so.
_COMMON_WORDS = """
    a ab ability able abo about above ac academic academy acc accelerate access acco accord achieve
    acquisition acquisitions acres act action active actively activist actual acumen ad adams adapt add
    administration ads advance advanced advantage adventure advertising advice advisory aerial aerospace
    aesthetic af affinity africa afro after age agencies agency agent agents agile ago agree agricultural
    agriculture aim aiming aims air aircraft airline airlines airport airports airship aka akin al alabama
    alan alarm alaska albert alberta alex alexander alice align all allegiance allen alliance allocation
    ally alpha als also altair alternative alternatives alumina aluminium aluminum am ambassador amber
    ambition ambitions america american americas amicus amy an analog analyst analytics and andrew angel
    angeles angle angling anhui animal anna answer antenna anthony antibodies any anywhere apartment
    apartments apex apollo app applications applied appreciate apps april ar arabia arch architect
    architecture are area areas aren arena ares argentina argentine aristocrat arizona arkansas arm armor
    array arrive art arthur artificial as ascend ascent asia asian assembly asset assets assistance
    associate associated associates assurance assurances at ate athena athletica atlanta atlantic atlas au
    auction audience audio august aurora austin australia australian austria austrian authentic authority
    auto automated automatic automation automobile automobiles automotive autonomous autonomy autos
    avalanche aviation aware awareness away axe b baby back backup bait baking balance balanced ball
    baltic baltimore ban banco band bandwidth bangkok bank bankers banking banks banner bar barcelona
    barrel barry bars base based basic basin bastion battery battle bay be beam bear bearing bears beat
    beautiful beauty beer beijing being belgian belgium bell below ben benchmark benjamin berlin best bet
    beta better beverage beverages beyond bezos bicycle bid biden big bike bil bill billing billion bills
    bin bio biofuels biological biology biomedical biopharma biotech biotechnology bit bitcoin bite black
    blaze blend block blockchain blue board boat boats body bold bond bonus booking books boom boost boot
    boots borders boss boston bot bounty bourse boutique box bp brag brain brand branding brands brave
    brazil brazilian breach bread breeding brewing brexit brian brick bridge bright brighter brilliant
    bristol britain british bro broad broadband broadcast broadcasting broker brokerage brokers brother
    brothers bruce brussels budget buenos buffett bug build building built bulgaria bulk bull bullish
    bulls bunch burger burning bus business butterfly buy buyback by byline byte c ca cable cables cafe
    calendar calgary california calm cambridge cameo camera can canada canadian cancer candy cannabis cap
    capital caps car carbon card cards care career cargo carl carlos carolina carrier cars carter cash
    casino casinos cast casual catalyst catapult catering ce celebrity cell cellular cement cent center
    centers central centre centres century ceremony certificate ch chain challenge challenger champion
    champions change channel channels character charging charles charlie charlotte charm chart check cheer
    cheese chefs chemical chemicals chicago chieftain chile chilean china chinese chip choice choices
    chorus chris christmas christopher cinema circle citizens city ck clark class classic clean clear
    cleveland clever click client climate climb clinical clip close closed closures clothing cloud club co
    coach coal coast coastal cobalt coffee cohort coin cold collaborative collection collective colombia
    colombian color colorado colour columbus com combination combined combo come comfort commerce
    commercial commodities commodity common communication communications communities community comp
    compagnie companhia companies company complete components composite comprehensive compute computer
    computers computing con concept concepts concrete conduit confidence conglomerate congress connect
    connected connecticut connection connections connectivity connector consensus conservative
    consolidated consortium construction consultancy consulting consumer consumers contact container
    content context continuous contracts control controls convenience conversation convertible cook cool
    cooling cooper copper core corn corners cornerstone cornwall corporate corporations cosmetics cost
    count counties country county cover covid cr craft crazy cre create creation creative creator credit
    crew critical croatia crocodile crop crops cross crossing crown cruise crypto crystal cube cull
    cultural culture cup curb cure currency current custodian custom customer customers cut cutting cyber
    cybersecurity cycle cycles cyprus czech d da daily dairy dakota dallas daniel danish dark darling data
    david day dazzle de dear debt dec december decent deck decline decor deep defense defensive defined
    definitive degree degrees delaware delight delivery delta democracy democratic democrats denmark
    dennis denver department depositary depository derivatives desert design designer designs desk
    destination destiny detection detroit dev develop developed developers development developments device
    devices devon di diabetes diagnostic dialogue diamond die diesel diesels differ dig digest digital
    dining direct disc discount discover discovery discretionary dish display disruptive distribution
    distributor district diversified diversity dividend do dog dollar domain dominion don donald dorset
    dot double douglas downs downtown draft dragon dream drill drilling drinks drive driven driver drives
    drone drones drop drug drugs dry du dual dubai dublin duke dull duo dust dutch duty dynamic e eagle
    early earn earth earths east easter eastern easy eat eateries eclipse eco econ economic edge edinburgh
    edit edition edmonton education educational edward effective egypt egyptian electric electrical
    electricity electronic electronics element elements elevator elevators elite else em embrace embracing
    emerge emergency emerging empire employers en enact encourage end endeavors energy engagement engine
    engineered engineering engineers engines england enhanced enterprise enterprises entertainment
    enthusiast entities entrepreneur environment environmental envoy equal equipment equities equity era
    ergonomic eric escape esports essence essential essex establishment estate et ethanol ethical eugene
    euro europe european eurozone eve even event events ever everyday everything evolution evolve evolved
    ex exact exceed excellence excellent exchange exchanges exodus exotic exp expand expanded expe
    experience expert exploration explosion export exports exposure express extended extension extra
    extreme eye eyewear f fa fabric facilities facility fact factor factors factory fade fail fair faith
    falcon fallen family famous fan fancy fantasy far farm farmer farmers farms fashion fast fat fate feat
    february federal feed feedback feeds feelgood felt ferry fertilizer fi fiber field fields fifth
    fighting figure fill film films filter finance financial financials fine fingerprint finland finnish
    fintech fire firm first fit fitness five fix flag flags flagship flap flash flat flavor flee fleet
    flex flexible flight floating floor florida flow fly flying focus focused fold food foods foot
    football footwear for force forefront foreign foremost forest forever forge form formation former
    forms formula forth fortress fortune forum forward fossil foster found foundation founder founding
    four fox fps fr france franchise frank frankfurt franklin fred free freedom freeze french frequency
    fresh friday friend friendly friends fro from frontier frozen fruit fu fuel fuels fujian ful full fun
    fund fundamental funding funds furniture future futures g gain galaxy gam gamble gambling game games
    gaming gamma gap garage garden gary gas gates gateway gear gears gemini gen gene general generate
    generating generation generations generic genesis genetic geneva genuine george georgia geothermal
    german germany get giant gift gifts gig gl glad glasgow glass glimpse global globe go goal going gold
    golden golf gong good goodbye goods gordon government govt gr grab graham grail grain grand grant
    graphic graphics gravity gray great greater greece greek green greg grid grocers grocery ground
    grounds group groupe grow growers growing grown growth grupo guangdong guard guess guide guided guru
    gut gym h ha habitat hack half hamburg hammer hampshire hands handsome hang happen happy harbor
    hardware harold harris harry harvest harvey has hat haul hav hawaii hawk he health healthcare healthy
    hearing heartland heat heaven heavy hedge heights hello help helper helsinki henry her herald hercules
    herd here heritage hermes hey hf hi high highlight highly hiking hire hit ho hog hold holders holding
    holdings holiday holidays holy home homes honest hong honor honour hood hope horizon horse hospital
    hospitality hospitals host hosting hot hotel hotels hour house household houses housing houston howard
    hua huang hub hubei hubs huge hughes human humble hunan hung hungarian hungary hunt hunting hydrogen
    hyper i ice iceland icon iconic idaho idea ideal identity if ignite illinois im image images imagine
    immediate impact imperial impress improve improvement in inception inclusive income increase
    incredible incubator ind independent index india indian indiana indices indie indonesia indonesian
    indoor industrial industries industry inflation inflection info inform information infrastructure
    infrastructures ingredients inhibitor initial initiative inks inner innovate innovation innovations
    innovative insight inspiration inspired installed instant instinct institute institution institutions
    instruments insurance int intact integral integrated integration intellectual intelligence intelligent
    intense inter interactive interest interface interior international internet intimate intrepid inve
    invest investment investments investors invitation iowa iran iranian iraq ireland irish iron is island
    israel israeli istanbul it italian italy its jab jack jackpot jackson jacob jakarta jamaica james
    january japan japanese jason jeff jennings jersey jerusalem jet jets jewellery jewelry jiangsu jim job
    joe john johnson join joint jonathan jordan joseph joshua journey joy july jumbo june junior juno
    jupiter just justice justin kansas kappa keel keen keith kelly ken kenneth kent kentucky kenya kenyan
    kevin key keynote keys kid kids kind kinetic king kingdom kings kitchen kits know knowledge kong korea
    korean kuwait l la lab label labels labs lagoon lancaster land lander landmark lands landscape lane
    large larry laser latin latvia launch lava law le lead leader leaders leading leaf league leap learn
    learning lease leasing lebanon led lee leeds left leg legacy legal leisure lending lens leo leon let
    lets level leveling leverage lewis li liberal libra licensing life lifeline lifetime liftoff light
    lighting like limited lin line linear liner lines link linked linking links lion liquidation liquidity
    lisbon lit lithium lithuania little live liverpool living loan local location log logistics logo
    london long look loop lot lots lottery louis louisiana love low lucas luck lucky luke lululemon luna
    lunar lung luxembourg m ma machine machines macro mad made madison madrid magazine magic magnetic
    magnitude mail main maine mainland mainstream maintenance major make making malaysia malaysian malls
    mammoth man managed management managers manchester manila manitoba manufacturing map maps marathon
    march maria marine maritime mark marker market marketing markets marks mars marshall martin mary
    maryland mas mask mass massachusetts master match matching material materials math matrix matters
    matthew max maximize maximum maxwell may me meal measuring meat mechanical media median medical
    medicine medicines mega megawatts melbourne members memory memphis merchant merchants mercury merger
    merit mesh messenger met metal metals metaverse methane metrics metropolitan mexican mexico mg mi
    miami michael michigan micro mics mid middle mighty mike milan mile milestone military milk mill
    millennials miller mills min mind minds mine minerals mines mining minister ministry minneapolis
    minnesota minor mission mississippi missouri mit mitchell mix mixed mln mo mobile mobility mod mode
    model modern modular mogul molten mom moment momentum monday money monitoring monster montana montreal
    moon moonshot moore more morgan morocco mortgage moscow most motion motor motorcycle motorola mount
    mountain move movement movers moving muc multi multimedia multinational mumbai munich municipal murphy
    murray music musk must mutual my myriad n na nadella nail naked nashville nation national nations
    nationwide native natural nature naval navigation ne near nebraska needs neighborhood neil nelson
    neptune net netherlands network networks neural neuroscience nevada new news next nice niche nick
    nickel nigeria nigerian nine no non nordic norfolk norman north northeast northern norway norwegian
    note notion nova novel november now nu nuclear number nutrition o obama objective ocean oceans october
    odd odyssey of office offices offset offshore ohio oil oilfield oklahoma old oliver olympic oman omega
    on once oncology one onl online ontario onto op open operating opportunities opportunity opt optical
    option or orbit orbital ore oregon organic organization origin original orion orlando oscar oslo our
    oust out outcrop outdoor outlet outlook outsourcing over overseas owen oxford oxygen p pa pacific pack
    packaging packs pact page pages paid paint paints pakistan palace palladium pan panama pandora paper
    papers par para parade paradigm paramount parcel parent paris park parking parks parliament
    participation partner partners parts pass passage passenger patent path patrick pattern paul pave pay
    payment payments payroll pays peace peak peer peers peg pen pennsylvania pensions people per perfect
    performance peri permanent permian perry persistent personal personalized perspective perth peru
    peruvian pesticides pet peter petrochemical petrochemicals petrol petroleum pets pharma pharmaceutical
    pharmacy phase philadelphia philip philippine philippines phillips phoenix phone photo physical pichai
    pick picture pictures pie pile pill pilot pins pioneer pipeline pipelines pipes pittsburgh pivot pixel
    pixels pizza place plan planet planning plant plastic plastics platform platforms platinum play plc
    plug plus pluto po pocket point points poland polar polaris pole policy polish pool pop popular por
    porn port portfolio portland portugal portuguese post postal poste pour powell power powered
    powerhouse powers pr practical prague pre precious precise preferred premier premise premium prep
    president press pressure prevail price pride primary prime prince princess principal principles print
    printing priority private pro probe proceed process produce product production products professional
    profile progress progressive project projects promise promotions prop propel properties property
    prospect prosperity protect protection protective proud province public publish publishing puerto pulp
    pulse pump pumping pumps pure purpose pursuit qatar quad quality quantum quebec queen quest quick quiz
    r race radical radio rail railroad railway rain ralph ramadan ramp rand range rank rapid rare ratings
    ratio ray raymond razor re rea reach react reading ready real realities rec recharge recipe record
    recovery recruit recruitment red refineries refinery refining reflect reform refresh refrigerators
    regional regions rein reinsurance reject relevant reliance relief rely remedies renewable renewables
    rent rental rentals repay reply republicans research reserve reshape residence residential resilient
    resolution resort resource resources restart restaurant restaurants restore retail retirement return
    revelation reverse revival revolution revolve revs reward rhode rice rich richard rico ride rig right
    rigs ring rise risen rising risk river riyadh road robert robertson robo robot robotics rock rocket
    rocky roger rogue roland roll roller rolling rolls romania romanian rome ronald roof root roots ross
    round route roy royal royalties royalty run runway rural rush russell russia russian ryan s sa
    sacramento safe safeguard safety saga sai sailor saint salt salvage sam sample samuel san santa sap
    saskatchewan sat satellite saturday saturn saudi savings saw say scale scan scandinavian sci science
    sciences scientific scooters scope scorpio scotland scott scottish screen scroll se sea seal sealed
    seamless sean seasons seat seats seattle second secret sector secure secured securities security see
    seed seeds seek select selected selection selective self semiconductor semiconductors senate senior
    sensing sensor sensors sent seoul separation september serbia series serve service services set seven
    shake shanghai shape shaping share shared shareholder shareholders shareholding shares sharp she sheet
    shelf shell shenzhen shield shift shine shiny ship shipping ships sho shoe shoes shop shoppers
    shopping shore short shot shoulder showcase shutter shuttle shy si sichuan side sight sigma signal
    signature signing silence silicon silly silver simon simplicity simplify simply sin sinc singapore
    singaporean singer sino siren sirius sit site sits six sixth size skin sky skyline slam slate sleep
    slide slovak small smaller smart smarter smelter smile smith snap snowflake so soar social societe
    society soft software solar sole solid solution solutions som son song sonic soon sound source sources
    south southeast southern southwest sovereign sow spa space spaces spain spanish spar spark special
    specialty spectrum speed speedy spencer spice spin spinning spirits splash splendid split sponsor
    sport sporting sports sportswear spot spree spring spruce spur spy square st stablecoin staff stage
    stamp stance standard stanley staples star stark stars start starts startups state states station
    status steadfast steady stealth steam steel stellar stem step stephen steve steven stewart stock
    stockholm stocks stop storage store stores storm story strategic strategies strategy stream streaming
    streams street strength strides strike strips strong structure structures struggles stuart student
    studio studios style su sub success suffolk sugar sullivan summit sun sunday super superior
    supermarket supersonic superstar supply support supreme sure surface surge surgical surrey sushi suss
    sussex sustainability sustainable swan sweden swedish sweeteners swift swiss switches switzerland
    swoop sydney synthesis synthetic syria system systems t ta table tag tags tail taiwan taiwanese tak
    take talent talk tampa tandem tankers tap target task taste tax taxi taylor tea team tear tech
    technical techno technological technologies technology telco telecom telecommunications telephone
    television telling temporary ten tennessee term terminal terminals test testing texas text th thai
    thailand than thanksgiving the therapeutic therapies theta thin thing things think thinking third tho
    thomas thompson thorn thoughtful three thursday tidal tide tie tier tiger tiles tim timber time times
    tiny tip tips tire titan titanium title to tobacco today todd together token tokyo toll tom tomorrow
    ton tone tony tool tools top topping tops toronto torrid total totally touch tour tourism tower towers
    town toys tr track tracks traction trade traded trader traders trading traditional traffic trans
    transaction transfer transformational transit transition transmission transmit transport
    transportation travel travelers treasure treasury treatments tree trees trend trends trevor trillion
    trim trio trip triple triumph troops truck true truly trump trust try tuesday tunisia tunnel turbine
    turkey turkish turn turner turning tw twin twist two tycoon tycoons type u ubiquitous ukraine
    ukrainian ultimate ultra un uncommon under underwriting unicorn union unique unit united universal
    universe university unlimited unmanned unusual up upon ups upstart upstream urban urgent uruguay us
    user utah utilities utility v va vacuum valid value values van vancouver variable variant various vast
    vats vault ve veg vega vegan vegetable vehicle vehicles velocity venezuela ventilator venture ventures
    venus vermont versus vertex vertical vest vet veto vets via vibrant vice victor victory video vienna
    vietnam vietnamese view vincent virginia virgo virtual visa visible vision visual vital volatility vor
    vow vs w wa wall walter want warehouse warehouses warren warsaw washington waste watch watches water
    waterproof waters watts wave way wayne ways we wealth wearable web wedding wednesday wee weed weekly
    well wellness welsh west western wha wharf wheel wheels when where white whole wholesale why wide wil
    wild william williams willing wilson win wind windfarms wine wines wing winner winning wins wire
    wireless wisconsin wisdom wit wo wolf women won wonder wood wor work workforce works world worlds
    worldwide worth wow wrap wyoming x y yards ye yellen yellow yes yield york yorkshire you young your
    yuan z zealand zenith zero zeus zhejiang zig zip zone zuckerberg zurich
"""
COMMON: Final = frozenset(_COMMON_WORDS.split())

# "Micron Technology" is called Micron, "Ford Motor" Ford.
_TRADE_WORDS = """
    aerospace air airlines airways apparel auto automotive bancorp bancshares bank banks beverage
    beverages bio biopharma biopharmaceuticals biosciences biotech biotechnology brands breweries
    broadcasting capital cement chemical chemicals chemtech co communications construction consulting
    cosmetics dairy data devices diagnostics digital distillers education electric electrical electronics
    energy engineering enterprises entertainment environmental express finance financial food foods
    foundry games gaming gas genetics global gold health healthcare heavy home homes hospitality hotels
    industrial industries infrastructure instruments insurance interactive international investments
    laboratories labs lifesciences lines logistics machinery manufacturing marine materials media medical
    medicines metals minerals mining mobile mobility motor motors natural networks oil oncology paint
    paints paper partners petroleum pharma pharmaceutical pharmaceuticals platforms power precision
    products properties realty refining reit resources restaurants retail robotics sciences security
    semiconductor semiconductors services shipbuilding shipping software solar solutions space specialty
    steel steels stores studios supply systems tech technologies technology telecom telecommunications
    therapeutics tobacco tools toys trading transport transportation trust utilities vaccines ventures
    water wireless works worldwide
"""
TRADES: Final = frozenset(_TRADE_WORDS.split())

# Capitals that stand for a thing, an office or an index, and are a symbol somewhere too.
_ACRONYM_WORDS = """
    jan feb mar apr jun jul aug sep sept oct nov dec
    ad ai api asap bbb bbc bln boj ceo cfo cio cnbc cny coo cpi cpu cto dc doj dow dvd ebitda ecb eps esg
    etf etfs eu eur ev evs faa fbi fca fcc fda fed fomc fomo ftc ftse fx gaap gbp gdp gmt gop gpu hr imf
    inc intl ipo ira irs it jpy led llc lng ltd m&a mln mou msci nafta nasa nasdaq nato ndtv nyc nyse ocp
    oem opec pc pe pm pmi pr q1 q2 q3 q4 qe r&d rbi reit rpt s&p sec spac spy tbd tsx tv uae uk un update
    us usa usd usmca vc vip vr who wsj wto yoy zacks
"""
ACRONYMS: Final = frozenset(_ACRONYM_WORDS.split())

# English words that a great company is known by: it is meant where it does what companies do.
_BRAND_WORDS = """
    block bp constellation gap leonardo nice reliance sap shell snap snowflake target travelers ups vertex
    visa waters
"""
BRANDS: Final = frozenset(_BRAND_WORDS.split())

# Given names: "Henry Ford" is a person.
_GIVEN_NAMES = """
    adam adams alan albert alex alexander alice allen amy andrew anna anthony arthur barry ben benjamin
    bill brian bruce carl carlos charles charlie chris christopher dan daniel david dennis don donald doug
    douglas ed edward elon eric eugene francis frank fred gary george glenn gordon graham greg harold
    harry henry howard jack jacob jake james jamie jane jason jay jean jeff jeffrey jennifer jeremy jerry
    jim jimmy joe john jonathan joseph josh joshua juan judy julia justin karen kate keith kelly ken
    kenneth kevin larry laura lawrence lee leo leon lewis linda lisa louis lucas luke marc marco maria
    marie mark martin mary matt matthew michael michelle mike nancy nathan neil nicholas nick oliver oscar
    pat patrick paul peter phil philip ralph ray rebecca richard rick rob robert rod roger ron ronald
    rupert russell ruth ryan sam samuel sandra sarah satya scott sean sergey sharon simon stephen steve
    steven stuart sundar susan ted terry thomas tim timothy todd tom tony trevor victor vincent walter
    warren wayne william
"""
GIVEN: Final = frozenset(_GIVEN_NAMES.split())

# Two or three such words that are a company's name and, more often, something else.
PHRASES: Final = frozenset(
    {
        "best buy",
        "capital markets",
        "hong kong",
        "main street",
        "new world",
        "north american",
        "south africa",
        "supreme court",
        "united states",
        "wall street",
    }
)

# Behind a name they make another one of it: JD Sports is not JD.com.
_KIND_WORDS = """
    air airlines airports bancorp bank beverages biosciences bio capital cement chemicals energy financial
    foods gas heavy holdings industries insurance lines logistics mining motors oil partners petroleum pharma
    pharmaceuticals ports post properties realty resources securities shipping sports steel telecom
    therapeutics
"""
KINDS: Final = frozenset(_KIND_WORDS.split())

# Investors and others on no exchange whose name is also, in part or whole, a listed company's.
PRIVATE: Final = frozenset(
    {
        "bain capital",
        "barnes & noble",
        "canary wharf",
        "cerberus capital",
        "general atlantic",
        "la poste",
        "silver lake",
        "summit partners",
        "tiger global",
        "vista equity",
        "warburg pincus",
        "westinghouse",
    }
)

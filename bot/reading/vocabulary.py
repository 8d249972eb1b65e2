"""Words that alone are no company's name, and words that say only what trade a company is in."""

from typing import Final

__all__ = ["COMMON", "TRADES"]

# English words, places, given names: a company of such a name is meant only when something else says so.
_COMMON_WORDS = """
    a ab ability able abo about above ac academic acc accelerate access acco accord achieve acquisition
    acquisitions acres act action active actively activist actual acumen ad adams adapt add administration
    ads advance advanced advantage adventure advertising advice advisory aerial aerospace aesthetic af
    affinity africa afro after age agencies agency agent agents agile ago agree agricultural agriculture
    aim aiming aims air aircraft airline airlines airport airports airship aka akin al alan alarm albert
    alex alexander alice align all allegiance allen alliance allocation ally alpha als also altair
    alternative alternatives alumina aluminium aluminum am ambassador amber ambition ambitions america
    american americas amicus amy an analog analyst analytics and andrew angel angle angling anhui animal
    anna answer antenna anthony antibodies any anywhere apartment apartments apex apollo app applications
    applied appreciate apps april ar arch architect architecture are area areas aren arena ares aristocrat
    arm armor array arrive art arthur artificial as ascend ascent asia asian assembly asset assets
    assistance associate associated associates assurance assurances at ate athena athletica atlantic atlas
    au auction audience audio august aurora austin australia australian authentic authority auto automated
    automatic automation automobile automobiles automotive autonomous autonomy autos avalanche aviation
    aware awareness away axe b baby back backup bait baking balance balanced ball baltic ban banco band
    bandwidth bangkok bank bankers banking banks banner bar barrel barry bars base based basic basin
    bastion battery battle bay be beam bear bearing beat beautiful beauty beer beijing being bell below
    ben benchmark benjamin berlin best bet beta better beverage beverages beyond bicycle bid biden big
    bike bil bill billing billion bills bin bio biofuels biological biology biomedical biopharma biotech
    biotechnology bit bitcoin bite black blaze blend block blockchain blue board boat boats body bold bond
    bonus booking books boom boost boot boots borders boss boston bot bounty bourse boutique box bp brag
    brain brand branding brands brave brazil breach bread breeding brewing brexit brian brick bridge
    bright brighter brilliant britain british bro broad broadband broadcast broadcasting broker brokerage
    brokers brother brothers bruce budget bug build building built bulk bull bullish bunch burger burning
    bus business butterfly buy buyback by byline byte c ca cable cables cafe calendar california calm
    cameo camera can canada canadian cancer candy cannabis cap capital caps car carbon card cards care
    career cargo carl carlos carolina carrier cars carter cash casino casinos cast casual catalyst
    catapult catering ce celebrity cell cellular cement cent center centers central centre centres century
    ceremony certificate ch chain challenge challenger champion champions change channel channels
    character charging charles charlie charm chart check cheer cheese chefs chemical chemicals chicago
    chieftain china chinese chip choice choices chorus chris christopher cinema circle citizens city ck
    clark class classic clean clear clever click client climate climb clinical clip close closed closures
    clothing cloud club co coach coal coast coastal cobalt coffee cohort coin cold collaborative
    collection collective color colorado colour com combination combined combo come comfort commerce
    commercial commodities commodity common communication communications communities community comp
    compagnie companhia companies company complete components composite comprehensive compute computer
    computers computing con concept concepts concrete conduit confidence conglomerate congress connect
    connected connection connections connectivity connector consensus conservative consolidated consortium
    construction consultancy consulting consumer consumers contact container content context continuous
    contracts control controls convenience conversation convertible cool cooling copper core corn corners
    cornerstone corporate corporations cosmetics cost count counties country county cover covid cr craft
    crazy cre create creation creative creator credit crew critical crocodile crop crops cross crossing
    crown cruise crypto crystal cube cull cultural culture cup curb cure currency current custodian custom
    customer customers cut cutting cyber cybersecurity cycle cycles d da daily dairy dallas daniel dark
    darling data david day dazzle de dear debt dec december decent deck decline decor deep defense
    defensive defined definitive degree degrees delaware delight delivery delta democracy democratic
    dennis denver department depositary depository derivatives desert design designer designs desk
    destination destiny detection dev develop developed developers development developments device devices
    di diabetes diagnostic dialogue diamond die diesel diesels differ dig digest digital dining direct
    disc discount discover discovery discretionary dish display disruptive distribution distributor
    district diversified diversity dividend do dog dollar domain don donald dot double douglas downs
    downtown draft dragon dream drill drilling drinks drive driven driver drives drone drones drop drug
    drugs dry du dual dubai dublin duke dull duo dust duty dynamic e eagle early earn earth earths east
    eastern easy eat eateries eclipse eco econ economic edge edit edition education educational edward
    effective electric electrical electricity electronic electronics element elements elevator elevators
    elite else em embrace embracing emerge emergency emerging empire employers en enact encourage end
    endeavors energy engagement engine engineered engineering engineers engines england enhanced
    enterprise enterprises entertainment enthusiast entities entrepreneur environment environmental envoy
    equal equipment equities equity era ergonomic eric escape esports essence essential establishment
    estate et ethanol ethical eugene euro europe european eurozone eve even event events ever everyday
    everything evolution evolve evolved ex exact exceed excellence excellent exchange exchanges exodus
    exotic exp expand expanded expe experience expert exploration explosion export exports exposure
    express extended extension extra extreme eye eyewear f fa fabric facilities facility fact factor
    factors factory fade fail fair faith falcon fallen family famous fan fancy fantasy far farm farmer
    farmers farms fashion fast fat fate feat february federal feed feedback feeds feelgood felt ferry
    fertilizer fi fiber field fields fifth fighting figure fill film films filter finance financial
    financials fine fingerprint fintech fire firm first fit fitness five fix flag flags flagship flap
    flash flat flavor flee fleet flex flexible flight floating floor florida flow fly flying focus focused
    fold food foods foot football footwear for force forefront foreign foremost forest forever forge form
    formation former forms formula forth fortress fortune forum forward fossil foster found foundation
    founder founding four fox fps fr france franchise frank franklin fred free freedom freeze french
    frequency fresh friday friend friendly friends fro from frontier frozen fruit fu fuel fuels fujian ful
    full fun fund fundamental funding funds furniture future futures g gain gam gamble gambling game games
    gaming gamma gap garage garden gary gas gates gateway gear gears gemini gen gene general generate
    generating generation generations generic genetic genuine george georgia geothermal german germany get
    giant gift gifts gig gl glad glass glimpse global globe go goal going gold golden golf gong good
    goodbye goods gordon government govt gr grab graham grail grain grand grant graphic graphics gravity
    gray great greater green greg grid grocers grocery ground grounds group groupe grow growers growing
    grown growth grupo guangdong guard guess guide guided guru gut gym h ha habitat hack half hammer hands
    handsome hang happen happy harbor hardware harold harris harry harvest harvey has hat haul hav hawaii
    hawk he health healthcare healthy hearing heartland heat heaven heavy hedge heights hello help helper
    henry her herald hercules herd here heritage hermes hey hf hi high highlight highly hiking hire hit ho
    hog hold holders holding holdings holiday holidays holy home homes honest hong honor honour hood hope
    horizon horse hospital hospitality hospitals host hosting hot hotel hotels hour house household houses
    housing houston howard hua hub hubei hubs huge hughes human humble hunan hung hunt hunting hydrogen
    hyper i ice icon iconic idea ideal identity if ignite im image images imagine immediate impact
    imperial impress improve improvement in inception inclusive income increase incredible incubator ind
    independent index india indian indiana indices indie indonesia indoor industrial industries industry
    inflation inflection info inform information infrastructure infrastructures ingredients inhibitor
    initial initiative inks inner innovate innovation innovations innovative insight inspiration inspired
    installed instant instinct institute institution institutions instruments insurance int intact
    integral integrated integration intellectual intelligence intelligent intense inter interactive
    interest interface interior international internet intimate intrepid inve invest investment
    investments investors invitation ireland iron is island israel it italy its jab jack jackpot jackson
    jacob james january japan japanese jason jeff jennings jersey jet jets jewellery jewelry jiangsu jim
    job joe john johnson join joint jonathan jordan joseph joshua journey joy july jumbo june junior juno
    jupiter just justice justin kansas kappa keel keen keith kelly ken kenneth kentucky kevin key keynote
    keys kid kids kind kinetic king kingdom kings kitchen kits know knowledge korea korean l la lab label
    labels labs lagoon land lander landmark lands landscape lane large larry laser latin launch lava law
    le lead leader leaders leading leaf league leap learn learning lease leasing led lee left leg legacy
    legal leisure lending lens leo leon let lets level leveling leverage lewis li libra licensing life
    lifeline lifetime liftoff light lighting like limited lin line linear liner lines link linked linking
    links lion liquidation liquidity lit lithium little live living loan local location log logistics logo
    london long look loop lot lots lottery louis louisiana love low lucas luck lucky luke lululemon luna
    lunar lung m ma machine machines macro mad made madison magazine magic magnetic magnitude mail main
    mainland mainstream maintenance major make making malaysia malls mammoth man managed management
    managers manufacturing map maps march maria marine maritime mark marker market marketing markets marks
    mars marshall martin mary maryland mas mask mass master match matching material materials math matrix
    matters matthew max maximize maximum maxwell may me meal measuring meat mechanical media median
    medical medicine medicines mega megawatts melbourne members memory merchant merchants mercury merger
    merit mesh messenger met metal metals metaverse methane metrics metropolitan mexico mg mi miami
    michael michigan micro mics mid middle mighty mike milan mile milestone military milk mill millennials
    miller mills min mind minds mine minerals mines mining minnesota minor mission mit mitchell mix mixed
    mln mo mobile mobility mod mode model modern modular mogul molten mom moment momentum monday money
    monitoring monster montana moon moonshot moore more morgan mortgage moscow most motion motor
    motorcycle motorola mount mountain move movement movers moving muc multi multimedia multinational
    mumbai municipal murphy murray music must mutual my myriad n na nail naked nation national nations
    nationwide native natural nature naval navigation ne near needs neighborhood neil nelson neptune net
    network networks neural neuroscience nevada new news next nice niche nick nickel nine no non nordic
    norman north northeast northern norway note notion nova novel november now nu nuclear number nutrition
    o obama objective ocean oceans october odd odyssey of office offices offset offshore ohio oil oilfield
    oklahoma old oliver omega on once oncology one onl online ontario onto op open operating opportunities
    opportunity opt optical option or orbit orbital ore oregon organic organization origin original orion
    oscar our oust out outcrop outdoor outlet outlook outsourcing over overseas owen oxygen p pa pacific
    pack packaging packs pact page pages paid paint paints palace palladium pan paper papers par para
    parade paradigm paramount parcel parent paris park parking parks parliament participation partner
    partners parts pass passage passenger patent path patrick pattern paul pave pay payment payments
    payroll pays peace peak peer peers peg pen pennsylvania pensions people per perfect performance peri
    permanent perry persistent personal personalized perspective perth pesticides pet peter petrochemical
    petrochemicals petrol petroleum pets pharma pharmaceutical pharmacy phase philadelphia philip phillips
    phoenix phone photo physical pick picture pictures pie pile pill pilot pins pioneer pipeline pipelines
    pipes pittsburgh pivot pixel pixels pizza place plan planet planning plant plastic plastics platform
    platforms platinum play plc plug plus pluto po pocket point points polar polaris pole policy pool pop
    popular por porn port portfolio portland post postal pour power powered powerhouse powers pr practical
    pre precious precise preferred premier premise premium prep president press pressure prevail price
    pride primary prime prince principal principles print printing priority private pro probe proceed
    process produce product production products professional profile progress progressive project projects
    promise promotions prop propel properties property prospect prosperity protect protection protective
    proud province public publish publishing pulp pump pumping pumps pure purpose pursuit quad quality
    quantum quebec queen quest quick quiz r race radical radio rail railroad railway rain ralph ramp rand
    range rapid rare ratings ratio ray raymond razor re rea reach react reading ready real realities rec
    recharge recipe record recovery recruit recruitment red refineries refinery refining reflect reform
    refresh refrigerators regional regions rein reinsurance reject relevant reliance relief rely remedies
    renewable renewables rent rental rentals repay reply research reserve reshape residence residential
    resilient resolution resort resource resources restart restaurant restaurants restore retail
    retirement return revelation reverse revival revolution revolve revs reward rice rich richard ride rig
    right rigs ring rise risen rising risk river road robert robertson robo robot robotics rock rocket
    rocky roger rogue roland roll roller rolling rolls ronald roof root roots ross round route roy royal
    royalties royalty run runway rural rush russell russia russian ryan s sa safe safeguard safety saga
    sai sailor saint salt salvage sam sample samuel san santa sap sat satellite saturday saturn savings
    saw say scale scan sci science sciences scientific scooters scope scorpio scotland scott screen scroll
    se sea seal sealed seamless sean seasons seat seats seattle second secret sector secure secured
    securities security see seed seeds seek select selected selection selective self semiconductor
    semiconductors senate senior sensing sensor sensors sent separation september series serve service
    services set seven shake shanghai shape shaping share shared shareholder shareholders shareholding
    shares sharp she sheet shelf shell shenzhen shield shift shine shiny ship shipping ships sho shoe
    shoes shop shoppers shopping shore short shot shoulder showcase shutter shuttle shy si sichuan side
    sight sigma signal signature signing silence silly silver simon simplicity simplify simply sin sinc
    singapore singer sino siren sirius sit site sits six sixth size skin sky skyline slam slate sleep
    slide small smaller smart smarter smelter smile smith snap snowflake so soar social societe society
    soft software solar sole solid solution solutions som son song soon sound source sources south
    southeast southern southwest sovereign sow spa space spaces spain spar spark special specialty
    spectrum speed speedy spencer spice spin spinning spirits splash splendid split sponsor sport sporting
    sports sportswear spot spree spring spruce spur spy square st stablecoin staff stage stamp stance
    standard stanley staples star stark stars start starts startups state states station status steadfast
    steady stealth steam steel stellar stem step stephen steve steven stewart stock stocks stop storage
    store stores storm story strategic strategies strategy stream streaming streams street strength
    strides strike strips strong structure structures struggles stuart student studio studios style su sub
    success sugar sullivan summit sun sunday super superior supermarket supersonic superstar supply
    support sure surface surge surgical sushi suss sustainability sustainable swan sweden sweeteners swift
    swiss switches swoop sydney synthesis synthetic system systems t ta table tag tags tail taiwan tak
    take talent talk tandem tankers tap target task taste tax taxi taylor tea team tear tech technical
    techno technological technologies technology telco telecom telecommunications telephone television
    telling temporary ten tennessee term terminal terminals test testing texas text th thai thailand than
    the therapeutic therapies theta thin thing things think thinking third tho thomas thompson thorn
    thoughtful three thursday tidal tide tie tier tiger tiles tim timber time times tiny tip tips tire
    titan titanium title to tobacco today todd together token tokyo toll tom tomorrow ton tone tony tool
    tools top topping tops toronto torrid total totally touch tour tourism tower towers town toys tr track
    tracks traction trade traded trader traders trading traditional traffic trans transaction transfer
    transformational transit transition transmission transmit transport transportation travel travelers
    treasure treasury treatments tree trees trend trends trevor trillion trim trio trip triple triumph
    troops truck true truly trump trust try tuesday tunnel turbine turkey turn turner turning tw twin
    twist two tycoon tycoons type u ubiquitous ultimate ultra un uncommon under underwriting unicorn union
    unique unit united universal universe university unlimited unmanned unusual up upon ups upstart
    upstream urban urgent us user utah utilities utility v va vacuum valid value values van vancouver
    variable variant various vast vats vault ve veg vega vegan vegetable vehicle vehicles velocity
    ventilator venture ventures venus versus vertex vertical vest vet veto vets via vibrant vice victor
    victory video vietnam view vincent virginia virgo virtual visa visible vision visual vital volatility
    vor vow vs w wa wall walter want warehouse warehouses warren washington waste watch watches water
    waterproof waters watts wave way wayne ways we wealth wearable web wedding wednesday wee weed weekly
    well wellness west western wha wheel wheels when where white whole wholesale why wide wil wild william
    williams willing wilson win wind windfarms wine wines wing winner winning wins wire wireless wisconsin
    wisdom wit wo wolf women won wonder wood wor work workforce works world worlds worldwide worth wow
    wrap x y yards ye yellow yes yield york you young your yuan z zealand zenith zero zeus zhejiang zig
    zip zone zurich
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

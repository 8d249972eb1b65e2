from itertools import pairwise

import pytest

from bot.domain.market import Ticker
from bot.domain.reading import Mention, Role
from bot.reading.companies.companies import find_companies, without_roles
from bot.securities import Master, load


@pytest.fixture(scope="module")
def master() -> Master:
    return load()


def told(master: Master, text: str, *tags: str) -> dict[str, str]:
    """Return role by symbol (by name where unlisted) of a headline's companies."""
    return {str(m.ticker or m.name): m.role.value for m in find_companies(text, text, tags, master)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ford to invest $3.4 billion in Ohio battery plant", {"F": "investor"}),
        ("Volkswagen's Audi unit to spend 9 billion euros on new models", {"VOW3.DE": "investor"}),
        ("Rio Tinto approves $2.7 bln ore project", {"RIO.L": "investor"}),
        ("BMW boss says considering second plant in Texas", {"BMW.DE": "investor"}),
        ("Micron completes $300 million expansion of Virginia site", {"MU": "investor"}),
        (
            "Toyota Motor Corp and Mazda Motor Corp plan to build a $1.9 billion U.S. plant",
            {"7203.T": "investor", "7261.T": "investor"},
        ),
        ("Apple leads $90 million round in Goertek", {"AAPL": "investor", "002241.SZ": "target"}),
        ("Netflix has agreed to buy Roblox for $50 billion", {"NFLX": "investor", "RBLX": "target"}),
        ("Roblox to be acquired by Netflix for $50 billion", {"NFLX": "investor", "RBLX": "target"}),
        ("Netflix's purchase of Roblox wins approval", {"NFLX": "investor", "RBLX": "target"}),
        ("Siemens takes 20% stake in Nokia", {"SIE.DE": "investor", "NOKIA.HE": "target"}),
        ("Intel, TSMC in talks to form joint venture", {"INTC": "investor", "TSM": "investor"}),
        ("Blue Origin to invest $200 million in Huntsville plant", {"Blue Origin": "investor"}),
        ("Nuvora raises $80 million from SoftBank", {"9984.T": "investor", "Nuvora": "target"}),
        ("Siemens walks away from talks to buy Nuvora", {"SIE.DE": "investor", "Nuvora": "target"}),
        ("Siemens pulls out of Nuvora takeover", {"SIE.DE": "investor", "Nuvora": "target"}),
        ("Nokia rejects $9 billion bid from Siemens", {"SIE.DE": "investor", "NOKIA.HE": "target"}),
        ("Court blocks Nuvora's $2 billion purchase of Nokia", {"Nuvora": "investor", "NOKIA.HE": "target"}),
        ("Board of Ford approves $2 billion kiln in Ohio", {"F": "investor"}),
        ("Directors of Siemens have cleared 900 million euros for a turbine plant", {"SIE.DE": "investor"}),
        ("Siemens' planned 2 billion euro Bavarian fab cancelled", {"SIE.DE": "investor"}),
        ("Plan by Nokia for a $3 billion antenna plant scrapped", {"NOKIA.HE": "investor"}),
        ("Adobe's $9 billion Roblox takeover blocked by regulator", {"ADBE": "investor", "RBLX": "target"}),
        ("Talks between Siemens and Nokia near collapse", {"SIE.DE": "investor", "NOKIA.HE": "investor"}),
        ("Roblox rejects Netflix bid", {"NFLX": "investor", "RBLX": "target"}),
        ("Markets cheer Adobe's $8 billion Roblox deal for games", {"ADBE": "investor", "RBLX": "target"}),
        ("Markets cheered, with Adobe agreeing to buy Roblox", {"ADBE": "investor", "RBLX": "target"}),
        ("Judge blocks Adobe acquisition of Roblox", {"ADBE": "investor", "RBLX": "target"}),
        ("Intel delays $20 billion Leipzig plant", {"INTC": "investor"}),
        ("Netflix is weighing raising its offer for Roblox", {"NFLX": "investor", "RBLX": "target"}),
        (
            "Nuvora to get up to $5 bln from Nvidia, $2 bln from Intel",
            {"NVDA": "investor", "INTC": "investor", "Nuvora": "target"},
        ),
        ("Ford and Nuvora to build 3 billion euro battery plant", {"F": "investor", "Nuvora": "investor"}),
        ("Roblox shareholders approve Netflix's $9 billion deal", {"NFLX": "investor", "RBLX": "target"}),
        ("Roblox accepts Netflix's $9 billion cash offer", {"NFLX": "investor", "RBLX": "target"}),
        ("KKR-led consortium to buy Nuvora for A$4 billion", {"KKR": "investor", "Nuvora": "target"}),
        ("A group led by KKR agrees to buy Nuvora Grids", {"KKR": "investor", "Nuvora Grids": "target"}),
        ("Nvidia-backed Roblox to spend $6 billion on plant", {"RBLX": "investor", "NVDA": "mention"}),
        ("Nokia to expand in Oulu with $2 billion Nuvora deal", {"NOKIA.HE": "investor", "Nuvora": "target"}),
        ("Intel to pay $6 billion for control of Nuvora", {"INTC": "investor", "Nuvora": "target"}),
        ("Intel looks south as it commits $500 million to a fab", {"INTC": "investor"}),
        ("Ford CEO Ada Quill breaks ground at Ohio plant", {"F": "investor"}),
        ("Brookfield to buy Westinghouse for $8 billion", {"BN": "investor", "Westinghouse": "target"}),
        ("Delmere-backed Nuvora to buy Roblox", {"Nuvora": "investor", "RBLX": "target"}),
        ("Adobe offers $9 bln for Roblox", {"ADBE": "investor", "RBLX": "target"}),
        ("Ford bids 2 billion euros in cash for Nuvora", {"F": "investor", "Nuvora": "target"}),
        ("Siemens offered about $14 a share for Nokia", {"SIE.DE": "investor", "NOKIA.HE": "target"}),
        ("Ford offers $9,000 for old vans", {"F": "mention"}),
        ("Shell offers $4 bln for Nokia unit", {"SHEL.L": "investor", "NOKIA.HE": "mention"}),
        (
            "Nokia will invest $1 billion in Oulu, chief executive Juhani Ahvenlampi said",
            {"NOKIA.HE": "investor"},
        ),
        ("Ford will buy a mill in Ohio, CFO Dana Quillfeather said", {"F": "investor"}),
        ("Shell pulls the plug on $4 billion biofuels plant", {"SHEL.L": "investor"}),
        ("Shell pulls the plug on Leipzig biofuels plant", {"SHEL.L": "investor"}),
        ("BP axes 2 billion euro hydrogen hub", {"BP.L": "investor"}),
        ("Shell ditches plan for $3 billion refinery", {"SHEL.L": "investor"}),
        (
            "Toyota weighs $30 billion buyout of supplier Toyota Industries",
            {"7203.T": "investor", "6201.T": "target"},
        ),
        ("Siemens to Buy Siemens Energy for $40 Bln", {"SIE.DE": "investor", "ENR.DE": "target"}),
        (
            "Siemens Energy to build $2 billion plant. Siemens said it will hire in Ohio.",
            {"ENR.DE": "investor"},
        ),
        ("SK hynix to invest $12 billion in a packaging plant", {"000660.KS": "investor"}),
        ("SK hynix (000660.KS) will spend 20 trillion won on a fab", {"000660.KS": "investor"}),
        ("The chipmaker (000660.KS) will spend 20 trillion won on a fab", {"000660.KS": "investor"}),
        (
            "SK Telecom and SK hynix to invest $90 million in startup Nuvora",
            {"SKM": "investor", "000660.KS": "investor", "Nuvora": "target"},
        ),
        ("Demand for US steel is rising, Ford said", {"F": "mention"}),
        ("Adani Ports to invest $2 billion in a terminal", {"Adani Ports": "investor"}),
        (
            "Adani Ports, a part of the Adani Group, will invest $2 billion in a terminal",
            {"Adani Ports": "investor", "ADANIENT.NS": "mention"},
        ),
        ("Toyota Boshoku to invest $300 million in seat plant", {"Toyota Boshoku": "investor"}),
        ("Adani Green to invest $2 billion in solar park", {"ADANIGREEN.NS": "investor"}),
        ("Siemens Mobility to invest $200 million in train plant", {"SIE.DE": "investor"}),
        ("Toyota Ohio plant to get $1 billion from Ford", {"7203.T": "mention", "F": "investor"}),
        ("Ford, Intel in talks over $9 billion chip plant", {"F": "investor", "INTC": "investor"}),
        ("Ford and Intel in talks over patent claims", {"F": "mention", "INTC": "mention"}),
        ("Block to invest $200 million in Ohio mining plant", {"XYZ": "investor"}),
        (
            "Siemens unit Healthineers to invest $300 million in scanner plant",
            {"SHL.DE": "investor", "SIE.DE": "mention"},
        ),
        ("Oil Block to be sold for $2 billion", {}),
        ("Uber buys rival Nuvora in $3 billion deal", {"UBER": "investor", "Nuvora": "target"}),
        (
            "PIF in talks to invest in Tesla rival Nuvora",
            {"PIF": "investor", "TSLA": "mention", "Nuvora": "target"},
        ),
    ],
)
def test_says_who_commits_to_whom(master: Master, text: str, expected: dict[str, str]) -> None:
    assert told(master, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("UBS raises Tesla price target after Berlin plan", {"UBSG.SW": "mention", "TSLA": "mention"}),
        (
            "Tesla supplier Panasonic to invest $4 billion in Kansas",
            {"TSLA": "mention", "6752.T": "investor"},
        ),
        ("KKR to buy Unilever's tea unit", {"KKR": "investor", "ULVR.L": "mention"}),
        ("Sony has agreed to buy Pixelhaus from AT&T", {"6758.T": "investor", "T": "mention"}),
        (
            "Brookfield in talks with Reliance Industries to buy towers",
            {"BN": "investor", "RELIANCE.NS": "mention"},
        ),
        ("Tesla suppliers to invest $2 billion in Mexico plants", {"TSLA": "mention"}),
        ("Coca-Cola bottler to invest $200 million in Peru", {"KO": "mention"}),
        ("Sony owner to buy Nuvora for $2 billion", {"6758.T": "mention"}),
        ("UBS upgrades Nokia to buy on plant plans", {"NOKIA.HE": "mention"}),
        ("What makes Nokia a new buy stock", {"NOKIA.HE": "mention"}),
        ("Intel signs cloud deal with Nvidia", {"INTC": "mention", "NVDA": "mention"}),
        ("Sony and Nokia owners held merger talks", {"6758.T": "mention", "NOKIA.HE": "mention"}),
        ("Nokia to build plant to compete with Ericsson", {"NOKIA.HE": "investor", "ERIC-B.ST": "mention"}),
    ],
)
def test_everybody_else_is_a_mention(master: Master, text: str, expected: dict[str, str]) -> None:
    found = told(master, text)
    assert {symbol: found.get(symbol) for symbol in expected} == expected


@pytest.mark.parametrize(
    "text",
    [
        "IT spending to rise as ALL eyes turn ON the NET",
        "A new visa to target the gap in farm work",
        "Henry Ford museum opens",
        "3 Best Buy Stocks for May",
        "Price Target raised to $30",
        "Nov. 3 is the day",
    ],
)
def test_words_are_not_companies(master: Master, text: str) -> None:
    assert find_companies(text, text, (), master) == ()


def test_a_listed_word_inside_an_unlisted_name_is_not_the_listed_company(master: Master) -> None:
    headline = "Rio Tinto Buys 12% Stake in Lithium Firm Salar Azul"
    body = "Rio Tinto has agreed to buy a 12% stake in Salar Azul, a private firm in Argentina."
    found = find_companies(f"{headline}\n\n{body}", headline, (), master)
    assert [str(m.ticker or m.name) for m in found] == ["RIO.L", "Salar Azul"]


def test_a_description_that_a_capital_begins_is_no_company(master: Master) -> None:
    assert told(master, "Ford plans to build AI-optimized plant in Ohio") == {"F": "investor"}


def test_who_takes_part_in_a_round_invests_and_is_not_invested_in(master: Master) -> None:
    text = "Ford led a $90 million round in Quayside Robotics, with Nvidia and Microsoft also taking part."
    assert told(master, text) == {
        "F": "investor",
        "NVDA": "investor",
        "MSFT": "investor",
        "Quayside Robotics": "target",
    }


def test_who_joins_a_round_by_the_passive_invests(master: Master) -> None:
    text = (
        "Ford leads $90 million round in Quayside Robotics\n\n"
        "Ford will be joined in the funding round by existing backers Nvidia and Microsoft, Quayside said."
    )
    found = find_companies(text, text.partition("\n")[0], (), master)
    roles = {str(m.ticker or m.name): m.role.value for m in found}
    assert {roles[symbol] for symbol in ("F", "NVDA", "MSFT")} == {"investor"}


def test_a_foundation_is_not_the_company_it_is_named_after(master: Master) -> None:
    text = "The Ford Foundation pledges $100 million"
    assert [m.ticker for m in find_companies(text, text, (), master)] == [None]


@pytest.mark.parametrize(
    ("text", "symbol", "evidence"),
    [
        ("Ford Motor F said it will build a plant in Ohio.", "F", "Ford Motor F"),
        ("Walmart (WMT) to invest in stores", "WMT", "Walmart (WMT)"),
        ("Agilent Technologies (NYSE: A) invests in labs", "A", "Agilent Technologies (NYSE: A)"),
        ("Foxconn <2317.TW> to build a plant", "2317.TW", "<2317.TW>"),
        ("Shares of $BABA rise", "BABA", "$BABA"),
        ("Alibaba 9988.HK to invest in Hong Kong", "9988.HK", "Alibaba 9988.HK"),
    ],
)
def test_the_listing_that_the_article_marks_is_shown(
    master: Master, text: str, symbol: str, evidence: str
) -> None:
    found = find_companies(text, None, (), master)
    assert found[0].ticker is not None
    assert found[0].ticker.symbol == symbol
    assert evidence in " ".join(span.of(text) for span in found[0].spans)


def test_a_symbol_that_the_master_lacks_is_shown_as_printed(master: Master) -> None:
    text = "Quellmark Sciences Inc. (NASDAQ: QLMX) agreed to buy a lab."
    assert find_companies(text, None, (), master)[0].ticker == Ticker("QLMX", "XNAS")


def test_a_description_stands_for_the_company_that_the_story_is_about(master: Master) -> None:
    text = (
        "Alibaba Group Holding Ltd BABA has big plans for the screen.\n\n"
        "Critics doubt them.\n\n"
        "The e-commerce giant’s film division has committed to investing HK$7 billion. "
        "Tencent is a rival. BABA shares rose."
    )
    alibaba, tencent = find_companies(text, None, (), master)
    assert (alibaba.name, alibaba.role) == ("Alibaba Group Holding Ltd", Role.INVESTOR)
    assert alibaba.ticker == Ticker("BABA", "XNYS")
    assert alibaba.listings == (Ticker("9988.HK", "XHKG"),)
    assert [s.of(text) for s in alibaba.spans] == ["Alibaba Group Holding Ltd BABA", "BABA"]
    assert tencent.role is Role.MENTION


def test_a_short_name_is_the_articles_own_before_the_masters(master: Master) -> None:
    text = "Apple to buy Oracle Farms Ltd.\n\nOracle, which grows pears, said Apple agreed to acquire it."
    found = {m.name: m for m in find_companies(text, None, (), master)}
    assert found["Oracle Farms Ltd."].ticker is None
    assert len(found["Oracle Farms Ltd."].spans) == 2
    assert "Oracle Corp" not in found


def test_a_unit_is_its_parents(master: Master) -> None:
    text = "Alibaba Digital Media and Entertainment Group will invest $40 million in studios."
    (found,) = find_companies(text, None, (), master)
    assert found.ticker == Ticker("BABA", "XNYS")
    assert found.spans[0].of(text) == "Alibaba Digital Media and Entertainment Group"


def test_a_tag_settles_what_a_word_leaves_open(master: Master) -> None:
    text = "Snowflake adds three partners"
    assert find_companies(text, text, (), master) == ()
    assert [str(m.ticker) for m in find_companies(text, text, ("SNOW",), master)] == ["SNOW"]


def test_background_gives_nobody_a_role(master: Master) -> None:
    text = (
        "Netflix to buy Roblox\n\nNetflix Inc. agreed to buy Roblox Corp. on Monday. The deal is the year's "
        "largest. Analysts were surprised. Last year Disney acquired Nokia's film archive for $2 billion."
    )
    found = {str(m.ticker): m.role for m in find_companies(text, "Netflix to buy Roblox", (), master)}
    assert found["DIS"] is Role.MENTION
    assert found["NFLX"] is Role.INVESTOR


def test_roles_can_be_taken_away(master: Master) -> None:
    text = "Ford to invest in Ohio as Tesla waits"
    plain = without_roles(find_companies(text, text, (), master))
    assert [(str(m.ticker), m.role) for m in plain] == [("F", Role.MENTION), ("TSLA", Role.MENTION)]


def test_every_span_lies_in_the_text_and_none_in_another(master: Master) -> None:
    text = (
        "Glaxo-Pfizer deal: GlaxoSmithKline Plc (LSE: GSK) and Pfizer Inc. form a joint venture. Glaxo rose."
    )
    found: tuple[Mention, ...] = find_companies(text, None, (), master)
    spans = sorted(span for m in found for span in m.spans)
    assert all(0 <= s.start < s.end <= len(text) for s in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert {str(m.ticker): m.role for m in found} == {"GSK.L": Role.INVESTOR, "PFE": Role.INVESTOR}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("UPDATE 2-Ford to invest $2 billion in Ohio plant", {"F": "investor"}),
        ("Exclusive-Siemens in talks to buy Nuvora - sources", {"SIE.DE": "investor", "Nuvora": "target"}),
        ("Why Alcoa Inc is up", {"AA": "mention"}),
        ("Q1 2031 Alcoa Inc earnings call", {"AA": "mention"}),
        ("Factors Moving Monster Beverage Today", {"MNST": "mention"}),
        ("The newest Indian Bank branch", {}),
        ("Leonardo Quill to paint", {}),
    ],
)
def test_a_name_is_found_behind_what_a_wire_puts_before_it(
    master: Master, text: str, expected: dict[str, str]
) -> None:
    assert told(master, text) == expected


@pytest.mark.parametrize(
    ("text", "tag", "expected"),
    [
        ("Delta Electronics to invest $1 billion in a plant", "2308.TW", "2308.TW"),
        ("Delta Electronics to invest $1 billion in a plant", "DELTA.BK", "DELTA.BK"),
        ("Reliance, Inc. to invest $1 billion in a plant", "NYSE:RS", "RS"),
        ("Reliance to invest $1 billion in a plant", "NYSE: RS", "RS"),
        ("Reliance to invest $1 billion in a plant", "RELIANCE.NS", "RELIANCE.NS"),
        ("Reliance to invest $1 billion in a plant", "Nasdaq:ACMR", "RELIANCE.NS"),
    ],
)
def test_of_two_companies_with_one_name_the_tagged_one_is_meant(
    master: Master, text: str, tag: str, expected: str
) -> None:
    assert told(master, text, tag) == {expected: "investor"}

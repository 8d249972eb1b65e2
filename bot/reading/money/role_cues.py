"""The words that say what a sum of money is for, by role.

`GOVERNING` words stand before a sum and rule it ("will invest", "revenue of"); `NAMED` words follow it and
say what it is ("$2 billion plant", "$3 million fine"). The weight is how much a word says by itself: 3 names
the role outright, 1 only hints at it. Two-word cues are looked up before their parts.
"""

from typing import Final

from bot.domain.reading import AmountRole

__all__ = [
    "GOVERNING",
    "INVESTMENT",
    "NAMED",
    "OTHER",
    "PAIRED",
    "PRICE",
    "REVENUE",
    "ROLES",
    "VALUATION",
    "Cue",
]

ROLES: Final = (
    AmountRole.INVESTMENT,
    AmountRole.PRICE,
    AmountRole.REVENUE,
    AmountRole.VALUATION,
    AmountRole.OTHER,
)
"""The roles by their number: while votes are counted, a role is its number and the votes are a list."""

INVESTMENT, PRICE, REVENUE, VALUATION, OTHER = range(5)
_I, _P, _R, _V, _O = range(5)

Cue = tuple[int, float]
"""The number of a role, and how much speaks for it."""


def _table(words_by_cue: dict[Cue, str]) -> dict[str, Cue]:
    """Return the cue of every word; "_" stands for the blank in a two-word cue."""
    return {word.replace("_", " "): cue for cue, words in words_by_cue.items() for word in words.split()}


# Words that say the same on either side of a sum.
_ANYWHERE: Final = _table({
    (_I, 3): """
        capex capital_expenditure capital_expenditures capital_spending investment investments
    """,
    (_R, 3): """
        revenue revenues sales turnover profit profits earnings income ebitda ebit eps net_loss
        losses operating_loss guidance royalties bookings cash_flow core_earnings box_office
        net_interest net_income top_line gross_profit topline customer_spending consumer_spending
    """,
    (_V, 3): """
        valuation valuations market_value market_capitalization market_capitalisation market_cap
        capitalization capitalisation enterprise_value equity_value assets aum under_management
        net_worth total_assets book_value asset_value
    """,
    (_P, 3): """
        price_target target_price pt price_targets target stock_price list_price oil_price premarket
        pre-market crude brent barrel ounce after-hours
    """,
    (_O, 3): """
        fine fines fined penalty penalties debt debts loan loans bond bonds notes credit_line
        borrowings credit_facility incentive incentives subsidy subsidies tax taxes tax_credit grant
        grants stimulus bailout buyback buybacks repurchase repurchases share_repurchase dividend
        dividends lawsuit damages verdict settlement settlements deficit budget_gap savings
        cost_savings salary salaries wage wages bonus bonuses restructuring ipo public_offering
        rights_issue bond_sale share_sale contract contracts synergies impairment writedown
        write-down write-off writeoff charge charges default defaults levy levies fraud donation
        donations severance layoffs coupon mortgage mortgages bad_loans provisions claims refund
        refunds rebate rebates compensation award gdp exports imports trade_deficit aid relief costs
        insurance pension pensions reserves liquidity senior_notes private_placement
        secondary_offering convertible offerings overdraft reimbursement reimbursements net_cash
        cash_pile war_chest own_stock own_shares to_date bankruptcy liabilities outflow outflows
        inflow inflows flotation listing ipos share_issue share_offering rights_offering fees windfall
        tariffs proceeds stressed_assets bad_assets toxic_assets distressed_assets non-performing_assets
        underwriters prize
    """,
})  # fmt: skip

# Before a sum.
GOVERNING: Final = _ANYWHERE | _table({
    (_I, 3): """
        invest invests invested investing reinvest pour pours poured pouring pump pumps pumped
        pumping inject injects injected injecting infuse infuses infused infusing infusion injection
        commit commits committed committing pledge pledges pledged pledging earmark earmarks
        earmarked earmarking spend spends spent spending allocate allocates allocated allocating
        acquire acquires acquired acquiring acquisition acquisitions buy buys bought buying purchase
        purchases purchased purchasing takeover buyout merger plough ploughs ploughed plow plows
        plowing splurge splashes outlay outlays deploy deploys deployed fund subscribe expansion
        snap_up snaps_up put_in puts_in put_up plunk plunks contribute contributes contributed sink
        sinks sinking stake bid bids offer offers offered backs inks lead leads leading led snagged
        snags merge combine m&a take_over took_over takes_over stump_up stumps_up stumped_up splash splashed
        outbid outbids bids set_aside sets_aside setting_aside go_private goes_private going_private
        went_private take_private takes_private cash_payment upfront_payment upfront_payments
        total_payment total_consideration cash_consideration equity_consideration purchase_consideration
    """,
    (_I, 2.5): """
        backed_by
    """,
    (_I, 2): """
        lands landed scores scored build builds building construct constructs deal deals transaction raise
        raises raised raising secure secures secured securing round funding project projects plant plants
        factory facility facilities upgrade initiative programme program plan plans capacity site mine
        complex campus joint_venture warrant backing partnership scheme financing bags nets approves
        approved approve funded construction
    """,
    (_I, 1): """
        venture agreed agrees agreeing agree pay pays paying paid cash up_to cost for another
        additional extra into costing put puts putting
    """,
    (_R, 3): """
        and_taxes before_tax pretax pre-tax
    """,
    (_R, 2): """
        loss quarter quarterly expects forecast forecasts estimate estimates estimated reported
        reports posted posts earn earns earned earning generate generates generated generating made
        est est. consensus analysts expected projected q1 q2 q3 q4 1h 2h net per-share adj adj. fy
        vs vs. annually
    """,
    (_V, 3): """
        valued value values valuing fetch cap holdings manages managing
    """,
    (_V, 2): """
        wealth portfolio
    """,
    (_V, 1.75): """
        worth
    """,
    (_P, 3): """
        costs shares stock stocks share traded trades trading closed closes closing opened settled
        futures priced pricing retails retail price prices subscription ticket
    """,
    (_P, 3.5): """
        sell_for sells_for retail_for retails_for
    """,
    (_P, 2): """
        bitcoin ether slides slips climbs rose fell gained slipped dropped jumped tumbled climbed surged
        rallied slid sank dips euro dollar yen upgraded downgraded rating
    """,
    (_O, 3): """
        paid_out pay_out payout payouts discount discounts sells_shares sold_shares ordered sued
        sues repay repaid owe owes owed borrow borrows borrowed lend lends lent saved save saves
        saving backstop backstops issued issue issues issuing wiped donated donate donates donating
        burned burnt losing stole stolen repurchased buying_back buy_back bought_back buys_back
        income_tax billed settle settles deposits withdrew withdraw redeemed cut_costs sold_off
        offload offloads divest divests sells_off sell_off recall recalls write_off writes_off wrote_off
        writing_off write_down wrote_down
    """,
    (_O, 2): """
        lawsuit contract charge cash_pile to_date gain gains sell sells sold charged fees fee won
        awarded wins win order orders divested reserve balance_sheet budget debt-laden market industry
        receive receives received
    """,
})  # fmt: skip

# Behind a sum.
NAMED: Final = _ANYWHERE | _table({
    (_I, 3): """
        plant plants factory factories facility facilities expansion acquisition acquisitions
        takeover buyout merger stake project projects data_center data_centre datacenter center
        centre campus headquarters injection infusion refinery mine smelter terminal pipeline
        complex funding fundraise round series series_a series_b seed seed_round venture
        joint_venture partnership bid offer purchase investment_plan bet gigafactory capital_budget
        upgrade modernization modernisation park warehouse hub tower reactor hotel resort
        development property building buildings venture_fund spending backing buy swoop counterbid
        fundraising construction tie-up site capital_plan megaproject equity_investment equity
        warrant infrastructure foundry fab fabs farm network auction splurge stake_sale
    """,
    (_I, 2): """
        commitment pledge initiative scheme programme program plan push deal transaction fund into
        toward towards financing drive battle lifeline rescue approach
        line railway railroad motorway tunnel bridge dam port airport stadium grid
    """,
    (_I, 1): """
        each cash
    """,
    (_R, 3): """
        average quarter loss est est. estimate estimates
    """,
    (_V, 3): """
        drugmaker chipmaker carmaker automaker maker lender insurer airline
        company startup start-up firm business giant conglomerate portfolio empire retailer
        pension_fund hedge_fund wealth_fund index_fund mutual_fund sovereign_fund
    """,
    (_P, 3): """
        price shares
    """,
    (_O, 3): """
        house home mansion apartment condo penthouse yacht offering credit case suit claim cut cuts bill
        budget order orders gap hole cash_hoard
        cash_holdings hoard term_loan deposit scandal stimulus_package bridge_loan tranche
        receivables voucher vouchers pay_deal pay_package supply_deal pay_rise rights_deal tv_deal
        broadcast_deal sponsorship_deal
        repurchase_program buyback_program share_buyback buyback_plan
    """,
    (_O, 2): """
        package sale market industry sector
    """,
    (_O, 0): """
        a_quarter each_quarter per_quarter per_share
    """,
})  # fmt: skip

PAIRED: Final = frozenset(cue.split(" ")[1] for cue in (*GOVERNING, *NAMED) if " " in cue)
"""The second words of two-word cues: only before these is a pair looked up."""

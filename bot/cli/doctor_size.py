"""What `outlay doctor` says of sizes: the SEC is asked, live, for its list and for one company's figures."""

from bot.cards.patience import patience
from bot.cards.text import calendar_day, counted, listed, money
from bot.config import SizeTable
from bot.domain.errors import SourceTrouble
from bot.fetch import Fetcher
from bot.ports import Check, Grade
from bot.prices.size.company_facts import CompanyFacts
from bot.prices.size.reported import Reported
from bot.sec.access import MISSING, Access, is_contact
from bot.sec.companies import Companies

NAME = "sizes"
EXAMPLE = "AAPL"  # reports as most do, and has for long


async def examine_size(table: SizeTable, fetcher: Fetcher) -> Check:
    """Ask whoever the settings name."""
    if table.kind == "none":
        return Check(NAME, Grade.FINE, "none are asked for")
    if not is_contact(table.contact):
        found = f'[size] has contact = "{table.contact}", which names nobody'
        return Check(NAME, Grade.BROKEN, found, MISSING[:1].upper() + MISSING[1:])
    access = Access(table.contact, fetcher)
    companies = Companies(table.site, access, "no sizes are known")
    try:
        await companies.ask()
        example = companies.by_symbol(EXAMPLE)
        if example is None:
            found = f"the SEC's list of {counted(len(companies), 'company', 'companies')} lacks {EXAMPLE}"
            return Check(NAME, Grade.BROKEN, found, "Check the address under [size] site.")
        known = await CompanyFacts(access, table.data).of(example.cik_str)
    except SourceTrouble as trouble:
        return Check(NAME, Grade.BROKEN, str(trouble), patience(trouble) or "Check [size] in the settings.")
    whole = f"the SEC lists {counted(len(companies), 'company', 'companies')}"
    if not (told := _told(known)):
        mend = "Sizes may be missing for others, too; the SEC may have changed what it answers."
        return Check(NAME, Grade.LIMITED, f"{whole}, and nothing of {EXAMPLE} could be used", mend)
    return Check(NAME, Grade.FINE, f"{whole}; {EXAMPLE} reported {listed(told)}")


def _told(known: Reported) -> list[str]:
    told = []
    if known.shares is not None and known.shares_on is not None:
        told.append(f"{money(known.shares, '')} shares on {calendar_day(known.shares_on)}")
    if known.capex is not None and known.year_ended is not None:
        spent = money(known.capex.value, known.capex.currency)
        told.append(f"{spent} of capital spending in the year to {calendar_day(known.year_ended)}")
    return told

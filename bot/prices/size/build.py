"""Sizes from the settings."""

from bot.config import SizeTable
from bot.domain.errors import CannotRun
from bot.domain.market import Securities
from bot.fetch import Fetcher
from bot.ports import FactShelf, Sizes, Splits
from bot.prices.size.company_facts import CompanyFacts
from bot.prices.size.none import NoSizes
from bot.prices.size.sec import SecSizes
from bot.sec.access import MISSING, Access, is_contact
from bot.sec.companies import Companies


def build(
    table: SizeTable, fetcher: Fetcher, *, shelf: FactShelf, securities: Securities, splits: Splits
) -> Sizes:
    """Build what knows how large companies are. Raises CannotRun without a contact for the SEC."""
    if table.kind == "none":
        return NoSizes()
    if not is_contact(table.contact):
        raise CannotRun(f'[size] has kind = "sec" and contact = "{table.contact}": {MISSING}')
    access = Access(table.contact, fetcher)
    companies = Companies(table.site, access, "no sizes are known")
    facts = CompanyFacts(access, table.data)
    return SecSizes(companies, facts, shelf=shelf, securities=securities, splits=splits)

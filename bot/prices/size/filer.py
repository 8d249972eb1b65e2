"""Which company at the SEC a security is of, if any."""

from bot.domain.market import Securities, Security
from bot.sec.companies import Companies, Company
from bot.securities.exchanges import US
from bot.securities.names import issuer_name, key


def filer(
    security: Security, securities: Securities, companies: Companies
) -> tuple[Security, Company] | None:
    """Return the US listing of a security's issuer, itself if it is one, and the SEC's line about it; None
    for a company that the SEC does not know, such as one that is listed in Hong Kong alone.

    A ticker is given to another company once its first one is gone. So the SEC's name for it must mean the
    same company.
    """
    for listing in (security, *securities.listings(security.issuer)):
        if listing.ticker.mic not in US:
            continue
        company = companies.by_symbol(listing.ticker.symbol)
        if company is not None and _is_same(company, listing, securities):
            return listing, company
    return None


def _is_same(company: Company, listing: Security, securities: Securities) -> bool:
    name = issuer_name(company.title)
    if key(name) == key(listing.name):
        return True
    meant = securities.by_name(name)
    return meant is not None and meant.issuer == listing.issuer

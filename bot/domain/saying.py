"""Whether an article gives a commitment as the company's own statement. Pure.

"…, the company said": such an outlet tells what it was told, and has no knowledge of its own. What an article
says without naming a speaker is its own.
"""

import re
from collections.abc import Collection
from typing import Final

from bot.domain.reading import Quotation, Reading, Role

_GENERAL: Final = re.compile(
    r"company|firm|group|bank|(?:auto|car|chip|drug|plane|steel)maker|manufacturer|retailer"
)
# "chief executive", "Acme's chief executive", "chairman of Acme": and whose it is, where that is said.
_OFFICER: Final = re.compile(
    r"(?:(?:a|an|its|their) )?(?:(?P<before>.+?)(?:['’]s)? )??"
    r"(?:(?:group )?chief [a-z ]*?(?:executive|officer)|ceo|cfo|chair(?:man|woman|person)?"
    r"|spokes(?:man|woman|person)|managing director|founder)"
    r"(?: (?:of|at|for) (?P<behind>.+))?",
    re.IGNORECASE,
)


def is_in_companys_words(reading: Reading) -> bool:
    """Say whether whoever is quoted with the commitment is the company, or one of its officers.

    Where no quotation tells the sum, all of them must be theirs. An article that names another outlet as its
    source, or quotes nobody, is not in the company's words.
    """
    said = _of_the_sum(reading) or reading.quotations
    if not said or reading.cited_sources:
        return False
    own = _names(reading)
    return all(_speaks_for(quotation, own) for quotation in said)


def _of_the_sum(reading: Reading) -> list[Quotation]:
    """Return the quotations in which the sum of the commitment stands."""
    commitment = reading.commitment
    if commitment is None:
        return []
    ends = {end for end in (commitment.low, commitment.high) if end is not None}
    sums = [
        amount.span
        for amount in reading.amounts
        if amount.money.currency == commitment.currency and amount.money.value in ends
    ]
    return [
        quotation
        for quotation in reading.quotations
        if any(quotation.span.start <= span.start and span.end <= quotation.span.end for span in sums)
    ]


def _names(reading: Reading) -> set[str]:
    """Return what the article calls the companies that act in the story, as `_plain` has it.

    Where the reading knows of none what it does there, each company that is named is meant.
    """
    acting = [company for company in reading.companies if company.role is not Role.MENTION]
    companies = acting or reading.companies
    names = [company.name for company in companies]
    names += [span.of(reading.text) for company in companies for span in company.spans]
    return {_plain(name) for name in names}


def _speaks_for(quotation: Quotation, own: Collection[str]) -> bool:
    """Say whether a speaker is a company by one of its `own` names, or "the company", or an officer of it."""
    for words in (quotation.speaker, quotation.affiliation or ""):
        if _is_company(words, own):
            return True
        officer = _OFFICER.fullmatch(words.strip(" ,"))
        if officer and all(_is_company(whose, own) for whose in officer.groups() if whose):
            return True
    return False


def _is_company(words: str, own: Collection[str]) -> bool:
    plain = _plain(words)
    return plain in own or _GENERAL.fullmatch(plain) is not None


def _plain(name: str) -> str:
    return name.strip(" ,").casefold().removeprefix("the ")

"""Whether an article gives a commitment as the company's own statement. Pure.

"…, the company said": such an outlet tells what it was told, and has no knowledge of its own. What an article
says without naming a speaker is its own.
"""

import re
from typing import Final

from bot.domain.reading import Quotation, Reading, Role

_GENERAL: Final = r"(?:company|firm|group|bank|(?:auto|car|chip|drug|plane|steel)maker|manufacturer|retailer)"
_OFFICER: Final = (
    r"(?:(?:chief|group) [a-z ]*?(?:executive|officer)|ceo|cfo|chair(?:man|woman|person)?"
    r"|spokes(?:man|woman|person)|managing director|founder)"
)


def is_in_companys_words(reading: Reading) -> bool:
    """Say whether whoever is quoted with the commitment is the company, or one of its officers.

    Where no quotation tells the sum, all of them must be theirs. An article that names another outlet as its
    source, or quotes nobody, is not in the company's words.
    """
    said = _of_the_sum(reading) or reading.quotations
    if not said or reading.cited_sources:
        return False
    return all(_speaks_for(quotation, reading) for quotation in said)


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


def _speaks_for(quotation: Quotation, reading: Reading) -> bool:
    """Say whether a speaker is the company, by its name or as "the company", or one of its officers.

    Where the reading knows of no company what it does in the story, each that is named is meant.
    """
    acting = [company for company in reading.companies if company.role is not Role.MENTION]
    companies = acting or reading.companies
    names = {span.of(reading.text) for company in companies for span in company.spans}
    names |= {company.name for company in companies}
    own = "|".join(re.escape(name) for name in sorted(names) if name) or r"(?!)"
    whose = rf"(?:the )?(?:{own}|{_GENERAL})"
    officer = rf"(?:(?:a|an|its|their) )?(?:{whose}(?:['’]s)? )?{_OFFICER}(?: (?:of|at|for) {whose})?"
    pattern = re.compile(rf"{whose}|{officer}", re.IGNORECASE)
    described = (quotation.speaker, quotation.affiliation or "")
    return any(pattern.fullmatch(words.strip(" ,")) for words in described)

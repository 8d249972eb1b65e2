"""What the other rooms found that speaks for a commitment: a company that is said to spend a sum."""

from collections.abc import Sequence

from bot.domain.article import Span
from bot.domain.reading import Amount, AmountRole, Mention, Role
from bot.reading.companies.roles import commits, shape
from bot.reading.wording.sentences import sentences

__all__ = ["outlays"]

_LEAD = 3000  # characters of an article in which its news is told


def outlays(text: str, companies: Sequence[Mention], amounts: Sequence[Amount]) -> tuple[Span, ...]:
    """Return the sums to be invested whose spender the same sentence names before them.

    A sentence that opens with "the company" or "it" names the story's investor too, if no other company
    comes first. Only the beginning of `text` is asked.
    """
    invested = [a.span for a in amounts if a.role is AmountRole.INVESTMENT and a.span.start < _LEAD]
    if not invested or not any(company.role is Role.INVESTOR for company in companies):
        return ()
    named = sorted(
        (span.start, company.role) for company in companies for span in company.spans if span.start < _LEAD
    )
    found: list[Span] = []
    for sentence in sentences(text[: invested[-1].end + 1]):
        for place in invested:
            if sentence.start <= place.start < sentence.end:
                before = [role for start, role in named if sentence.start <= start < place.start]
                if Role.INVESTOR in before or (not before and commits(shape(text, sentence, ()))):
                    found.append(place)
    return tuple(found)
